"""One draw of ε through both computation graphs: what each estimator makes of it."""

from dataclasses import dataclass

import numpy as np

from explainer.vae.reparameterization.integrands import Integrand


@dataclass(frozen=True)
class Draw:
    """One draw, forward and back: z, f, ∂f/∂z, then each estimator's guess of (∂/∂μ, ∂/∂σ)."""

    z: float
    value: float
    slope: float
    log_slope: tuple[float, float]  # (∂ ln q/∂μ, ∂ ln q/∂σ)
    pathwise: tuple[float, float]
    score: tuple[float, float]


def draw(f: Integrand, mu: float, sigma: float, eps: float) -> Draw:
    """What one ε makes of both estimators in one dimension, z = μ + σ ε."""
    z = np.array(mu + sigma * eps)
    value, slope = float(f.g(z)), float(f.slope(z))
    log_slope = (eps / sigma, (eps * eps - 1) / sigma)
    return Draw(
        z=float(z),
        value=value,
        slope=slope,
        log_slope=log_slope,
        pathwise=(slope, slope * eps),
        score=(value * log_slope[0], value * log_slope[1]),
    )
