"""The command of the bound: against the other implementation, and what it refuses."""

import json
import math

import numpy as np
import pytest
import torch

from explainer.diffusion import process, schedule
from models import denoisers, likelihood
from tests.diffusion.bound import in_numpy

PLAN = schedule.cosine(1000)


@pytest.fixture
def digits(tmp_path):
    """Three grey pictures with their labels, as a file."""
    rng = np.random.default_rng(0)
    pictures = (255 * (rng.random((3, 28, 28)) < 0.2)).astype(np.uint8)
    path = tmp_path / "digits.npz"
    np.savez(path, pictures=pictures, labels=np.array([3, 1, 4]))
    return path, pictures


@pytest.mark.parametrize("count", [1, 2, 5, 64, 500, 998, 999])
def test_bins_hold_every_step_from_2_on_once(count):
    edges = likelihood.bins(1000, count)
    assert edges[0] == 2 and edges[-1] == 1001 and len(edges) == count + 1 and (np.diff(edges) >= 1).all()
    assert count < 999 or (np.diff(edges) == 1).all()


def test_all_steps_of_a_cheap_network_are_those_of_the_second_implementation(digits, monkeypatch, capsys):
    """The network says x̂_0 = 0 with variance 1/3; in NumPy the mean over the noise is known in closed form."""
    path, pictures = digits

    def cheap(xt, t, y):
        return torch.zeros_like(xt), torch.full_like(xt, 1 / 3)

    monkeypatch.setattr(denoisers, "x0_model", lambda name: cheap)
    likelihood.main(["--pictures", str(path), "--t", "all", "--json"])
    found = json.loads(capsys.readouterr().out)
    x0, bars = pictures / 127.5 - 1, in_numpy.cosine_bars(1000)
    # with x̂_0 = 0 the difference of the means does not depend on x_t
    each = [in_numpy.step(bars, t, x0, 0.0, 0.0, 1 / 3).mean((1, 2)) for t in range(2, 1001)]
    last = in_numpy.prior(bars, x0).mean((1, 2))
    first = in_numpy.decoded(x0, np.zeros_like(x0), np.full_like(x0, math.sqrt(1 / 3))).mean((1, 2))
    np.testing.assert_allclose(found["each"], (np.sum(each, 0) + first + last) / math.log(2), rtol=1e-5)
    assert found["l_0"] == pytest.approx(first.mean() / math.log(2), rel=1e-6)
    assert found["l_T"] == pytest.approx(last.mean() / math.log(2), rel=1e-6)
    got = [row["bits"] for row in found["terms"]]
    np.testing.assert_allclose(got, np.mean(each, 1) / math.log(2), rtol=1e-5, atol=1e-12)
    assert [row["t"] for row in found["terms"]] == [[t, t] for t in range(2, 1001)]


def test_a_few_steps_estimate_what_all_steps_give(digits, monkeypatch, capsys):
    path, _ = digits

    def cheap(xt, t, y):
        signal, noise = (process.at(row, t, xt) for row in process.jump(PLAN))
        return (signal * xt).clamp(-1, 1), (noise**2 / 3).expand_as(xt)

    monkeypatch.setattr(denoisers, "x0_model", lambda name: cheap)

    def total(*more):
        likelihood.main(["--pictures", str(path), "--json", *more])
        return json.loads(capsys.readouterr().out)["bits_a_pixel"]

    exact = total("--t", "all")
    few = [total("--t", "24", "--seed", str(seed)) for seed in range(12)]
    assert abs(np.mean(few) - exact) < 4 * np.std(few, ddof=1) / math.sqrt(12) + 1e-3


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_blank_picture_alone_has_a_bound_and_an_error(tmp_path, grey, capsys):
    path = tmp_path / "blank.npz"
    np.savez(path, pictures=np.full((1, 28, 28), grey, np.uint8), labels=np.array([0]))
    likelihood.main(["--pictures", str(path), "--t", "4", "--no-class", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["pictures"] == len(found["each"]) == 1 and not found["class_given"]
    assert found["bits_a_pixel"] > 0 and 0 < found["standard_error"] < found["bits_a_pixel"]


def test_the_table_names_the_parts_and_the_sum(digits, capsys):
    likelihood.main(["--pictures", str(digits[0]), "--model", "unet-mnist", "--sigma", "best", "--t", "3"])
    told = capsys.readouterr().out
    assert "L_T" in told and "L_0" in told and "bits a pixel, 3 pictures" in told


PLAIN = {"pictures": np.zeros((2, 28, 28), np.uint8), "labels": np.zeros(2, np.int64)}


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"pictures": PLAIN["pictures"]}, "has no labels; allowed is an .npz with pictures uint8"),
        ({**PLAIN, "pictures": PLAIN["pictures"] / 255}, "pictures are float64 [2×28×28]; allowed is uint8"),
        (
            {**PLAIN, "pictures": PLAIN["pictures"][:0], "labels": PLAIN["labels"][:0]},
            "0 pictures; allowed are 1",
        ),
        ({**PLAIN, "pictures": PLAIN["pictures"][:, :20]}, "[2×20×28]; allowed is uint8 [N, 28, 28]"),
        ({**PLAIN, "labels": PLAIN["labels"][:1]}, "labels are int64 [1]; allowed is int64 [N]"),
        ({**PLAIN, "labels": PLAIN["labels"] + 10}, "labels are 10 to 10; allowed are 0 to 9"),
        ({**PLAIN, "labels": np.array([{}, {}])}, "something else than plain arrays"),
    ],
)
def test_a_file_that_is_not_right_is_refused_with_what_is(tmp_path, capsys, arrays, sentence):
    path = tmp_path / "bad.npz"
    np.savez(path, **arrays)
    with pytest.raises(SystemExit) as left:
        likelihood.main(["--pictures", str(path)])
    out, err = capsys.readouterr()
    assert left.value.code == 2 and sentence in err and not out and err.startswith("models.likelihood: ")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--t", "0"], "t is '0'; allowed is all, or a whole number from 1 to 999"),
        (["--t", "1000"], "allowed is all, or a whole number from 1 to 999"),
        (["--t", "two"], "t is 'two'"),
        (
            ["--sigma", "learned", "--model", "unet-mnist"],
            "sigma is 'learned'; allowed are beta-tilde, beta, best",
        ),
        (["--sigma", "large"], "allowed are beta-tilde, beta, best, learned"),
        (["--model", "gan-mnist"], "model is 'gan-mnist'; allowed are unet-mnist-bound"),
        (["--seed", "-1"], "seed is -1"),
        (["--seed", "x"], "'x' is no whole number"),
        (["--pictures", "nowhere.npz"], "nowhere.npz can't be read"),
        (["--pictures", __file__], "something else than plain arrays"),
    ],
)
def test_an_argument_that_is_not_allowed_is_refused(digits, capsys, argv, sentence):
    with pytest.raises(SystemExit) as left:
        likelihood.main(["--pictures", str(digits[0]), *argv])
    out, err = capsys.readouterr()
    assert left.value.code == 2 and sentence in err and not out
