"""The comparison with networks whose error is known, and the shipped one's distance from the exact field."""

import numpy as np
from page import unpacked

from explainer.diffusion.plane import theory as plane
from explainer.diffusion.plane.clock import Clock
from explainer.diffusion.plane.learned import answers, theory
from explainer.diffusion.plane.mixture import Mixture
from explainer.diffusion.schedule import make
from explainer.maths.toy2d import cloud
from models.mlp import exact_eps

CLOCK = Clock(make("linear", 1000))
MOONS = Mixture.of(cloud("moons"))


def test_a_perfect_network_has_no_error_and_a_shifted_one_its_shift():
    import torch

    def perfect(x, t):
        return exact_eps(torch.tensor(x), torch.full((len(x),), t), "moons", CLOCK.schedule).numpy()

    rng = np.random.default_rng(0)
    x0, eps = cloud("moons").sample(50, rng), rng.standard_normal((50, 2))
    found = theory.beside(MOONS, CLOCK, perfect, x0, eps, [20, 400])
    assert found.error.max() < 1e-6
    found = theory.beside(MOONS, CLOCK, lambda x, t: perfect(x, t) + [0.3, 0.4], x0, eps, [20, 400])
    np.testing.assert_allclose(found.error, 0.5, atol=1e-6)
    np.testing.assert_allclose(found.where_data_are, 0.25, atol=1e-6)


def test_the_shipped_network_is_close_where_the_data_are():
    found = answers.learned("moons")
    assert unpacked(found["where_data_are"]).mean() < 0.02
    assert unpacked(found["gap"]).shape == (len(unpacked(found["knots"])), theory.CELLS, theory.CELLS)
    assert len(unpacked(found["anchors"])) == len(plane.anchors())
