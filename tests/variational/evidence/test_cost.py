"""The cost of the evidence: the quadrature is right, and its price multiplies with every dimension."""

import numpy as np
import pytest
from scipy import stats

from explainer.variational.evidence import cost as price


def test_quadrature_in_one_to_three_dimensions_finds_the_known_evidence():
    for dim in (1, 2, 3):
        design, y, noise = price.problem(dim)
        expected = stats.multivariate_normal.logpdf(y, cov=noise**2 * np.eye(8) + design @ design.T)
        assert price.log_evidence_closed(design, y, noise) == pytest.approx(expected, abs=1e-10)
        assert price.log_evidence(design, y, noise) == pytest.approx(expected, abs=1e-4)


def test_cost_multiplies_by_the_nodes_of_one_axis_with_every_dimension():
    costs = list(price.cost(2, 20))
    assert [c.dim for c in costs] == list(range(1, 21))
    assert [c.measured for c in costs] == [True] * 2 + [False] * 18
    ratios = [b.seconds / a.seconds for a, b in zip(costs[1:], costs[2:], strict=False)]
    assert ratios == pytest.approx([price.NODES] * 18)
    assert costs[-1].evaluations == pytest.approx(33.0**20) and "years" in costs[-1].words
    assert all(c.error < 1e-4 for c in costs if c.measured)


@pytest.mark.parametrize(
    "seconds, words",
    [(3.2e-5, "32 µs"), (0.0123, "12 ms"), (90, "90 s"), (600, "10 minutes"), (36_000, "10 hours")]
    + [(864_000, "10 days"), (3.2e9, "101 years"), (7e10, "2,218 years"), (6e22, "1.9·10¹⁵ years")],
)
def test_durations_are_said_in_a_unit_that_fits(seconds, words):
    assert price.in_words(seconds) == words


def test_bad_numbers_of_dimensions_are_refused():
    with pytest.raises(ValueError, match="measured dimensions is 5; allowed is a whole number from 1 to 4"):
        price.cost(5)
    with pytest.raises(ValueError, match="dimensions is 2; allowed is a whole number from 4 to 40"):
        price.cost(4, 2)
