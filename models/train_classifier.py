"""Train the judges: `python -m models.train_classifier classifier-mnist --data DIR`."""

import sys
from dataclasses import replace

import torch
from torch.nn import functional as F

from models import data, loop
from models.classifier import Classifier, augment

PLAN = loop.Plan(steps=1800, batch=250, rate=3e-3, warmup=200, decay=0.02, ema=0.998, seed=0)
PLANS = {"classifier-mnist": PLAN, "classifier-fashion": replace(PLAN, steps=2300)}


def train(name: str, args) -> None:
    """Cross-entropy with a little label smoothing on augmented pictures, then the weights."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    what = name.removeprefix("classifier-")
    pictures, labels = data.load(what, "train", args.data)
    x, y = data.to_unit(pictures), torch.from_numpy(labels)
    plan = loop.planned(PLANS[name], args, quick=10)
    net = Classifier().to(memory_format=torch.channels_last)

    def loss(net, index, generator):
        index = torch.from_numpy(index)
        pictures = augment(x[index], generator, flip=what == "fashion", strength=args.strength)
        with torch.autocast("cpu", torch.bfloat16):
            scores = net(pictures.contiguous(memory_format=torch.channels_last))
        return F.cross_entropy(scores.float(), y[index], label_smoothing=0.05)

    average = loop.train(name, net, loss, len(x), plan, args)
    test, truth = data.load(what, "test", args.data)
    print(f"{name}: {accuracy(average, data.to_unit(test), torch.from_numpy(truth)):.2%} correct")


@torch.no_grad()
def accuracy(net, x, y) -> float:
    """The share of pictures read as their label."""
    right = sum((net(a).argmax(1) == b).sum() for a, b in zip(x.split(500), y.split(500), strict=True))
    return int(right) / len(y)


def main(argv: list[str] | None = None) -> None:
    """Read the command line and train."""
    parser = loop.arguments(__doc__, tuple(PLANS))
    parser.add_argument("--strength", type=float, default=1.0, help="of the augmentation")
    args = parser.parse_args(argv)
    train(args.name, args)


if __name__ == "__main__":
    main(sys.argv[1:])
