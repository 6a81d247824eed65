"""The page's default data as SciPy's distributions, and how the tests of the answers read these."""

import numpy as np
from scipy import stats
from scipy.special import expit

from explainer.variational.settings import DATA

TYPED = {control.key: control.value for control in DATA}


def data(model="gaussian", **changed):
    """The values of the controls of the data, some of them changed."""
    return TYPED | {"model": model} | changed


def log_joint(model, z):
    """ln p(x, z) of the page's default data, by SciPy's distributions."""
    if model == "gaussian":
        return stats.norm(0, 2).logpdf(z) + sum(stats.norm(z, 1).logpdf(x) for x in (0.8, 1.9, 2.4))
    if model == "coin":
        c = expit(z)
        return stats.beta(2, 2).logpdf(c) + np.log(c * (1 - c)) + 4 * np.log(c) + np.log(1 - c)
    if model == "logistic":
        yes, no = (-0.5, 0.5, 1.5, 2.5), (-2.0, -1.0)
        fits = sum(np.log(expit(z * t)) for t in yes) + sum(np.log(expit(-z * t)) for t in no)
        return stats.norm(0, 2).logpdf(z) + fits
    each = [
        np.logaddexp(np.log(0.55) + stats.norm(z, 1).logpdf(x), np.log(0.45) + stats.norm(-z, 1).logpdf(x))
        for x in (-2.3, -1.6, 1.4, 2.1, 2.6)
    ]
    return stats.norm(0, 3).logpdf(z) + sum(each)


Z = np.linspace(-14, 14, 40_001)


def integral(values):
    """∫ dz by the trapezoid rule, which is exact to rounding for integrands that vanish at both ends."""
    return float(np.sum(values) * (Z[1] - Z[0]))


def elbo_of(model, mean, std):
    """The ELBO of the default data at q = N(mean, std²), in nats."""
    q = stats.norm(mean, std)
    return integral(q.pdf(Z) * (log_joint(model, Z) - q.logpdf(Z)))
