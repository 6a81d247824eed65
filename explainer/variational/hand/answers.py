"""What the page asks about q under the hand: the posterior, q with its bars, the landscape, a fit."""

import time

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.replay import replay_film, replay_frame
from explainer.kit.stream import Stream
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.variational.answers import FRAMES, curve, posterior_of, q_of
from explainer.variational.families.two_numbers import FAMILIES
from explainer.variational.hand import figures
from explainer.variational.hand.settings import FIT_STEPS
from explainer.variational.posteriors.theory import terms
from explainer.variational.search import best
from explainer.variational.search.fit import fit
from explainer.variational.settings import DATA_KEYS, Q_KEYS, q_mean, q_std

CELLS = 64  # per side of the landscape
PACE = 1 / 90  # seconds that a step of the fit takes at least, so that it can be watched


def truth(**data):
    """The posterior and the prior over z, on axes that stay the same while the data move."""
    post = posterior_of(**data)
    grid = np.linspace(*FRAMES[data["model"]], 401)
    density = np.exp(post.log_density(grid))
    prior = np.exp(post.model.log_prior(grid))
    return figures.truth(post.model, grid, prior, density, post.log_evidence)


def q(family, q_mean, q_std, **data):
    """q's curve, and the ELBO, the gap and the evidence as bars that add up."""
    return _answer(posterior_of(**data), q_of(family, q_mean, q_std), data["model"])


def _answer(post, q, model):
    """What `q` answers, for a q that is known, such as that of a step of a fit."""
    return figures.shape(*curve(q, *FRAMES[model], points=145)) | figures.bars(terms(post, q))


def landscape(family, **data):
    """The ELBO over mean and width, 64 × 64, cut off 30 nats below its maximum."""
    post = posterior_of(**data)
    q_of(family, 0.0, 1.0)  # refuses an unknown family
    means = np.linspace(*FRAMES[data["model"]], CELLS)
    stds = np.geomspace(0.05, 6, CELLS)
    return figures.landscape(means, stds, best.landscape(post, FAMILIES[family], means, stds))


def fit_steps(family, q_mean, q_std, gradient, rate, steps, samples, seed, pace=PACE, **data):
    """The frames of a fit: q's answer at each step; BadArgument at the end where it blew up."""
    post = posterior_of(**data)
    start = q_of(family, q_mean, q_std)
    with arguments.renamed(kind="gradient"):
        run = fit(post, start, gradient, rate, steps, samples, seed)
    due = time.monotonic()
    for step in run:
        due = max(due + pace, time.monotonic() - pace)
        time.sleep(max(0.0, due - time.monotonic()))
        if step.diverged:
            raise BadArgument("rate", step.words)
        mean, std = step.q.parameters
        yield replay_frame(
            step.step,
            _answer(post, step.q, data["model"]),
            {"q_mean": mean, "q_std": std},
            tracks={"mean": mean, "std": std, "elbo": step.elbo},
            of=steps + 1,
            words=step.words or f"step {step.step} of {steps}: ELBO {step.elbo:.4f}, gap {step.kl:.4f}",
        )


def fit_shipped(family, **data):
    """The fit that is shown before anyone starts one: by exact gradients, from q's initial values."""
    start = q_mean().value, q_std().value
    run = fit_steps(family, *start, "exact", 0.1, FIT_STEPS, 1, 0, pace=0.0, **data)
    return replay_film(list(run))


SOURCES = {
    source.name: source
    for source in (
        Source("truth", truth, DATA_KEYS, shipped=True),
        Source("q", q, Q_KEYS, shipped=True),
        Source("landscape", landscape, ("family", *DATA_KEYS), slow=True),
        Source("path", fit_shipped, ("family", *DATA_KEYS), slow=True),
    )
}
STREAMS = [Stream("fit", fit_steps, (*Q_KEYS, "gradient", "rate", "steps", "samples", "seed"), film="path")]
