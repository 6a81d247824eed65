"""The file to take away runs as it is, in an empty folder, with torch alone, as the app does."""

import io
import subprocess
import sys

import numpy as np
import pytest
import torch
from PIL import Image

from explainer.coding import at_home, ddpm, program, runs, take_away


def test_the_digits_in_the_text_are_those_that_ship():
    torch.testing.assert_close(at_home.unpacked(take_away.packed()), runs.digits())
    assert len(take_away.packed()) < 700_000


def test_pictures_are_a_png_that_pillow_reads():
    pictures = torch.rand(8, 1, 28, 28) * 2 - 1
    with Image.open(io.BytesIO(at_home.png(pictures, columns=4))) as image:
        shown = np.asarray(image)
    assert shown.shape == (56, 112)
    expected = np.rint((pictures[5, 0].numpy() + 1) * 127.5)
    assert np.abs(shown[28:, 28:56] - expected).max() <= 1


@pytest.mark.parametrize("changes", [{}, {"target": "eps", "schedule": "linear", "told": False, "seed": 3}])
def test_it_runs_in_an_empty_folder_and_says_the_losses_of_the_app(tmp_path, changes):
    settings = program.defaults() | {"T": 5, "width": 8, "batch": 4} | changes
    file = tmp_path / "diffusion.py"
    file.write_text(take_away.python(settings, steps=3), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", file.name], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    training = ddpm.Training(runs.digits(), ddpm.Settings(**settings))
    total = sum(training.step() for _ in range(3))
    assert f"step 3: loss {total / 3:.4f}" in done.stdout
    with Image.open(tmp_path / "samples.png") as image:
        assert image.size == (224, 224)
