"""The game that the page opens on: `python -m explainer.gan.shipped` makes it again.

`assets/gan/eight-modes.npz` holds a frame every `EVERY` steps and the game's state at the end;
`manifest.json` beside it its recipe, seed and sha256.
"""

import hashlib
import io
import json
from functools import cache
from math import inf
from pathlib import Path

import numpy as np

from explainer.gan.observe import Frame
from explainer.gan.presets import PRESETS

FOLDER = Path(__file__).parents[2] / "assets" / "gan"
NAME = "eight-modes"
SETTINGS = PRESETS[NAME].settings
STEPS, EVERY = 5000, 100
HALVES = ("points", "field", "pull", "grid")  # arrays kept as half floats: what is drawn needs no more
BYTES = ("best",)
NUMBERS = (
    "real_term", "fake_term", "v", "d_loss", "g_loss", "d_grad", "g_grad", "js", "floor", "best_v",
    "sliced", "sliced_floor", "quality", "gap", "middle",
)  # fmt: skip
COUNTS = ("step", "modes", "of_modes")


def played() -> tuple[list[Frame], str]:
    """The game's frames and its state at the end, played here and now."""
    from explainer.gan import stored
    from explainer.gan.game import Game, play
    from explainer.maths.toy2d import cloud

    game = Game(cloud(PRESETS[NAME].data), SETTINGS)
    return list(play(game, STEPS, EVERY, inf)), stored.dump(game.save())


def packed(frames: list[Frame], state: str) -> bytes:
    """Frames and state as an npz file."""
    arrays = {name: np.array([getattr(f, name) for f in frames], np.float16) for name in HALVES}
    arrays |= {
        name: np.rint(255 * np.array([getattr(f, name) for f in frames])).astype(np.uint8) for name in BYTES
    }
    arrays |= {name: np.array([getattr(f, name) for f in frames], np.float64) for name in NUMBERS}
    arrays |= {name: np.array([getattr(f, name) for f in frames], np.int32) for name in COUNTS}
    kept = io.BytesIO()
    np.savez_compressed(kept, state=np.frombuffer(state.encode(), np.uint8), **arrays)
    return kept.getvalue()


@cache
def load() -> tuple[list[Frame], str]:
    """The shipped frames and the state of the game at the last."""
    with np.load(FOLDER / f"{NAME}.npz", allow_pickle=False) as kept:
        columns = {name: kept[name].astype(np.float32) for name in HALVES}
        columns |= {name: kept[name].astype(np.float32) / 255 for name in BYTES}
        columns |= {name: kept[name].tolist() for name in (*NUMBERS, *COUNTS)}
        state = kept["state"].tobytes().decode()
    count = len(columns["step"])
    return [Frame(**{name: column[i] for name, column in columns.items()}) for i in range(count)], state


def main() -> None:
    """Play it and write both files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    data = packed(*played())
    (FOLDER / f"{NAME}.npz").write_bytes(data)
    recipe = {"preset": NAME, "data": PRESETS[NAME].data, "steps": STEPS, "every": EVERY, **SETTINGS.plain()}
    told = {NAME: {"recipe": recipe, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}}
    (FOLDER / "manifest.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
