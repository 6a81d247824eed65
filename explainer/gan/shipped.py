"""The games that the page opens on: `python -m explainer.gan.shipped` plays them again.

`assets/gan/NAME.npz` holds a game's frames and its state at the last of them; `manifest.json` beside it
holds each recipe and sha256. Names behind the command limit it to those games.
"""

import hashlib
import io
import json
import sys
from dataclasses import dataclass
from functools import cache
from math import inf

import numpy as np

from explainer.gan.game import stored
from explainer.gan.game.game import Game
from explainer.gan.game.observe import Frame, Observer
from explainer.gan.game.options import Options
from explainer.gan.game.play import play
from explainer.gan.line.theory import TWO_BUMPS, LineFrame, LineObserver
from explainer.gan.presets import PRESETS
from explainer.maths.toy2d import Cloud, cloud
from explainer.shipped import ASSETS, arrays

FOLDER = ASSETS / "gan"


@dataclass(frozen=True)
class Recipe:
    """A game to ship: a frame per `every` of its `steps`; on the `line` its numbers are exact."""

    data: str
    options: Options
    steps: int
    every: int
    line: bool = False

    @property
    def cloud(self) -> Cloud:
        """The data."""
        return TWO_BUMPS if self.line else cloud(self.data)


NAME = "eight-modes"
OPTIONS = PRESETS[NAME].options
STEPS, EVERY = 5000, 100
RECIPES = {
    NAME: Recipe(PRESETS[NAME].data, OPTIONS, STEPS, EVERY),
    "mode-collapse": Recipe(PRESETS[NAME].data, PRESETS["mode-collapse"].options, STEPS, 2 * EVERY),
    "line": Recipe(
        TWO_BUMPS.name, Options(noise_dim=1, loss="minimax", d_steps=5, rate_g=1e-3), 3000, 60, line=True
    ),
}
# a frame's arrays as half floats, which are enough for drawing; arrays as bytes; its numbers; its counts
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


def played(name: str) -> tuple[list[Frame | LineFrame], str]:
    """The game's frames and its state at the last, played now."""
    recipe = RECIPES[name]
    game = Game(recipe.cloud, recipe.options)
    observer = LineObserver(game.data) if recipe.line else None
    return list(play(game, recipe.steps, recipe.every, inf, observer)), stored.dump(game.save())


def packed(frames: list[Frame | LineFrame], state: str) -> bytes:
    """Frames and state as an npz file."""
    halves, in_bytes, numbers, counts = COLUMNS[type(frames[0])]

    def column(name: str, dtype: type) -> np.ndarray:
        return np.array([getattr(frame, name) for frame in frames], dtype)

    columns = {name: column(name, np.float16) for name in halves}
    columns |= {name: np.rint(255 * column(name, np.float64)).astype(np.uint8) for name in in_bytes}
    columns |= {name: column(name, np.float64) for name in numbers}
    columns |= {name: column(name, np.int32) for name in counts}
    file = io.BytesIO()
    np.savez_compressed(file, state=np.frombuffer(state.encode(), np.uint8), **columns)
    return file.getvalue()


@cache
def load(name: str = NAME) -> tuple[list[Frame | LineFrame], str]:
    """The shipped frames, and the game's state at the last."""
    kind = LineFrame if RECIPES[name].line else Frame
    halves, in_bytes, numbers, counts = COLUMNS[kind]
    file = arrays(f"gan/{name}")
    columns = {name: file[name].astype(np.float32) for name in halves}
    columns |= {name: file[name].astype(np.float32) / 255 for name in in_bytes}
    columns |= {name: file[name].tolist() for name in (*numbers, *counts)}
    if kind is Frame:
        recipe = RECIPES[name]
        columns["gap_floor"] = [Observer(recipe.cloud, recipe.options).gap_floor] * len(columns["step"])
    frames = [kind(**{name: column[i] for name, column in columns.items()}) for i in range(len(columns["step"]))]
    return frames, file["state"].tobytes().decode()


def main(names: list[str]) -> None:
    """Play the games and write their files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for name in names or RECIPES:
        game = RECIPES[name]
        data = packed(*played(name))
        (FOLDER / f"{name}.npz").write_bytes(data)
        recipe = {"preset": name} if name in PRESETS else {}
        recipe |= {"data": game.data, "steps": game.steps, "every": game.every, **game.options.plain()}
        manifest[name] = {"recipe": recipe, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
