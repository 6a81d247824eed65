"""Train a U-Net: `python -m models.train_unet unet-mnist --data DIR`.

Algorithm 1 with v in the place of ε: t uniform on 1 … T, loss E‖v − v_θ(x_t, t, y)‖². Since
v − v_θ = (ε − ε_θ)/√ᾱ_t, this is L_simple with the weight 1/ᾱ_t. A tenth of the labels is dropped
unless `--drop` says otherwise.
"""

import sys
from dataclasses import replace

import torch
from safetensors.torch import load_file

from explainer.diffusion import process
from models import backend, data, loop
from models.unet import NO_CLASS, UNet, grown

PLAN = loop.Plan(steps=6000, batch=96, rate=1.2e-3, warmup=300, ema=0.999, seed=0)
PLANS = {"unet-mnist": PLAN, "unet-fashion": replace(PLAN, steps=2400)}
DROP = 0.1
FOCUS = 0.6


def train(name: str, args) -> None:
    """Train, then write the averaged weights beside the checkpoint."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    pictures, labels = data.load(name.removeprefix("unet-"), "train", args.data)
    x, y = data.to_unit(pictures), torch.from_numpy(labels)
    plan = loop.planned(PLANS[name], args, quick=3)
    plan = replace(plan, batch=args.batch or plan.batch, rate=args.rate or plan.rate)
    schedule = backend.MODELS[name].schedule()
    inner = args.inner or backend.MODELS[name].options.get("inner", 1)
    net = UNet(inner=inner).to(memory_format=torch.channels_last)
    if args.grow:
        net = grown(net, load_file(args.grow))
    run = torch.compile(net) if args.compile else net

    def loss(_, index, generator):
        n, index = len(index), torch.from_numpy(index)
        x0, t = x[index], loop.spread(n, schedule.T, generator, FOCUS if args.focus else 0.0)
        eps = torch.randn(x0.shape, generator=generator)
        drop = torch.rand(n, generator=generator) < args.drop
        xt = process.q_sample(x0, t, eps, schedule)
        v = process.v_from_eps(x0, t, eps, schedule)
        with torch.autocast("cpu", torch.bfloat16):
            guess = run(xt, t, torch.where(drop, NO_CLASS, y[index]))
        return (guess.float() - v).square().mean()

    loop.train(name, net, loss, len(x), plan, args)


def main(argv: list[str] | None = None) -> None:
    """Read the command line and train."""
    parser = loop.arguments(__doc__, tuple(PLANS))
    parser.add_argument("--inner", type=int, metavar="K", help="another width of the smallest blocks' inside")
    parser.add_argument("--grow", metavar="FILE", help="start from the weights of such a narrower net")
    parser.add_argument("--focus", action="store_true", help="draw the middle t more often")
    parser.add_argument("--drop", type=float, default=DROP, help=f"share of labels dropped (default: {DROP})")
    parser.add_argument("--batch", type=int, help="examples a step (default: the shipped recipe)")
    parser.add_argument("--rate", type=float, help="learning rate at its height (default: the shipped recipe)")
    args = parser.parse_args(argv)
    if not 0 <= args.drop <= 1:
        parser.error(f"drop is {args.drop}; allowed is a number from 0 to 1")
    train(args.name, args)


if __name__ == "__main__":
    main(sys.argv[1:])
