"""Ways back from noise to data in the plane: DDPM, DDIM, the flow by Euler and Heun, the SDE.

A denoiser is an argument, `noise(x, a, s)` → E[ε | x] (n, 2): the exact one or a network's. A sampler walks
down the decreasing times `ts` (t_0 > … > t_n ≥ 0) and yields x at each of them, the start among them.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane.clock import Clock
from explainer.maths import arguments

Array = NDArray[np.float64]
Noise = Callable[[Array, float, float], Array]
MOST = 1000


def times(clock: Clock, steps: int, start: float | None = None) -> Array:
    """`steps` even steps from `start` (T without one) down to 0; BadArgument for steps outside 1 … 1,000."""
    arguments.whole("steps", steps, 1, MOST, name="the number of steps")
    return np.linspace(clock.T if start is None else start, 0, steps + 1)


def levels(clock: Clock, ts: Array) -> list[tuple[float, float]]:
    """(a, s) at each time, as plain numbers."""
    return list(zip(clock.signal(ts).tolist(), clock.sigma(ts).tolist(), strict=True))


def ddim(
    noise: Noise, x: Array, clock: Clock, ts: Array, eta: float = 0.0, rng: np.random.Generator | None = None
) -> Iterator[Array]:
    """x_s = a_s x̂_0 + √(s_s² − σ²) ε̂ + σ z, σ = η √β̃ of the step; DDIM, 2010.02502, eq. 12 and 16.

    η = 0 draws nothing: it is Euler on the clock s/a. BadArgument for η outside [0, 1].
    """
    arguments.number("eta", eta, 0, 1, name="η")
    at = levels(clock, ts)
    yield x
    for (a, s), (a_next, s_next) in zip(at, at[1:], strict=False):
        eps = noise(x, a, s)
        x0 = (x - s * eps) / a
        var = eta**2 * (s_next / s) ** 2 * (1 - (a / a_next) ** 2)
        x = a_next * x0 + np.sqrt(max(0.0, s_next**2 - var)) * eps
        if var > 0:
            x = x + np.sqrt(var) * rng.standard_normal(x.shape)
        yield x


def multistep(noise: Noise, x: Array, clock: Clock, ts: Array) -> Iterator[Array]:
    """DDIM with x̂_0 extrapolated to the middle of the step from this look and the last: second order, one look
    for each step. DPM-Solver++(2M), 2211.01095, algorithm 2, with the angle of a and s in place of ln(a/s).
    """
    at = levels(clock, ts)
    before, turned = None, 1.0
    yield x
    for (a, s), (a_next, s_next) in zip(at, at[1:], strict=False):
        x0 = (x - s * noise(x, a, s)) / a
        turn = np.arctan2(s, a) - np.arctan2(s_next, a_next)
        ahead = x0 if before is None else x0 + turn / (2 * turned) * (x0 - before)
        x = a_next * ahead + s_next * (x - a * ahead) / s
        before, turned = x0, turn
        yield x


def ddpm(noise: Noise, x: Array, clock: Clock, ts: Array, rng: np.random.Generator) -> Iterator[Array]:
    """Algorithm 2 of DDPM on the steps taken, with σ² = β̃: DDIM with η = 1 (2006.11239, eq. 7)."""
    return ddim(noise, x, clock, ts, 1.0, rng)


def drift(noise: Noise, x: Array, t: float, clock: Clock, share: float = 0.0) -> Array:
    """dx/dt of the flow of probability, −½ β (x + (1 + λ²) ∇ ln p), λ² = `share`; 2011.13456, eq. 13.

    λ = 0 is the noiseless flow. At t = 0, where no noise is left, the score is that just after.
    """
    a, s = float(clock.signal(t)), max(float(clock.sigma(t)), 1e-6)
    return -0.5 * float(clock.rate(t)) * (x - (1 + share) * noise(x, a, s) / s)


def euler(noise: Noise, x: Array, clock: Clock, ts: Array) -> Iterator[Array]:
    """The flow of probability by Euler's rule in t: first order."""
    yield x
    for t, t_next in zip(ts, ts[1:], strict=False):
        x = x + (t_next - t) * drift(noise, x, t, clock)
        yield x


def heun(noise: Noise, x: Array, clock: Clock, ts: Array) -> Iterator[Array]:
    """The flow of probability by Heun's rule in t: second order, two looks at the field for each step."""
    yield x
    for t, t_next in zip(ts, ts[1:], strict=False):
        first = drift(noise, x, t, clock)
        second = drift(noise, x + (t_next - t) * first, t_next, clock)
        x = x + (t_next - t) * (first + second) / 2
        yield x


def sde(
    noise: Noise, x: Array, clock: Clock, ts: Array, rng: np.random.Generator, amount: float = 1.0
) -> Iterator[Array]:
    """The reverse equation with λ = `amount` of its noise by Euler–Maruyama: λ = 0 is the flow, 1 the SDE.

    dx = −½ β (x + (1 + λ²) ∇ ln p) dt + λ √β dW: every λ has the same marginals. No noise in the last step.
    """
    arguments.number("amount", amount, 0, 2, name="the noise λ")
    yield x
    for i, (t, t_next) in enumerate(zip(ts, ts[1:], strict=False)):
        x = x + (t_next - t) * drift(noise, x, t, clock, amount**2)
        if amount and i + 2 < len(ts):
            spread = amount * np.sqrt(float(clock.rate(t)) * (t - t_next))
            x = x + spread * rng.standard_normal(x.shape)
        yield x


def flow(noise: Noise, x: Array, clock: Clock, ts: Array, rtol: float = 1e-8) -> Array:
    """x at the times `ts` on the flow itself, (len(ts), n, 2), to a relative error of `rtol`.

    With z = x/a and u = s/a the flow is dz/du = ε̂, in which no schedule is left; SciPy's DOP853 walks it.
    """
    from scipy.integrate import solve_ivp

    at = np.array(levels(clock, ts))
    u = at[:, 1] / at[:, 0]

    def slope(u: float, z: Array) -> Array:
        a = 1 / np.sqrt(1 + u * u)
        return noise(a * z.reshape(-1, 2), a, max(a * u, 1e-9)).ravel()

    walk = solve_ivp(slope, (u[0], u[-1]), (x / at[0, 0]).ravel(), "DOP853", u, rtol=rtol, atol=rtol)
    return at[:, :1, None] * walk.y.T.reshape(len(u), -1, 2)
