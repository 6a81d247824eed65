"""Make what the VAE's chapter ships: `python -m models.precompute_vae --data DIR [NAME …]`.

Every file in `assets/vae` has its recipe, seed and sha256 in `assets/vae/manifest.json`. The same
recipe makes it again, in float32 on the CPU.
"""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.vae import atlas, codes, theory
from explainer.vae.paths import straight
from explainer.vae.theory import grey, ink
from models import backend, data, scores, shipping
from models.coders import decoder, encoded

FOLDER = shipping.ASSETS / "vae"
COUNT, SAMPLES, NODES, CELLS, SEED = 5000, 64, 48, 96, 8
PAIRS, POINTS, SPREAD = 150, 33, 1000
SIXTEEN = 32  # draws of z per picture where a quadrature over 16 dimensions is out of reach
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


def pictures(recipe: Recipe, folder: str | None) -> dict[str, NDArray]:
    """The pictures uint8 (n, 28, 28) and their labels uint8 (n,)."""
    test, labels = data.load(recipe.data, "test", folder)
    return {"pictures": test[: recipe.count], "labels": labels[: recipe.count].astype(np.uint8)}


def flat(recipe: Recipe, folder: str | None) -> tuple[NDArray, NDArray]:
    """The same pictures as ink (n, 784) in [0, 1], and their labels."""
    test = pictures(recipe, folder)
    return test["pictures"].reshape(-1, 784) / 255, test["labels"]


def prior(count: int, d: int, seed: int) -> NDArray:
    """z ~ N(0, I), (count, d)."""
    return np.random.default_rng(seed).standard_normal((count, d))


def autoencoder(recipe: Recipe, folder: str | None) -> dict[str, NDArray]:
    """The plane of the autoencoder, in a square around all codes, and ‖X − G(F(X))‖² of each picture."""
    name = recipe.models[0]
    x, labels = flat(recipe, folder)
    mu, _ = encoded(name, x)
    middle = (mu.min(0) + mu.max(0)) / 2
    reach = np.ceil(1.02 * (mu.max(0) - mu.min(0)).max() / 2)
    error = ((x - ink(decoder(name)(mu))) ** 2).sum(1)
    plane = mapped(recipe, mu, labels, middle - reach, middle + reach, mu[:4000])
    return plane | {"error": error.astype(np.float32)}


def vae(recipe: Recipe, folder: str | None) -> dict[str, NDArray]:
    """The plane of a VAE, its aggregate posterior, and both terms of each picture's loss."""
    name = recipe.models[0]
    x, labels = flat(recipe, folder)
    mu, logvar = encoded(name, x)
    low, high = np.full(2, -atlas.REACH), np.full(2, atlas.REACH)
    cells = low[0] + (np.arange(CELLS) + 0.5) * (high[0] - low[0]) / CELLS
    return mapped(recipe, mu, labels, low, high, prior(4000, 2, recipe.seed + 1)) | {
        "logvar": logvar.astype(np.float32),
        "density": codes.aggregate(mu, logvar, cells, cells).astype(np.float32),
        **terms(decoder(name), mu, logvar, x),
    }


def mapped(recipe: Recipe, mu: NDArray, labels: NDArray, low: NDArray, high: NDArray, at: NDArray) -> dict:
    """The map of a plane: its corners, codes and atlas, and how far blends `at` (n, 2) are from the network."""
    logits = decoder(recipe.models[0])
    xs, ys = (atlas.nodes(low[k], high[k], mu[:, k], NODES) for k in (0, 1))
    grid = np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2)
    made = atlas.Atlas(xs, ys, grey(logits(grid)).reshape(NODES, NODES, 28, 28))
    gap = np.abs(atlas.blend(made, at) - (255 * ink(logits(at))).reshape(-1, 28, 28))
    return {
        "low": low,
        "high": high,
        "xs": xs,
        "ys": ys,
        "atlas": atlas.deflate(made.pictures),
        "points": mu.astype(np.float32),
        "labels": labels,
        "gap": np.array([gap.mean(), gap.max()]),
        "samples": grey(logits(prior(SAMPLES, 2, recipe.seed))),
    }


def terms(logits: theory.Decoder, mu: NDArray, logvar: NDArray, x: NDArray) -> dict[str, NDArray]:
    """Both terms of −ELBO per picture, nats: KL in closed form, the reconstruction by quadrature."""
    recon = theory.reconstruction(logits, mu, logvar, x, 5)
    kl = theory.kl_to_prior(mu, logvar)
    return {"kl": kl.astype(np.float32), "recon": recon.astype(np.float32)}


def kl_per_axis(mu: NDArray, logvar: NDArray) -> list[float]:
    """The mean KL of each axis of z, nats, (d,) of (n, d)."""
    return [theory.kl_to_prior(mu[:, [k]], logvar[:, [k]]).mean() for k in range(mu.shape[1])]


def betas(recipe: Recipe, folder: str | None) -> dict[str, NDArray]:
    """For each β: codes (6, n, 2), samples from the same z, both terms, KL of each dimension."""
    x, labels = flat(recipe, folder)
    rows: dict[str, list] = {"points": [], "samples": [], "kl": [], "recon": [], "kl_axis": []}
    z = prior(SAMPLES, 2, recipe.seed)
    for name in recipe.models:
        logits = decoder(name)
        mu, logvar = encoded(name, x)
        rows["points"].append(mu.astype(np.float32))
        rows["samples"].append(grey(logits(z)))
        for key, value in terms(logits, mu, logvar, x).items():
            rows[key].append(value)
        rows["kl_axis"].append(kl_per_axis(mu, logvar))
    stacked = {key: np.array(value) for key, value in rows.items()}
    return stacked | {"beta": np.array([float(beta) for beta in BETAS]), "labels": labels}


def sixteen(recipe: Recipe, folder: str | None) -> dict[str, NDArray]:
    """16 dimensions: samples, KL of each dimension, both terms (the reconstruction by 32 draws per picture)."""
    x, _ = flat(recipe, folder)
    logits = decoder(recipe.models[0])
    mu, logvar = encoded(recipe.models[0], x)
    rng = np.random.default_rng(recipe.seed)
    draws = (mu + np.exp(logvar / 2) * rng.standard_normal(mu.shape) for _ in range(SIXTEEN))
    recon = np.mean([theory.log_likelihood(logits(z), x) for z in draws], axis=0)
    return {
        "samples": grey(logits(prior(SAMPLES, mu.shape[1], recipe.seed))),
        "kl": theory.kl_to_prior(mu, logvar).astype(np.float32),
        "recon": recon.astype(np.float32),
        "kl_axis": np.array(kl_per_axis(mu, logvar)),
    }


def lines(recipe: Recipe, folder: str | None) -> dict[str, NDArray]:
    """What AE and VAE decode off their codes: the judge's confidence, and how near a real digit is.

    Along straight lines between codes of two classes, (2, pairs, points); at points spread evenly over
    the codes' box and at z ~ N(0, I), (2, n). Distances are rms of ink to the nearest of the first
    10,000 training pictures.
    """
    real = data.load(recipe.data, "train", folder)[0][:10_000]
    x, labels = flat(recipe, folder)
    rng = np.random.default_rng(recipe.seed)
    pairs = codes.other_class_pairs(labels, PAIRS, rng)
    unit, z = rng.random((SPREAD, 2)), prior(SPREAD, 2, recipe.seed)
    rows: dict[str, list] = {}
    for name in recipe.models:
        mu, _ = encoded(name, x)
        line = np.array([straight(mu[a], mu[b], POINTS) for a, b in pairs])
        box = mu.min(0) + unit * (mu.max(0) - mu.min(0))
        for key, at in (("line", line), ("box", box), ("prior", z)):
            made, shape = grey(decoder(name)(at.reshape(-1, 2))), at.shape[:-1]
            sure, read = confidence(made)
            near, _ = scores.nearest(made, real)
            rows.setdefault(f"{key}_sure", []).append(sure.reshape(shape).astype(np.float32))
            rows.setdefault(f"{key}_near", []).append(near.reshape(shape).astype(np.float32))
            rows.setdefault(f"{key}_read", []).append(read.reshape(shape).astype(np.uint8))
    return {"pairs": pairs.astype(np.int32)} | {key: np.array(value) for key, value in rows.items()}


def confidence(made: NDArray[np.uint8], judge: str = "classifier-mnist") -> tuple[NDArray, NDArray]:
    """The judge's probability of the class that it reads, and that class, (n,) each."""
    import torch

    network, out = backend.load(judge).cpu(), []
    with torch.no_grad():
        for start in range(0, len(made), 250):
            out.append(network(data.to_unit(made[start : start + 250])).softmax(1).numpy())
    chances = np.concatenate(out)
    return chances.max(1), chances.argmax(1)


KINDS = {
    "pictures": pictures,
    "autoencoder": autoencoder,
    "vae": vae,
    "betas": betas,
    "sixteen": sixteen,
    "lines": lines,
}


def make(name: str, folder: str | None = None) -> dict:
    """Write one file from its recipe, with pictures of `folder`; its entry in the manifest."""
    recipe = RECIPES[name]
    return shipping.save(FOLDER, name, KINDS[recipe.kind](recipe, folder), asdict(recipe), recipe.models)


def main(argv: list[str] | None = None) -> None:
    """Make the files named, or all, and the manifest."""
    shipping.run(FOLDER, list(RECIPES), make, __doc__, argv)


if __name__ == "__main__":
    main()
