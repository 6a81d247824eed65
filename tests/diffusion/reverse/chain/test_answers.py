"""The targets beside the chain: pictures and printed numbers against the formulas written out here."""

import math
import re

import numpy as np
import pytest
import torch
from page import unpacked

from explainer import shipped
from explainer.diffusion import schedule
from explainer.diffusion.reverse.chain import answers
from explainer.maths import chains
from explainer.maths.arguments import BadArgument

PLAN = schedule.cosine(1000)
SETTINGS = {
    "class": "3",
    "sampler": "ddpm",
    "steps": 4,
    "guidance": 1,
    "seed": 0,
    "eta": 0.0,
    "row": 9,
    "column": 20,
}


LOWERED = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")


def printed(rows: list[list[str]]) -> list[float]:
    """What stands at the end of each row: x_t, x̂_0, ε̂, v̂, μ, μ."""
    return [float(re.search(r"(\S+)$", text)[1].translate(LOWERED).replace("·10", "e")) for _, text in rows]


def by_hand(xt, x0, t, s):
    """x_t, x̂_0, ε̂, v̂ and μ of the step t → s, from DDPM eq. 4 and 11 alone."""
    bar, before = PLAN.alpha_bar[t], PLAN.alpha_bar[s]
    eps = (xt - math.sqrt(bar) * x0) / math.sqrt(1 - bar)
    alpha = bar / before
    mean = (xt - (1 - alpha) / math.sqrt(1 - bar) * eps) / math.sqrt(alpha)
    return xt, x0, eps, math.sqrt(bar) * eps - math.sqrt(1 - bar) * x0, mean


def test_a_shipped_chain_s_targets_are_those_of_its_kept_numbers():
    film = answers.targets(**{"class": "mixed", "picked": 5, "row": 9, "column": 20})
    stored = shipped.arrays("reverse/unet-mnist-mixed")
    times, x0s = stored["t"], stored["x0_hat"][:, 5] / 127.5 - 1
    xts = (stored["xt"][:, 5] / 127.5 - 1) * stored["scale"][:, None, None]
    shown, eps, mean = map(unpacked, (film["times"], film["tracks"]["eps"], film["tracks"]["mean"]))
    np.testing.assert_array_equal(shown, times[:-1])
    assert eps.shape == mean.shape == (len(times) - 1, 1, 28, 28)
    for k in (0, 7, 30, 38, 39):
        _, _, e, _, m = by_hand(xts[k], x0s[k], times[k], times[k + 1])
        assert np.abs(eps[k, 0] - chains.grey(e / 3).astype(int)).max() <= 1
        assert np.abs(mean[k, 0] - chains.grey(m).astype(int)).max() <= 1
        wanted = by_hand(xts[k, 9, 20], x0s[k, 9, 20], times[k], times[k + 1])
        np.testing.assert_allclose(
            printed(film["tracks"]["rows"][k][0]), [*wanted, wanted[-1]], rtol=1e-3, atol=1e-4
        )


def test_a_fresh_chain_brings_its_targets_along(monkeypatch):
    monkeypatch.setattr(answers.backend, "eps_model", lambda name: lambda xt, t, y: torch.tanh(xt))
    frames = list(answers.generate(**SETTINGS))
    assert [frame["t"] for frame in frames] == [1000, 667, 334, 1, 0]
    for frame, after in zip(frames[:-1], frames[1:], strict=True):
        assert len(frame["tracks"]["rows"]) == 16
        xt, x0, *rest = printed(frame["tracks"]["rows"][2])
        wanted = by_hand(xt, x0, frame["t"], after["t"])
        if frame["t"] < 1000:  # at T the four printed digits are not enough to divide by √ᾱ
            np.testing.assert_allclose([xt, x0, *rest], [*wanted, wanted[-1]], rtol=0.02, atol=2e-3)
        grey = {key: unpacked(frame["tracks"][key])[2, 9, 20] for key in ("xt", "x0_hat", "eps", "mean")}
        for key, value in zip(grey, (xt, x0, rest[0] / 3, rest[2]), strict=True):
            assert abs(int(grey[key]) - int(chains.grey(np.array(value)))) <= 1
    assert set(frames[-1]["tracks"]) == {"xt", "x0_hat"}


@pytest.mark.parametrize(
    ("key", "value"),
    [("picked", 16), ("picked", -1), ("row", 28), ("column", 2.5), ("row", "x"), ("column", True)],
)
def test_a_picture_or_a_pixel_that_is_not_there_is_refused_beside_its_control(key, value):
    with pytest.raises(BadArgument) as caught:
        answers.targets(**{"class": "3", "picked": 0, "row": 0, "column": 0} | {key: value})
    assert caught.value.argument == key and repr(value) in str(caught.value) and "allowed" in str(caught.value)


def evaluated(text: str) -> float:
    """The value of printed arithmetic such as (0.67 − 1 · (−0.2)) / 4.9·10⁻⁵."""
    text = re.sub(r"·10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])", "e", text).translate(LOWERED)
    return eval(text.replace("·", "*"), {"__builtins__": {}})


@pytest.mark.parametrize("label", ["mixed", "7", "clothes"])
def test_the_printed_arithmetic_comes_out_at_the_printed_result_at_every_t(label):
    film = answers.targets(**{"class": label, "picked": 3, "row": 11, "column": 9})
    lines = [row[1] for rows in film["tracks"]["rows"] for row in rows[0] if " = " in row[1]]
    assert len(lines) > 80
    for line in lines:
        left, right = map(evaluated, line.split(" = "))
        assert left == pytest.approx(right, rel=2e-3, abs=1e-9), line
