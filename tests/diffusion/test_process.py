import numpy as np
import pytest
import torch
from diffusers import DDPMScheduler
from scipy import stats

from explainer.diffusion import process, schedule

LINEAR = schedule.linear(1000)


def test_the_jump_is_diffusers_add_noise():
    theirs = DDPMScheduler(num_train_timesteps=1000, beta_start=1e-4, beta_end=0.02)
    x0, eps = torch.randn(2, 4, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    t = torch.tensor([1, 250, 600, 1000])
    expected = theirs.add_noise(x0, eps, t - 1)
    torch.testing.assert_close(process.q_sample(x0, t, eps, LINEAR), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", schedule.SCHEDULES)
def test_t_single_steps_have_the_jump_s_distribution(name):
    made = schedule.make(name, 60, None, 0.2)
    rng = np.random.default_rng(1)
    walk = np.full(20_000, 0.7)
    for t in range(1, 41):
        walk = process.q_step(walk, t, rng.standard_normal(walk.shape), made)
    mean, var = np.sqrt(made.alpha_bar[40]) * 0.7, 1 - made.alpha_bar[40]
    assert stats.kstest((walk - mean) / np.sqrt(var), "norm").pvalue > 1e-3


@pytest.mark.parametrize("t", [2, 3, 50, 400, 1000])
@pytest.mark.parametrize("name", ["linear", "cosine"])
def test_the_posterior_is_bayes_rule_on_a_grid(name, t):
    made = schedule.make(name)
    x0, xt = 0.4, -0.3
    mean, var = process.posterior(np.array(x0), np.array(xt), t, made)
    grid = np.linspace(float(mean) - 12 * var**0.5, float(mean) + 12 * var**0.5, 20_001)
    prior = stats.norm.logpdf(grid, np.sqrt(made.alpha_bar[t - 1]) * x0, np.sqrt(1 - made.alpha_bar[t - 1]))
    log_weight = prior + stats.norm.logpdf(xt, np.sqrt(1 - made.beta[t]) * grid, np.sqrt(made.beta[t]))
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    bayes_mean = (weight * grid).sum()
    assert float(mean) == pytest.approx(bayes_mean, abs=1e-6)
    assert var == pytest.approx((weight * (grid - bayes_mean) ** 2).sum(), rel=1e-5)


def test_at_the_first_step_the_posterior_is_the_picture():
    mean, var = process.posterior(np.array(0.4), np.array(0.1), 1, LINEAR)
    assert mean == pytest.approx(0.4, abs=1e-12) and var == 0


@pytest.mark.parametrize("t", [1, 2, 30, 999])
def test_the_targets_convert_into_one_another_and_back(t):
    rng = np.random.default_rng(t)
    x0, eps = rng.uniform(-1, 1, (2, 3, 1, 5, 5))
    xt = process.q_sample(x0, t, eps, LINEAR)
    np.testing.assert_allclose(process.x0_from_eps(xt, t, eps, LINEAR), x0, atol=1e-9)
    np.testing.assert_allclose(process.eps_from_x0(xt, t, x0, LINEAR), eps, atol=1e-9)
    v = process.v_from_eps(x0, t, eps, LINEAR)
    np.testing.assert_allclose(process.eps_from_v(xt, t, v, LINEAR), eps, atol=1e-12)
    np.testing.assert_allclose(process.x0_from_v(xt, t, v, LINEAR), x0, atol=1e-12)
    mean = process.posterior(x0, xt, t, LINEAR)[0]
    np.testing.assert_allclose(process.mean_from_eps(xt, t, eps, LINEAR), mean, atol=1e-9)


def test_a_batch_of_t_is_each_t_by_itself_in_numpy_and_in_torch():
    rng = np.random.default_rng(5)
    x0, eps = rng.standard_normal((2, 3, 1, 4, 4))
    t = np.array([1, 500, 1000])
    whole = process.q_sample(x0, t, eps, LINEAR)
    for i, one in enumerate(t):
        np.testing.assert_array_equal(whole[i], process.q_sample(x0[i], int(one), eps[i], LINEAR))
    tensor = process.q_sample(torch.tensor(x0), torch.tensor(t), torch.tensor(eps), LINEAR)
    np.testing.assert_allclose(tensor.numpy(), whole, rtol=1e-12)
