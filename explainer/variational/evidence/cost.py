"""What the evidence costs by quadrature as the number of latent dimensions grows."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from explainer.maths import arguments
from explainer.maths.numerals import numeral
from explainer.variational.posteriors.base import LOG_2PI, Array

NODES = 33  # per axis
REACH = 8.0  # the axis runs from −8 to 8 standard deviations of the prior
MEASURED, TOP = 4, 20
_YEAR = 365.25 * 86400.0


@dataclass(frozen=True)
class Cost:
    """The cost in `dim` latent dimensions: evaluations of p(x, z), seconds, and whether measured.

    `error` is that of ln p(x) against its closed form, in nats; None where not measured.
    """

    dim: int
    evaluations: float
    seconds: float
    measured: bool
    error: float | None

    @property
    def words(self) -> str:
        """The time in a familiar unit."""
        return in_words(self.seconds)


def cost(measured: int = MEASURED, top: int = TOP) -> Iterator[Cost]:
    """Time d = 1 … `measured`, then extrapolate to `top` by the last one's time per evaluation.

    The model: d weights z ~ N(0, I), eight measurements y ~ N(X z, 1.5²). The rule: 33 points per
    axis. Raises BadArgument at the call.
    """
    arguments.whole("measured", measured, 1, MEASURED, name="measured dimensions")
    arguments.whole("top", top, measured, 40, name="dimensions")
    return _cost(measured, top)


def _cost(measured: int, top: int) -> Iterator[Cost]:
    each = 0.0
    log_evidence(*problem(1))  # the first call pays for warming up
    for dim in range(1, top + 1):
        count = float(NODES) ** dim
        if dim <= measured:
            design, y, noise = problem(dim)
            begin = time.perf_counter()
            value = log_evidence(design, y, noise)
            seconds = time.perf_counter() - begin
            each = seconds / count
            error = abs(value - log_evidence_closed(design, y, noise))
            yield Cost(dim, count, seconds, True, error)
        else:
            yield Cost(dim, count, each * count, False, None)


def problem(dim: int) -> tuple[Array, Array, float]:
    """Inputs X (8, dim), outcomes y (8,) and the noise's std; the same at every call."""
    rng = np.random.default_rng(7)
    design = rng.standard_normal((8, MEASURED))[:, :dim]
    return design, rng.standard_normal(8) * 2, 1.5


def log_evidence(design: Array, y: Array, noise: float) -> float:
    """ln p(y) in nats by the trapezoid rule on every axis, one slice of the first axis at a time."""
    dim = design.shape[1]
    axis = np.linspace(-REACH, REACH, NODES)
    rest = axis[np.indices((NODES,) * (dim - 1)).reshape(dim - 1, NODES ** (dim - 1)).T]
    known = rest @ design[:, 1:].T - y
    prior = -0.5 * np.sum(rest**2, axis=1)
    logs = []
    for z in axis:
        miss = known + z * design[:, 0]
        log_joint = prior - 0.5 * z * z - 0.5 * np.einsum("ij,ij->i", miss, miss) / noise**2
        top = log_joint.max()
        logs.append(top + np.log(np.exp(log_joint - top).sum()))
    total = np.logaddexp.reduce(logs)
    constant = -0.5 * (dim + len(y)) * LOG_2PI - len(y) * np.log(noise)
    return float(total + constant + dim * np.log(axis[1] - axis[0]))


def log_evidence_closed(design: Array, y: Array, noise: float) -> float:
    """ln N(y; 0, noise² I + X Xᵀ)."""
    cov = noise**2 * np.eye(len(y)) + design @ design.T
    squares = y @ np.linalg.solve(cov, y)
    return float(-0.5 * (squares + np.linalg.slogdet(cov)[1] + len(y) * LOG_2PI))


def in_words(seconds: float) -> str:
    """A duration with two digits, in microseconds to years."""
    units = (
        (1e-3, 1e-6, "µs"),
        (1.0, 1e-3, "ms"),
        (120.0, 1.0, "s"),
        (7200.0, 60.0, "minutes"),
        (2 * 86400.0, 3600.0, "hours"),
        (2 * _YEAR, 86400.0, "days"),
    )
    for limit, unit, name in units:
        if seconds < limit:
            return f"{seconds / unit:.2g} {name}" if seconds < 100 * unit else f"{seconds / unit:.0f} {name}"
    years = seconds / _YEAR
    return f"{numeral(years, ',.0f' if years < 1e4 else '.1e')} years"
