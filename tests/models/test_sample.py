"""The shell: what it writes, what it repeats, and how it refuses."""

import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from explainer.diffusion.reverse.steps import timesteps
from models import backend, sample


def run(*argv: str) -> None:
    sample.main(list(argv))


def test_npz_holds_pictures_and_labels(put, tmp_path):
    put("unet-mnist")
    out = tmp_path / "some.npz"
    run("--n", "12", "--steps", "2", "--class", "all", "--out", str(out))
    with np.load(out) as file:
        assert sorted(file.files) == ["labels", "pictures"]
        assert file["pictures"].shape == (12, 28, 28) and file["pictures"].dtype == np.uint8
        assert file["labels"].dtype == np.int64
        assert file["labels"].tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]


@pytest.mark.parametrize("sampler", ["ddpm", "ddim", "dpm"])
def test_picture_k_of_a_seed_is_the_same_for_every_n(put, monkeypatch, sampler):
    """Across groups, too; bf16 rounds by batch size, so a few grey levels are allowed."""
    put("unet-mnist")
    labels = np.array([3, 1, 4, 1, 5])
    options = {"steps": 3, "sampler": sampler, "seed": 5}
    whole = sample.pictures("unet-mnist", labels, **options)
    np.testing.assert_array_equal(whole, sample.pictures("unet-mnist", labels, **options))
    monkeypatch.setattr(sample, "GROUP", 2)
    cut = sample.pictures("unet-mnist", labels, **options)
    assert np.abs(cut.astype(int) - whole).max() <= 12
    few = sample.pictures("unet-mnist", labels[:3], **options)
    np.testing.assert_array_equal(few[:2], cut[:2])
    alone = sample.pictures("unet-mnist", labels[3:4], **options, first=3)
    assert np.abs(alone[0].astype(int) - whole[3]).max() <= 12
    other = sample.pictures("unet-mnist", labels, **{**options, "seed": 6})
    assert np.abs(other.astype(int) - whole).mean() > 12


def test_one_picture_alone_keeps_its_class(put, tmp_path):
    put("unet-mnist")
    out = tmp_path / "one.npz"
    run("--n", "1", "--first", "13", "--steps", "1", "--out", str(out))
    with np.load(out) as file:
        assert file["labels"].tolist() == [3]


def test_a_png_is_a_sheet_of_all_pictures(put, tmp_path):
    put("unet-fashion")
    out = tmp_path / "sheet.png"
    run("--model", "unet-fashion", "--class", "bag", "--n", "11", "--steps", "1", "--out", str(out))
    with Image.open(out) as image:
        assert image.size == (302, 62) and image.mode == "L"


def test_the_sheet_shows_each_picture_at_its_place():
    pictures = np.random.default_rng(0).integers(0, 256, (12, 28, 28)).astype(np.uint8)
    sheet = sample.sheet(pictures)
    np.testing.assert_array_equal(sheet[2:30, 2:30], pictures[0])
    np.testing.assert_array_equal(sheet[32:60, 32:60], pictures[11])


def test_progress_rises_to_one_and_each_group_comes_once(put, monkeypatch):
    put("unet-mnist")
    monkeypatch.setattr(sample, "GROUP", 2)
    steps = list(sample.generate("unet-mnist", np.zeros(3, np.int64), steps=2))
    shares = [share for share, _ in steps]
    assert shares == sorted(shares) and shares[-1] == 1
    assert [len(got) for _, got in steps if got is not None] == [2, 1]


@pytest.mark.parametrize("steps", [*range(12, 49), 60, 100, 1000])
def test_steps_are_spaced_so_that_their_gaps_stay_about_alike(steps):
    """As wide as 12 even steps where there are that few, and never wider than those."""
    ts = [*timesteps(1000, steps, sample.spacing("unet-mnist", steps)), 0]
    widest = max(a - b for a, b in zip(ts, ts[1:], strict=False))
    assert widest <= 1000 / 11 + 1
    assert steps > 48 or widest > 70


WRONG = {
    "unet-cifar": ("--model", "unet-cifar"),
    "gan-mnist": ("--model", "gan-mnist"),
    "class is '10'": ("--class", "10"),
    "class is 'cat'": ("--class", "cat"),
    "n is 0": ("--n", "0"),
    "n is -3": ("--n", "-3"),
    "from 1 to 10,000": ("--n", "10001"),
    "no whole number": ("--n", "many"),
    "steps is 1001": ("--steps", "1001"),
    "steps is 0": ("--steps", "0"),
    "power is 0.5": ("--power", "0.5"),
    "power is nan": ("--power", "nan"),
    "power is 11.0; allowed is a number from 1 to 10": ("--power", "11"),
    "sampler is 'euler'; allowed are ddpm, ddim, dpm": ("--sampler", "euler"),
    "guidance is nan": ("--guidance", "nan"),
    "guidance is inf": ("--guidance", "inf"),
    "guidance is -1.0": ("--guidance", "-1"),
    "eta is 1.5": ("--sampler", "ddim", "--eta", "1.5"),
    "eta is nan": ("--sampler", "ddim", "--eta", "nan"),
    "eta belongs to the ddim": ("--eta", "0.5"),
    "seed is -1": ("--seed", "-1"),
    "ends in .npz or .png": ("--out", "pictures.jpg"),
    "is no folder that can be written to": ("--out", "no/such/folder/x.npz"),
    "unrecognized arguments": ("--colour", "red"),
}


@pytest.mark.parametrize(("words", "argv"), WRONG.items())
def test_a_wrong_argument_is_one_line_and_exit_code_2(put, tmp_path, capsys, words, argv):
    put("unet-mnist")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(SystemExit) as stop:
        run("--n", "2", "--steps", "1", "--out", str(tmp_path / "x.npz"), *argv)
    out, err = capsys.readouterr()
    assert stop.value.code == 2 and out == ""
    assert words in err and err.count("\n") == 1 and err.endswith("\n")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("harm", ["missing", "cut", "swapped"])
def test_harmed_weights_are_one_line_and_exit_code_2(put, empty, tmp_path, capsys, harm):
    put("unet-mnist")
    put("unet-fashion")
    path = empty / "unet-mnist.safetensors"
    if harm == "missing":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:1000])
    else:
        (empty / "unet-fashion.json").replace(empty / "unet-mnist.json")
    with pytest.raises(SystemExit) as stop:
        run("--n", "2", "--steps", "1", "--out", str(tmp_path / "x.npz"))
    err = capsys.readouterr().err
    assert stop.value.code == 2 and "unet-mnist" in err and err.count("\n") == 1
    assert not (tmp_path / "x.npz").exists()


def test_a_disk_that_fails_leaves_no_half_file(tmp_path, monkeypatch):
    def fail(file, **arrays):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", fail)
    old = tmp_path / "x.npz"
    old.write_bytes(b"the old one")
    with pytest.raises(ValueError, match="x.npz can't be written: No space left"):
        sample.write(old, np.zeros((1, 28, 28), np.uint8), np.zeros(1, np.int64))
    assert [file.name for file in tmp_path.iterdir()] == ["x.npz"]
    assert old.read_bytes() == b"the old one"


def test_out_is_asked_for(capsys):
    with pytest.raises(SystemExit) as stop:
        run("--n", "2")
    assert stop.value.code == 2 and "--out" in capsys.readouterr().err


def test_help_teaches_with_examples():
    out = subprocess.run(
        [sys.executable, "-m", "models.sample", "--help"], capture_output=True, text=True, check=True
    ).stdout
    samplers = [name for name, spec in backend.MODELS.items() if spec.kind == "unet"]
    for word in ("examples:", "--guidance", "ddim", "pictures", "labels", *samplers):
        assert word in out


def test_names_of_clothes_are_classes_too():
    assert sample.labels_for("ankle boot", 2, "unet-fashion").tolist() == [9, 9]
    assert sample.labels_for("Sneaker", 1, "unet-fashion").tolist() == [7]
    with pytest.raises(ValueError, match="class is 'sneaker'"):
        sample.labels_for("sneaker", 1, "unet-mnist")
