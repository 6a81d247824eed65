"""The reverse process put to work on a picture that is given: edited, filled in, mixed.

Networks are arguments with the contract of `samplers.py`: `eps_model(xt, t, y) → eps`.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from explainer.diffusion import process
from explainer.diffusion.schedule import Schedule


def noised(x0, t: int, eps, schedule: Schedule):
    """x_t by the jump; at t = T the noise alone, so that nothing of the picture is left. DDPM eq. 4."""
    return eps if t == schedule.T else process.q_sample(x0, t, eps, schedule)


def sdedit(eps_model, x0, y, strength: int, schedule: Schedule, steps: int, *, eps, guidance: float = 0.0):
    """x0 (n, …) noised to t = strength and denoised again by DDIM, as class y; (x_t, result).

    `steps` of the whole process's steps, those below the strength, are taken. Strength 0 gives x0
    back, T knows nothing of it; ValueError outside 0 … T. Meng et al., SDEdit, arXiv 2108.01073.
    """
    from explainer.diffusion.reverse import samplers

    whole = isinstance(strength, int) and not isinstance(strength, bool)
    if not whole or not 0 <= strength <= schedule.T:
        raise ValueError(f"strength is {strength!r}; allowed is a whole number from 0 to {schedule.T}")
    if strength == 0:
        return x0, x0
    xt = noised(x0, strength, eps, schedule)
    ts = [strength, *(t for t in samplers.timesteps(schedule.T, steps) if t < strength)]
    for step in samplers.ddim(eps_model, xt, y, schedule, ts, guidance=guidance):
        result = step.xs
    return xt, result


def inpaint(
    eps_model,
    x0,
    known,
    y,
    schedule: Schedule,
    ts: Sequence[int],
    *,
    generators,
    resample: int = 1,
    guidance: float = 0.0,
) -> Iterator:
    """DDPM on the steps `ts` that keeps x0 (n, …) where `known` (same shape or broadcast) is 1.

    After each step the known part is put in, noised as far as the rest: x_s = m q(x_s | x_0) + (1 − m)
    p(x_s | x_t). With `resample` r > 1 each step is gone back by q(x_t | x_s) and taken again, r times in
    all, so that both parts come to fit. Yields a `Step` a step; the last has the known pixels exactly.
    Lugmayr et al., RePaint, arXiv 2201.09865, algorithm 1. ValueError unless 1 ≤ r ≤ 20.
    """
    from explainer.diffusion.reverse import samplers

    if isinstance(resample, bool) or not isinstance(resample, int) or not 1 <= resample <= 20:
        raise ValueError(f"resample is {resample!r}; allowed is a whole number from 1 to 20")
    short = samplers.respace(schedule, ts)
    model = samplers.guided(eps_model, guidance)
    xt = xs = samplers.noise(x0, generators)
    for place, t, s in zip(range(len(ts), 0, -1), ts, [*ts[1:], 0], strict=True):
        for turn in range(resample if s else 1):
            if turn:  # one step back, to take the same one again
                xt = process.q_step(xs, place, samplers.noise(xt, generators), short)
            eps, x0_hat = samplers.estimate(model, xt, t, y, schedule)
            mean, variance = process.posterior(x0_hat, xt, place, short)
            sigma = float(np.sqrt(variance)) if s else 0.0
            xs = mean + sigma * samplers.noise(xt, generators) if s else mean
            kept = process.q_sample(x0, s, samplers.noise(xt, generators), schedule) if s else x0
            xs = known * kept + (1 - known) * xs
        yield samplers.Step(t, s, xt, eps, x0_hat, mean, sigma, xs)
        xt = xs


def slerp(a, b, share: float):
    """The point at `share` of the great circle from a to b (n, …), each of the n by itself.

    A straight line between two noises is shorter than noise is, in the middle by √2; on the arc it
    stays as long. Shoemake 1985. ValueError for a share outside [0, 1].
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share is {share!r}; allowed is a number from 0 to 1")
    flat_a, flat_b = a.flatten(1).double(), b.flatten(1).double()
    cosine = (flat_a * flat_b).sum(1) / flat_a.norm(dim=1) / flat_b.norm(dim=1)
    angle = cosine.clamp(-1, 1).acos()
    near = angle < 1e-6  # the same noise twice: any mix of the two is it
    base = angle.sin().where(~near, 1)
    weights = [((1 - share) * angle).sin() / base, (share * angle).sin() / base]
    first, second = weights[0].where(~near, 1 - share), weights[1].where(~near, share)
    shape = (-1, *[1] * (a.ndim - 1))
    return (first.view(shape) * a + second.view(shape) * b).to(a.dtype)
