"""Samplers against diffusers' schedulers, against an exact denoiser, and against their promises."""

import math

import numpy as np
import pytest
import torch
from diffusers import DDIMScheduler, DDPMScheduler, DPMSolverMultistepScheduler

from explainer.diffusion import process, schedule
from explainer.diffusion.reverse import samplers

SCHEDULE = schedule.linear(1000)
SHAPE = (1, 6, 6)


def stub(xt, t, y):
    """A network that depends on everything it is given and is nowhere near a constant."""
    shift = 0 if y is None else 0.1 * (y.view(-1, 1, 1, 1) + 1)
    return torch.tanh(xt * (0.5 + t / 2000)) + 0.3 * torch.sin(3 * xt + shift)


def begin(n=3, seed=0):
    sources = samplers.generators(seed, n)
    return samplers.start(SHAPE, sources).double(), sources


def theirs(kind, **options):
    their = kind(num_train_timesteps=1000, trained_betas=SCHEDULE.beta[1:], **options)
    their.alphas_cumprod = torch.from_numpy(SCHEDULE.alpha_bar[1:])  # theirs is float32
    return their


def labels(n=3):
    return torch.arange(n)


@pytest.mark.parametrize("variance", ["small", "large"])
@pytest.mark.parametrize("clip", [True, False])
def test_ddpm_steps_agree_with_diffusers(variance, clip):
    their = theirs(DDPMScheduler, variance_type=f"fixed_{variance}", clip_sample=clip)
    ts = samplers.timesteps(1000, 50)
    their.set_timesteps(timesteps=[t - 1 for t in ts])
    xT, sources = begin()
    steps = samplers.ddpm(stub, xT, labels(), SCHEDULE, ts, generators=sources, variance=variance, clip=clip)
    for step in steps:
        out = their.step(stub(step.xt, step.t, labels()), step.t - 1, step.xt)
        torch.testing.assert_close(step.x0_hat, out.pred_original_sample, rtol=1e-5, atol=1e-7)
        # Their noise is another draw: with ours taken out, both must leave the same mean; and their
        # variance is asked for by name.
        z = (step.xs - step.mean) / step.sigma if step.sigma else torch.zeros_like(step.xs)
        if step.s > 0:
            theirs_sigma = their._get_variance(step.t - 1) ** 0.5
            assert step.sigma == pytest.approx(float(theirs_sigma), rel=1e-5)
            mean = diffusers_mean(their, step, clip)
            torch.testing.assert_close(step.mean, mean, rtol=1e-5, atol=1e-6)
            assert 0.5 < float(z.std()) < 1.5
        else:
            torch.testing.assert_close(step.xs, out.prev_sample, rtol=1e-5, atol=1e-6)


def diffusers_mean(their, step, clip):
    """Their mean: the average of a step with noise +z and one with −z is exactly it."""
    eps = stub(step.xt, step.t, labels())
    pair = []
    for sign in (1, -1):
        with fixed_noise(sign):
            pair.append(their.step(eps, step.t - 1, step.xt).prev_sample)
    return (pair[0] + pair[1]) / 2


class fixed_noise:  # noqa: N801
    """Lets diffusers' DDPM scheduler draw ±1 in the place of its noise."""

    def __init__(self, sign):
        self.sign = sign

    def __enter__(self):
        import diffusers.schedulers.scheduling_ddpm as module

        self.module, self.old = module, module.randn_tensor
        module.randn_tensor = lambda shape, **more: self.sign * torch.ones(shape).double()

    def __exit__(self, *error):
        self.module.randn_tensor = self.old


@pytest.mark.parametrize("eta", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("clip", [True, False])
def test_ddim_steps_agree_with_diffusers(eta, clip):
    their = theirs(DDIMScheduler, clip_sample=clip, set_alpha_to_one=True, timestep_spacing="trailing")
    their.set_timesteps(50)
    ts = [int(t) + 1 for t in their.timesteps]
    xT, sources = begin()
    steps = samplers.ddim(stub, xT, labels(), SCHEDULE, ts, generators=sources, eta=eta, clip=clip, guidance=0.0)
    for step in steps:
        z = (step.xs - step.mean) / step.sigma if step.sigma else torch.zeros_like(step.xs)
        out = their.step(
            stub(step.xt, step.t, labels()),
            step.t - 1,
            step.xt,
            eta=eta,
            use_clipped_model_output=True,
            variance_noise=z,
        )
        torch.testing.assert_close(step.x0_hat, out.pred_original_sample, rtol=1e-5, atol=1e-7)
        torch.testing.assert_close(step.xs, out.prev_sample, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("steps", [15, 20, 50])
def test_dpm_steps_agree_with_diffusers(steps):
    their = theirs(
        DPMSolverMultistepScheduler,
        solver_order=2,
        algorithm_type="dpmsolver++",
        solver_type="midpoint",
        final_sigmas_type="zero",
        lower_order_final=False,
    )
    ts = samplers.timesteps(1000, steps)
    their.set_timesteps(timesteps=[t - 1 for t in ts])
    xT, _ = begin()
    x = xT
    for step in samplers.dpm(stub, xT, labels(), SCHEDULE, ts, clip=False):
        x = their.step(stub(x, step.t, labels()), step.t - 1, x).prev_sample
        torch.testing.assert_close(step.xs, x, rtol=1e-5, atol=1e-5)


class Mixture:
    """The exact ε of a mixture of Gaussians in the plane: the truth that a network learns."""

    mu = torch.tensor([[-0.6, 0.3], [0.5, 0.5], [0.2, -0.7]]).double()
    weight = torch.tensor([0.5, 0.3, 0.2]).double()
    std = 0.1

    def __init__(self, plan):
        self.plan = plan

    def eps(self, xt, t, y=None):
        """ε = −√(1 − ᾱ) ∇ ln q(x_t), since q(x_t) = Σ w N(√ᾱ μ, ᾱ s² + 1 − ᾱ)."""
        ab = float(self.plan.alpha_bar[t])
        var = ab * self.std**2 + 1 - ab
        gap = math.sqrt(ab) * self.mu - xt[:, None]
        share = (self.weight.log() - gap.square().sum(-1) / (2 * var)).softmax(-1)
        return -math.sqrt(1 - ab) * (share[..., None] * gap).sum(1) / var

    def moments(self):
        mean = self.weight @ self.mu
        gap = self.mu - mean
        return mean, torch.einsum("k,ki,kj->ij", self.weight, gap, gap) + self.std**2 * torch.eye(2)


@pytest.mark.parametrize("name", ["ddpm", "ddim", "ddim-noisy", "dpm"])
def test_with_the_exact_denoiser_each_sampler_meets_the_mixtures_moments(name):
    plan, n = schedule.cosine(1000), 4000
    truth = Mixture(plan)
    sources = samplers.generators(1, n)
    xT = torch.randn((n, 2), generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    shared = torch.Generator().manual_seed(4)
    ts = samplers.timesteps(1000, 100 if name == "dpm" else 250)

    def draw(like, _):
        return torch.randn(like.shape, generator=shared, dtype=like.dtype)

    old, samplers.noise = samplers.noise, draw  # one source for all: 4,000 would take minutes
    try:
        options = {
            "ddpm": {"generators": sources},
            "ddim-noisy": {"eta": 1.0, "generators": sources},
        }
        run = samplers.SAMPLERS[name.removesuffix("-noisy")]
        *_, last = run(truth.eps, xT, None, plan, ts, clip=False, **options.get(name, {}))
    finally:
        samplers.noise = old
    mean, cov = truth.moments()
    # 4,000 draws: a mean's standard error is √0.26/√4000 ≈ 0.008, four of them allowed
    assert torch.allclose(last.xs.mean(0), mean, atol=0.033)
    assert torch.allclose(torch.cov(last.xs.T), cov, atol=0.035)
    nearest = (last.xs[:, None] - truth.mu).square().sum(-1).argmin(1)
    share = torch.bincount(nearest, minlength=3) / n
    assert torch.allclose(share.double(), truth.weight, atol=0.035)


def test_ddim_with_eta_one_on_all_steps_is_ddpm():
    """The same noise gives the same path: then the distributions are the same, too."""
    plan = schedule.cosine(200)
    xT, _ = begin()
    one = samplers.ddpm(stub, xT, labels(), plan, generators=samplers.generators(9, 3), clip=False)
    other = samplers.ddim(stub, xT, labels(), plan, eta=1.0, generators=samplers.generators(9, 3), clip=False)
    for a, b in zip(one, other, strict=True):
        torch.testing.assert_close(a.mean, b.mean, rtol=1e-8, atol=1e-8)
        assert a.sigma == pytest.approx(b.sigma)


def test_step_distribution_is_bayes_rule_on_a_grid():
    """q(x_s | x_t, x_0) ∝ q(x_t | x_s) q(x_s | x_0), integrated for a leap 500 → 300."""
    x0, xt = 0.4, -0.3
    ab_t, ab_s = SCHEDULE.alpha_bar[500], SCHEDULE.alpha_bar[300]
    grid = np.linspace(-5, 5, 200_001)
    ratio = ab_t / ab_s
    log = -((xt - np.sqrt(ratio) * grid) ** 2) / (2 * (1 - ratio))
    log -= (grid - np.sqrt(ab_s) * x0) ** 2 / (2 * (1 - ab_s))
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    mean = (weight * grid).sum()
    var = (weight * (grid - mean) ** 2).sum()

    def knows_x0(x, t, y):
        return process.eps_from_x0(x, t, torch.full_like(x, x0), SCHEDULE)

    start = torch.full((1, 1), xt).double()
    first = next(samplers.ddpm(knows_x0, start, None, SCHEDULE, [500, 300], generators=samplers.generators(0, 1)))
    assert first.mean.item() == pytest.approx(mean, abs=1e-6)
    assert first.sigma**2 == pytest.approx(var, rel=1e-5)


def test_no_guidance_is_the_conditional_model_bit_for_bit():
    xT, _ = begin()
    assert samplers.guided(stub, 0.0) is stub
    plain = stub(xT, 400, labels())
    assert torch.equal(samplers.guided(stub, 0)(xT, 400, labels()), plain)
    twice = samplers.guided(stub, 1.0)(xT, 400, labels())
    torch.testing.assert_close(twice, 2 * plain - stub(xT, 400, None))


@pytest.mark.parametrize("name", ["ddpm", "ddim", "dpm"])
def test_a_picture_depends_on_its_own_seed_alone(name):
    def final(first, n):
        sources = samplers.generators(5, n, first)
        options = {} if name == "dpm" else {"generators": sources}
        options |= {"eta": 0.7} if name == "ddim" else {}
        y = torch.arange(first, first + n)
        xT = samplers.start(SHAPE, sources)
        ts = samplers.timesteps(1000, 20)
        *_, last = samplers.SAMPLERS[name](stub, xT, y, SCHEDULE, ts, **options)
        return last.xs

    together = final(0, 4)
    assert torch.equal(together[2:3], final(2, 1))
    assert not torch.equal(together[0], together[1])


@pytest.mark.parametrize("name", ["ddpm", "ddim"])
def test_the_last_step_adds_no_noise(name):
    xT, sources = begin()
    options = {"eta": 1.0} if name == "ddim" else {"variance": "large"}
    *_, last = samplers.SAMPLERS[name](stub, xT, labels(), SCHEDULE, [900, 400, 1], generators=sources, **options)
    assert (last.t, last.s, last.sigma) == (1, 0, 0.0)
    assert torch.equal(last.xs, last.mean)
    torch.testing.assert_close(last.xs, last.x0_hat)


def test_clipping_keeps_the_estimate_inside_and_eps_of_a_piece_with_it():
    xT, sources = begin()
    for step in samplers.ddpm(stub, 3 * xT, labels(), SCHEDULE, [999, 500, 2], generators=sources):
        assert step.x0_hat.abs().max() <= 1
        back = process.q_sample(step.x0_hat, step.t, step.eps_hat, SCHEDULE)
        torch.testing.assert_close(back, step.xt)
