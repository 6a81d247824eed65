"""The run that the page opens on: `python -m explainer.vae.reparameterization.shipped` makes it again.

`assets/reparameterization/run.npz` holds its steps; `manifest.json` beside it recipe and sha256.
"""

import hashlib
import io
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import numpy as np

from explainer.kit.replay import replay_film
from explainer.vae.reparameterization import training
from explainer.vae.reparameterization.settings import OPENED

FOLDER = Path(__file__).parents[3] / "assets" / "reparameterization"
NAME, RIVAL = "run", "score"


def packed(steps: list[training.Step]) -> bytes:
    """The steps as an npz file; curves as half floats, since they are only drawn."""
    kept = io.BytesIO()
    np.savez_compressed(
        kept,
        step=np.array([one.step for one in steps], np.int32),
        parts=np.array([one.parts for one in steps], np.float64),
        curves=np.array([one.curves for one in steps], np.float16),
    )
    return kept.getvalue()


def load() -> list[training.Step]:
    """The shipped steps."""
    with np.load(FOLDER / f"{NAME}.npz", allow_pickle=False) as kept:
        columns = kept["step"].tolist(), kept["parts"].tolist(), kept["curves"].astype(np.float32)
    steps = [
        training.Step(at, tuple(map(tuple, parts)), curves) for at, parts, curves in zip(*columns, strict=True)
    ]
    return [*steps[:-1], training.ended(("pathwise", RIVAL), steps[-1])]


@cache
def film() -> dict:
    """The steps as a film that the page scrubs."""
    from explainer.vae.reparameterization.answers import frames

    return replay_film([frame for frame, _ in frames(OPENED, RIVAL, load())])


def main() -> None:
    """Train it and write both files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    data = packed(list(training.train(OPENED, RIVAL)))
    (FOLDER / f"{NAME}.npz").write_bytes(data)
    recipe = {**asdict(OPENED), "rival": RIVAL}
    told = {NAME: {"recipe": recipe, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}}
    (FOLDER / "manifest.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
