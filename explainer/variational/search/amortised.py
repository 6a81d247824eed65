"""One network q(z|x) for many x at once, beside the best q of each x: the amortisation gap.

Each x is a data set of its own with its own latent z, as each picture is in a VAE. For every x
ln p(x) − L(q_network) = [ln p(x) − L(q*)] + [L(q*) − L(q_network)]: the family's gap plus the
amortisation gap (Cremer, Li & Duvenaud, "Inference suboptimality in VAEs", 2018).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from explainer.maths import arguments
from explainer.maths.adam import Adam
from explainer.maths.arguments import BadArgument
from explainer.maths.numerals import numeral
from explainer.variational.families.one_number import MAX_MEAN, MAX_STD, MIN_STD, Gaussian
from explainer.variational.posteriors.base import LOG_2PI, Array, Model
from explainer.variational.posteriors.theory import posterior
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.search.best import best

FLIPS = 20  # of the coin: its x is the number of heads among them
MAX_STEPS, MAX_HIDDEN, MAX_CASES, MAX_RATE = 5000, 64, 200, 10.0

# A trapezoid rule for N(0, 1), fine enough for the steepest logistic curve of all x.
_T: Array = np.linspace(-9, 9, 721)
_W: Array = np.exp(-0.5 * (_T**2 + LOG_2PI)) * (_T[1] - _T[0])


@dataclass(frozen=True)
class Cases:
    """The many x of one model: (k,) numbers for the network and the axis, k data sets, a label."""

    model: Model
    xs: Array
    data: tuple
    words: str


@dataclass(frozen=True)
class AmortisedStep:
    """The network after `step` steps, per x (k,): its q's mean and std, and its ELBO in nats.

    `best_mean, best_std, best_elbo, log_evidence` (k,) are each x's own optimum and ln p(x), the
    same at every step. `words` is empty except at the end; a run that blows up ends by repeating
    its last good step with `diverged` true.
    """

    step: int
    xs: Array
    mean: Array
    std: Array
    elbo: Array
    best_mean: Array
    best_std: Array
    best_elbo: Array
    log_evidence: Array
    diverged: bool = False
    words: str = ""

    @property
    def amortisation_gap(self) -> Array:
        """L(q*) − L(q_network) of each x, (k,)."""
        return self.best_elbo - self.elbo

    @property
    def family_gap(self) -> Array:
        """ln p(x) − L(q*) of each x, (k,)."""
        return self.log_evidence - self.best_elbo


def cases(name: str, count: int = 41) -> Cases:
    """The x that one network serves, for a model with one latent number.

    Raises BadArgument about "model" or "count", which is from 2 to 200.
    """
    allowed = [model.NAME for model in MODELS.values() if model.dim == 1]
    arguments.choice("model", name, allowed, name="the model")
    arguments.whole("count", count, 2, MAX_CASES, name="the number of x")
    model = MODELS[name]
    xs = np.linspace(-6, 6, count)
    if name == "coin":
        xs = np.arange(FLIPS + 1.0)
        data = tuple((1.0,) * int(h) + (0.0,) * int(FLIPS - h) for h in xs)
        return Cases(model, xs, data, f"x, the number of heads in {FLIPS} flips")
    if name == "logistic":
        data = tuple(((abs(x), float(x > 0)),) for x in xs)
        return Cases(model, xs, data, "x is one input, signed by its answer: plus is yes")
    return Cases(model, xs, tuple((x,) for x in xs.tolist()), "x, a single point")


def train(
    group: Cases,
    hidden: int = 16,
    kind: str = "pathwise",
    rate: float = 0.02,
    steps: int = 500,
    samples: int = 8,
    seed: int = 0,
) -> Iterator[AmortisedStep]:
    """Adam up the mean ELBO of all x over the weights of one network x → (mean, ln std) of q.

    `hidden`: tanh units, 0 for a straight line; `kind`: exact (by quadrature) or pathwise (`samples`
    draws per x and step). Raises BadArgument at the call, not at the first step.
    """
    arguments.whole("hidden", hidden, 0, MAX_HIDDEN, name="hidden units")
    arguments.choice("kind", kind, ("exact", "pathwise"), name="gradient")
    arguments.number("rate", rate, 1e-6, MAX_RATE, name="the rate")
    arguments.whole("steps", steps, 1, MAX_STEPS)
    arguments.whole("samples", samples, 1, 1000)
    rng = np.random.default_rng(arguments.seed(seed))
    return _train(group, hidden, kind, rate, steps, samples, rng)


def _train(group, hidden, kind, rate, steps, samples, rng) -> Iterator[AmortisedStep]:
    posts = [posterior(group.model, data) for data in group.data]
    optima = [best(post, Gaussian) for post in posts]
    targets = {
        "xs": group.xs,
        "best_mean": np.array([b.q.mean for b in optima]),
        "best_std": np.array([b.q.std for b in optima]),
        "best_elbo": np.array([b.elbo for b in optima]),
        "log_evidence": np.array([post.log_evidence for post in posts]),
    }
    u = (group.xs - group.xs.mean()) / group.xs.std()
    adam, step = Adam(initial(hidden, rng), rate), None
    for count in range(steps + 1):
        out, cache = encode(adam.theta, u, hidden)
        mean, std = out[:, 0], np.exp(np.clip(out[:, 1], -50, 50))
        if not _allowed(mean, std):
            if step is None:
                raise BadArgument("seed", "the network begins outside the allowed range; try another seed")
            yield replace(step, diverged=True, words=_blown(step.step, rate))
            return
        elbo, slope = elbo_slope(group, posts, mean, std)
        step = AmortisedStep(count, mean=mean, std=std, elbo=elbo, **targets)
        if count == steps:
            yield replace(step, words=_ended(step))
            return
        yield step
        if kind == "pathwise":
            slope = _sampled(posts, mean, std, rng.standard_normal((len(u), samples)))
        adam.climb(backward(adam.theta, cache, slope / len(u), hidden))


def elbo_slope(group: Cases, posts: list, mean: Array, std: Array) -> tuple[Array, Array]:
    """Each x's ELBO (k,) at q = N(mean_i, std_i²), and its slope (k, 2) in mean and ln std, in nats."""
    entropy = 0.5 * (1 + LOG_2PI)
    value = np.empty(len(mean))
    slope = np.empty((len(mean), 2))
    for i, post in enumerate(posts):
        z = mean[i] + std[i] * _T
        g = post.model.grad_log_joint(z, post.x)
        value[i] = _W @ post.model.log_joint(z, post.x) + np.log(std[i]) + entropy
        slope[i] = _W @ g, _W @ (g * _T) * std[i] + 1
    return value, slope


def _sampled(posts: list, mean: Array, std: Array, eps: Array) -> Array:
    """The pathwise estimate of that slope (k, 2) by the draws eps (k, samples)."""
    z = mean[:, None] + std[:, None] * eps
    g = np.stack([p.model.grad_log_joint(row, p.x) for p, row in zip(posts, z, strict=True)])
    return np.stack([g.mean(1), (g * eps).mean(1) * std + 1], axis=1)


def initial(hidden: int, rng: np.random.Generator) -> Array:
    """The first weights in one row: W1 (H), b1 (H), W2 (H, 2), b2 (2); W (2), b (2) where H = 0."""
    if hidden == 0:
        return np.zeros(4)
    first, bias = rng.normal(0, 1.5, hidden), rng.normal(0, 1, hidden)
    return np.concatenate([first, bias, rng.normal(0, 0.1, 2 * hidden), np.zeros(2)])


def encode(theta: Array, u: Array, hidden: int) -> tuple[Array, tuple[Array, Array]]:
    """x (k,) → (mean, ln std) of its q, (k, 2), and what `backward` needs."""
    if hidden == 0:
        h = u[:, None]
        return h @ theta[None, :2] + theta[2:], (u, h)
    first, bias, second, last = np.split(theta, [hidden, 2 * hidden, 4 * hidden])
    h = np.tanh(np.multiply.outer(u, first) + bias)
    return h @ second.reshape(hidden, 2) + last, (u, h)


def backward(theta: Array, cache: tuple[Array, Array], slope: Array, hidden: int) -> Array:
    """∂/∂theta of a value whose slope in `encode`'s output is `slope` (k, 2)."""
    u, h = cache
    last, second = slope.sum(0), h.T @ slope
    if hidden == 0:
        return np.concatenate([second.ravel(), last])
    inner = slope @ theta[2 * hidden : 4 * hidden].reshape(hidden, 2).T * (1 - h * h)
    return np.concatenate([u @ inner, inner.sum(0), second.ravel(), last])


def _allowed(mean: Array, std: Array) -> bool:
    fits = np.abs(mean) <= MAX_MEAN, std >= MIN_STD, std <= MAX_STD
    return bool(np.all(fits))


def _blown(step: int, rate: float) -> str:
    return (
        f"The training blew up after step {step}: a q left the allowed range. The likely cause is "
        f"the rate {rate:g}; the last good step is kept."
    )


def _ended(step: AmortisedStep) -> str:
    own, family = (_nats(gap.mean()) for gap in (step.amortisation_gap, step.family_gap))
    return (
        f"On average over {len(step.xs)} x the network's q is {own} nats below each x's own best, "
        f"which is {family} nats below ln p(x)."
    )


def _nats(gap: float) -> str:
    """A gap; below what rounding leaves of it, it is 0."""
    return numeral(gap, ".4g") if gap > 1e-12 else "0"
