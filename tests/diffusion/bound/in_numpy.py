"""The bound a second time, in float64 NumPy and SciPy, from DDPM's equations; it calls none of the project's."""

import numpy as np
from scipy import special, stats

PLAN_S = 0.008


def cosine_bars(T: int) -> np.ndarray:
    """ᾱ_0 … ᾱ_T of Nichol & Dhariwal's schedule, with β ≤ 0.999."""
    f = np.cos((np.arange(T + 1) / T + PLAN_S) / (1 + PLAN_S) * np.pi / 2) ** 2
    return np.append(1.0, np.cumprod(1 - np.minimum(1 - f[1:] / f[:-1], 0.999)))


def gaussian_kl(mean_q, var_q, mean_p, var_p):
    """D(N(mean_q, var_q) ‖ N(mean_p, var_p)), element by element."""
    return 0.5 * (np.log(var_p / var_q) + (var_q + (mean_q - mean_p) ** 2) / var_p - 1)


def step(bars, t: int, x0, xt, guess, var_x0) -> np.ndarray:
    """L_{t−1} pixel by pixel, t ≥ 2: q by completing the square, p as its mean over x_0 ~ (guess, var_x0)."""
    alpha, before = bars[t] / bars[t - 1], bars[t - 1]
    precision = alpha / (1 - alpha) + 1 / (1 - before)
    from_x0, from_xt = np.sqrt(before) / (1 - before) / precision, np.sqrt(alpha) / (1 - alpha) / precision
    mean_q, mean_p = from_x0 * x0 + from_xt * xt, from_x0 * guess + from_xt * xt
    return gaussian_kl(mean_q, 1 / precision, mean_p, 1 / precision + from_x0**2 * var_x0)


def decoded(x0, mean, std) -> np.ndarray:
    """L_0 pixel by pixel by SciPy's log survival and log distribution functions, the outer bins open."""
    level = np.round((x0 + 1) * 127.5)
    low = np.where(level == 0, -np.inf, (2 * level - 1) / 255 - 1)
    high = np.where(level == 255, np.inf, (2 * level + 1) / 255 - 1)
    above = low > mean
    with np.errstate(invalid="ignore"):
        far = stats.norm.logsf([np.where(above, low, 0), np.where(above, high, 1)], mean, std)
        near = stats.norm.logcdf([np.where(above, 0, high), np.where(above, 1, low)], mean, std)
    larger, smaller = np.where(above, far, near)
    return -special.logsumexp([larger, smaller], axis=0, b=[np.ones_like(larger), -np.ones_like(smaller)])


def prior(bars, x0) -> np.ndarray:
    """L_T pixel by pixel."""
    return gaussian_kl(np.sqrt(bars[-1]) * x0, 1 - bars[-1], 0.0, 1.0)
