"""The bound of many pictures by few questions: the first terms for each, the others by drawing t."""

import math

import numpy as np

from explainer.diffusion import process
from explainer.diffusion.bound.terms import prior_kl, step_terms
from explainer.diffusion.schedule import Schedule


def bits(net, x0, y, schedule: Schedule, seed: int, first: int = 16, draws: int = 4) -> dict[str, float]:
    """The mean bound in bits a pixel over pictures (n, 1, 28, 28), with its standard error.

    `net(xt, t, y)` → mean and variance of x_0. L_0 … L_{first−1} for every picture; the later steps by
    `draws` passes in which each picture has a t of its own, spread over the pictures evenly in ln t and
    weighted by one over its probability: unbiased.
    """
    import torch

    source = torch.Generator().manual_seed(seed)
    n, T, scale = len(x0), schedule.T, math.log(2) * x0[0].numel()
    first = min(first, T)

    def term(t):
        found = []
        for x, steps, labels in zip(x0.split(100), t.split(100), y.split(100), strict=True):
            xt = process.q_sample(x, steps, torch.randn(x.shape, generator=source), schedule)
            with torch.no_grad():
                mean, var = net(xt, steps, labels)
            found.append(step_terms(mean, var, x, xt, steps, schedule).double() / scale)
        return torch.cat(found)

    early = [term(torch.full((n,), t)) for t in range(1, first + 1)]
    last = prior_kl(x0, schedule).double() / scale
    total = torch.stack(early).sum(0) + last
    chance = 1 / torch.arange(first + 1, T + 1, dtype=torch.float64)
    chance = chance / chance.sum()
    for _ in range(draws if first < T else 0):
        u = (torch.randperm(n, generator=source) + torch.rand(n, generator=source, dtype=torch.float64)) / n
        place = torch.searchsorted(chance.cumsum(0), u.clamp(max=1 - 1e-9)).clamp(max=len(chance) - 1)
        total = total + term(place + first + 1) / chance[place] / draws
    out = {"bits": total.mean().item(), "standard_error": (total.std() / np.sqrt(n)).item()}
    out |= {f"bits_l{t - 1}": early[t - 1].mean().item() for t in (1, 2, 3)[:first]}
    return out | {"bits_l_T": last.mean().item()}
