"""Paths of noise from one real picture, and what q and a network's reverse chain say of each step of them.

The chain takes a few of the network's steps, with σ_t² = β_t. Everything is a mean over pixels, in nats.
"""

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion import process
from explainer.diffusion.bound.derivation.exact_chain import log_normal
from explainer.diffusion.schedule import Schedule

STEPS = 25
DRAWS = 32
PER_STEP = ("steps", "jumps", "posterior", "back", "gap", "gap_eps", "miss")


def walk(guess, x0: NDArray, plan: Schedule, draws: int, rng: np.random.Generator) -> dict[str, NDArray]:
    """`draws` paths from x_0 (28, 28): PER_STEP (T + 1, draws), 0 where there is none, and `prior` (draws,).

    steps ln q(x_t|x_{t−1}), jumps ln q(x_t|x_0), posterior ln q(x_{t−1}|x_t, x_0), back ln p_θ(x_{t−1}|x_t),
    gap (μ̃ − μ_θ)², gap_eps the same with μ̃ from ε, miss (ε − ε_θ)². `guess(x_t, t)` is x̂_0 (draws, 28, 28).
    """
    found = {name: np.zeros((plan.T + 1, draws)) for name in PER_STEP}
    signal, noise = process.jump(plan)
    before = np.repeat(x0[None], draws, 0)

    def mean(values):
        return values.mean((1, 2))

    for t in range(1, plan.T + 1):
        xt = process.q_step(before, t, rng.standard_normal(before.shape), plan)
        x0_hat = guess(xt, t)
        back, _ = process.posterior(x0_hat, xt, t, plan)
        true, var = process.posterior(x0, xt, t, plan)
        eps = process.eps_from_x0(xt, t, x0, plan)
        found["steps"][t] = mean(log_normal(xt, np.sqrt(plan.alpha[t]) * before, plan.beta[t]))
        found["jumps"][t] = mean(log_normal(xt, signal[t] * x0, noise[t] ** 2))
        if t > 1:
            found["posterior"][t] = mean(log_normal(before, true, var))
        found["back"][t] = mean(log_normal(before, back, plan.beta[t]))
        found["gap"][t] = mean((true - back) ** 2)
        found["gap_eps"][t] = mean((process.mean_from_eps(xt, t, eps, plan) - back) ** 2)
        found["miss"][t] = mean((eps - process.eps_from_x0(xt, t, x0_hat, plan)) ** 2)
        before = xt
    return found | {"prior": mean(log_normal(before, 0.0, 1.0))}
