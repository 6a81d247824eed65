"""Measure the variational bound of pictures under a trained diffusion model, term by term.

examples:
  python -m models.likelihood --pictures digits.npz
  python -m models.likelihood --model unet-mnist --sigma beta --pictures digits.npz --t all --json

FILE.npz holds `pictures` uint8 [N, 28, 28] and `labels` int64 [N], as models.sample writes it. The bits
are those of each picture given its class, or with --no-class without it.
"""

import argparse
import json
import math
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer import shipped
from explainer.diffusion.bound import shown
from explainer.diffusion.bound.sigmas import SIGMAS, with_sigma
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from models import backend, denoisers, shell

MOST = 10_000
BATCH = 64
ALONE = 4  # times that a single picture is measured, for its error
DEFAULT = 64  # steps a picture


def command_line() -> shell.Parser:
    """The command line."""
    parser = shell.Parser(
        prog="python -m models.likelihood",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--model", default="unet-mnist-bound", metavar="NAME", help=", ".join(shown.NETWORKS))
    parser.add_argument("--pictures", required=True, metavar="FILE.npz", help=f"1 to {MOST:,} pictures")
    parser.add_argument(
        "--sigma", help=f"{', '.join(SIGMAS)} (default: learned where the network is, else beta-tilde)"
    )
    parser.add_argument(
        "--t",
        default=str(DEFAULT),
        help=f"all, or how many of the steps t ≥ 2 are asked for each picture (default: {DEFAULT}); they are "
        "drawn from as many bins, narrow where t is small",
    )
    parser.add_argument("--no-class", action="store_true", help="do not tell the network the labels")
    parser.add_argument("--seed", type=shell.whole, default=0, help="0 or more")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def read(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Pictures uint8 (n, 28, 28) and labels int64 (n,) of the file; BadArgument says what is allowed."""
    allowed = "allowed is an .npz with pictures uint8 [N, 28, 28] and labels int64 [N]"
    try:
        with np.load(path, allow_pickle=False) as file:
            if not isinstance(file, np.lib.npyio.NpzFile):
                raise BadArgument("pictures", f"{path} is no .npz; {allowed}")
            missing = [name for name in ("pictures", "labels") if name not in file.files]
            if missing:
                raise BadArgument("pictures", f"{path} has no {missing[0]}; {allowed}")
            pictures, labels = file["pictures"], file["labels"]
    except BadArgument:
        raise
    except OSError as error:
        raise BadArgument("pictures", f"{path} can't be read ({error.strerror or error}); {allowed}") from None
    except (ValueError, EOFError, KeyError, zipfile.BadZipFile):
        raise BadArgument("pictures", f"{path} holds something else than plain arrays; {allowed}") from None
    if pictures.dtype != np.uint8 or pictures.ndim != 3 or pictures.shape[1:] != (28, 28):
        shape = "×".join(map(str, pictures.shape))
        raise BadArgument("pictures", f"pictures are {pictures.dtype} [{shape}]; allowed is uint8 [N, 28, 28]")
    if not 1 <= len(pictures) <= MOST:
        raise BadArgument("pictures", f"there are {len(pictures):,} pictures; allowed are 1 to {MOST:,}")
    if labels.dtype.kind not in "iu" or labels.shape != pictures.shape[:1]:
        raise BadArgument("labels", f"labels are {labels.dtype} {list(labels.shape)}; allowed is int64 [N]")
    if labels.min() < 0 or labels.max() > 9:
        raise BadArgument("labels", f"labels are {labels.min()} to {labels.max()}; allowed are 0 to 9")
    return pictures, labels.astype(np.int64)


def bins(T: int, count: int) -> NDArray[np.int64]:
    """The first t of each of `count` bins of the steps 2 … T, and T + 1; about even in ln t."""
    wanted = np.geomspace(2, T + 1, count + 1).round().astype(int)
    return np.maximum(wanted, 2 + np.arange(count + 1))


def check(model: str, sigma: str | None, t: str, seed: int) -> tuple[str, int]:
    """Σ and the number of steps t ≥ 2 a picture; BadArgument unless each is allowed."""
    arguments.choice("model", model, shown.NETWORKS)
    learned = backend.MODELS[model].kind == "bound"
    sigma = sigma or ("learned" if learned else "beta-tilde")
    arguments.choice("sigma", sigma, SIGMAS if learned else [name for name in SIGMAS if name != "learned"])
    arguments.whole("seed", seed, 0)
    most = backend.MODELS[model].T - 1
    if t == "all":
        return sigma, most
    if not t.isascii() or not t.isdigit() or not 1 <= int(t) <= most:
        raise BadArgument("t", f"t is {t!r}; allowed is all, or a whole number from 1 to {most}")
    return sigma, int(t)


def measure(
    model: str, pictures: NDArray[np.uint8], labels: NDArray[np.int64] | None, sigma: str, count: int, seed: int
) -> Iterator[tuple[float, dict[str, Any] | None]]:
    """Yields (share done, None) after each batch, and (1, the facts) at the end; bits a pixel."""
    import torch

    from explainer.diffusion import process
    from explainer.diffusion.bound.terms import prior_kl, step_terms
    from models import data
    from models.unet import NO_CLASS

    plan = backend.MODELS[model].schedule()
    net = with_sigma(denoisers.x0_model(model), sigma, plan, shipped.arrays(f"bound/{model}")["best"])
    again = ALONE if len(pictures) == 1 else 1
    x0 = data.to_unit(pictures).repeat(again, 1, 1, 1)
    y = torch.full((len(x0),), NO_CLASS) if labels is None else torch.from_numpy(labels).repeat(again)
    source, rng = torch.Generator().manual_seed(seed), np.random.default_rng(seed)
    scale, edges = math.log(2) * x0[0].numel(), bins(plan.T, count)
    terms = np.zeros((count + 1, len(x0)))
    for row in range(count + 1):
        low, high = (1, 2) if row == 0 else edges[row - 1 : row + 1]
        t = torch.from_numpy(rng.integers(low, high, len(x0)))
        for first in range(0, len(x0), BATCH):
            part = slice(first, first + BATCH)
            xt = process.q_sample(x0[part], t[part], torch.randn(x0[part].shape, generator=source), plan)
            with torch.no_grad():
                found = net(xt, t[part], y[part])
            known = (one.double() for one in (*found, x0[part], xt))
            terms[row, part] = step_terms(*known, t[part], plan).numpy() / scale
            done = (row + min(1, (first + BATCH) / len(x0))) / (count + 1)
            if done < 1:
                yield done, None
    last = prior_kl(x0.double(), plan).numpy() / scale
    yield 1.0, facts(terms, last, edges, len(pictures), plan.T)


def facts(terms: NDArray, last: NDArray, edges: NDArray, n: int, T: int) -> dict[str, Any]:
    """What is printed, in bits a pixel: L_T, L_0, each later term with its bin, and the totals."""
    steps = np.concatenate([[1], np.diff(edges)])
    totals = last + steps @ terms
    rows = [
        {"t": [int(low), int(high - 1)], "bits": float(mean), "standard_error": _error(row)}
        for low, high, mean, row in zip(edges[:-1], edges[1:], terms[1:].mean(1), terms[1:], strict=True)
    ]
    return {
        "T": T,
        "pictures": n,
        "bits_a_pixel": float(totals.mean()),
        "standard_error": _error(totals),
        "l_T": float(last.mean()),
        "l_0": float(terms[0].mean()),
        "terms": rows,
        "each": [float(total) for total in (totals if n > 1 else [totals.mean()])],
    }


def _error(values: NDArray) -> float:
    return float(values.std(ddof=1) / math.sqrt(len(values)))


def table(found: dict[str, Any]) -> str:
    """The facts for a reader: ten lines of terms at most, and the sum."""
    rows = found["terms"]
    shown_rows = [
        rows[i] for i in np.unique(np.linspace(0, len(rows) - 1, min(10, len(rows))).round().astype(int))
    ]
    lines = [f"{'L_T':>16}  {found['l_T']:.3g}", f"{'L_0':>16}  {found['l_0']:.5f}"]
    for row in shown_rows:
        low, high = row["t"]
        name = f"t = {low}" if low == high else f"t = {low} … {high}"
        lines.append(f"{name:>16}  {row['bits']:.3g} each")
    total, error = found["bits_a_pixel"], found["standard_error"]
    of = f"{found['pictures']:,} pictures" if found["pictures"] > 1 else "one picture"
    lines.append(f"{'the bound':>16}  {total:.4f} ± {error:.4f} bits a pixel, {of}")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> None:
    """Read the command line, measure, print."""
    parser = command_line()
    args = parser.parse_args(argv)
    try:
        sigma, count = check(args.model, args.sigma, args.t, args.seed)
        pictures, labels = read(Path(args.pictures))
        begin, told = time.perf_counter(), None if args.no_class else labels
        for share, now in measure(args.model, pictures, told, sigma, count, args.seed):
            shell.progress(share, time.perf_counter() - begin)
            found = now
    except ValueError as error:
        parser.error(error)
    given = {"model": args.model, "sigma": sigma, "class_given": not args.no_class, "seed": args.seed}
    print(json.dumps(given | found, indent=1) if args.json else table(found))


if __name__ == "__main__":
    main(sys.argv[1:])
