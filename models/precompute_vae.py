"""Make what the VAE's chapter ships: `python -m models.precompute_vae --data DIR [NAME …]`.

Every file in `assets/vae` has its recipe, seed and sha256 in `assets/vae/manifest.json`; the same recipe
makes it again, in float32 on the CPU.
"""

import argparse
import hashlib
import io
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explainer.vae import atlas, theory
from explainer.vae.networks import decoder, encoded
from explainer.vae.theory import grey, ink
from models import backend, data

FOLDER = atlas.FOLDER
COUNT, SAMPLES, NODES, CELLS, SEED = 5000, 64, 48, 96, 8
PAIRS, PLACES, SPREAD = 150, 33, 1000
SIXTEEN = 32  # draws of z a picture where a quadrature over 16 dimensions is out of reach
REACH = 5.3  # of the map of a VAE: every code lies within
BETAS = {"0.1": "vae-mnist-beta-0.1", "0.5": "vae-mnist-beta-0.5", "1": "vae-mnist", "2": "vae-mnist-beta-2",
         "4": "vae-mnist-beta-4", "10": "vae-mnist-beta-10"}  # fmt: skip


@dataclass(frozen=True)
class Recipe:
    """What a file holds: the first `count` test pictures of `data`, or what `models` make of them."""

    kind: str
    data: str
    models: tuple[str, ...] = ()
    count: int = COUNT
    seed: int = SEED


RECIPES: dict[str, Recipe] = {
    "mnist": Recipe("pictures", "mnist"),
    "fashion": Recipe("pictures", "fashion"),
    "ae-mnist": Recipe("autoencoder", "mnist", ("ae-mnist",)),
    "vae-mnist": Recipe("vae", "mnist", ("vae-mnist",)),
    "vae-fashion": Recipe("vae", "fashion", ("vae-fashion",)),
    "vae-mnist-16": Recipe("sixteen", "mnist", ("vae-mnist-16",)),
    "betas": Recipe("betas", "mnist", tuple(BETAS.values())),
    "lines": Recipe("lines", "mnist", ("ae-mnist", "vae-mnist")),
}


def pictures(recipe: Recipe, folder) -> dict[str, NDArray]:
    """The pictures uint8 (n, 28, 28) and their labels uint8 (n,)."""
    shown, labels = data.load(recipe.data, "test", folder)
    return {"pictures": shown[: recipe.count], "labels": labels[: recipe.count].astype(np.uint8)}


def prior(count: int, d: int, seed: int) -> NDArray:
    """z ~ N(0, I), (count, d)."""
    return np.random.default_rng(seed).standard_normal((count, d))


def mapped(recipe: Recipe, folder) -> dict[str, NDArray]:
    """The map of a plane: its limits, codes, atlas, and how far its blends are from the network."""
    name = recipe.models[0]
    seen = pictures(recipe, folder)
    x = seen["pictures"].reshape(-1, 784) / 255
    mu, logvar = encoded(name, x)
    logits = decoder(name)
    if recipe.kind == "vae":
        low, high = np.full(2, -REACH), np.full(2, REACH)
        at = prior(4000, 2, recipe.seed + 1)
    else:  # a square round all codes
        middle = (mu.min(0) + mu.max(0)) / 2
        reach = np.ceil(1.02 * (mu.max(0) - mu.min(0)).max() / 2)
        low, high = middle - reach, middle + reach
        at = mu[:4000]
    xs, ys = (atlas.nodes(low[k], high[k], mu[:, k], NODES) for k in (0, 1))
    grid = np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2)
    shown = atlas.Atlas(xs, ys, grey(logits(grid)).reshape(NODES, NODES, 28, 28))
    exact = (255 * ink(logits(at))).reshape(-1, 28, 28)
    gap = np.abs(atlas.blend(shown, at) - exact)
    out = {
        "low": low,
        "high": high,
        "xs": xs,
        "ys": ys,
        "atlas": atlas.deflate(shown.pictures),
        "points": mu.astype(np.float32),
        "labels": seen["labels"],
        "gap": np.array([gap.mean(), gap.max()]),
        "samples": grey(logits(prior(SAMPLES, 2, recipe.seed))),
    }
    if recipe.kind == "autoencoder":
        p = ink(logits(mu))
        return out | {"error": ((x - p) ** 2).sum(1).astype(np.float32)}
    cells = low[0] + (np.arange(CELLS) + 0.5) * (high[0] - low[0]) / CELLS
    density = theory.aggregate(mu, logvar, cells, cells)
    return out | {
        "logvar": logvar.astype(np.float32),
        "density": density.astype(np.float32),
        **terms(logits, mu, logvar, x),
    }


def terms(logits, mu, logvar, x) -> dict[str, NDArray]:
    """Both terms of −ELBO a picture, nats: KL in closed form, the reconstruction by quadrature."""
    recon = theory.reconstruction(logits, mu, logvar, x, 5)
    kl = theory.kl_to_prior(mu, logvar)
    return {"kl": kl.astype(np.float32), "recon": recon.astype(np.float32)}


def betas(recipe: Recipe, folder) -> dict[str, NDArray]:
    """For each β: codes (6, n, 2), samples from the same z, both terms, KL of each dimension."""
    seen = pictures(recipe, folder)
    x = seen["pictures"].reshape(-1, 784) / 255
    rows: dict[str, list] = {"points": [], "samples": [], "kl": [], "recon": [], "kl_axis": []}
    z = prior(SAMPLES, 2, recipe.seed)
    for name in recipe.models:
        logits = decoder(name)
        mu, logvar = encoded(name, x)
        rows["points"].append(mu.astype(np.float32))
        rows["samples"].append(grey(logits(z)))
        for key, value in terms(logits, mu, logvar, x).items():
            rows[key].append(value)
        rows["kl_axis"].append([theory.kl_to_prior(mu[:, [k]], logvar[:, [k]]).mean() for k in (0, 1)])
    stacked = {key: np.array(value) for key, value in rows.items()}
    return stacked | {"beta": np.array([float(b) for b in BETAS]), "labels": seen["labels"]}


def sixteen(recipe: Recipe, folder) -> dict[str, NDArray]:
    """16 dimensions: samples, KL of each dimension, both terms (the reconstruction by 32 draws a picture)."""
    x = pictures(recipe, folder)["pictures"].reshape(-1, 784) / 255
    logits = decoder(recipe.models[0])
    mu, logvar = encoded(recipe.models[0], x)
    rng = np.random.default_rng(recipe.seed)
    draws = (mu + np.exp(logvar / 2) * rng.standard_normal(mu.shape) for _ in range(SIXTEEN))
    recon = np.mean([theory.log_likelihood(logits(z), x) for z in draws], axis=0)
    return {
        "samples": grey(logits(prior(SAMPLES, mu.shape[1], recipe.seed))),
        "kl": theory.kl_to_prior(mu, logvar).astype(np.float32),
        "recon": recon.astype(np.float32),
        "kl_axis": np.array([theory.kl_to_prior(mu[:, [k]], logvar[:, [k]]).mean() for k in range(mu.shape[1])]),
    }


def lines(recipe: Recipe, folder) -> dict[str, NDArray]:
    """What AE and VAE decode off their codes, judged: the judge's confidence, and how near a real digit.

    Along straight lines between codes of two classes, (2, pairs, places); at places spread evenly over
    the codes' box and at z ~ N(0, I), (2, n). Distances are rms of ink to the nearest of the first
    10,000 training pictures.
    """
    seen = pictures(recipe, folder)
    real = data.load(recipe.data, "train", folder)[0][:10_000].reshape(-1, 784).astype(np.float32) / 255
    x = seen["pictures"].reshape(-1, 784) / 255
    rng = np.random.default_rng(recipe.seed)
    pairs = theory.other_class_pairs(seen["labels"], PAIRS, rng)
    unit, z = rng.random((SPREAD, 2)), prior(SPREAD, 2, recipe.seed)
    rows: dict[str, list] = {}
    for name in recipe.models:
        mu, _ = encoded(name, x)
        way = np.array([theory.straight(mu[a], mu[b], PLACES) for a, b in pairs])
        box = mu.min(0) + unit * (mu.max(0) - mu.min(0))
        for key, at in (("line", way), ("box", box), ("prior", z)):
            shown = grey(decoder(name)(at.reshape(-1, 2)))
            sure, read = confidence(shown)
            rows.setdefault(f"{key}_sure", []).append(sure.reshape(at.shape[:-1]).astype(np.float32))
            rows.setdefault(f"{key}_near", []).append(nearest(shown, real).reshape(at.shape[:-1]))
            rows.setdefault(f"{key}_read", []).append(read.reshape(at.shape[:-1]).astype(np.uint8))
    return {"pairs": pairs.astype(np.int32)} | {key: np.array(value) for key, value in rows.items()}


def confidence(shown: NDArray[np.uint8], judge: str = "classifier-mnist") -> tuple[NDArray, NDArray]:
    """The judge's probability of the class that it reads, and that class, (n,) each."""
    import torch

    network, out = backend.load(judge).cpu(), []
    with torch.no_grad():
        for start in range(0, len(shown), 250):
            out.append(network(data.to_unit(shown[start : start + 250])).softmax(1).numpy())
    chances = np.concatenate(out)
    return chances.max(1), chances.argmax(1)


def nearest(shown: NDArray[np.uint8], real: NDArray[np.float32]) -> NDArray[np.float32]:
    """Root mean square difference of ink to the nearest of `real` (m, 784), (n,)."""
    squares = (real**2).sum(1)
    out = []
    for part in np.array_split(shown.reshape(-1, 784).astype(np.float32) / 255, max(1, len(shown) // 500)):
        apart = (part**2).sum(1)[:, None] + squares - 2 * part @ real.T
        out.append(np.sqrt(np.maximum(apart.min(1), 0) / 784))
    return np.concatenate(out).astype(np.float32)


KINDS = {
    "pictures": pictures,
    "autoencoder": mapped,
    "vae": mapped,
    "betas": betas,
    "sixteen": sixteen,
    "lines": lines,
}


def make(name: str, data_folder, folder: Path = FOLDER) -> dict:
    """Write one file beside and rename it; its entry in the manifest."""
    recipe, buffer = RECIPES[name], io.BytesIO()
    np.savez_compressed(buffer, **KINDS[recipe.kind](recipe, data_folder))
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{name}.part"
    part.write_bytes(buffer.getvalue())
    part.replace(folder / f"{name}.npz")
    return {
        "recipe": asdict(recipe),
        "weights": {one: backend.card(one)["sha256"] for one in recipe.models},
        "sha256": hashlib.sha256(buffer.getvalue()).hexdigest(),
        "bytes": len(buffer.getvalue()),
    }


def main(argv: list[str] | None = None) -> None:
    """Make the files named, or all, and the manifest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(RECIPES)}")
    parser.add_argument("--data", help="folder with the data sets; without it they are downloaded into data/")
    args = parser.parse_args(argv)
    unknown = [name for name in args.names if name not in RECIPES]
    if unknown:
        parser.error(f"name is {unknown[0]!r}; allowed are {', '.join(RECIPES)}")
    os.environ |= {"DIFFUSION_LIVE_DEVICE": "cpu", "DIFFUSION_LIVE_DTYPE": "float32"}
    path = FOLDER / "manifest.json"
    manifest = json.loads(path.read_text()) if path.is_file() else {}
    for name in args.names or RECIPES:
        manifest[name] = make(name, args.data)
        print(f"{name}: {manifest[name]['bytes'] / 1000:.0f} kB", flush=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(manifest, indent=1) + "\n")
        part.replace(path)


if __name__ == "__main__":
    main()
