"""The derivation on a real digit: paths against torch's densities, lines with their errors."""

import numpy as np
import pytest
import torch
from torch.distributions import Normal, kl_divergence

from explainer.diffusion import schedule
from explainer.diffusion.bound.derivation import answers
from explainer.diffusion.bound.derivation.by_draws import (
    FORMULAS,
    FROM_THE_BOUND,
    LINES,
    OUT_OF_REACH,
    Draws,
    sampled,
)
from explainer.diffusion.bound.derivation.path import DRAWS, PER_STEP, STEPS, walk
from explainer.diffusion.bound.derivation.theory import LINES as EXACT_LINES
from explainer.diffusion.bound.derivation.theory import TO_THE_LOSS
from explainer.maths import pictures
from explainer.maths.arguments import BadArgument


def cheap(xt, t):
    """A guess of x_0 that is wrong in its own way at each t."""
    return np.clip(0.8 * xt, -1, 1) - 0.01 * t


def small(count: int, seed: int = 0) -> Draws:
    plan = schedule.cosine(8)
    x0 = np.random.default_rng(3).uniform(-1, 1, (6, 6))
    return Draws(x0, plan, walk(cheap, x0, plan, count, np.random.default_rng(seed)), count)


def test_a_path_has_torchs_densities():
    """The same noises step by step, with μ̃ by completing the square."""
    plan, x0 = schedule.cosine(5), np.random.default_rng(3).uniform(-1, 1, (4, 4))
    found = walk(cheap, x0, plan, 3, np.random.default_rng(1))
    rng, before = np.random.default_rng(1), np.repeat(x0[None], 3, 0)

    def log(at, mean, std):
        return Normal(torch.tensor(mean), torch.tensor(std)).log_prob(torch.tensor(at)).mean((1, 2)).numpy()

    for t in range(1, 6):
        alpha, beta, bar = plan.alpha[t], plan.beta[t], plan.alpha_bar
        xt = np.sqrt(alpha) * before + np.sqrt(beta) * rng.standard_normal(before.shape)
        np.testing.assert_allclose(found["steps"][t], log(xt, np.sqrt(alpha) * before, np.sqrt(beta)))
        np.testing.assert_allclose(
            found["jumps"][t], log(xt, np.sqrt(bar[t]) * x0[None] + 0 * xt, np.sqrt(1 - bar[t]))
        )
        if t > 1:
            var = 1 / (1 / (1 - bar[t - 1]) + alpha / beta)
            from_x0, from_xt = np.sqrt(bar[t - 1]) / (1 - bar[t - 1]) * var, np.sqrt(alpha) / beta * var
            np.testing.assert_allclose(
                found["posterior"][t], log(before, from_x0 * x0 + from_xt * xt, np.sqrt(var))
            )
            back = from_x0 * cheap(xt, t) + from_xt * xt
            np.testing.assert_allclose(found["back"][t], log(before, back, np.sqrt(beta)))
            gap = ((from_x0 * (x0 - cheap(xt, t))) ** 2).mean((1, 2))
            np.testing.assert_allclose(found["gap"][t], gap)
            np.testing.assert_allclose(found["gap_eps"][t], gap)
        before = xt


def test_the_closed_form_of_a_step_is_torchs_divergence():
    draws = small(4)
    for t in (2, 5, 8):
        q_std, p_std = (torch.tensor(v).sqrt() for v in (draws.plan.posterior_var[t], draws.plan.beta[t]))
        for one, gap in zip(draws.kl_steps[t], draws.gap(t), strict=True):
            theirs = kl_divergence(Normal(torch.tensor(0.0), q_std), Normal(torch.tensor(gap).sqrt(), p_std))
            assert one == pytest.approx(theirs.item(), rel=1e-6)


def test_lines_hold_path_by_path_but_where_a_logarithm_becomes_a_divergence():
    lines = sampled(small(64))
    assert all(line.holds() for line in lines)
    loose = {line.step.name for line in lines if line.difference_error > 1e-9}
    assert {"as divergences", "the three terms", "one term", "two Gaussians"} <= loose
    assert not loose & {"products to sums", "Bayes, given x₀", "the telescope", "t = 1 too", "drop the weights"}


def test_the_differences_are_zero_in_the_mean_and_their_errors_honest():
    """Over 200 sets of 16 paths: a z-test, and the spread of the differences is their stated error."""
    runs = [{line.step.name: line for line in sampled(small(16, seed))} for seed in range(200)]
    for name in ("as divergences", "one term"):
        apart = np.array([run[name].difference for run in runs])
        assert abs(apart.mean()) < 4 * apart.std() / np.sqrt(200)
        stated = np.sqrt(np.mean([run[name].difference_error ** 2 for run in runs]))
        assert stated == pytest.approx(apart.std(), rel=0.25)


@pytest.mark.parametrize("picture", pictures.DIGITS)
def test_every_line_of_a_shipped_digit_holds(picture):
    answer = answers.lines(picture, DRAWS)
    assert len(answer["names"]) == len(LINES) == 9 + len(TO_THE_LOSS) and all(answer["holds"])
    found = answers.draws(picture, DRAWS).found
    assert {found[name].shape for name in PER_STEP} == {(STEPS + 1, DRAWS)}
    assert answer["rights"][0].endswith("equal on every path") and "apart by" in answer["rights"][7]


def test_as_a_model_of_the_whole_derivation_it_has_every_line_and_its_formula():
    """The lines that need −ln p have the bound on their right; the others are those of the figure."""
    asked = {"T": 4, "x0": 0.8, "shift": 0.3, "width": 1.0, "real_picture": "digit-3", "real_draws": 16}
    answer, known = answers.steps("real", **asked), answers.lines("digit-3", 16)
    first = len(OUT_OF_REACH)
    assert answer["names"] == [step.name for step in EXACT_LINES] and answer["slack"] is None
    assert answer["holds"] == [None] * first + known["holds"]
    assert answer["right"] == [known["left"][0]] * first + known["right"]
    typeset = [*EXACT_LINES, *FROM_THE_BOUND]
    assert [typeset[i].name for i in FORMULAS] == answer["names"]
    assert [typeset[i] for i in FORMULAS[first:]] == list(LINES)


def test_fewer_paths_have_larger_errors():
    few, many = (sampled(answers.draws("digit-3", count))[0].left_error for count in (4, DRAWS))
    assert many < few


@pytest.mark.parametrize(
    ("asked", "key"),
    [(("digit-4", 8), "real_picture"), (("digit-3", 1), "real_draws"), (("digit-3", 33), "real_draws")],
)
def test_it_refuses_what_is_not_allowed(asked, key):
    with pytest.raises(BadArgument) as refused:
        answers.lines(*asked)
    assert refused.value.argument == key
