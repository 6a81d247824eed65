"""The step's arithmetic against the network's own conversion, torch's distributions and quadrature."""

import math

import numpy as np
import pytest
import torch
from scipy import integrate, stats

from explainer.diffusion import process, schedule
from explainer.diffusion.reverse import samplers, steps, theory
from models.unet import eps_from_v

PLAN = schedule.cosine(1000)
RNG = np.random.default_rng(5)
X0 = RNG.uniform(-1, 1, (4, 28, 28))
EPS = RNG.standard_normal((4, 28, 28))
STEPS = [(1000, 980), (1000, 999), (640, 619), (500, 250), (21, 1), (2, 1), (1, 0), (600, 0)]


@pytest.mark.parametrize(("t", "s"), STEPS)
def test_the_targets_convert_into_one_another_and_back(t, s):
    xt = process.q_sample(X0, t, EPS, PLAN)
    told = theory.targets(xt, X0, t, s, PLAN)
    np.testing.assert_allclose(told.eps, EPS, atol=1e-6)
    np.testing.assert_allclose(process.q_sample(told.x0, t, told.eps, PLAN), xt, atol=1e-6)
    np.testing.assert_allclose(theory.x0_from_velocity(xt, t, told.v, PLAN), X0, atol=1e-6)
    torch_eps = eps_from_v(torch.from_numpy(xt), t, torch.from_numpy(told.v), PLAN)
    np.testing.assert_allclose(torch_eps.numpy(), told.eps, atol=1e-6)
    if t < 1000:  # at T the picture is a billionth of x_t, and division brings rounding back
        np.testing.assert_allclose(process.x0_from_eps(xt, t, told.eps, PLAN), X0, atol=1e-6)


@pytest.mark.parametrize(("t", "s"), STEPS)
def test_the_mean_is_the_same_from_the_picture_and_from_the_noise(t, s):
    xt = process.q_sample(X0, t, EPS, PLAN)
    kept = PLAN.alpha_bar[t] / PLAN.alpha_bar[s]  # α of the step that is taken, by hand
    mean = (xt - (1 - kept) / math.sqrt(1 - PLAN.alpha_bar[t]) * EPS) / math.sqrt(kept)
    np.testing.assert_allclose(theory.targets(xt, X0, t, s, PLAN).mean, mean, atol=1e-6)


def test_the_mean_is_that_of_the_sampler_at_every_step():
    def stub(xt, t, y):
        return torch.tanh(xt * (0.5 + t / 2000))

    sources = samplers.generators(3, 2)
    run = samplers.ddpm(stub, samplers.start((1, 6, 6), sources).double(), None, PLAN, [1000, 700, 30, 4, 1],
                        generators=sources)  # fmt: skip
    for step in run:
        told = theory.targets(step.xt, step.x0_hat, step.t, step.s, PLAN)
        torch.testing.assert_close(told.mean, step.mean, rtol=1e-9, atol=1e-9)
        torch.testing.assert_close(told.eps, step.eps_hat, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("t", [2, 3, 40, 500, 1000])
@pytest.mark.parametrize("variance", theory.VARIANCES)
def test_the_step_s_kl_is_that_of_torch_and_of_quadrature(t, variance):
    x0, seen, xt = np.array([-1.0, 0.3, 0.9]), np.array([-0.9, 0.35, 0.2]), np.array([-1.2, 0.1, 0.8])
    pair = theory.step_pair(x0, seen, xt, t, PLAN, variance)
    q = torch.distributions.Normal(torch.tensor(pair.mean_q), math.sqrt(pair.var_q))
    p = torch.distributions.Normal(torch.tensor(pair.mean_p), math.sqrt(pair.var_p))
    torch_kl = torch.distributions.kl_divergence(q, p).numpy()
    np.testing.assert_allclose(pair.kl, torch_kl, rtol=1e-9, atol=1e-12)
    for i in range(3):
        one = stats.norm(pair.mean_q[i], math.sqrt(pair.var_q))
        other = stats.norm(pair.mean_p[i], math.sqrt(pair.var_p))
        low, high = one.ppf(1e-15), one.isf(1e-15)
        by_hand = integrate.quad(lambda x: one.pdf(x) * (one.logpdf(x) - other.logpdf(x)), low, high)[0]  # noqa: B023
        assert pair.kl[i] == pytest.approx(by_hand, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("t", [2, 40, 1000])
def test_the_true_step_is_bayes_on_a_grid(t):
    x0, xt = 0.4, 0.1
    pair = theory.step_pair(np.array([x0]), np.array([0.0]), np.array([xt]), t, PLAN)
    middle, std = float(pair.mean_q[0]), math.sqrt(pair.var_q)
    grid = np.linspace(middle - 12 * std, middle + 12 * std, 20_001)
    prior = stats.norm.pdf(grid, math.sqrt(PLAN.alpha_bar[t - 1]) * x0, math.sqrt(1 - PLAN.alpha_bar[t - 1]))
    weight = prior * stats.norm.pdf(xt, math.sqrt(PLAN.alpha[t]) * grid, math.sqrt(PLAN.beta[t]))
    weight /= weight.sum()
    mean = (grid * weight).sum()
    assert mean == pytest.approx(middle, abs=1e-6)
    assert ((grid - mean) ** 2 * weight).sum() == pytest.approx(pair.var_q, rel=1e-5)


def test_who_sees_the_picture_itself_is_not_apart_from_the_truth():
    pair = theory.step_pair(X0, X0, X0 + EPS, 300, PLAN)
    assert np.abs(pair.kl).max() == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"t": 1}, "t is 1"),
        ({"t": 1001}, "from 2 to 1000"),
        ({"variance": "middle"}, "'middle'; allowed are small, large"),
    ],
)
def test_a_step_that_has_no_density_is_refused(change, says):
    given = {"x0": X0, "x0_hat": X0, "xt": X0, "t": 5, "schedule": PLAN} | change
    with pytest.raises(ValueError, match=says):
        theory.step_pair(**given)


def test_moments_follow_algorithm_2_and_add_up_to_its_step():
    def stub(xt, t, y):
        return 0.5 * xt

    sources = samplers.generators(1, 1)
    run = list(samplers.ddpm(stub, samplers.start((1, 4, 4), sources), None, PLAN, [900, 400, 10],
                             generators=sources))  # fmt: skip
    told = list(theory.moments(run))
    assert [one.stage for one in told] == ["start", *theory.STAGES * 3, "return"]
    for number, step in enumerate(run):
        last = told[5 * number + 5]
        torch.testing.assert_close(last.mean + last.sigma * last.z, step.xs, rtol=1e-6, atol=1e-6)
        assert (last.t, last.s) == (step.t, step.s)
    assert told[-1].sigma == 0 and not told[-1].z.any()  # z = 0 where t = 1: no noise is added at the end
    drawn = torch.cat([one.z.flatten() for one in told if one.stage == "noise"][:2])
    again = samplers.generators(1, 1)
    samplers.start((1, 4, 4), again)
    fresh = torch.cat([samplers.noise(run[0].xt, again).flatten() for _ in range(2)])
    torch.testing.assert_close(drawn, fresh, rtol=1e-3, atol=1e-3)


def test_a_single_step_is_a_process_of_its_own():
    short, place = steps.single(PLAN, 600, 200)
    np.testing.assert_allclose(short.alpha_bar, [1, PLAN.alpha_bar[200], PLAN.alpha_bar[600]])
    assert place == 2 and steps.single(PLAN, 600, 0)[1] == 1
    with pytest.raises(ValueError, match="falling"):
        steps.single(PLAN, 5, 5)
