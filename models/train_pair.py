"""Train two networks alike but for the loss, and score both: `python -m models.train_pair --data DIR`.

Is L_simple better for sampling than the bound itself? Two `BoundUNet`s begin from the same weights and see
the same digits in the same order for the same number of steps: one learns by ‖ε − ε_θ‖² with t drawn
evenly (DDPM eq. 14), one by the bound in bits. Both are then scored in bits and as samplers, from the same
noise. The folder OUT gets `pair-NAME-weights.safetensors`, `pair.npz` for the page and `pair.json`.
A run that was stopped goes on where it was.
"""

import argparse
import copy
import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch

from explainer.diffusion import process
from explainer.diffusion.bound.terms import step_terms
from models import backend, data, importance, loop, pair_scores
from models.bound_unet import PLAN as SCHEDULE
from models.bound_unet import BoundUNet
from models.unet import NO_CLASS

LOSSES = ("simple", "bound")
PLAN = loop.Plan(steps=4000, batch=512, rate=1e-3, warmup=200, ema=0.999, seed=0)
DROP = 0.3  # of the labels
TRIAL = 40  # steps of each loss from which --minutes counts


def simple_loss(net, x0, y, t, noise) -> torch.Tensor:
    """Mean of (ε − ε_θ)², where ε_θ follows from the network's x̂_0."""
    xt = process.q_sample(x0, t, noise, SCHEDULE)
    mean, _ = net(xt, t, y)
    signal, left = process.jump(SCHEDULE)
    return ((mean - x0) * process.at(signal / np.maximum(left, 1e-9), t, x0)).square().mean()


def bound_loss(net, x0, y, t, noise, chance) -> torch.Tensor:
    """The terms of the drawn t in bits a pixel, each over the probability that it is drawn."""
    xt = process.q_sample(x0, t, noise, SCHEDULE)
    nats = step_terms(*net(xt, t, y), x0, xt, t, SCHEDULE)
    return (nats.double() / (np.log(2) * x0[0].numel()) / chance[t - 1]).mean().float()


def make_loss(name: str, x: torch.Tensor, y: torch.Tensor):
    """`loss(net, indices, generator)` of the loop, with the digits already on the device."""
    on = x.device
    chance = importance.chances()
    below = chance.cumsum(0)
    chance = chance.to(on)

    def loss(net, index, generator):
        n, index = len(index), torch.from_numpy(index).to(on)
        noise = torch.randn(n, *x.shape[1:], generator=generator)
        drop = torch.rand(n, generator=generator) < DROP
        if name == "simple":
            t = loop.spread(n, SCHEDULE.T, generator)
        else:
            u = torch.randperm(n, generator=generator) + torch.rand(n, generator=generator, dtype=torch.float64)
            t = torch.searchsorted(below, u / n * below[-1]).clamp(max=SCHEDULE.T - 1) + 1
        labels = torch.where(drop.to(on), NO_CLASS, y[index])
        given = (x[index], labels, t.to(on), noise.to(on))
        with backend.autocast():
            return simple_loss(net, *given) if name == "simple" else bound_loss(net, *given, chance)

    return loss


def fresh_net(hist: np.ndarray, seed: int, warm: bool) -> BoundUNet:
    """The weights from which both begin: drawn by the seed, or those of `unet-mnist`."""
    torch.manual_seed(seed)
    net = BoundUNet()
    counts = torch.from_numpy(hist).float()
    if warm:
        net.warm(backend.read("unet-mnist").state_dict(), counts)
    else:
        net.hist.copy_(counts / counts.sum())
    return net.to(memory_format=torch.channels_last).to(backend.device())


def affordable(net, losses, n: int, minutes: float) -> int:
    """How many steps of both losses fit into the minutes, in hundreds, by a short trial."""
    pace = 0.0
    for loss in losses.values():
        trial = copy.deepcopy(net)
        adam = torch.optim.AdamW(trial.parameters(), 1e-4, foreach=True)
        for step in range(TRIAL):
            if step == TRIAL // 4:  # the first ones choose kernels
                begun = time.perf_counter()
            loss(trial, loop.indices(step, n, PLAN), loop.generator(0, step)).backward()
            adam.step()
            adam.zero_grad()
            float(next(trial.parameters()).sum())  # waits for the device
        pace += (time.perf_counter() - begun) / (TRIAL - TRIAL // 4)
    return max(100, int(60 * minutes / pace / 1.1) // 100 * 100)


def train(args: argparse.Namespace) -> dict:
    """Train both; the facts of each run by the name of its loss."""
    out = Path(args.out)
    pictures, labels = data.load("mnist", "train", args.data)
    on = backend.device()
    x, y = data.to_unit(pictures).to(on), torch.from_numpy(labels).to(on)
    hist = np.bincount(pictures.reshape(-1), minlength=256)
    net = fresh_net(hist, args.seed, args.warm)
    losses = {name: make_loss(name, x, y) for name in LOSSES}
    plan = loop.planned(PLAN, args, quick=3)
    if args.quick:
        plan = loop.replace(plan, batch=16)
    steps_at = out / "pair-steps.json"
    if steps_at.is_file() and not args.fresh:
        plan = loop.replace(plan, steps=json.loads(steps_at.read_text()))
    elif args.minutes and not args.quick:
        plan = loop.replace(plan, steps=affordable(net, losses, len(x), args.minutes))
    steps_at.write_text(json.dumps(plan.steps))
    facts = {}
    for name, loss in losses.items():
        title = f"pair-{name}"
        mine = copy.deepcopy(net)
        average, facts[name] = loop.fit(title, mine, loss, len(x), plan, out, args.fresh, save_every=20.0)
        loop.write_weights(out / f"{title}-weights.safetensors", average)
    return facts


def command_line() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder with the IDX files (default: download into data/)")
    parser.add_argument("--out", default=str(loop.CHECKPOINTS), help="folder of everything that is written")
    parser.add_argument("--steps", type=int, help=f"of each network (default: {PLAN.steps})")
    parser.add_argument("--minutes", type=float, help="as many steps as fit into these minutes for both")
    parser.add_argument("--seed", type=int, default=0, help="of weights, batches and noise")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="processor threads")
    parser.add_argument("--warm", action="store_true", help="both begin from the weights of unet-mnist")
    parser.add_argument("--fresh", action="store_true", help="forget an earlier run")
    parser.add_argument("--quick", action="store_true", help="a minute's run that proves it works")
    return parser


def main(argv: list[str] | None = None) -> None:
    """Train, score, write, print the scores as JSON."""
    args = command_line().parse_args(argv)
    torch.set_num_threads(args.threads)
    torch.backends.cudnn.benchmark = True
    torch.set_float32_matmul_precision("high")
    Path(args.out).mkdir(parents=True, exist_ok=True)
    facts = train(args)
    found = pair_scores.score(Path(args.out), LOSSES, args.data, args.quick)
    found |= {
        "training": {
            name: {k: one[k] for k in ("step", "seconds", "loss", "plan")} for name, one in facts.items()
        },
        "warm": args.warm,
        "device": torch.cuda.get_device_name() if backend.device() == "cuda" else backend.device(),
    }
    text = json.dumps(found, indent=1)
    (Path(args.out) / "pair.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
