"""Train a U-Net for the variational bound: `python -m models.train_bound unet-mnist-bound --data DIR`.

The loss is the bound itself in bits a pixel, by one step t an example: L_{t−1} (L_0 where t = 1) over
the probability that t is drawn. It begins from the weights of `unet-mnist`. Labels are dropped from
60 % of the examples, so that it is as good without a class.
"""

import sys

import numpy as np
import torch

from explainer.diffusion import process
from explainer.diffusion.bound.terms import step_terms
from models import backend, data, importance, loop
from models.bound_unet import PLAN as SCHEDULE
from models.bound_unet import BoundUNet
from models.unet import NO_CLASS

PLAN = loop.Plan(steps=7500, batch=64, rate=5e-4, warmup=200, ema=0.999, seed=0)
DROP = 0.6


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
    chance = importance.chances()
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
        nats = step_terms(mean, var, x0, xt, t, SCHEDULE)
        return (nats / scale / chance[t - 1]).mean().float()

    loop.train(name, net, loss, len(x), plan, args)


def main(argv: list[str] | None = None) -> None:
    """Read the command line and train."""
    args = loop.arguments(__doc__, ("unet-mnist-bound",)).parse_args(argv)
    train(args.name, args)


if __name__ == "__main__":
    main(sys.argv[1:])
