"""What the section `variational` asks about the gap: families, planes, bounds, noise, cost, networks."""

import numpy as np

from explainer.kit.replay import replay_frame
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.variational import amortised, cost, gap_figures, gradients, lessons, tighter, words
from explainer.variational.answers import FRAMES, post_of, shape_of
from explainer.variational.best import best, forward
from explainer.variational.families2d import FAMILIES, families_for
from explainer.variational.planar import MODELS
from explainer.variational.settings import IN_A_PLANE, ON_A_LINE
from explainer.variational.theory import posterior

DRAWS = 1000  # of each gradient estimator


def by(direction):
    """The chosen direction of the divergence; BadArgument beside its control."""
    if direction not in ("reverse", "forward"):
        raise BadArgument("direction", f"the divergence is {direction!r}; allowed are reverse, forward")
    return direction


def families(direction, **data):
    """Every family's best q on the posterior, with its gap."""
    post = post_of(data)
    compared = lessons.compare(post.model, post.x)
    grid = np.linspace(*FRAMES[data["model"]], 401)
    chosen = [getattr(one, by(direction)) for one in compared]
    curves = [np.exp(one.q.log_density(grid)) for one in chosen]
    density = np.exp(post.log_density(grid))
    titles = [one.title.split(",")[0].replace(" of two Gaussians", "") for one in compared]
    drawn = gap_figures.families(post.model, grid, density, titles, curves, chosen, direction)
    return {**drawn, **_leads(words.of_posterior(post), titles, chosen)}


def _leads(posterior_text, titles, chosen):
    """Links that open the posterior as p and each q in the divergence calculator."""
    if posterior_text is None:
        return {"leads": [], "leads_say": "The divergence calculator has no family that holds this posterior."}
    return {
        "leads_say": "The same pair in the divergence calculator:",
        "leads": [
            {
                "text": title,
                "at": "divergence",
                "settings": {"p": posterior_text, "q": words.of_q(one.q)},
                "title": f"Opens p(z | x) as p and this best q ({title}) as q, with all divergences",
            }
            for title, one in zip(titles, chosen, strict=True)
        ],
    }


def plane(plane, direction):
    """Mean field and full covariance on a posterior over two numbers."""
    if plane not in IN_A_PLANE:
        raise BadArgument("plane", f"the model is {plane!r}; allowed are {', '.join(IN_A_PLANE)}")
    post = posterior(MODELS[plane], MODELS[plane].EXAMPLE)
    search = best if by(direction) == "reverse" else forward
    found = [(FAMILIES[name].TITLE, search(post, FAMILIES[name])) for name in families_for(2)]
    curves = [[lessons.ellipse(one.q, reach=reach) for reach in (1.0, 2.0)] for _, one in found]
    return gap_figures.plane(post.model, lessons.field(post, 90), found, curves)


def tight(family, q_mean, q_std, seed, **data):
    """The importance-weighted bound from K = 1, the ELBO, to K = 1000."""
    post = post_of(data)
    q = shape_of(family, q_mean, q_std)
    try:
        return gap_figures.tighter(tighter.bounds(post, q, repeats=100, seed=seed))
    except ValueError as bad:
        raise BadArgument("seed", str(bad)) from None


def noise(family, q_mean, q_std, seed, **data):
    """Single draws of both estimators of the ELBO's slope, beside the exact one."""
    post = post_of(data)
    q = shape_of(family, q_mean, q_std)
    exact = gradients.elbo_and_gradient(post, q)[1]
    arguments.seed(seed)
    rng = np.random.default_rng(seed)
    found = {kind: gradients.draws(post, q, kind, DRAWS, rng) for kind in ("pathwise", "score")}
    return gap_figures.noise(exact, found)


def intractable(again):
    """The quadrature's cost over the number of latent dimensions, measured as it is asked."""
    return gap_figures.cost(list(cost.cost()))


def network(model):
    """Each x's own best q, and ln p(x), before any network."""
    step = next(amortised.train(_cases(model), 0, "exact", 0.05, 1))
    return gap_figures.network(step, _cases(model).words)


def network_film(model):
    """A film of no more than the start: the run itself is asked for."""
    return {"times": np.zeros(1, dtype=np.int32).tolist(), "tracks": {}, "answers": [], "values": []}


def train_steps(model, hidden, net_rate, net_steps, seed):
    """The training's frames. BadArgument at the end where the run blew up."""
    group = _cases(model)
    try:
        run = amortised.train(group, hidden, "pathwise", net_rate, net_steps, seed=seed)
    except ValueError as bad:
        words = str(bad)
        keys = {"hidden": "hidden", "the rate": "net_rate", "steps": "net_steps"}
        key = next((key for start, key in keys.items() if words.startswith(start)), "seed")
        raise BadArgument(key, words) from None
    for step in run:
        if step.diverged:
            raise BadArgument("net_rate", step.words)
        gap = f"{step.amortisation_gap.mean():.4f}"
        yield replay_frame(
            step.step,
            gap_figures.network(step, group.words),
            {},
            tracks={"gap": float(step.amortisation_gap.mean())},
            of=net_steps + 1,
            words=step.words or f"step {step.step} of {net_steps}: amortisation gap {gap} nats on average",
        )


def _cases(model):
    if model not in ON_A_LINE:
        raise BadArgument("model", f"the model is {model!r}; allowed are {', '.join(ON_A_LINE)}")
    return amortised.cases(model)
