"""The marginal velocity by Monte Carlo and SciPy, the shared curve, the bend by hand."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from explainer.diffusion.plane.clock import Clock
from explainer.diffusion.plane.mixture import Mixture
from explainer.diffusion.plane.straight import answers, theory
from explainer.diffusion.schedule import make
from explainer.maths.arguments import BadArgument

BLOBS = Mixture(np.array([[0.6, 0.2], [-0.5, 0.5], [0.1, -0.7]]), 0.04)
START = np.random.default_rng(3).standard_normal((5, 2))


def test_the_velocity_is_the_mean_over_the_couplings_that_pass():
    side = np.linspace(-2, 2, 801)
    x0 = np.stack(np.meshgrid(side, side), -1).reshape(-1, 2)
    prior = np.exp(BLOBS.log_density(x0, 1.0, 0.0))
    tau, x = 0.4, np.array([0.3, -0.1])
    eps = (x - (1 - tau) * x0) / tau
    weight = prior * np.exp(-(eps**2).sum(1) / 2)
    mean = weight @ (eps - x0) / weight.sum()
    np.testing.assert_allclose(theory.velocity(BLOBS, x[None], tau)[0], mean, atol=1e-5)


def test_on_either_clock_the_curve_solves_that_clock_s_equation():
    z, u = theory.curves(BLOBS, START)
    straight = theory.drawn_with(z, u, 1.0)
    tau = u / (1 + u)

    def slope(tau, y):
        return theory.velocity(BLOBS, y.reshape(-1, 2), max(tau, 1e-9)).ravel()

    walk = solve_ivp(slope, (tau[0], 0), straight[0].ravel(), "DOP853", tau, rtol=1e-10, atol=1e-11)
    np.testing.assert_allclose(straight, walk.y.T.reshape(straight.shape), atol=1e-6)
    spread = theory.drawn_with(z, u, 2.0)
    np.testing.assert_allclose(spread / spread[:, :1, :1], straight / straight[:, :1, :1], rtol=1e-9)
    np.testing.assert_allclose(spread[0], START, atol=1e-9)


def test_the_bend_of_a_line_is_one_and_of_a_corner_root_two():
    line = np.linspace(0, 1, 9)[:, None, None] * np.ones((1, 1, 2))
    assert theory.bend(line) == pytest.approx(1)
    corner = np.array([[[0.0, 0.0]], [[1.0, 0.0]], [[1.0, 1.0]]])
    assert theory.bend(corner) == pytest.approx(np.sqrt(2))


def test_both_clocks_bend_and_lead_from_the_same_start_to_the_same_end():
    from page import unpacked

    diffusion, straight = (answers.curves("moons", None, power) for power in (2.0, 1.0))
    assert diffusion["bend"] > 1 and straight["bend"] > 1
    for i in range(theory.PATHS):
        for axis in "xy":
            one, other = (unpacked(curve[f"x{i}_{axis}"])[[0, -1]] for curve in (diffusion, straight))
            np.testing.assert_allclose(one[1], other[1], atol=1e-6)
            np.testing.assert_allclose(one[0], other[0], rtol=0.02)  # a of the first noise is 1/150, not 0


@pytest.mark.parametrize("power", [0.5, 3, float("nan"), "two"])
def test_a_bad_power_is_refused(power):
    with pytest.raises(BadArgument) as refused:
        answers.curves("moons", None, power)
    assert refused.value.argument == "power"


def test_a_perfect_diffusion_network_knows_the_velocity_on_the_other_clock():
    clock = Clock(make("linear", 1000))

    def network(x, t):
        return BLOBS.noise(x, float(clock.signal(t)), float(clock.sigma(t)))

    every = np.arange(1, 1001)
    share = clock.sigma(every) / (clock.signal(every) + clock.sigma(every))
    for t in (1, 30, 300, 700, 1000):
        found = theory.of_network(network, clock, START, float(share[t - 1]))
        np.testing.assert_allclose(found, theory.velocity(BLOBS, START, float(share[t - 1])), atol=1e-9)
    told = theory.learned(BLOBS, network, clock, START, START)
    assert told.error[3:-1].max() < 0.01 and np.isfinite(told.quality).all()


def test_the_shipped_network_is_near_the_exact_velocity_where_data_are():
    for data in answers.KNOWN:
        known = answers._learned(data)
        middle = (theory.TAUS > 0.1) & (theory.TAUS < 0.95)
        assert known["error"][middle].mean() < 0.05, data
        assert known["quality"][-1] < 0.1 < known["quality"][0]
    assert answers._learned("ring") is None and "figure" in answers.quality("ring", None)
