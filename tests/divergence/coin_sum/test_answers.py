"""The coin's sum: every line holds, and the talk's number is that of torch."""

import numpy as np
import pytest
import torch
from scipy import stats
from torch.distributions import Bernoulli, kl_divergence

from explainer.divergence.coin_sum import answers
from explainer.divergence.coin_sum.theory import LINES
from explainer.maths.arguments import BadArgument


@pytest.mark.parametrize(("p", "q"), [(0.6, 0.7), (0.5, 0.5), (0.01, 0.99), (0.9, 0.2)])
def test_every_line_is_torchs_divergence(p, q):
    answer = answers.lines(p, q)
    exact = kl_divergence(*(Bernoulli(torch.tensor(x, dtype=torch.float64)) for x in (p, q))).item()
    assert len(answer["names"]) == len(LINES) == 6 and all(answer["holds"])
    assert answer["left"] == pytest.approx([exact] * 6, abs=1e-9)
    assert answer["right"][:5] == pytest.approx([exact] * 5, abs=1e-9)
    assert answer["right"][5] == pytest.approx(0, abs=1e-12)


def test_the_talks_number():
    assert answers.lines(0.6, 0.7)["left"][0] == pytest.approx(0.0225824, abs=5e-8)
    assert answers.lines(0.6, 0.7)["rights"][1].startswith("−0.092490 + 0.115073 = 0.02258")


def test_the_entropies_are_binary_entropies():
    answer = answers.lines(0.6, 0.7)
    cross, entropy = answer["rights"][4].split(" = ")[0].split(" − ")
    assert float(entropy) == pytest.approx(stats.entropy([0.6, 0.4]), abs=1e-6)
    assert float(cross) == pytest.approx(-0.6 * np.log(0.7) - 0.4 * np.log(0.3), abs=1e-6)


@pytest.mark.parametrize(("asked", "key"), [((0, 0.5), "sum_p"), ((0.5, 1), "sum_q"), (("a", 0.5), "sum_p")])
def test_it_refuses_what_is_not_allowed(asked, key):
    with pytest.raises(BadArgument) as refused:
        answers.lines(*asked)
    assert refused.value.argument == key
