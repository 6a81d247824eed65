"""What two networks for the bound are scored by: their bits under each Σ, and their samples from the same noise.

A reverse width is said as a variance v of x_0, since σ_t² = β̃_t + c_t² v with c_t the weight of x_0 in the
posterior's mean: v = 0 is β̃ itself, one number a step is the best width, one a pixel is learned.
"""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file

from explainer.diffusion import process
from explainer.diffusion.bound import estimate
from explainer.diffusion.bound.sigmas import with_sigma
from explainer.diffusion.bound.terms import step_terms
from explainer.diffusion.reverse.steps import respace, timesteps
from models import backend, data, scores
from models.bound_unet import PLAN as SCHEDULE
from models.bound_unet import BoundUNet
from models.unet import NO_CLASS

SIGMAS = ("beta-tilde", "best", "learned")
KNOTS = np.unique(np.round(np.geomspace(1, 1000, 40)).astype(int))
SHOWN = 30
SEED = 5


def network(path: Path):
    """`net(xt, t, y)` → mean and variance of x_0, on the CPU, by stored weights on the device."""
    on = backend.device()
    net = BoundUNet()
    net.load_state_dict({k: v.float() for k, v in load_file(path).items()})
    net = net.eval().requires_grad_(False).to(memory_format=torch.channels_last).to(on)

    def answer(xt, t, y):
        with torch.no_grad(), backend.autocast(on):
            return tuple(part.float().cpu() for part in net(xt.to(on), t.to(on), y.to(on)))

    return answer


def spread_of(net, x0: torch.Tensor) -> NDArray[np.float64]:
    """Mean (x_0 − x̂_0)² at each t = 0 … T over pictures, by the knots: the best one number a step."""
    source = torch.Generator().manual_seed(SEED)
    found = []
    for t in KNOTS:
        steps = torch.full((len(x0),), int(t))
        xt = process.q_sample(x0, steps, torch.randn(x0.shape, generator=source), SCHEDULE)
        mean, _ = net(xt, steps, torch.full_like(steps, NO_CLASS))
        found.append((x0 - mean).double().square().mean().item())
    steps = np.arange(SCHEDULE.T + 1)
    return np.exp(np.interp(np.log(np.maximum(steps, 1)), np.log(KNOTS), np.log(found)))


def terms(net, sigmas, best, x0: torch.Tensor) -> tuple[NDArray, NDArray]:
    """Mean bits a pixel at each knot, (Σ, knots), and the mean ‖ε − ε_θ‖² a pixel there, (knots,)."""
    source, scale = torch.Generator().manual_seed(SEED), np.log(2) * x0[0].numel()
    bits, square = np.zeros((len(sigmas), len(KNOTS))), np.zeros(len(KNOTS))
    for k, t in enumerate(KNOTS):
        steps = torch.full((len(x0),), int(t))
        xt = process.q_sample(x0, steps, torch.randn(x0.shape, generator=source), SCHEDULE)
        mean, var = net(xt, steps, torch.full_like(steps, NO_CLASS))
        square[k] = (mean - x0).double().square().mean().item() * SCHEDULE.snr[t]
        for i, sigma in enumerate(sigmas):
            known = with_sigma(lambda *_: (mean, var), sigma, SCHEDULE, best)  # noqa: B023  used at once
            nats = step_terms(*known(xt, steps, None), x0, xt, steps, SCHEDULE)
            bits[i, k] = nats.double().mean().item() / scale
    return bits, square


def samples(net, labels: NDArray, steps: int, seed: int) -> NDArray[np.uint8]:
    """Pictures by Algorithm 2 in so many even steps, σ_t² = β̃_t + c_t² v of the net's own v."""
    source = torch.Generator().manual_seed(seed)
    n, ts = len(labels), timesteps(SCHEDULE.T, steps)
    short, y = respace(SCHEDULE, ts), torch.from_numpy(labels)
    xt = torch.randn(n, 1, 28, 28, generator=source)
    for place, t in zip(range(len(ts), 0, -1), ts, strict=True):
        parts = [
            net(x, torch.full((len(x),), t), one) for x, one in zip(xt.split(1000), y.split(1000), strict=True)
        ]
        mean, var = (torch.cat(part) for part in zip(*parts, strict=True))
        weight = float(process.posterior(1.0, 0.0, place, short)[0])
        centre, small = process.posterior(mean, xt, place, short)
        z = torch.randn(xt.shape, generator=source)
        xt = centre + (small + weight**2 * var).sqrt() * z if place > 1 else centre
    return data.to_bytes(xt)


def _add_errors(found: dict, seen_by_judge: dict, names: tuple[str, ...], asked: NDArray) -> None:
    """Standard errors over the samples: of each network's Fréchet distance and accuracy, and of the gap."""
    reference = scores.reference("classifier-mnist")
    for sigma in {sigma for _, sigma in seen_by_judge}:
        reads, features = zip(*(seen_by_judge[name, sigma] for name in names), strict=True)
        apart = scores.frechet_errors(features, reference)
        for i, name in enumerate(names):
            right = float((reads[i] == asked).mean())
            found[name][sigma] |= {
                "frechet_error": float(apart[i, i]),
                "accuracy_error": scores.share_error(right, len(asked)),
                "frechet_gap_error": float(apart[i, i - 1]),
            }


def score(out: Path, names: tuple[str, ...], folder: str | None, quick: bool = False) -> dict:
    """Bits by each Σ, Fréchet distance and accuracy of samples; writes `pair.npz` into `out`."""
    test, labels = data.load("mnist", "test", folder)
    train, _ = data.load("mnist", "train", folder)
    n, many, steps = (20, 20, 4) if quick else (1000, 2000, 100)
    order = np.random.default_rng(SEED).permutation(len(test))[:n]
    x0, y = data.to_unit(test[order]), torch.full((n,), NO_CLASS)
    held = data.to_unit(train[np.random.default_rng(SEED).permutation(len(train))[:n]])
    asked = np.arange(many, dtype=np.int64) % 10
    found, shipped = {"sigmas": SIGMAS, "test_digits": n, "samples": many, "sampling_steps": steps}, {}
    seen_by_judge = {}
    for name in names:
        net = network(out / f"pair-{name}-weights.safetensors")
        best, row = spread_of(net, held), {}
        for sigma in SIGMAS:
            seen = with_sigma(net, sigma, SCHEDULE, best)
            row[sigma] = estimate.bits(seen, x0, y, SCHEDULE, SEED, **({"draws": 1} if quick else {"first": 32}))
            if sigma == "best":
                continue
            made = samples(seen, asked, steps, SEED)
            read, features = seen_by_judge[name, sigma] = scores.judge("classifier-mnist", made)
            row[sigma] |= {
                "frechet": scores.frechet(scores.gaussian(features), scores.reference("classifier-mnist")),
                "accuracy": float((read == asked).mean()),
            }
            shipped[f"{name}_{sigma}_samples"] = made[:SHOWN]
        shipped[f"{name}_bits"], shipped[f"{name}_square"] = terms(net, SIGMAS, best, x0[:500])
        shipped[f"{name}_best"] = best
        found[name] = row
    _add_errors(found, seen_by_judge, names, asked)
    part = out / "pair.npz.part"
    with part.open("wb") as file:
        np.savez_compressed(file, knots=KNOTS, **shipped)
    part.replace(out / "pair.npz")
    return found
