"""A card's variational bound: −ln p_θ(x_0) ≤ L_T + Σ L_{t−1} + L_0, in bits a pixel.

The reverse step's variance is fixed: β̃_t for t ≥ 2, and β̃_2 at t = 1, where β̃ itself is 0, as
Nichol & Dhariwal's "Improved DDPM" has it. DDPM eq. 5, 8 and 13.
"""

import math

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
    x0, std = x0.double(), math.sqrt(schedule.posterior_var[2])
    lower = torch.where(x0 < -1 + BIN, -math.inf, x0 - BIN)
    upper = torch.where(x0 > 1 - BIN, math.inf, x0 + BIN)
    a, b = (lower - mean) / std, (upper - mean) / std
    a, b = torch.where(a + b > 0, -b, a), torch.where(a + b > 0, -a, b)  # the tail that is exact
    log_a, log_b = torch.special.log_ndtr(a), torch.special.log_ndtr(b)
    return -(log_b + torch.log1p(-(log_a - log_b).exp())).flatten(1).sum(1)


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
