"""How good samples are: read by the judge, by Fréchet distance in its features, and as copies."""

import numpy as np
from numpy.typing import NDArray


def judge(name: str, pictures: NDArray[np.uint8]) -> tuple[NDArray, NDArray]:
    """The judge's class (n,) and features (n, 128) for pictures uint8 (n, 28, 28)."""
    import torch

    from models import backend, data

    network = backend.load(name)
    device = next(network.parameters()).device
    classes, features = [], []
    with torch.no_grad():  # float32: a judge does not round
        for start in range(0, len(pictures), 500):
            seen = network.features(data.to_unit(pictures[start : start + 500]).to(device))
            features.append(seen.double().cpu().numpy())
            classes.append(network.head(seen).argmax(1).cpu().numpy())
    return np.concatenate(classes), np.concatenate(features)


def frechet(a: NDArray, b: NDArray) -> float:
    """Fréchet distance of two Gaussians fitted to features (n, d) and (m, d).

    ‖μ_a − μ_b‖² + tr(S_a + S_b − 2 (S_a S_b)^½); Heusel et al., arXiv 1706.08500, eq. 6.
    """
    s_a, s_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    values, vectors = np.linalg.eigh(s_a)
    root = vectors * np.sqrt(np.clip(values, 0, None)) @ vectors.T
    cross = np.sqrt(np.clip(np.linalg.eigvalsh(root @ s_b @ root), 0, None)).sum()
    gap = a.mean(0) - b.mean(0)
    return float(gap @ gap + np.trace(s_a) + np.trace(s_b) - 2 * cross)


def nearest(pictures: NDArray[np.uint8], among: NDArray[np.uint8]) -> tuple[NDArray, NDArray]:
    """Distance (n,) to, and place (n,) of, the nearest of `among`, in root mean squared grey.

    0 is a copy, 1 is black against white.
    """
    import torch

    x = torch.from_numpy(pictures.reshape(len(pictures), -1).astype(np.float32) / 255)
    y = torch.from_numpy(among.reshape(len(among), -1).astype(np.float32) / 255)
    best = torch.full((len(x),), float("inf"))
    place = torch.zeros(len(x), dtype=torch.int64)
    for start in range(0, len(y), 10_000):
        part = y[start : start + 10_000]
        square = x.square().sum(1)[:, None] - 2 * x @ part.T + part.square().sum(1)
        found = square.min(1)
        closer = found.values < best
        best = torch.where(closer, found.values, best)
        place = torch.where(closer, found.indices + start, place)
    # the expanded square rounds to about 1e-4 near 0: the winner's distance is taken exactly
    gap = (x - y[place]).square().mean(1).sqrt()
    return gap.numpy().astype(np.float64), place.numpy()
