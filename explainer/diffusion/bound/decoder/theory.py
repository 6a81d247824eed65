"""The discrete decoder: 256 grey levels as bins of a Gaussian, against its density; DDPM eq. 13."""

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.bound.terms import log_share

LEVELS = np.arange(256) / 127.5 - 1  # grey levels in [−1, 1]
WIDTHS = np.geomspace(0.02, 200, 241)  # in grey levels


def bins(mean: float, width: float) -> NDArray[np.float64]:
    """ln of each level's share of N(mean, width²), both in grey levels 0 … 255, (256,)."""
    return log_share(LEVELS, mean / 127.5 - 1, width / 127.5)


def bits_over_width(level: int, mean: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the true level costs at each of WIDTHS: by its bin, and by the density times a level's width."""
    coded = -log_share(np.array(LEVELS[level]), mean / 127.5 - 1, WIDTHS / 127.5) / np.log(2)
    return coded, density_bits(level, mean, WIDTHS)


def density_bits(level: int, mean: float, width):
    """−log₂ of N(level; mean, width²) for a bin one grey level wide; below 0 where the density is above 1."""
    return (0.5 * ((level - mean) / width) ** 2 + np.log(width * np.sqrt(2 * np.pi))) / np.log(2)
