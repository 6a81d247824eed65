"""Train a U-Net for the variational bound: `python -m models.train_bound unet-mnist-bound --data DIR`.

The loss is the bound itself in bits a pixel, by one step t an example: L_{t−1} (L_0 where t = 1) over
the probability that t is drawn. It begins from the weights of `unet-mnist`. Labels are dropped from
60 % of the examples, so that it is as good without a class.
"""

import sys

import numpy as np
import torch

from explainer.diffusion import process
from models import backend, bound, data, loop
from models.bound_unet import PLAN as SCHEDULE
from models.bound_unet import BoundUNet
from models.unet import NO_CLASS

PLAN = loop.Plan(steps=7500, batch=64, rate=5e-4, warmup=200, ema=0.999, seed=0)
DROP = 0.6
EVEN = 0.15  # of the draws of t are even over 1 … T, the rest follow the size of the terms
# root mean square of a picture's term in bits a pixel, measured on the network at its start
SIZES = {
    1: 0.649, 2: 0.094, 3: 0.0549, 4: 0.0404, 6: 0.0268, 8: 0.0204, 12: 0.0146, 16: 0.0115, 24: 0.00808,
    32: 0.00633, 48: 0.00427, 64: 0.00325, 96: 0.00214, 128: 0.00159, 192: 0.00109, 256: 8.89e-4,
    384: 8.89e-4, 512: 7.02e-4, 640: 4.76e-4, 768: 2.84e-4, 896: 1.27e-4, 1000: 5.87e-7,
}  # fmt: skip


def chances() -> torch.Tensor:
    """The probability of each t = 1 … T, float64 (T,)."""
    steps = np.log(np.arange(1, SCHEDULE.T + 1))
    size = np.exp(np.interp(steps, np.log(list(SIZES)), np.log(list(SIZES.values()))))
    return torch.from_numpy((1 - EVEN) * size / size.sum() + EVEN / SCHEDULE.T)


def train(name: str, args) -> None:
    """Train, then write the averaged weights beside the checkpoint."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    pictures, labels = data.load(backend.MODELS[name].data, "train", args.data)
    x, y = data.to_unit(pictures), torch.from_numpy(labels)
    plan = loop.planned(PLAN, args, quick=3)
    net = BoundUNet().to(memory_format=torch.channels_last)
    hist = torch.from_numpy(np.bincount(pictures.reshape(-1), minlength=256)).float()
    net.warm(backend.read("unet-mnist").state_dict(), hist)
    chance = chances()
    below = chance.cumsum(0)
    scale = np.log(2) * x[0].numel()

    def loss(_, index, generator):
        n, index = len(index), torch.from_numpy(index)
        x0 = x[index]
        u = torch.randperm(n, generator=generator) + torch.rand(n, generator=generator, dtype=torch.float64)
        t = torch.searchsorted(below, u / n * below[-1]).clamp(max=SCHEDULE.T - 1) + 1
        xt = process.q_sample(x0, t, torch.randn(x0.shape, generator=generator), SCHEDULE)
        drop = torch.rand(n, generator=generator) < DROP
        mean, var = net(xt, t, torch.where(drop, NO_CLASS, y[index]))
        nats = bound.learned_terms(mean, var, x0, xt, t, SCHEDULE)
        return (nats / scale / chance[t - 1]).mean().float()

    loop.train(name, net, loss, len(x), plan, args)


def main(argv: list[str] | None = None) -> None:
    """Read the command line and train."""
    args = loop.arguments(__doc__, ("unet-mnist-bound",)).parse_args(argv)
    train(args.name, args)


if __name__ == "__main__":
    main(sys.argv[1:])
