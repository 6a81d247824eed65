"""What the estimates ask: a thousand by each estimator, and their variances over draws and dimensions."""

import numpy as np

from explainer.kit.asked import Source
from explainer.maths import arguments
from explainer.vae.reparameterization.estimates import figures, theory
from explainer.vae.reparameterization.estimators import NAMES
from explainer.vae.reparameterization.figures import readable
from explainer.vae.reparameterization.integrands import integrand
from explainer.vae.reparameterization.settings import Q_KEYS

COORDINATES = {"mu": 0, "sigma": 1}
COUNTS, DIMENSIONS = (2, 8, 32, 128), (1, 4, 16, 64)
GRID = np.linspace(-5, 5, 401)
STEP = (
    "A step has slope 0 wherever a draw falls: the pathwise estimate is always 0, with variance 0, and wrong. "
    "The gradient is {truth}, and all of it comes from the jump, which no draw ever hits; ∇ and E may not be "
    "swapped there. The score function needs only f itself, so it is right."
)
QUIETER = "Pathwise is the quieter one: the score function needs {ratio} times the draws for the same precision."
LOUDER = (
    "Here the score function is the quieter one, {ratio} times: f waves faster than q is wide. "
    "Following the slope is quieter where f varies slowly over the width of q, not for every f."
)


def coordinate(by) -> int:
    """0 for μ, 1 for σ; BadArgument otherwise."""
    return COORDINATES[arguments.choice("by", by, COORDINATES, name="the parameter")]


def measured(f, mu, sigma, n, dim, by, estimator, seed):
    """1,000 estimates by each estimator around the exact gradient, with their variances."""
    chosen = integrand(f, mu, sigma, n, dim, seed)
    index = coordinate(by)
    arguments.choice("estimator", estimator, ("all", *NAMES), name="the estimator")
    moments = theory.exact(chosen, mu, sigma)
    variances = {kind: float(row[index]) for kind, row in theory.variances(moments, n, dim).items()}
    truth = float(moments.gradient[index])
    drawn = theory.estimates(chosen, mu, sigma, n, dim, theory.REPEATS, np.random.default_rng(seed))
    rows = {kind: row[:, index] for kind, row in drawn.items()}
    spreads = {kind: theory.spread(row) for kind, row in rows.items()}

    fitted = NAMES if estimator == "all" else (estimator,)
    half = max(max(3.5 * variances[kind] ** 0.5, 1.2 * abs(spreads[kind].mean - truth)) for kind in fitted)
    z, density = theory.bell(mu, sigma)
    side = float(density[len(density) // 2] * np.exp(-0.5))
    lines = [(NAMES[kind], spreads[kind], truth, variances[kind]) for kind in NAMES]
    return {
        **figures.integrand(chosen, GRID, chosen.g(GRID), z, density, side),
        **figures.histograms(rows, truth, figures.above(max(half, 1e-6))),
        "table": figures.table(lines, [moral(chosen, truth, variances)]),
        "exact": truth,
        **{f"variance_{kind}": spreads[kind].variance for kind in NAMES},
    }


def moral(f, truth: float, variances: dict[str, float]) -> str:
    """What the variances say, in a sentence."""
    if f.jumps:
        return STEP.format(truth=readable(truth))
    ratio = variances["score"] / variances["pathwise"] if variances["pathwise"] > 0 else np.inf
    if not np.isfinite(ratio):
        return "Pathwise has no noise at all here."
    return QUIETER.format(ratio=f"{ratio:,.3g}") if ratio >= 1 else LOUDER.format(ratio=f"{1 / ratio:,.3g}")


def scaling(f, mu, sigma, n, dim, by, seed):
    """Variances over the number of draws and over the dimension, exact and measured."""
    chosen = integrand(f, mu, sigma, n, dim, seed)
    index = coordinate(by)
    moments = theory.exact(chosen, mu, sigma)
    answer = {}
    dimensions = "one dimension" if dim == 1 else f"{dim} dimensions"
    for name, xs, ticks, at, title in (
        ("draws", np.geomspace(2, 128, 49), COUNTS, lambda x: (x, dim), f"draws each ({dimensions})"),
        ("dims", np.geomspace(1, 64, 49), DIMENSIONS, lambda x: (n, x), f"dimensions of z ({n} draws)"),
    ):
        curve = [theory.variances(moments, *at(x)) for x in xs]
        exact = {kind: np.array([float(row[kind][index]) for row in curve]) for kind in NAMES}
        dots = {kind: [] for kind in NAMES}
        for x in ticks:
            rng = np.random.default_rng(seed + 1)
            for kind, row in theory.estimates(chosen, mu, sigma, *at(x), theory.REPEATS, rng).items():
                dots[kind].append((x, theory.spread(row[:, index])))
        answer |= figures.scaling(name, xs, exact, dots, title)
    return answer


SOURCES = {
    source.name: source
    for source in (
        Source("measured", measured, (*Q_KEYS, "n", "dim", "by", "estimator", "seed"), shipped=True, slow=True),
        Source("scaling", scaling, (*Q_KEYS, "n", "dim", "by", "seed"), slow=True),
    )
}
