"""Train the network of the plane by Algorithm 1: `python -m models.train_mlp mlp-2d`."""

import sys

import numpy as np
import torch

from explainer.diffusion import process
from explainer.maths import points
from models import backend, loop
from models.mlp import NAMES
from models.unet import NO_CLASS

PLAN = loop.Plan(steps=6000, batch=512, rate=2e-3, warmup=200, ema=0.999, clip=0.0)
EACH = 200_000
DROP = 0.1


def train(name: str, args) -> None:
    """Points of every data set, noised to a uniform t; loss E‖ε − ε_θ(x_t, t, y)‖²."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    x = np.concatenate([points.sample(data_set, EACH, rng) for data_set in NAMES])
    x, y = torch.from_numpy(x).float(), torch.arange(len(NAMES)).repeat_interleave(EACH)
    plan = loop.planned(PLAN, args, quick=20)
    schedule = backend.MODELS[name].schedule()

    def loss(net, index, generator):
        index, n = torch.from_numpy(index), len(index)
        x0, t = x[index], loop.spread(n, schedule.T, generator)
        eps = torch.randn(x0.shape, generator=generator)
        drop = torch.rand(n, generator=generator) < DROP
        guess = net(process.q_sample(x0, t, eps, schedule), t, torch.where(drop, NO_CLASS, y[index]))
        return (eps - guess).square().mean()

    loop.train(name, backend.MODELS[name].build(), loss, len(x), plan, args)


def main(argv: list[str] | None = None) -> None:
    """Read the command line and train."""
    args = loop.arguments(__doc__, ("mlp-2d",)).parse_args(argv)
    train(args.name, args)


if __name__ == "__main__":
    main(sys.argv[1:])
