"""The reverse process applied to a given picture: edited, filled in, mixed.

Networks are arguments with the contract of `samplers.py`: `eps_model(xt, t, y) → eps`.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from explainer.diffusion import process
from explainer.diffusion.reverse.steps import Step, respace, timesteps
from explainer.diffusion.schedule import Schedule
from explainer.maths import arguments


def noised(x0, t: int, eps, schedule: Schedule):
    """x_t by the jump; at t = T the noise alone, so that nothing of the picture is left. DDPM eq. 4."""
    return eps if t == schedule.T else process.q_sample(x0, t, eps, schedule)


def sdedit(eps_model, x0, y, strength: int, schedule: Schedule, steps: int, *, eps, guidance: float = 0.0):
    """x0 (n, …) noised to t = strength and denoised again by DDIM, as class y; (x_t, result).

    `steps` of the whole process's steps, those below the strength, are taken. Strength 0 gives x0
    back, T knows nothing of it; BadArgument outside 0 … T. Meng et al., SDEdit, arXiv 2108.01073.
    """
    from explainer.diffusion.reverse import samplers

    arguments.whole("strength", strength, 0, schedule.T)
    if strength == 0:
        return x0, x0
    xt = noised(x0, strength, eps, schedule)
    ts = [strength, *(t for t in timesteps(schedule.T, steps) if t < strength)]
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
) -> Iterator[Step]:
    """DDPM on the steps `ts` that keeps x0 (n, …) where `known` (same shape or broadcast) is 1.

    After each step the known part is put in again, as noisy as the rest: x_s = m q(x_s | x_0) + (1 − m)
    p(x_s | x_t). With `resample` r > 1 each step is gone back by q(x_t | x_s) and taken again, r times in
    all, so that both parts fit each other. Yields one `Step` per step; the last has the known pixels exactly.
    Lugmayr et al., RePaint, arXiv 2201.09865, algorithm 1. BadArgument unless 1 ≤ r ≤ 20.
    """
    from explainer.diffusion.reverse import samplers

    arguments.whole("resample", resample, 1, 20)
    short = respace(schedule, ts)
    model = samplers.guided(eps_model, guidance)
    xt = xs = samplers.noise(x0, generators)
    for place, t, s in zip(range(len(ts), 0, -1), ts, [*ts[1:], 0], strict=True):
        for turn in range(resample if s else 1):
            if turn:  # one step back, to take the same step again
                xt = process.q_step(xs, place, samplers.noise(xt, generators), short)
            eps, x0_hat = samplers.estimate(model, xt, t, y, schedule)
            mean, variance = process.posterior(x0_hat, xt, place, short)
            sigma = float(np.sqrt(variance)) if s else 0.0
            xs = mean + sigma * samplers.noise(xt, generators) if s else mean
            original = process.q_sample(x0, s, samplers.noise(xt, generators), schedule) if s else x0
            xs = known * original + (1 - known) * xs
        yield Step(t, s, xt, eps, x0_hat, mean, sigma, xs)
        xt = xs


def slerp(a, b, share: float):
    """The point at `share` of the great circle from a to b (n, …), each of the n by itself.

    A straight line between two noises is shorter than noise is, in the middle by √2; on the arc it
    stays as long. Shoemake 1985. BadArgument for a share outside [0, 1].
    """
    arguments.number("share", share, 0, 1)
    flat_a, flat_b = a.flatten(1).double(), b.flatten(1).double()
    cosine = (flat_a * flat_b).sum(1) / flat_a.norm(dim=1) / flat_b.norm(dim=1)
    angle = cosine.clamp(-1, 1).acos()
    near = angle < 1e-6  # the same noise twice: any mix of the two is it
    base = angle.sin().where(~near, 1)
    weights = [((1 - share) * angle).sin() / base, (share * angle).sin() / base]
    first, second = weights[0].where(~near, 1 - share), weights[1].where(~near, share)
    shape = (-1, *[1] * (a.ndim - 1))
    return (first.view(shape) * a + second.view(shape) * b).to(a.dtype)
