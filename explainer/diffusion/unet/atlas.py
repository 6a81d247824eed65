"""An atlas: the output of every block of the network for one picture along t, as bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion import process
from explainer.diffusion.schedule import Schedule
from explainer.diffusion.unet import theory
from explainer.maths.arguments import BadArgument

LEVELS = 7  # shades of each sign
SPAN = 3.0  # ε̂ from −3, black, to 3, white


@dataclass(frozen=True)
class Shades:
    """How a block's maps become bytes: which channels, and the size of the largest shade of each."""

    channels: NDArray[np.int64]
    scale: NDArray[np.float64]

    def bytes(self, made) -> NDArray[np.uint8]:
        """Those channels of `made` (n, channels, …) as bytes: 128 is 0, 16 and 240 are − and + scale."""
        values = np.asarray(made)[:, self.channels]
        scale = self.scale.reshape(-1, *[1] * (values.ndim - 2))
        shade = np.round(values / scale * LEVELS).clip(-LEVELS, LEVELS)
        return (128 + 16 * shade).astype(np.uint8)


def shades(made, most: int) -> Shades:
    """The `most` channels of `made` (n, channels, height, width) that vary most over a picture, most first.

    Each is scaled by the size that 1 of 200 of its values exceeds.
    """
    made = np.asarray(made, np.float64)
    spread = made.std(axis=(2, 3)).mean(0)
    chosen = np.argsort(-spread, kind="stable")[:most]
    scale = np.quantile(np.abs(made[:, chosen]), 0.995, axis=(0, 2, 3))
    return Shades(chosen, np.maximum(scale, 1e-6))


def run(network, x0, y: int, seed: int, ts: Sequence[int], schedule: Schedule) -> tuple:
    """One picture x0 (1, 1, 28, 28) at every step of `ts` in one batch: x_t, x̂_0, ε̂ and the blocks' outputs.

    The same ε, that of `seed`, at every t.
    """
    import torch

    t = torch.as_tensor(ts)
    eps = torch.randn(x0.shape, generator=torch.Generator().manual_seed(seed))
    several = (len(t), -1, -1, -1)
    xt = process.q_sample(x0.expand(several), t, eps.expand(several), schedule)
    v, made = theory.observe(network, xt, t, torch.full((len(t),), y))
    return xt, *theory.estimates(xt, t, v, schedule), made


def atlas(
    network,
    x0,
    y: int,
    seed: int,
    ts: Sequence[int],
    attention_ts: Sequence[int],
    schedule: Schedule,
    known: Mapping[str, Shades],
) -> dict[str, NDArray]:
    """Arrays along `ts` of x0 (1, 1, 28, 28) given as class y, all uint8 but the times, channels and scales.

    xt, x0_hat, eps_hat (t, 28, 28); `map:BLOCK` (t, n, height, width) with `channels:BLOCK`,
    `scale:BLOCK` (n,); vectors as a square of one channel; attention (attention_t, heads, places,
    places), 255 for the place that a place looks at most. `known` has the channels and scales of blocks;
    others keep one channel. BadArgument where `attention_ts` are not among `ts`.
    """
    if not set(attention_ts) <= set(ts):
        sentence = f"attention_ts is {tuple(attention_ts)}; allowed are steps of {tuple(ts)}"
        raise BadArgument("attention_ts", sentence)
    xt, x0_hat, eps_hat, made = run(network, x0, y, seed, ts, schedule)
    looks = theory.attention(network, made)[[list(ts).index(t) for t in attention_ts]]
    arrays = {
        "t": np.array(ts, np.int16),
        "attention_t": np.array(attention_ts, np.int16),
        "xt": grey(xt),
        "x0_hat": grey(x0_hat),
        "eps_hat": grey(eps_hat / SPAN),
        "attention": np.round(255 * looks / looks.max(-1, keepdims=True)).astype(np.uint8),
    }
    for name, out in made.items():
        out = out.numpy() if out.ndim == 4 else square(out.numpy())
        shade = known[name] if name in known else shades(out, 1)
        arrays[f"map:{name}"] = shade.bytes(out)
        arrays[f"channels:{name}"] = shade.channels.astype(np.int16)
        arrays[f"scale:{name}"] = shade.scale.astype(np.float32)
    return arrays


def shades_of(arrays: Mapping[str, NDArray]) -> dict[str, Shades]:
    """The channels and scales of an atlas, for another picture to be shown on the same ones."""
    names = [key.removeprefix("map:") for key in arrays if key.startswith("map:")]
    return {
        name: Shades(arrays[f"channels:{name}"].astype(int), arrays[f"scale:{name}"].astype(float))
        for name in names
    }


def square(vectors: NDArray) -> NDArray:
    """Vectors (n, side²) as pictures (n, 1, side, side), row after row."""
    side = round(vectors.shape[1] ** 0.5)
    return vectors.reshape(-1, 1, side, side)


def grey(x) -> NDArray[np.uint8]:
    """−1 … 1 (t, 1, 28, 28) as black … white (t, 28, 28) in 32 shades, the first and last exact."""
    share = (x.detach().float().clamp(-1, 1).cpu().numpy()[:, 0] + 1) / 2
    return np.round(np.round(share * 31) * (255 / 31)).astype(np.uint8)
