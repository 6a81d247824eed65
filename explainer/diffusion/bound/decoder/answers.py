"""What the discrete decoder asks."""

from typing import Any

import numpy as np

from explainer.diffusion.bound.decoder import figures, theory
from explainer.diffusion.bound.decoder.settings import MEANS, WIDE
from explainer.kit.asked import Source
from explainer.kit.pack import pack
from explainer.maths import arguments


def decoder(level, mean, sigma1) -> dict[str, Any]:
    """The bins, the true one's bits, and what a density alone would say at every width."""
    arguments.whole("level", level, 0, 255, name="the grey level")
    arguments.number("mean", mean, *MEANS, name="the mean")
    arguments.number("sigma1", sigma1, *WIDE, name="σ₁")
    log_bins = theory.bins(mean, sigma1)
    both = (float(-log_bins[level] / np.log(2)), float(theory.density_bits(level, mean, sigma1)))
    answer = figures.decoder(level, mean, sigma1, log_bins, *theory.bits_over_width(level, mean), both)
    return answer | {"widths": pack(theory.WIDTHS)}


SOURCES = {source.name: source for source in (Source("decoder", decoder, ("level", "mean", "sigma1")),)}
