"""Generate pictures with a trained diffusion model.

examples:
  python -m models.sample --model unet-mnist --class 7 --n 16 --out sevens.png
  python -m models.sample --model unet-fashion --class all --n 100 --guidance 1 --out clothes.png
  python -m models.sample --n 1000 --steps 50 --sampler ddim --eta 0 --seed 3 --out digits.npz

A .npz holds `pictures` uint8 [N, 28, 28] and `labels` int64 [N]; a .png is a contact sheet.
The same seed gives the same pictures; picture k of seed s is the same for every --n, and --first k --n 1
makes it alone. The page's chains of a class are those of --power 1, with its own sampler, steps and guidance.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explainer.maths import arguments
from models import backend, shell
from models.data import CLASSES

MOST = 10_000
GROUP = 128  # pictures in flight: bounds the memory, whatever N
STEPS = 50
SAMPLERS = ("ddpm", "ddim", "dpm")


def unets() -> list[str]:
    """The networks that can generate."""
    return [name for name, spec in backend.MODELS.items() if spec.kind == "unet"]


def command_line() -> shell.Parser:
    """The command line."""
    parser = shell.Parser(
        prog="python -m models.sample",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--model", default="unet-mnist", metavar="NAME", help=", ".join(unets()))
    parser.add_argument(
        "--class",
        dest="label",
        default="all",
        help="0-9, a name such as sneaker, or all: labels 0…9 in turn (default)",
    )
    parser.add_argument("--n", type=shell.whole, default=16, help=f"pictures, 1 to {MOST}")
    parser.add_argument("--first", type=shell.whole, default=0, help="number of the first picture, from 0")
    parser.add_argument("--steps", type=shell.whole, default=STEPS, help="1 to 1000; more is better")
    parser.add_argument(
        "--power",
        type=shell.number,
        default=None,
        help="spacing of the steps, t ∝ (i/S)^power: 1 is even, 4 takes most at small t, for clearer, "
        "a little less varied pictures (default: 1 for clothes, for digits S/12, from 1 to 4)",
    )
    parser.add_argument("--sampler", default="ddpm", help=", ".join(SAMPLERS))
    parser.add_argument("--eta", type=shell.number, default=None, help="ddim: 0 no noise … 1 as ddpm")
    parser.add_argument(
        "--guidance",
        type=shell.number,
        default=0.0,
        help="w in (1 + w) ε(x, y) − w ε(x): 0 is plain, 1 is clearer, 8 is too much",
    )
    parser.add_argument("--seed", type=shell.whole, default=0, help="0 or more")
    parser.add_argument("--out", required=True, metavar="FILE", help="FILE.npz or FILE.png")
    return parser


def labels_for(label: str, n: int, model: str, first: int = 0) -> NDArray[np.int64]:
    """The class of each picture from `first` on, int64 (n,): `all` repeats 0 … 9. BadArgument if unknown."""
    names = CLASSES[backend.MODELS[model].data]
    if label == "all":
        return np.arange(first, first + n, dtype=np.int64) % len(names)
    known = {str(i): i for i in range(len(names))} | {text.lower(): i for i, text in enumerate(names)}
    if label.lower() not in known:
        words = ["0 to 9", "all", *(name for name in names if not name.isdigit())]
        raise arguments.BadArgument("label", f"class is {label!r}; allowed are {', '.join(words)}")
    return np.full(n, known[label.lower()], dtype=np.int64)


def spacing(model: str, steps: int) -> float:
    """The default power by which so many steps are spaced: the network's, or less for few steps.

    Less, so that the largest gap stays at about T/12: wider gaps cost variety.
    """
    return min(backend.MODELS[model].power, max(1.0, steps / 12))


def check(
    model: str, n: int, steps: int, power: float | None, sampler: str, eta: float | None, guidance: float
) -> None:
    """BadArgument, named after the argument, unless each is allowed."""
    arguments.choice("model", model, unets())
    arguments.whole("n", n, 1, MOST)
    arguments.whole("steps", steps, 1, backend.MODELS[model].T)
    arguments.choice("sampler", sampler, SAMPLERS)
    arguments.number("guidance", guidance, 0, 100)
    if power is not None:
        arguments.number("power", power, 1, 10)
    if eta is not None:
        arguments.number("eta", eta, 0, 1)


def generate(
    model: str,
    labels: NDArray[np.int64] | None,
    *,
    n: int | None = None,
    steps: int = STEPS,
    power: float | None = None,
    sampler: str = "ddpm",
    eta: float | None = None,
    guidance: float = 0.0,
    seed: int = 0,
    first: int = 0,
) -> Iterator[tuple[float, NDArray[np.uint8] | None]]:
    """Yields (share done, None) after each step, and (share, pictures) after each group.

    `labels` (n,) int64, or None with n for pictures of no class. They are the pictures of the seed from number
    `first` on. BadArgument as `check` says.
    """
    total = len(labels) if labels is not None else n
    check(model, total, steps, power, sampler, eta, guidance)
    import torch

    from explainer.diffusion.reverse import samplers
    from models import data

    eps, plan = backend.eps_model(model), backend.MODELS[model].schedule()
    ts = samplers.timesteps(plan.T, steps, power or spacing(model, steps))
    for before in range(0, total, GROUP):
        size = min(GROUP, total - before)
        sources = samplers.generators(seed, size, first + before)
        y = None if labels is None else torch.from_numpy(labels[before : before + size])
        options = {} if sampler == "dpm" else {"generators": sources}
        if sampler == "ddim":
            options["eta"] = eta or 0.0
        run = samplers.SAMPLERS[sampler]
        xT = samplers.start((1, 28, 28), sources)
        last = xT
        for done, step in enumerate(run(eps, xT, y, plan, ts, guidance=guidance, **options), 1):
            last = step.xs
            yield (before + size * done / steps) / total, None
        yield (before + size) / total, data.to_bytes(last)


def pictures(model: str, labels: NDArray[np.int64] | None, **options) -> NDArray[np.uint8]:
    """All of `generate`'s pictures, uint8 (n, 28, 28)."""
    return np.concatenate([group for _, group in generate(model, labels, **options) if group is not None])


def write(path: Path, pictures: NDArray[np.uint8], labels: NDArray[np.int64]) -> None:
    """The .npz or .png, written under another name and renamed; ValueError where that can't be done."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            if path.suffix == ".npz":
                np.savez_compressed(file, pictures=pictures, labels=labels)
            else:
                from PIL import Image

                Image.fromarray(sheet(pictures)).save(file, "png")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ValueError(f"{path} can't be written: {error.strerror}") from None


def sheet(pictures: NDArray[np.uint8], columns: int = 10) -> NDArray[np.uint8]:
    """A contact sheet: rows of ten pictures separated by thin grey lines."""
    columns = min(columns, len(pictures))
    rows = -(-len(pictures) // columns)
    out = np.full((rows * 30 + 2, columns * 30 + 2), 64, np.uint8)
    for k, picture in enumerate(pictures):
        top, left = 2 + 30 * (k // columns), 2 + 30 * (k % columns)
        out[top : top + 28, left : left + 28] = picture
    return out


def main(argv: list[str] | None = None) -> None:
    """Read the command line, generate, write."""
    parser = command_line()
    args = parser.parse_args(argv)
    path = Path(args.out)
    try:
        check(args.model, args.n, args.steps, args.power, args.sampler, args.eta, args.guidance)
        if args.eta is not None and args.sampler != "ddim":
            raise ValueError(f"eta belongs to the ddim sampler, not to {args.sampler}")
        arguments.whole("seed", args.seed, 0)
        arguments.whole("first", args.first, 0, MOST)
        labels = labels_for(args.label, args.n, args.model, args.first)
        _writable(path)
        begin, made = time.perf_counter(), []
        for share, group in generate(
            args.model,
            labels,
            steps=args.steps,
            power=args.power,
            sampler=args.sampler,
            eta=args.eta,
            guidance=args.guidance,
            seed=args.seed,
            first=args.first,
        ):
            shell.progress(share, time.perf_counter() - begin)
            made += [] if group is None else [group]
        write(path, np.concatenate(made), labels)
    except ValueError as error:
        parser.error(error)
    print(f"{path}: {args.n} pictures in {time.perf_counter() - begin:.1f} s", file=sys.stderr)


def _writable(path: Path) -> None:
    if path.suffix not in (".npz", ".png"):
        raise ValueError(f"out is {str(path)!r}; allowed is a name that ends in .npz or .png")
    folder = path.parent
    if path.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise ValueError(f"{path} can't be written: {folder} is no folder that can be written to")


if __name__ == "__main__":
    main(sys.argv[1:])
