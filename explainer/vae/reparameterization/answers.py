"""What the section `reparameterization` asks: settings in, figures and arrays out."""

import numpy as np

from explainer.kit.replay import replay_frame
from explainer.maths.arguments import BadArgument
from explainer.vae.reparameterization import figures, graph_figures, shipped, theory, training
from explainer.vae.reparameterization.settings import OPENED

COORDINATES = {"mu": 0, "sigma": 1}
COUNTS, DIMENSIONS = (2, 8, 32, 128), (1, 4, 16, 64)
GRID = np.linspace(-5, 5, 401)
REACH = 1.5  # of the planes
STEP = (
    "A step has slope 0 wherever a draw falls: the pathwise estimate is always 0, with variance 0, and wrong. "
    "The gradient is {truth}, and all of it comes from the jump, which no draw ever hits; ∇ and E may not be "
    "swapped there. The score function needs only f itself, so it is right."
)
QUIETER = "Pathwise is the quieter one: the score function needs {ratio} times the draws for the same precision."
LOUDER = (
    "Here the score function is the quieter one, {ratio} times: f waves faster than q is wide. "
    "Following the slope is quieter for a smooth f, not for every f."
)


def checked(f, mu, sigma, **more):
    """f's Integrand; whatever is out of its range is BadArgument beside its control."""
    try:
        found = theory.integrand(f)
        theory.check(mu, sigma, **more)
    except BadArgument as bad:
        raise BadArgument(bad.argument, str(bad)) from None
    return found


def coordinate(by) -> int:
    """0 for μ, 1 for σ; BadArgument otherwise."""
    if by not in COORDINATES:
        raise BadArgument("by", f"the parameter is {by!r}; allowed are mu, sigma")
    return COORDINATES[by]


def boards():
    """What stands still: both graphs and the axes of the map."""
    return {
        "sampled_figure": graph_figures.board(pathwise=False),
        "moved_figure": graph_figures.board(pathwise=True),
        "map_figure": graph_figures.map_board(),
    }


def draw(f, mu, sigma, epsilon):
    """One ε forward and back through both graphs."""
    chosen = checked(f, mu, sigma)
    try:
        theory.number("epsilon", epsilon, -theory.MAX_EPS, theory.MAX_EPS)
    except BadArgument as bad:
        raise BadArgument("epsilon", str(bad)) from None
    return graph_figures.one_draw(theory.draw(chosen, mu, sigma, epsilon), mu, sigma, epsilon)


def measured(f, mu, sigma, n, dim, by, estimator, seed):
    """1,000 estimates by each estimator round the exact gradient, with their variances."""
    chosen = checked(f, mu, sigma, n=n, dim=dim, seed=seed)
    place = coordinate(by)
    if estimator != "all" and estimator not in theory.ESTIMATORS:
        allowed = ", ".join(("all", *theory.ESTIMATORS))
        raise BadArgument("estimator", f"the estimator is {estimator!r}; allowed are {allowed}")
    moments = theory.exact(chosen, mu, sigma)
    known = {kind: float(row[place]) for kind, row in theory.variances(moments, n, dim).items()}
    truth = float(moments.gradient[place])
    drawn = theory.estimates(chosen, mu, sigma, n, dim, theory.REPEATS, np.random.default_rng(seed))
    rows = {kind: row[:, place] for kind, row in drawn.items()}
    found = {kind: theory.spread(row) for kind, row in rows.items()}

    shown = theory.ESTIMATORS if estimator == "all" else (estimator,)
    half = max(max(3.5 * known[kind] ** 0.5, 1.2 * abs(found[kind].mean - truth)) for kind in shown)
    z, density = theory.bell(mu, sigma)
    side = float(density[len(density) // 2] * np.exp(-0.5))
    lines = [(training.NAMES[kind], found[kind], truth, known[kind]) for kind in theory.ESTIMATORS]
    values = chosen.g(GRID)
    return {
        **figures.integrand(chosen, GRID, values, z, density, side),
        **figures.histograms(rows, truth, figures.above(max(half, 1e-6)), by),
        "table": figures.table(lines, [moral(chosen, truth, known)]),
        "exact": truth,
        "variance_score": found["score"].variance,
        "variance_baseline": found["baseline"].variance,
        "variance_pathwise": found["pathwise"].variance,
    }


def moral(f, truth: float, known: dict) -> str:
    """What the variances say, in a sentence."""
    if f.jumps:
        return STEP.format(truth=figures.told(truth))
    ratio = known["score"] / known["pathwise"] if known["pathwise"] > 0 else np.inf
    if not np.isfinite(ratio):
        return "Pathwise has no noise at all here."
    return QUIETER.format(ratio=f"{ratio:,.3g}") if ratio >= 1 else LOUDER.format(ratio=f"{1 / ratio:,.3g}")


def scaling(f, mu, sigma, n, dim, by, seed):
    """Variances over the number of draws and over the dimension, exact and measured."""
    chosen = checked(f, mu, sigma, n=n, dim=dim, seed=seed)
    place = coordinate(by)
    moments = theory.exact(chosen, mu, sigma)
    answer = {}
    one = "one dimension" if dim == 1 else f"{dim} dimensions"
    many, wide = np.geomspace(2, 128, 49), np.geomspace(1, 64, 49)
    for name, xs, ticks, at, title in (
        ("draws", many, COUNTS, lambda x: (x, dim), f"draws each ({one})"),
        ("dims", wide, DIMENSIONS, lambda x: (n, x), f"dimensions of z ({n} draws)"),
    ):
        every = [theory.variances(moments, *at(x)) for x in xs]
        exact = {kind: np.array([float(one[kind][place]) for one in every]) for kind in theory.ESTIMATORS}
        dots = {kind: [] for kind in theory.ESTIMATORS}
        for x in ticks:
            rng = np.random.default_rng(seed + 1)
            for kind, row in theory.estimates(chosen, mu, sigma, *at(x), theory.REPEATS, rng).items():
                dots[kind].append((x, theory.spread(row[:, place])))
        answer |= figures.scaling(name, xs, exact, dots, title)
    return answer


def dots(shown):
    """The points on which the run that is shown was trained."""
    name = OPENED.data if shown is None else shown
    try:
        return figures.dots(training.held_out(name), REACH)
    except BadArgument as bad:
        raise BadArgument(bad.argument, str(bad)) from None


def film():
    """The run that the page opens on, kept whole."""
    return shipped.film()


def trained():
    """That run's last step."""
    return shipped.film()["answers"][-1]


def train_steps(rival, data, noise, rate, steps, batch, samples, seed):
    """A run's frames, both VAEs' curves and losses. BadArgument at the end where one blew up."""
    try:
        settings = training.Settings(
            data=data, noise=noise, rate=rate, steps=steps, batch=batch, samples=samples, seed=seed
        )
        run = training.train(settings, rival)
    except BadArgument as bad:
        raise BadArgument(bad.argument, str(bad)) from None
    for frame, step in frames(settings, rival, run):
        if step.diverged:
            raise BadArgument("rate", step.words)
        yield frame


def frames(settings, rival, run):
    """(frame, step) of each step of a run; the axes begin with its first."""
    floor = training.floor(settings.data)
    names = training.NAMES["pathwise"], training.NAMES[rival]
    count = len(range(0, settings.steps, training.every(settings.steps))) + 1
    first = None
    for step in run:
        first = first or step
        a, b = step.losses
        yield (
            replay_frame(
                step.step,
                figures.trained(step, names, floor, settings.steps, first.losses[0]),
                {"shown": settings.data},
                tracks={"step": step.step, "path": a, "rival": b},
                of=count,
                words=step.words or f"step {step.step} of {settings.steps}: −ELBO {a:.2f} against {b:.2f}",
            ),
            step,
        )
