"""Samplers: the flow against SciPy on another clock, orders, the SDE's moments, DDIM by the reverse section's."""

import numpy as np
import pytest
import torch
from scipy.integrate import solve_ivp

from explainer.diffusion.plane import distance, samplers, theory
from explainer.diffusion.plane.clock import Clock, between, ratio
from explainer.diffusion.plane.mixture import Mixture
from explainer.diffusion.reverse import samplers as reverse
from explainer.diffusion.schedule import make
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import cloud

PLAN = make("linear", 1000)
CLOCK = Clock(PLAN)
BLOBS = Mixture(np.array([[0.6, 0.2], [-0.5, 0.5], [0.1, -0.7]]), 0.04)
START = np.random.default_rng(3).standard_normal((6, 2))


@pytest.fixture(scope="module")
def end():
    """Where the flow leads, by SciPy in t, from the mixture's score alone."""

    def slope(t, y):
        x = y.reshape(-1, 2)
        a, s = float(CLOCK.signal(t)), float(CLOCK.sigma(t))
        return (-0.5 * float(CLOCK.rate(t)) * (x + BLOBS.score(x, a, s))).ravel()

    walk = solve_ivp(slope, (1000, 0), START.ravel(), "DOP853", rtol=1e-10, atol=1e-12)
    return walk.y[:, -1].reshape(-1, 2)


def last(walk):
    *_, x = walk
    return x


def test_the_clock_goes_through_the_schedule_and_its_rate_is_its_slope():
    every = np.arange(1001)
    np.testing.assert_allclose(CLOCK.signal(every) ** 2, PLAN.alpha_bar, rtol=1e-12)
    np.testing.assert_allclose(CLOCK.signal(every) ** 2 + CLOCK.sigma(every) ** 2, 1, atol=1e-12)
    t = np.array([3.3, 77.7, 500.5, 998.2])
    slope = np.log(CLOCK.signal(t + 1e-5) / CLOCK.signal(t - 1e-5)) / 1e-5
    np.testing.assert_allclose(CLOCK.rate(t), -slope, rtol=1e-5)


def test_the_flow_is_the_same_curve_on_every_clock(end):
    ts = np.linspace(1000, 0, 9)
    walk = samplers.flow(BLOBS.noise, START, CLOCK, ts, 1e-10)
    np.testing.assert_allclose(walk[-1], end, atol=1e-6)
    u = ratio(CLOCK.signal(ts), CLOCK.sigma(ts))
    tau = u / (1 + u)  # the straight couplings' own clock: x = (1 − τ) x_0 + τ ε

    def velocity(tau, y):
        x = y.reshape(-1, 2)
        a, s = 1 - tau, max(tau, 1e-9)
        return (BLOBS.noise(x, a, s) - BLOBS.denoised(x, a, s)).ravel()

    begin = START / CLOCK.signal(1000) * (1 - tau[0])
    straight = solve_ivp(velocity, (tau[0], 0), begin.ravel(), "DOP853", tau, rtol=1e-11, atol=1e-12)
    curve = straight.y.T.reshape(len(ts), -1, 2) / (1 - tau)[:, None, None]
    np.testing.assert_allclose(walk / CLOCK.signal(ts)[:, None, None], curve, rtol=1e-6, atol=1e-6)


def test_one_power_leads_from_diffusion_to_straight_couplings():
    u = np.array([0.0, 0.3, 2.0, 50.0])
    for power in (1.0, 1.4, 2.0):
        a, s = between(u, power)
        np.testing.assert_allclose(a**power + s**power, 1)
        np.testing.assert_allclose(ratio(a, s), u)
    with pytest.raises(BadArgument):
        between(u, 3)


@pytest.mark.parametrize("rule, order", [(samplers.euler, 1), (samplers.ddim, 1), (samplers.heun, 2)])
def test_orders(rule, order, end):
    counts = [128, 256, 512]
    errors = [np.abs(last(rule(BLOBS.noise, START, CLOCK, samplers.times(CLOCK, n))) - end).max() for n in counts]
    slope = -np.polyfit(np.log(counts), np.log(errors), 1)[0]
    assert abs(slope - order) < 0.3


def test_ddim_is_the_reverse_section_s():
    def model(xt, t, y):
        return torch.from_numpy(BLOBS.noise(xt.numpy(), *(float(v) for v in (CLOCK.signal(t), CLOCK.sigma(t)))))

    ts = [1000, 700, 400, 150, 40]
    steps = list(reverse.ddim(model, torch.from_numpy(START), None, PLAN, ts, clip=False))
    mine = list(samplers.ddim(BLOBS.noise, START, CLOCK, np.array([*ts, 0.0])))
    for step, x in zip(steps, mine[1:], strict=True):
        np.testing.assert_allclose(x, step.xs.numpy(), atol=1e-9)


@pytest.mark.parametrize("amount", [0.0, 1.0, 1.5])
def test_every_amount_of_noise_ends_with_the_data_s_moments(amount):
    rng = np.random.default_rng(0)
    start = rng.standard_normal((3000, 2))
    x = last(samplers.sde(BLOBS.noise, start, CLOCK, samplers.times(CLOCK, 400), rng, amount))
    c = BLOBS.centres
    np.testing.assert_allclose(x.mean(0), c.mean(0), atol=0.05)
    np.testing.assert_allclose(np.cov(x.T), np.cov(c.T, bias=True) + 0.04 * np.eye(2), atol=0.04)


def test_ddpm_ends_with_the_data_s_moments():
    rng = np.random.default_rng(1)
    walk = samplers.ddpm(BLOBS.noise, rng.standard_normal((3000, 2)), CLOCK, samplers.times(CLOCK, 200), rng)
    np.testing.assert_allclose(last(walk).mean(0), BLOBS.centres.mean(0), atol=0.05)


@pytest.mark.parametrize("steps", [0, 1001, 2.5, "ten"])
def test_bad_numbers_of_steps_are_refused(steps):
    with pytest.raises(BadArgument, match="steps"):
        samplers.times(CLOCK, steps)


def test_points_that_flow_back_are_as_good_as_real_ones():
    rng = np.random.default_rng(2)
    data = cloud("moons")
    ts = theory.knots(CLOCK)
    walk = theory.flow_back(Mixture.of(data), CLOCK, ts, rng.standard_normal((300, 2)))
    assert walk.x.shape == (len(ts), 300, 2)
    real = [data.sample(2000, rng) for _ in range(2)]
    floor = distance.sliced(data.sample(300, rng), real[0])
    assert distance.sliced(walk.x[0], real[0]) < 3 * floor


def test_sliced_distance_of_a_moved_cloud_is_its_mean_shadow():
    x = np.random.default_rng(0).standard_normal((4000, 2))
    # W₁ of a shift by d along direction θ is |d cos θ|, whose mean is 2/π
    assert distance.sliced(x, x + [1.0, 0.0]) == pytest.approx(2 / np.pi, rel=2e-3)
    assert distance.sliced(x, x) == 0
    y = np.random.default_rng(1).standard_normal((300, 2)) * [1.0, 0.5]
    angle, levels = np.pi * (np.arange(64) + 0.5) / 64, (np.arange(512) + 0.5) / 512
    across = np.stack([np.cos(angle), np.sin(angle)])
    gaps = np.quantile(x @ across, levels, axis=0) - np.quantile(y @ across, levels, axis=0)
    assert distance.sliced(x, y) == pytest.approx(np.abs(gaps).mean(), rel=1e-12)


def test_nearest_is_by_hand():
    np.testing.assert_allclose(
        distance.nearest(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0], [9.0, 9.0]])), [5.0]
    )
