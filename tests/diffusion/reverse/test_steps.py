"""The samplers' steps, and what they refuse: each wrong argument named with what is allowed."""

import math

import numpy as np
import pytest
import torch

from explainer.diffusion import schedule
from explainer.diffusion.reverse import samplers, steps

SCHEDULE = schedule.linear(1000)


def stub(xt, t, y):
    """No network: what is refused never gets as far."""
    return torch.zeros_like(xt)


def begin(n=3):
    sources = samplers.generators(0, n)
    return samplers.start((1, 6, 6), sources), sources


@pytest.mark.parametrize("power", [1, 2, 4, 10])
@pytest.mark.parametrize("n", [1, 2, 7, 50, 999, 1000])
def test_timesteps_fall_from_T_and_never_repeat(n, power):
    ts = steps.timesteps(1000, n, power)
    assert len(ts) == n and ts[0] == 1000 and len(set(ts)) == n
    assert ts == sorted(ts, reverse=True) and ts[-1] >= 1


def test_a_power_spaces_the_steps_as_its_formula_says():
    """Quadratic, by whole numbers alone; 10 steps of 1000 lie far enough apart to need no pushing."""
    ninths = [(81 + 999 * i * i, 81) for i in range(9, -1, -1)]
    assert steps.timesteps(1000, 10, 2) == [(2 * a + b) // (2 * b) for a, b in ninths]


def test_a_large_power_takes_most_steps_at_small_t_and_each_only_once():
    ts = steps.timesteps(1000, 50, 4)
    assert ts[-8:] == [8, 7, 6, 5, 4, 3, 2, 1]
    assert sum(t <= 100 for t in ts) > 25 and sum(t > 500 for t in ts) < 10


@pytest.mark.parametrize("power", [0.5, 0, -1, math.nan, math.inf])
def test_a_wrong_power_is_named(power):
    with pytest.raises(ValueError, match="power is .*allowed is a number of at least 1"):
        steps.timesteps(1000, 5, power)


def test_respacing_keeps_each_signal_share():
    ts = [900, 555, 2]
    shares = steps.respace(SCHEDULE, ts).alpha_bar[1:]
    np.testing.assert_allclose(shares[::-1], SCHEDULE.alpha_bar[ts], rtol=1e-12)


@pytest.mark.parametrize("n", [0, -1, 1001, 2.0, True, "5", None])
def test_a_wrong_number_of_steps_is_named(n):
    with pytest.raises(ValueError, match=r"steps is .*allowed is a whole number from 1 to 1000"):
        steps.timesteps(1000, n)


@pytest.mark.parametrize("ts", [[], [5, 5], [3, 4], [1001, 4], [4, 0], [4.0, 2.0]])
def test_wrong_steps_are_named(ts):
    with pytest.raises(ValueError, match="ts is"):
        steps.respace(SCHEDULE, ts)


@pytest.mark.parametrize("weight", [-0.1, math.nan, math.inf])
def test_a_wrong_guidance_is_named(weight):
    with pytest.raises(ValueError, match="guidance is"):
        samplers.guided(stub, weight)


@pytest.mark.parametrize("eta", [-0.1, 1.1, math.nan])
def test_a_wrong_eta_is_named(eta):
    xT, sources = begin()
    with pytest.raises(ValueError, match="η is"):
        next(samplers.ddim(stub, xT, None, SCHEDULE, [3], eta=eta, generators=sources))


def test_each_picture_needs_its_own_source_of_noise():
    xT, _ = begin()
    with pytest.raises(ValueError, match="2 generators for 3 pictures"):
        next(samplers.ddpm(stub, xT, None, SCHEDULE, [3], generators=samplers.generators(0, 2)))


def test_an_unknown_variance_is_named():
    xT, sources = begin()
    with pytest.raises(ValueError, match="variance is 'middle'; allowed are small, large"):
        next(samplers.ddpm(stub, xT, None, SCHEDULE, generators=sources, variance="middle"))


def test_a_single_step_is_a_process_of_its_own():
    short, place = steps.single(SCHEDULE, 600, 200)
    np.testing.assert_allclose(short.alpha_bar, [1, SCHEDULE.alpha_bar[200], SCHEDULE.alpha_bar[600]])
    assert place == 2 and steps.single(SCHEDULE, 600, 0)[1] == 1
    with pytest.raises(ValueError, match="falling"):
        steps.single(SCHEDULE, 5, 5)
