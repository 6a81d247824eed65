"""How often training for the bound draws each t: in proportion to the size of its term."""

import numpy as np
import torch

from models.bound_unet import PLAN as SCHEDULE

EVEN = 0.15  # of the draws of t are even over 1 … T, the rest follow the size of the terms
# root mean square of a picture's term in bits a pixel, measured on the network at its start
SIZES = {
    1: 0.649, 2: 0.094, 3: 0.0549, 4: 0.0404, 6: 0.0268, 8: 0.0204, 12: 0.0146, 16: 0.0115, 24: 0.00808,
    32: 0.00633, 48: 0.00427, 64: 0.00325, 96: 0.00214, 128: 0.00159, 192: 0.00109, 256: 8.89e-4,
    384: 8.89e-4, 512: 7.02e-4, 640: 4.76e-4, 768: 2.84e-4, 896: 1.27e-4, 1000: 5.87e-7,
}  # fmt: skip


def chances() -> torch.Tensor:
    """The probability of each t = 1 … T, float64 (T,)."""
    steps = np.log(np.arange(1, SCHEDULE.T + 1))
    size = np.exp(np.interp(steps, np.log(list(SIZES)), np.log(list(SIZES.values()))))
    return torch.from_numpy((1 - EVEN) * size / size.sum() + EVEN / SCHEDULE.T)
