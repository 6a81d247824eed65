"""A card's variational bound: −ln p_θ(x_0) ≤ L_T + Σ L_{t−1} + L_0, in bits a pixel.

The reverse step's variance is fixed: β̃_t for t ≥ 2, and β̃_2 at t = 1, where β̃ itself is 0, as
Nichol & Dhariwal's "Improved DDPM" has it. DDPM eq. 5, 8 and 13.
"""

import math

import numpy as np
import torch
from torch import Tensor

from explainer.diffusion import process
from explainer.diffusion.schedule import Schedule

BIN = 1 / 255  # half the width of a grey level in [−1, 1]


def step_kl(x0: Tensor, xt: Tensor, t: Tensor, eps_hat: Tensor, schedule: Schedule) -> Tensor:
    """L_{t−1} = D(q(x_{t−1}|x_t, x_0) ‖ p_θ(x_{t−1}|x_t)), t ≥ 2, nats a picture, (n,); eq. 8."""
    mean, var = process.posterior(x0, xt, t, schedule)
    guess = process.mean_from_eps(xt, t, eps_hat, schedule)
    return ((mean - guess).square() / (2 * var)).flatten(1).sum(1)


def prior_kl(x0: Tensor, schedule: Schedule) -> Tensor:
    """L_T = D(q(x_T|x_0) ‖ N(0, I)), nats a picture, (n,)."""
    left = 1 - schedule.alpha_bar[-1]
    square = schedule.alpha_bar[-1] * x0.square()
    return 0.5 * (square + left - 1 - math.log(left)).flatten(1).sum(1)


def decoder_loss(x0: Tensor, x1: Tensor, eps_hat: Tensor, schedule: Schedule) -> Tensor:
    """L_0 = −ln p_θ(x_0|x_1): each grey level's share of N(μ_θ, β̃_2), nats a picture; eq. 13."""
    mean = process.mean_from_eps(x1, 1, eps_hat, schedule).double()
    std = torch.full_like(mean, math.sqrt(schedule.posterior_var[2]))
    return -log_share(x0.double(), mean, std).flatten(1).sum(1)


def learned_terms(mean: Tensor, var: Tensor, x0: Tensor, xt: Tensor, t: Tensor, schedule: Schedule) -> Tensor:
    """L_{t−1}, or L_0 where t = 1, of a network that says mean and variance of x_0; nats a picture, (n,).

    σ_t² = β̃_t + c_t² var, the moments of the reverse step; DDPM eq. 5, 7 and 13.
    """
    alpha_bar = schedule.alpha_bar
    weight = np.zeros_like(alpha_bar)
    weight[1:] = np.sqrt(alpha_bar[:-1]) * schedule.beta[1:] / (1 - alpha_bar[1:])  # of x_0 in the mean
    weight, small = (process.at(values, t, xt) for values in (weight, schedule.posterior_var))
    first = (t == 1).view(-1, *[1] * (x0.ndim - 1))
    var = torch.where(first, var.clamp_min((BIN / 10) ** 2), small + weight.square() * var)
    gap = small + weight.square() * (x0 - mean).square()
    nats = (0.5 * ((var / small.clamp_min(1e-12)).log() + gap / var - 1)).flatten(1).sum(1)
    at_one = (t == 1).nonzero()[:, 0]
    if len(at_one):
        coded = -log_share(x0[at_one].double(), mean[at_one].double(), var[at_one].double().sqrt())
        nats = nats.index_copy(0, at_one, coded.flatten(1).sum(1).to(nats.dtype))
    return nats


def log_share(x0: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    """ln of a grey level's share of N(mean, std²), the outer bins open; float64 like x0; DDPM eq. 13."""
    lower = torch.where(x0 < -1 + BIN, -math.inf, (x0 - BIN - mean) / std)
    upper = torch.where(x0 > 1 - BIN, math.inf, (x0 + BIN - mean) / std)
    # the tail in which both are below 0 is the one that keeps its digits
    flip = lower + upper > 0
    a, b = torch.where(flip, -upper, lower), torch.where(flip, -lower, upper)
    log_a, log_b = torch.special.log_ndtr(a), torch.special.log_ndtr(b)
    return log_b + torch.log1p(-(log_a - log_b).exp().clamp(max=1 - 1e-12))


@torch.no_grad()
def learned_bits(
    net, x0: Tensor, y: Tensor, schedule: Schedule, seed: int, first: int = 16, draws: int = 4
) -> dict:
    """The bound of such a network in bits a pixel over pictures (n, 1, 28, 28), with its standard error.

    L_0 … L_{first−1} for every picture; the later steps by `draws` passes in which each picture has a t of
    its own, spread over the pictures evenly in ln t and weighted by one over its probability: unbiased.
    """
    source = torch.Generator().manual_seed(seed)
    n, T, scale = len(x0), schedule.T, math.log(2) * x0[0].numel()

    def term(t: Tensor) -> Tensor:
        found = []
        for x, steps, labels in zip(x0.split(100), t.split(100), y.split(100), strict=True):
            xt = process.q_sample(x, steps, torch.randn(x.shape, generator=source), schedule)
            found.append(learned_terms(*net(xt, steps, labels), x, xt, steps, schedule).double() / scale)
        return torch.cat(found)

    early = [term(torch.full((n,), t)) for t in range(1, first + 1)]
    total = torch.stack(early).sum(0) + prior_kl(x0, schedule) / scale
    chance = 1 / torch.arange(first + 1, T + 1, dtype=torch.float64)
    chance = chance / chance.sum()
    for _ in range(draws):
        u = (torch.randperm(n, generator=source) + torch.rand(n, generator=source, dtype=torch.float64)) / n
        place = torch.searchsorted(chance.cumsum(0), u.clamp(max=1 - 1e-9)).clamp(max=len(chance) - 1)
        total = total + term(place + first + 1) / chance[place] / draws
    out = {"bits": total.mean().item(), "standard_error": (total.std() / math.sqrt(n)).item()}
    out |= {f"bits_l{t - 1}": early[t - 1].mean().item() for t in (1, 2, 3)}
    return out | {"bits_l_T": (prior_kl(x0, schedule) / scale).mean().item()}


@torch.no_grad()
def bits(eps_model, x0: Tensor, y: Tensor, schedule: Schedule, seed: int) -> tuple[float, float]:
    """The bound in bits a pixel over pictures (n, 1, 28, 28), and its standard error.

    One t ≥ 2 a picture, spread evenly and weighted by T − 1; L_0 and L_T for every picture.
    """
    source = torch.Generator().manual_seed(seed)
    n, T = len(x0), schedule.T
    t = torch.linspace(2, T, n).round().long()[torch.randperm(n, generator=source)]
    eps = torch.randn(x0.shape, generator=source)
    xt = process.q_sample(x0, t, eps, schedule)
    x1 = process.q_sample(x0, 1, torch.randn(x0.shape, generator=source), schedule)
    nats = (T - 1) * step_kl(x0, xt, t, eps_model(xt, t, y), schedule)
    nats = nats + prior_kl(x0, schedule) + decoder_loss(x0, x1, eps_model(x1, 1, y), schedule)
    scale = math.log(2) * x0[0].numel()
    return (nats.mean() / scale).item(), (nats.std() / math.sqrt(n) / scale).item()
