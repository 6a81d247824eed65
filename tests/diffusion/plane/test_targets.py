"""Targets from one another, and against the talk's own conversions."""

import itertools

import numpy as np
import pytest

from explainer.diffusion import process
from explainer.diffusion.plane import targets
from explainer.diffusion.schedule import make
from explainer.maths.arguments import BadArgument

RNG = np.random.default_rng(1)
X0, EPS = RNG.standard_normal((2, 30, 2))


@pytest.mark.parametrize("a, s", [(0.8, 0.6), (0.3, 0.7), (0.99, 0.02)])
def test_every_target_leads_to_every_other_one(a, s):
    xt = a * X0 + s * EPS
    truth = {"x0": X0, "eps": EPS, "v": a * EPS - s * X0, "score": -EPS / s, "velocity": EPS - X0}
    assert set(truth) == set(targets.TARGETS)
    for one, other in itertools.product(truth, truth):
        got = targets.converted(one, other, truth[one], xt, a, s)
        np.testing.assert_allclose(got, truth[other], rtol=1e-9, atol=1e-9)


def test_they_are_the_process_s_own():
    plan, t = make("cosine", 100), 40
    xt = process.q_sample(X0, t, EPS, plan)
    a, s = (float(row[t]) for row in process.jump(plan))
    np.testing.assert_allclose(
        targets.converted("eps", "v", EPS, xt, a, s), process.v_from_eps(X0, t, EPS, plan), atol=1e-12
    )
    np.testing.assert_allclose(
        targets.x0_from("v", process.v_from_eps(X0, t, EPS, plan), xt, a, s), X0, atol=1e-12
    )


def test_an_unknown_target_is_refused():
    with pytest.raises(BadArgument, match="target"):
        targets.x0_from("mean", X0, X0, 0.5, 0.5)
