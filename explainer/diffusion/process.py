"""The Gaussians of the diffusion process: forward step, jump, posterior, and the targets' algebra.

Every function takes NumPy arrays or torch tensors alike. `t` is the talk's 1-based step: one whole
number, or one for each element of a batch, shape (n,). Equations: Ho, Jain, Abbeel, "Denoising
Diffusion Probabilistic Models" (2020); those of v: Salimans & Ho, arXiv 2202.00512, appendix D.
"""

import numpy as np

from explainer.diffusion.schedule import Schedule


def at(values: np.ndarray, t, like):
    """`values[t]`, a number for one t, shaped (n, 1, …, 1) to broadcast over `like` for t of (n,)."""
    if isinstance(like, np.ndarray) or np.ndim(t) == 0:
        picked = values[np.asarray(t)]
        return float(picked) if np.ndim(t) == 0 else picked.reshape(-1, *[1] * (like.ndim - 1))
    return like.new_tensor(values)[t].reshape(-1, *[1] * (like.ndim - 1))


def q_step(x_prev, t, eps, schedule: Schedule):
    """x_t ~ q(x_t | x_{t−1}) = N(√(1 − β_t) x_{t−1}, β_t I), by eps ~ N(0, I); DDPM eq. 2."""
    return at(np.sqrt(schedule.alpha), t, x_prev) * x_prev + at(np.sqrt(schedule.beta), t, x_prev) * eps


def q_sample(x0, t, eps, schedule: Schedule):
    """x_t ~ q(x_t | x_0) = N(√ᾱ_t x_0, (1 − ᾱ_t) I) in one jump, by eps ~ N(0, I); DDPM eq. 4."""
    signal, noise = jump(schedule)
    return at(signal, t, x0) * x0 + at(noise, t, x0) * eps


def jump(schedule: Schedule) -> tuple[np.ndarray, np.ndarray]:
    """√ᾱ_t and √(1 − ᾱ_t) for t = 0 … T, each of shape (T + 1,); DDPM eq. 4."""
    return np.sqrt(schedule.alpha_bar), np.sqrt(1 - schedule.alpha_bar)


def posterior(x0, xt, t, schedule: Schedule):
    """Mean and variance of q(x_{t−1} | x_t, x_0), t ≥ 1; DDPM eq. 7."""
    alpha_bar = schedule.alpha_bar
    prev = np.concatenate([[1.0], alpha_bar[:-1]])
    left = np.concatenate([[1.0], 1 - alpha_bar[1:]])  # 1 − ᾱ_t; t = 0 is never asked for
    coef_x0 = np.sqrt(prev) * schedule.beta / left
    coef_xt = np.sqrt(schedule.alpha) * (1 - prev) / left
    mean = at(coef_x0, t, xt) * x0 + at(coef_xt, t, xt) * xt
    return mean, at(schedule.posterior_var, t, xt)


def x0_from_eps(xt, t, eps, schedule: Schedule):
    """x̂_0 = (x_t − √(1 − ᾱ_t) ε) / √ᾱ_t, the jump solved for x_0; DDPM eq. 15."""
    signal, noise = jump(schedule)
    return (xt - at(noise, t, xt) * eps) / at(signal, t, xt)


def eps_from_x0(xt, t, x0, schedule: Schedule):
    """ε̂ = (x_t − √ᾱ_t x_0) / √(1 − ᾱ_t), the jump solved for ε, t ≥ 1."""
    signal, noise = jump(schedule)
    return (xt - at(signal, t, xt) * x0) / at(noise, t, xt)


def mean_from_eps(xt, t, eps, schedule: Schedule):
    """μ(x_t, t) = (x_t − β_t / √(1 − ᾱ_t) ε) / √α_t, t ≥ 1; DDPM eq. 11."""
    noise = jump(schedule)[1]
    return (xt - at(schedule.beta, t, xt) / at(noise, t, xt) * eps) / at(np.sqrt(schedule.alpha), t, xt)


def v_from_eps(x0, t, eps, schedule: Schedule):
    """v = √ᾱ_t ε − √(1 − ᾱ_t) x_0."""
    signal, noise = jump(schedule)
    return at(signal, t, x0) * eps - at(noise, t, x0) * x0


def eps_from_v(xt, t, v, schedule: Schedule):
    """ε̂ = √ᾱ_t v + √(1 − ᾱ_t) x_t, exact since x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε."""
    signal, noise = jump(schedule)
    return at(signal, t, xt) * v + at(noise, t, xt) * xt


def x0_from_v(xt, t, v, schedule: Schedule):
    """x̂_0 = √ᾱ_t x_t − √(1 − ᾱ_t) v, exact as well."""
    signal, noise = jump(schedule)
    return at(signal, t, xt) * xt - at(noise, t, xt) * v
