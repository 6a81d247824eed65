"""The training that the page opens on: `python -m explainer.vae.reparameterization.training.opening_run`.

The command makes it again. `assets/reparameterization/run.npz` holds its steps, `manifest.json`
beside it the recipe and the sha256.
"""

import hashlib
import io
import json
from dataclasses import asdict

import numpy as np

from explainer import shipped
from explainer.vae.reparameterization.training import runs
from explainer.vae.reparameterization.training.runs import OPENED, Step

FOLDER = shipped.ASSETS / "reparameterization"
NAME, RIVAL = "run", "score"


def packed(steps: list[Step]) -> bytes:
    """The steps as an npz file; curves as half floats, since they are only drawn."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        step=np.array([step.step for step in steps], np.int32),
        parts=np.array([step.parts for step in steps], np.float64),
        curves=np.array([step.curves for step in steps], np.float16),
    )
    return file.getvalue()


def load() -> list[Step]:
    """The shipped steps."""
    arrays = shipped.arrays(f"{FOLDER.name}/{NAME}")
    columns = arrays["step"].tolist(), arrays["parts"].tolist(), arrays["curves"].astype(np.float32)
    steps = [Step(at, tuple(map(tuple, parts)), curves) for at, parts, curves in zip(*columns, strict=True)]
    return [*steps[:-1], runs.ended(("pathwise", RIVAL), steps[-1])]


def main() -> None:
    """Train it and write both files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    data = packed(list(runs.train(OPENED, RIVAL)))
    (FOLDER / f"{NAME}.npz").write_bytes(data)
    recipe = {**asdict(OPENED), "rival": RIVAL}
    manifest = {NAME: {"recipe": recipe, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}}
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
