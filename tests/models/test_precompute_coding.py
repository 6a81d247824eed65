"""What the coding section ships: described by its manifest, and a part of it made again."""

import hashlib
import json

import numpy as np
import pytest

from models import precompute_coding as coding

MANIFEST = json.loads((coding.FOLDER / "manifest.json").read_text(encoding="utf-8"))


def test_the_manifest_describes_every_file_and_no_other():
    assert set(MANIFEST) == set(coding.NAMES) == {path.stem for path in coding.FOLDER.glob("*.npz")}
    for name, entry in MANIFEST.items():
        assert hashlib.sha256((coding.FOLDER / f"{name}.npz").read_bytes()).hexdigest() == entry["sha256"]


def test_there_are_5000_digits_in_16_shades_in_under_a_megabyte():
    path = coding.FOLDER / "digits.npz"
    with np.load(path, allow_pickle=False) as file:
        pictures = file["pictures"]
    assert pictures.shape == (5000, 28, 28) and pictures.dtype == np.uint8
    assert np.unique(pictures).tolist() == list(range(0, 256, 17))
    assert path.stat().st_size < 1_000_000


def test_each_shade_is_the_nearest_of_sixteen():
    levels = np.arange(256, dtype=np.uint8)
    nearest = np.abs(levels[:, None].astype(int) - np.arange(0, 256, 17)).argmin(1) * 17
    np.testing.assert_array_equal(coding.shades(levels), nearest)


def test_digits_are_the_first_of_the_training_set(folder, monkeypatch):
    from models import data

    monkeypatch.setattr(coding, "DIGITS", 7)
    made = coding.digits(str(folder))["pictures"]
    np.testing.assert_array_equal(made, coding.shades(data.load("mnist", "train", folder)[0][:7]))


@pytest.mark.parametrize("name", list(coding.PRESETS))
def test_a_run_begins_again_as_it_is_shipped(name):
    with np.load(coding.FOLDER / f"{name}.npz", allow_pickle=False) as file:
        shipped = dict(file)
    made = coding.run(name, steps=25)
    assert made["step"].tolist() == shipped["step"][:2].tolist() == [0, 25]
    np.testing.assert_allclose(made["loss"], shipped["loss"][:2], rtol=1e-3)
    np.testing.assert_array_equal(made["pictures"][0], shipped["pictures"][0])
    gap = made["pictures"][1].astype(int) - shipped["pictures"][1]
    assert (np.abs(gap) <= 17).mean() > 0.99
    assert shipped["step"][-1] == coding.PRESETS[name].steps
