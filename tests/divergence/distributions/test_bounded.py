"""Families with an end: their distribution functions where SciPy's own lose digits."""

import mpmath as mp
import numpy as np
import pytest

from explainer.divergence.distributions.bounded import lower_gamma


@pytest.mark.parametrize("shape", [2.0, 99_000.0, 1.01e5, 1e6, 1e7])
@pytest.mark.parametrize("width", [-8, -5, -4.1, -3.9, -1, 0.5])
def test_the_lower_gamma_function_keeps_its_left_tail(shape, width):
    with mp.workdps(30):
        a, x = mp.mpf(shape), float(max(shape + width * shape**0.5, shape / 8))
        log_norm = mp.loggamma(a)
        steps = [(width - k) * mp.sqrt(a) + a for k in (14, 8, 5, 3, 2, 1, 0.5)]
        cuts = sorted({mp.mpf(0) if cut < 0 else cut for cut in steps if cut < x} | {mp.mpf(x)})
        truth = mp.quad(lambda t: mp.exp((a - 1) * mp.log(t) - t - log_norm) if t > 0 else mp.mpf(0), cuts)
    assert lower_gamma(shape, np.array([x]))[0] == pytest.approx(float(truth), rel=2e-12)


def test_far_below_the_mean_the_lower_gamma_function_is_zero():
    assert lower_gamma(1e6, np.array([0.0, 1.0, 5e5, 8.5e5])).tolist() == [0, 0, 0, 0]
