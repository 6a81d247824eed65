"""Fitting q by gradient ascent of the ELBO, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from explainer.maths import arguments
from explainer.maths.adam import Adam
from explainer.maths.arguments import BadArgument
from explainer.maths.numerals import numeral
from explainer.variational.families.one_number import Family
from explainer.variational.posteriors.theory import Posterior, terms
from explainer.variational.search.gradients import (
    GRADIENTS,
    MAX_SAMPLES,
    elbo_and_gradient,
    gradient,
)

MAX_STEPS = 5000
MAX_RATE = 1000.0


@dataclass(frozen=True)
class FitStep:
    """q after `step` steps, its terms in nats, and the exact gradient (P,) there.

    `words` is empty except at the end, where it says how the run ended. A run that blows up ends
    by repeating its last good step with `diverged` true.
    """

    step: int
    q: Family
    elbo: float
    kl: float
    exact: tuple[float, ...]
    diverged: bool = False
    words: str = ""


def fit(
    post: Posterior,
    start: Family,
    kind: str = "pathwise",
    rate: float = 0.1,
    steps: int = 200,
    samples: int = 10,
    seed: int = 0,
) -> Iterator[FitStep]:
    """Adam up the ELBO from `start`: FitSteps 0 … `steps`, fewer where the run diverges.

    `kind`: one of GRADIENTS; all but "exact" take `samples` draws per step. Raises BadArgument at
    the call, not at the first step.
    """
    arguments.choice("kind", kind, GRADIENTS, name="gradient")
    arguments.number("rate", rate, 1e-6, MAX_RATE, name="the rate")
    arguments.whole("steps", steps, 1, MAX_STEPS)
    arguments.whole("samples", samples, 1, MAX_SAMPLES)
    rng = np.random.default_rng(arguments.seed(seed))
    terms(post, start)  # refuses a q that doesn't suit the model
    return _fit(post, start, kind, rate, steps, samples, rng)


def _fit(post, q, kind, rate, steps, samples, rng) -> Iterator[FitStep]:
    adam = Adam(q.theta, rate)
    first = step = None
    for count in range(steps + 1):
        t = terms(post, q)
        exact = elbo_and_gradient(post, q)[1]
        slope = exact if kind == "exact" else gradient(post, q, kind, samples, rng)
        step = FitStep(count, q, t.elbo, t.kl, tuple(exact.tolist()))
        first = first or step
        if count == steps:
            yield _ended(step, first)
            return
        yield step
        try:
            q = type(q).from_theta(adam.climb(slope))
        except BadArgument as bad:
            yield _diverged(step, rate, str(bad))
            return


def _ended(step: FitStep, first: FitStep) -> FitStep:
    steep = max(map(abs, step.exact))
    gap = f"the gap is {numeral(step.kl, '.4g')} nats"
    if step.elbo < first.elbo - 1e-6:
        words = f"The ELBO ended below its start: the steps are too long or too noisy; {gap}."
    elif steep < 0.01 * max(1.0, abs(step.elbo)):
        words = f"The slope is all but flat: the fit has settled; {gap}."
    else:
        words = f"The slope isn't flat yet: more steps or a smaller rate would go on; {gap}."
    return replace(step, words=words)


def _diverged(step: FitStep, rate: float, why: str) -> FitStep:
    words = (
        f"The fit blew up after step {step.step}: {why}. The likely cause is the rate {rate:g}; "
        f"the last good step is kept."
    )
    return replace(step, words=words, diverged=True)
