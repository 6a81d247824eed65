"""The reverse process: DDPM, DDIM and DPM-Solver++(2M) as generators of one `Step` per step.

A model is an argument with the contract `eps_model(xt, t, y) → eps`: xt (n, …) at the talk's
1-based step t, a whole number; y (n,) int64 classes, or None for no class; eps has xt's shape.
A sampler walks down any decreasing steps `ts` and then to 0, and needs one generator of noise for
each picture, so that a picture depends on its own seed alone, whatever else is in the batch.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from explainer.diffusion import process
from explainer.diffusion.reverse.steps import VARIANCES, Step, respace
from explainer.diffusion.reverse.steps import timesteps as timesteps
from explainer.diffusion.schedule import Schedule
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument

EpsModel = Callable[[Tensor, int, Tensor | None], Tensor]


def ddpm(
    eps_model: EpsModel,
    xT: Tensor,
    y: Tensor | None,
    schedule: Schedule,
    ts: Sequence[int] | None = None,
    *,
    generators: Sequence[torch.Generator],
    variance: str = "small",
    guidance: float = 0.0,
    clip: bool = True,
) -> Iterator[Step]:
    """Algorithm 2 of DDPM on the steps `ts` (default T … 1): x_s ~ N(μ̃(x_t, x̂_0), σ² I).

    σ² is β̃ (`small`) or β (`large`) of the steps that are really taken; DDPM, section 3.2.
    ValueError for bad `ts`, `variance`, `guidance` or number of generators. The page shows this
    function's text line by line.
    """
    if variance not in VARIANCES:
        raise ValueError(f"variance is {variance!r}; allowed are {', '.join(VARIANCES)}")
    short, pairs = _begin(schedule, ts, xT, generators)
    model, xt = guided(eps_model, guidance), xT
    for i, t, s in pairs:
        eps, x0 = estimate(model, xt, t, y, schedule, clip)
        mean, small = process.posterior(x0, xt, i, short)
        sigma = float(np.sqrt(small if variance == "small" else short.beta[i]))
        xs = mean + sigma * noise(xt, generators) if s > 0 else mean
        yield Step(t, s, xt, eps, x0, mean, sigma if s > 0 else 0.0, xs)
        xt = xs


def ddim(
    eps_model: EpsModel,
    xT: Tensor,
    y: Tensor | None,
    schedule: Schedule,
    ts: Sequence[int] | None = None,
    *,
    generators: Sequence[torch.Generator] = (),
    eta: float = 0.0,
    guidance: float = 0.0,
    clip: bool = True,
) -> Iterator[Step]:
    """x_s = √ᾱ_s x̂_0 + √(1 − ᾱ_s − σ²) ε̂ + σ z with σ = η √β̃; Song et al., DDIM eq. 12 and 16.

    η = 0 draws no noise and needs no generators; η = 1 is DDPM. BadArgument for η outside [0, 1].
    """
    arguments.number("eta", eta, 0, 1, name="η")
    short, pairs = _begin(schedule, ts, xT, generators if eta else None)
    model, xt = guided(eps_model, guidance), xT
    for i, t, s in pairs:
        eps, x0 = estimate(model, xt, t, y, schedule, clip)
        sigma = eta * float(np.sqrt(short.posterior_var[i]))
        signal, left = short.alpha_bar[i - 1], 1 - short.alpha_bar[i - 1]
        mean = float(np.sqrt(signal)) * x0 + float(np.sqrt(max(0.0, left - sigma**2))) * eps
        xs = mean + sigma * noise(xt, generators) if sigma else mean
        yield Step(t, s, xt, eps, x0, mean, sigma, xs)
        xt = xs


def dpm(
    eps_model: EpsModel,
    xT: Tensor,
    y: Tensor | None,
    schedule: Schedule,
    ts: Sequence[int] | None = None,
    *,
    guidance: float = 0.0,
    clip: bool = True,
) -> Iterator[Step]:
    """DPM-Solver++(2M), a multistep solver of the noiseless flow; Lu et al., 2211.01095, alg. 2.

    With λ = ln(√ᾱ/√(1 − ᾱ)), h = λ_s − λ_t and r = (λ_t − λ_before)/h, the step uses
    D = (1 + 1/2r) x̂_0 − (1/2r) x̂_0 of the step before; the first and the last are first-order.
    """
    short, pairs = _begin(schedule, ts, xT, None)
    signal, sigma = process.jump(short)
    with np.errstate(divide="ignore"):
        lam = np.log(signal) - np.log(sigma)
    model, xt, before = guided(eps_model, guidance), xT, None
    for i, t, s in pairs:
        eps, x0 = estimate(model, xt, t, y, schedule, clip)
        data = x0
        if before is not None and s > 0:
            r = float((lam[i] - lam[i + 1]) / (lam[i - 1] - lam[i]))
            data = x0 + (x0 - before) / (2 * r)
        keep = float(sigma[i - 1] / sigma[i])
        xs = keep * xt + float(signal[i - 1] - signal[i] * keep) * data
        yield Step(t, s, xt, eps, x0, xs, 0.0, xs)
        xt, before = xs, x0


SAMPLERS = {"ddpm": ddpm, "ddim": ddim, "dpm": dpm}


def estimate(
    eps_model: EpsModel, xt: Tensor, t: int, y: Tensor | None, schedule: Schedule, clip: bool = True
) -> tuple[Tensor, Tensor]:
    """ε̂ and x̂_0 at x_t; with `clip`, x̂_0 is cut to [−1, 1] and ε̂ is converted from it."""
    eps = eps_model(xt, t, y)
    x0 = process.x0_from_eps(xt, t, eps, schedule)
    if clip:
        x0 = x0.clamp(-1, 1)
        eps = process.eps_from_x0(xt, t, x0, schedule)
    return eps, x0


def guided(eps_model: EpsModel, guidance: float) -> EpsModel:
    """(1 + w) ε(x_t, y) − w ε(x_t), classifier-free guidance; Ho & Salimans, 2207.12598, eq. 6.

    w = 0 is the model itself, bit for bit. BadArgument where w is no finite number ≥ 0.
    """
    arguments.number("guidance", guidance, 0)
    if guidance == 0:
        return eps_model

    def model(xt: Tensor, t: int, y: Tensor | None) -> Tensor:
        if y is None:
            return eps_model(xt, t, None)
        return (1 + guidance) * eps_model(xt, t, y) - guidance * eps_model(xt, t, None)

    return model


def generators(seed: int, n: int, first: int = 0) -> list[torch.Generator]:
    """One source of noise for each of the pictures first … first + n − 1 of this seed."""
    seeds = [np.random.SeedSequence((seed, first + i)).generate_state(1, np.uint64) for i in range(n)]
    return [torch.Generator().manual_seed(int(s[0] >> np.uint64(1))) for s in seeds]


def noise(like: Tensor, sources: Sequence[torch.Generator]) -> Tensor:
    """z ~ N(0, I) in the shape of `like`, each picture from its own source (drawn on the CPU)."""
    drawn = [torch.randn(like.shape[1:], generator=g, dtype=like.dtype) for g in sources]
    return torch.stack(drawn).to(like.device)


def start(shape: Sequence[int], sources: Sequence[torch.Generator]) -> Tensor:
    """x_T ~ N(0, I), float32, (len(sources), *shape)."""
    return noise(torch.empty(len(sources), *shape), sources)


def _begin(schedule: Schedule, ts, xT: Tensor, sources) -> tuple[Schedule, list]:
    """The respaced schedule and its steps (place, t, s), first to last."""
    if sources is not None and len(sources) != len(xT):
        sentence = f"{len(sources)} generators for {len(xT)} pictures; allowed is one each"
        raise BadArgument("generators", sentence)
    ts = list(range(schedule.T, 0, -1)) if ts is None else list(ts)
    short = respace(schedule, ts)
    places = range(len(ts), 0, -1)
    return short, list(zip(places, ts, [*ts[1:], 0], strict=True))
