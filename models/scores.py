"""How good samples are: read by the judge, by Fréchet distance in its features, and as copies."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models import backend

Gaussian = tuple[NDArray[np.float64], NDArray[np.float64]]


def judge(name: str, pictures: NDArray[np.uint8]) -> tuple[NDArray, NDArray]:
    """The judge's class (n,) and features (n, 128) for pictures uint8 (n, 28, 28)."""
    import torch

    from models import data

    network = backend.load(name)
    device = next(network.parameters()).device
    classes, features = [], []
    with torch.no_grad():  # in float32, since rounding would change the scores
        for start in range(0, len(pictures), 500):
            part = network.features(data.to_unit(pictures[start : start + 500]).to(device))
            features.append(part.double().cpu().numpy())
            classes.append(network.head(part).argmax(1).cpu().numpy())
    return np.concatenate(classes), np.concatenate(features)


def gaussian(features: NDArray) -> Gaussian:
    """Mean (d,) and covariance (d, d) of features (n, d)."""
    return features.mean(0), np.cov(features, rowvar=False)


def remember(name: str, features: NDArray) -> None:
    """Store the judge's Gaussian of its training set beside its weights: 60,000 pictures in 130 kB."""
    from safetensors.numpy import save_file

    path = backend.WEIGHTS / f"{name}-train.safetensors"
    part = path.with_suffix(".part")
    mean, cov = gaussian(features)
    save_file({"mean": mean, "cov": np.ascontiguousarray(cov)}, part)
    part.replace(path)


def reference(name: str) -> Gaussian:
    """The judge's Gaussian of its training set; ValueError where it can't be read."""
    from safetensors.numpy import load_file

    path = backend.WEIGHTS / f"{name}-train.safetensors"
    try:
        stored = load_file(path)
        return stored["mean"], stored["cov"]
    except Exception:  # safetensors has an error of its own for each way to be broken
        raise ValueError(f"the training features of {name} can't be read: {path}") from None


def frechet(a: Gaussian, b: Gaussian) -> float:
    """Fréchet distance of two Gaussians, each (mean, covariance).

    ‖μ_a − μ_b‖² + tr(S_a + S_b − 2 (S_a S_b)^½); Heusel et al., arXiv 1706.08500, eq. 6.
    """
    (mu_a, s_a), (mu_b, s_b) = a, b
    values, vectors = np.linalg.eigh(s_a)
    root = vectors * np.sqrt(np.clip(values, 0, None)) @ vectors.T
    cross = np.sqrt(np.clip(np.linalg.eigvalsh(root @ s_b @ root), 0, None)).sum()
    gap = mu_a - mu_b
    return float(gap @ gap + np.trace(s_a) + np.trace(s_b) - 2 * cross)


def frechet_errors(sets: Sequence[NDArray], reference: Gaussian, blocks: int = 50) -> NDArray:
    """Standard errors of the Fréchet distances of sets of features, each (n, d), and between the sets: (k, k).

    By the jackknife, a block of rows left out at a time; a bootstrap repeats rows, which these distances take
    for a loss of variety. Row i of every set is made from the same noise, so the same rows are left out of all.
    On the diagonal the error of a set's distance, elsewhere that of the difference of two.
    """
    left_out = np.array_split(np.random.default_rng(0).permutation(len(sets[0])), blocks)
    found = np.array(
        [[frechet(gaussian(np.delete(one, rows, 0)), reference) for one in sets] for rows in left_out]
    )
    apart = found[:, :, None] - found[:, None, :]
    apart[:, range(len(sets)), range(len(sets))] = found
    return np.sqrt((blocks - 1) * apart.var(0))


def share_error(share: float, n: int) -> float:
    """The standard error of a share of n independent draws."""
    return float(np.sqrt(share * (1 - share) / n))


def spread(pictures: NDArray[np.uint8], labels: NDArray[np.int64]) -> float:
    """Variety within a class: the mean distance of all pairs, averaged over the classes.

    In root mean squared grey, as `nearest`: 0 where all pictures of a class are the same.
    """
    means = []
    for label in np.unique(labels):
        x = pictures[labels == label].reshape((labels == label).sum(), -1) / 255
        square = (x**2).sum(1)
        gap = np.maximum(square[:, None] + square - 2 * x @ x.T, 0) / x.shape[1]
        means.append(np.sqrt(gap[np.triu_indices(len(x), 1)]).mean())
    return float(np.mean(means))


def nearest(pictures: NDArray[np.uint8], among: NDArray[np.uint8]) -> tuple[NDArray, NDArray]:
    """Distance (n,) to the nearest of `among`, and its index (n,), in root mean squared grey.

    0 is a copy, 1 is black against white.
    """
    import torch

    x = torch.from_numpy(pictures.reshape(len(pictures), -1).astype(np.float32) / 255)
    y = torch.from_numpy(among.reshape(len(among), -1).astype(np.float32) / 255)
    best = torch.full((len(x),), float("inf"))
    index = torch.zeros(len(x), dtype=torch.int64)
    for start in range(0, len(y), 10_000):
        part = y[start : start + 10_000]
        square = x.square().sum(1)[:, None] - 2 * x @ part.T + part.square().sum(1)
        least = square.min(1)
        closer = least.values < best
        best = torch.where(closer, least.values, best)
        index = torch.where(closer, least.indices + start, index)
    # the expanded square is off by about 1e-4 near 0, so the nearest one's distance is computed exactly
    gap = (x - y[index]).square().mean(1).sqrt()
    return gap.numpy().astype(np.float64), index.numpy()


def distances(name: str, features: NDArray) -> NDArray[np.float64]:
    """Squared Mahalanobis distances (n,) of features from the judge's Gaussian of its training set."""
    mean, cov = reference(name)
    gap = features - mean
    return np.einsum("ni,ij,nj->n", gap, np.linalg.pinv(cov, rcond=1e-9, hermitian=True), gap)


def recognised(name: str, pictures: NDArray[np.uint8], limit: float) -> NDArray[np.bool_]:
    """Which pictures the judge reads as one class with at least 50 %, and finds no odder than `limit`.

    `limit` is a squared distance in its features. A judge alone is also sure of noise.
    """
    import torch

    network = backend.load(name)
    head = network.head
    _, features = judge(name, pictures)
    with torch.no_grad():
        on = next(network.parameters())
        sure = head(torch.from_numpy(features).to(on)).softmax(1).amax(1).cpu().numpy()
    return (sure >= 0.5) & (distances(name, features) <= limit)
