"""Edits, fillings and mixtures against what must hold of them exactly."""

import numpy as np
import pytest
import torch

from explainer.diffusion import process, schedule
from explainer.diffusion.reverse import samplers
from explainer.diffusion.reverse.edit import theory

PLAN = schedule.cosine(1000)


def towards(target):
    """A denoiser that believes in one picture, whatever it sees."""
    return lambda xt, t, y: process.eps_from_x0(xt, t, target.expand_as(xt), PLAN)


def still(xt, t, y):
    return 0.3 * xt


@pytest.fixture
def x0():
    torch.manual_seed(0)
    return torch.rand(2, 1, 6, 6) * 2 - 1


def test_an_edit_of_strength_zero_is_the_picture(x0):
    xt, result = theory.sdedit(still, x0, None, 0, PLAN, 20, eps=torch.randn_like(x0))
    assert torch.equal(xt, x0) and torch.equal(result, x0)


def test_an_edit_of_full_strength_knows_nothing_of_the_picture(x0):
    eps = torch.randn_like(x0)
    one = theory.sdedit(still, x0, None, 1000, PLAN, 20, eps=eps)
    other = theory.sdedit(still, -x0.flip(0), None, 1000, PLAN, 20, eps=eps)
    assert torch.equal(one[1], other[1]) and torch.equal(one[0], eps)
    weaker = [theory.sdedit(still, x, None, 900, PLAN, 20, eps=eps)[1] for x in (x0, -x0)]
    assert not torch.equal(*weaker)


def test_an_edit_begins_at_the_jump_and_takes_the_steps_below(x0):
    eps, seen = torch.randn_like(x0), []
    target = torch.zeros(1, 1, 6, 6)

    def model(xt, t, y):
        seen.append(t)
        return towards(target)(xt, t, y)

    xt, result = theory.sdedit(model, x0, None, 430, PLAN, 10, eps=eps)
    expected = np.sqrt(PLAN.alpha_bar[430]) * x0 + np.sqrt(1 - PLAN.alpha_bar[430]) * eps
    torch.testing.assert_close(xt, expected.float())
    assert seen == [430] + [t for t in samplers.timesteps(1000, 10) if t < 430]
    torch.testing.assert_close(result, target.expand_as(x0), rtol=0, atol=1e-5)


@pytest.mark.parametrize("strength", [-1, 1001, 2.5, True, None])
def test_a_strength_that_is_none_is_refused(x0, strength):
    with pytest.raises(ValueError, match=f"strength is {strength!r}; allowed"):
        theory.sdedit(still, x0, None, strength, PLAN, 10, eps=x0)


@pytest.mark.parametrize("resample", [1, 3])
def test_filling_in_keeps_the_known_pixels_exactly_and_fills_the_rest(x0, resample):
    known = torch.zeros(1, 1, 6, 6)
    known[..., :3, :] = 1
    target = torch.full((1, 1, 6, 6), 0.5)
    sources = samplers.generators(0, 2)
    steps = list(
        theory.inpaint(
            towards(target), x0, known, None, PLAN, samplers.timesteps(1000, 12),
            generators=sources, resample=resample,
        )
    )  # fmt: skip
    last = steps[-1].xs
    assert torch.equal(last[..., :3, :], x0[..., :3, :])
    torch.testing.assert_close(last[..., 3:, :], torch.full((2, 1, 3, 6), 0.5), rtol=0, atol=1e-5)
    assert len(steps) == 12 and all(before.s == after.t for before, after in zip(steps, steps[1:], strict=False))


def test_the_known_part_is_as_noisy_as_its_step():
    x0 = torch.full((1, 1, 200, 200), 0.8)
    ts = samplers.timesteps(1000, 4)
    step = next(
        theory.inpaint(still, x0, torch.ones_like(x0), None, PLAN, ts, generators=samplers.generators(1, 1))
    )
    assert abs(step.xs.mean().item() - 0.8 * np.sqrt(PLAN.alpha_bar[ts[1]])) < 0.02
    assert abs(step.xs.var().item() - (1 - PLAN.alpha_bar[ts[1]])) < 0.02


def test_going_back_and_again_has_the_variance_of_the_step(x0):
    """With a denoiser that is exact for N(0, 1) data, resampling leaves N(0, 1) as it is."""
    big = torch.zeros(1, 1, 250, 250)

    def gaussian(xt, t, y):  # E[ε | x_t] for x_0 ~ N(0, 1) is √(1 − ᾱ_t) x_t
        return float(np.sqrt(1 - PLAN.alpha_bar[t])) * xt

    sources = samplers.generators(2, 1)
    steps = theory.inpaint(gaussian, big, big, None, PLAN, [1000, 990, 980], generators=sources, resample=4)
    next(steps)
    assert abs(next(steps).xs.var().item() - 1) < 0.03


def test_resampling_out_of_bounds_is_refused(x0):
    with pytest.raises(ValueError, match="resample is 0; allowed"):
        next(
            theory.inpaint(still, x0, x0, None, PLAN, [1000, 1], generators=samplers.generators(0, 2), resample=0)
        )


def test_the_arc_between_two_noises_keeps_length_and_angle():
    torch.manual_seed(4)
    a, b = torch.randn(3, 1, 28, 28, dtype=torch.float64), torch.randn(3, 1, 28, 28, dtype=torch.float64)
    a, b = (x / x.flatten(1).norm(dim=1)[:, None, None, None] for x in (a, b))
    whole = (a * b).sum((1, 2, 3)).acos()
    for share in (0.0, 0.25, 0.5, 1.0):
        between = theory.slerp(a, b, share)
        torch.testing.assert_close(between.flatten(1).norm(dim=1), torch.ones(3, dtype=torch.float64))
        angle = (a * between).sum((1, 2, 3)).clamp(-1, 1).acos()
        torch.testing.assert_close(angle, share * whole, rtol=0, atol=1e-7)
    torch.testing.assert_close(theory.slerp(a, a, 0.3), a)
    with pytest.raises(ValueError, match="share is 1.5; allowed"):
        theory.slerp(a, b, 1.5)
