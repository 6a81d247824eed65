"""The training that the page opens on, as arrays and back."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane.training import stored
from explainer.diffusion.plane.training.observe import Frame, Ground, Observer
from explainer.diffusion.plane.training.training import Training

# where frames are kept: early steps change most
STEPS = (0, 5, 10, 20, 40, 70, 100, 150, 200, 300, 400, 600, 800, 1000, 1300, 1600, 2000, 2500, 3000, 3600,
         4300, 5000, 6000, 7000, 8000, 9500, 11000, 13000, 15000, 17500, 20000)  # fmt: skip
HALVES, NUMBERS = ("points", "arrows", "error"), ("step", "loss", "sw")


def record(training: Training, steps=STEPS) -> dict[str, NDArray]:
    """Train, and keep a frame at each of `steps`; the judge's floor and the state at the last of them."""
    ground = Ground(training.data, training.clock)
    observer, kept = Observer(ground), []
    for step in steps:
        while training.step < step:
            training.advance()
        observer.judged = None  # each frame has a distance of its own
        kept.append(observer.frame(training))
    columns = {name: np.array([getattr(f, name) for f in kept], np.float16) for name in HALVES}
    columns |= {name: np.array([getattr(f, name) for f in kept], np.float64) for name in NUMBERS}
    text = stored.dump(training.save())
    return {**columns, "floor": np.array(ground.judge.floor), "state": np.frombuffer(text.encode(), np.uint8)}


def frames(file: Mapping[str, NDArray]) -> list[Frame]:
    """The frames of recorded arrays."""
    none = np.zeros((0, 2))
    found = []
    for i, (step, loss, sw) in enumerate(zip(*(file[name].tolist() for name in NUMBERS), strict=True)):
        arrays = (file[name][i].astype(np.float32) for name in HALVES)
        found.append(Frame(int(step), 0, *arrays, none, (), loss, sw))
    return found
