"""What the page asks about the gap: families, planes, bounds, noise, one network for every x."""

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.replay import replay_frame
from explainer.kit.stream import Stream
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.variational.answers import FRAMES, posterior_of, q_of
from explainer.variational.families import as_text
from explainer.variational.families.two_numbers import FAMILIES, ellipse, families_for
from explainer.variational.gap import figures
from explainer.variational.gap.settings import DIRECTIONS, IN_A_PLANE
from explainer.variational.gap.theory import compare
from explainer.variational.posteriors.grids import field
from explainer.variational.posteriors.theory import posterior
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.search import amortised, gradients, tighter
from explainer.variational.search.best import best, forward
from explainer.variational.settings import DATA_KEYS, Q_KEYS

DRAWS = 1000  # of each gradient estimator


def families(direction, **data):
    """Every family's best q on the posterior, with its gap."""
    _check_direction(direction)
    post = posterior_of(**data)
    compared = compare(post)
    grid = np.linspace(*FRAMES[data["model"]], 401)
    chosen = [getattr(family, direction) for family in compared]
    curves = [np.exp(found.q.log_density(grid)) for found in chosen]
    density = np.exp(post.log_density(grid))
    titles = [family.title.split(",")[0].replace(" of two Gaussians", "") for family in compared]
    answer = figures.families(post.model, grid, density, titles, curves, chosen, direction)
    return {**answer, **_leads(as_text.of_posterior(post), titles, chosen)}


def _check_direction(direction) -> None:
    arguments.choice("direction", direction, [name for name, _ in DIRECTIONS], name="the divergence")


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
                "settings": {"p": posterior_text, "q": as_text.of_q(found.q)},
                "title": rf"Opens $p(z\mid x)$ as p and this best q ({title}) as q, with all divergences",
            }
            for title, found in zip(titles, chosen, strict=True)
        ],
    }


def plane(plane, direction):
    """Mean field and full covariance on a posterior over two numbers."""
    arguments.choice("plane", plane, IN_A_PLANE, name="the model")
    _check_direction(direction)
    post = posterior(MODELS[plane], MODELS[plane].EXAMPLE)
    search = best if direction == "reverse" else forward
    found = [(FAMILIES[name].TITLE, search(post, FAMILIES[name])) for name in families_for(2)]
    curves = [[ellipse(result.q, reach=reach) for reach in (1.0, 2.0)] for _, result in found]
    return figures.plane(post.model, field(post, 90), found, curves)


def noise(family, q_mean, q_std, seed, **data):
    """Single draws of both estimators of the ELBO's slope, beside the exact one."""
    post, q = posterior_of(**data), q_of(family, q_mean, q_std)
    exact = gradients.elbo_and_gradient(post, q)[1]
    rng = np.random.default_rng(arguments.seed(seed))
    draws = {kind: gradients.draws(post, q, kind, DRAWS, rng) for kind in ("pathwise", "score")}
    return figures.noise(exact, draws)


def network(model):
    """Each x's own best q, and ln p(x), before any network is trained."""
    group = amortised.cases(model)
    return figures.network(next(amortised.train(group, 0, "exact", 0.05, 1)), group.words)


def network_film(model):
    """A film without steps: the training itself is streamed."""
    return {"times": [0], "tracks": {}, "answers": [], "values": []}


def train_steps(model, hidden, net_rate, net_steps, seed):
    """The frames of the training; BadArgument at the end where it blew up."""
    group = amortised.cases(model)
    with arguments.renamed(rate="net_rate", steps="net_steps"):
        run = amortised.train(group, hidden, "pathwise", net_rate, net_steps, seed=seed)
    for step in run:
        if step.diverged:
            raise BadArgument("net_rate", step.words)
        gap = float(step.amortisation_gap.mean())
        yield replay_frame(
            step.step,
            figures.network(step, group.words),
            {},
            tracks={"gap": gap},
            of=net_steps + 1,
            words=step.words or f"step {step.step} of {net_steps}: amortisation gap {gap:.4f} nats on average",
        )


def tight(family, q_mean, q_std, seed, **data):
    """The importance-weighted bound from K = 1, the ELBO, to K = 1000."""
    post, q = posterior_of(**data), q_of(family, q_mean, q_std)
    return figures.tighter(tighter.bounds(post, q, repeats=100, seed=seed))


SOURCES = {
    source.name: source
    for source in (
        Source("families", families, ("direction", *DATA_KEYS), slow=True),
        Source("plane", plane, ("plane", "direction"), slow=True),
        Source("tighter", tight, (*Q_KEYS, "seed"), slow=True),
        Source("noise", noise, (*Q_KEYS, "seed"), slow=True),
        Source("net", network, ("model",), slow=True),
        Source("net_path", network_film, ("model",)),
    )
}
STREAMS = [
    Stream(
        "train",
        train_steps,
        ("model", "hidden", "net_rate", "net_steps", "seed"),
        film="net_path",
        prefix="net_",
    )
]
