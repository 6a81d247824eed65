"""The games that the page opens on: `python -m explainer.gan.shipped` plays them again.

`assets/gan/NAME.npz` holds frames and the game's state at the last of them; `manifest.json` beside it each
one's recipe, seed and sha256. With names behind the command only these are played.
"""

import hashlib
import io
import json
import sys
from dataclasses import dataclass
from functools import cache
from math import inf
from pathlib import Path

import numpy as np

from explainer.gan.line import TWO_BUMPS, LineFrame, LineObserver
from explainer.gan.observe import Frame
from explainer.gan.presets import PRESETS
from explainer.gan.settings import Settings
from explainer.maths.toy2d import Cloud, cloud

FOLDER = Path(__file__).parents[2] / "assets" / "gan"


@dataclass(frozen=True)
class Film:
    """A game to ship: a frame every `every` of its `steps`; on the line its numbers are exact."""

    data: str
    settings: Settings
    steps: int
    every: int
    line: bool = False


NAME = "eight-modes"
SETTINGS = PRESETS[NAME].settings
STEPS, EVERY = 5000, 100
FILMS = {
    NAME: Film(PRESETS[NAME].data, SETTINGS, STEPS, EVERY),
    "mode-collapse": Film(PRESETS[NAME].data, PRESETS["mode-collapse"].settings, STEPS, 2 * EVERY),
    "line": Film(
        TWO_BUMPS.name, Settings(noise_dim=1, loss="minimax", d_steps=5, rate_g=1e-3), 3000, 60, line=True
    ),
}
# arrays kept as half floats, since what is drawn needs no more; as bytes; the numbers; the counts
COLUMNS = {
    Frame: (
        ("points", "field", "pull", "grid"),
        ("best",),
        ("real_term", "fake_term", "v", "d_loss", "g_loss", "d_grad", "g_grad", "js", "floor", "best_v",
         "sliced", "sliced_floor", "quality", "gap", "middle"),
        ("step", "modes", "of_modes"),
    ),
    LineFrame: (("d", "q"), ("best",), ("v", "best_v", "js", "gap", "d_loss", "g_loss"), ("step",)),
}  # fmt: skip


def data_of(film: Film) -> Cloud:
    """What it is played on."""
    return TWO_BUMPS if film.line else cloud(film.data)


def played(name: str) -> tuple[list[Frame | LineFrame], str]:
    """The game's frames and its state at the end, played here and now."""
    from explainer.gan import stored
    from explainer.gan.game import Game, play

    film = FILMS[name]
    game = Game(data_of(film), film.settings)
    observer = LineObserver(game.data) if film.line else None
    return list(play(game, film.steps, film.every, inf, observer)), stored.dump(game.save())


def packed(frames: list[Frame | LineFrame], state: str) -> bytes:
    """Frames and state as an npz file."""
    halves, in_bytes, numbers, counts = COLUMNS[type(frames[0])]
    arrays = {name: np.array([getattr(f, name) for f in frames], np.float16) for name in halves}
    arrays |= {
        name: np.rint(255 * np.array([getattr(f, name) for f in frames])).astype(np.uint8) for name in in_bytes
    }
    arrays |= {name: np.array([getattr(f, name) for f in frames], np.float64) for name in numbers}
    arrays |= {name: np.array([getattr(f, name) for f in frames], np.int32) for name in counts}
    kept = io.BytesIO()
    np.savez_compressed(kept, state=np.frombuffer(state.encode(), np.uint8), **arrays)
    return kept.getvalue()


@cache
def load(name: str = NAME) -> tuple[list[Frame | LineFrame], str]:
    """The shipped frames and the state of the game at the last."""
    kind = LineFrame if FILMS[name].line else Frame
    halves, in_bytes, numbers, counts = COLUMNS[kind]
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as kept:
        columns = {one: kept[one].astype(np.float32) for one in halves}
        columns |= {one: kept[one].astype(np.float32) / 255 for one in in_bytes}
        columns |= {one: kept[one].tolist() for one in (*numbers, *counts)}
        state = kept["state"].tobytes().decode()
    count = len(columns["step"])
    return [kind(**{one: column[i] for one, column in columns.items()}) for i in range(count)], state


def main(names: list[str]) -> None:
    """Play them and write their files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    manifest = FOLDER / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {}
    for name in names or FILMS:
        film = FILMS[name]
        data = packed(*played(name))
        (FOLDER / f"{name}.npz").write_bytes(data)
        recipe = {"preset": name} if name in PRESETS else {}
        recipe |= {"data": film.data, "steps": film.steps, "every": film.every, **film.settings.plain()}
        told[name] = {"recipe": recipe, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    manifest.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
