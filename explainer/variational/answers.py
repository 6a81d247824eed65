"""What the section `variational` asks for q and its data: settings in, arrays and figures out."""

import time

import numpy as np

from explainer.kit.pack import pack
from explainer.kit.replay import replay_film, replay_frame
from explainer.maths.arguments import BadArgument
from explainer.variational import figures
from explainer.variational.best import landscape as elbo_landscape
from explainer.variational.families2d import FAMILIES, make_q
from explainer.variational.fit import fit as climb
from explainer.variational.lessons import bayes as bayes_drawn
from explainer.variational.planar import MODELS
from explainer.variational.settings import FIT_STEPS, ON_A_LINE, REACH, q_mean, q_std
from explainer.variational.theory import Posterior, posterior, terms

FRAMES = {"gaussian": (-6, 6), "coin": (-6, 6), "logistic": (-6, 8), "clusters": (-6, 6)}
CELLS = 64  # of the landscape, a side
PACE = 1 / 90  # seconds a step of the fit takes at least, so that it can be watched


def data_of(model, **typed) -> list:
    """The chosen model's data out of the controls' texts and counts; BadArgument beside the control."""
    if model not in ON_A_LINE:
        raise BadArgument("model", f"the model is {model!r}; allowed are {', '.join(ON_A_LINE)}")
    if model == "coin":
        counts = {key: typed[key] for key in ("heads", "tails")}
        for key, count in counts.items():
            if not isinstance(count, int) or not 0 <= count <= 100:
                raise BadArgument(key, f"{key} is {count!r}; allowed is a whole number from 0 to 100")
        if not sum(counts.values()):
            raise BadArgument("heads", "there is no data; allowed is one flip or more")
        return [1.0] * counts["heads"] + [0.0] * counts["tails"]
    if model == "logistic":
        sides = [(key, numbers(key, typed[key])) for key in ("yes", "no")]
        pairs = [(t, float(key == "yes")) for key, inputs in sides for t in inputs]
        return checked("yes", model, pairs)
    key = f"{model}_x"
    return checked(key, model, numbers(key, typed[key]))


def numbers(key: str, text) -> list[float]:
    """The numbers of a text, parted by commas, each from −6 to 6; BadArgument beside the control `key`."""
    found = []
    if len(str(text)) > 4000:
        count, letters = sum(1 for part in str(text).split(",") if part.strip()), len(str(text))
        raise BadArgument(
            key, f"there are {count:,} data points in {letters:,} letters; allowed are 200 in 4,000"
        )
    for part in filter(None, (part.strip() for part in str(text).split(","))):
        try:
            value = float(part.replace("−", "-"))
        except ValueError:
            raise BadArgument(key, f"“{part[:30]}” is no number; allowed is 0.5, 1, 2.25") from None
        if not -REACH <= value <= REACH:
            raise BadArgument(key, f"a data point is at {part[:30]}; allowed is −{REACH:g} to {REACH:g}")
        found.append(value)
    return found


def checked(key: str, model: str, data: list) -> list:
    """The data, if the model takes it; BadArgument beside the control otherwise."""
    try:
        MODELS[model].check(data)
    except ValueError as bad:
        raise BadArgument(key, str(bad)) from None
    return data


def post_of(data: dict) -> Posterior:
    """The posterior of the controls' model and data."""
    points = data_of(**data)  # refuses an unknown model
    return posterior(MODELS[data["model"]], points)


def shape_of(family, mean, std):
    """q as the controls say; BadArgument beside the one that is wrong."""
    if family not in FAMILIES or FAMILIES[family].PARAMETERS != ("mean", "std"):
        raise BadArgument("family", f"the family is {family!r}; allowed are gaussian, laplace, student")
    try:
        make_q(family, mean, 1.0)
    except ValueError as bad:
        raise BadArgument("q_mean", str(bad)) from None
    try:
        return make_q(family, mean, std)
    except ValueError as bad:
        raise BadArgument("q_std", str(bad)) from None


def truth(**data):
    """The posterior and the prior over z, on axes that stand still while the data move."""
    post = post_of(data)
    grid = np.linspace(*FRAMES[data["model"]], 401)
    density = np.exp(post.log_density(grid))
    prior = np.exp(post.model.log_prior(grid))
    return figures.truth(post.model, grid, prior, density, post.log_evidence)


def q(family, q_mean, q_std, **data):
    """q's curve, and the ELBO, the gap and the evidence as bars that add up."""
    return answer_for(post_of(data), shape_of(family, q_mean, q_std), data["model"])


def answer_for(post, shape, model):
    """The answer of `q` for a q that is there already, such as a step of a fit."""
    low, high = FRAMES[model]
    near = shape.mean + shape.std * np.linspace(-6, 6, 145)
    x = np.concatenate([[min(low, near[0])], near, [max(high, near[-1])]])
    curve = np.exp(shape.log_density(x))
    side = float(np.exp(shape.log_density(np.array(shape.mean + shape.std))))
    return figures.shape(x, curve, side) | figures.bars(terms(post, shape))


def landscape(family, **data):
    """The ELBO over mean and width, 64 × 64, from 30 nats below its top on."""
    post = post_of(data)
    shape_of(family, 0.0, 1.0)
    means = np.linspace(*FRAMES[data["model"]], CELLS)
    stds = np.geomspace(0.05, 6, CELLS)
    return figures.landscape(means, stds, elbo_landscape(post, FAMILIES[family], means, stds))


def fit_steps(family, q_mean, q_std, gradient, rate, steps, samples, seed, pace=PACE, **data):
    """The fit's frames: q's answer at each step. BadArgument at the end where the run blew up."""
    post = post_of(data)
    start = shape_of(family, q_mean, q_std)
    try:
        run = climb(post, start, gradient, rate, steps, samples, seed)
    except ValueError as bad:
        raise BadArgument(_blamed(str(bad)), str(bad)) from None
    due = time.monotonic()
    for step in run:
        due = max(due + pace, time.monotonic() - pace)
        time.sleep(max(0.0, due - time.monotonic()))
        if step.diverged:
            raise BadArgument("rate", step.words)
        mean, std = step.q.parameters
        yield replay_frame(
            step.step,
            answer_for(post, step.q, data["model"]),
            {"q_mean": mean, "q_std": std},
            tracks={"mean": mean, "std": std, "elbo": step.elbo},
            of=steps + 1,
            words=step.words or f"step {step.step} of {steps}: ELBO {step.elbo:.4f}, gap {step.kl:.4f}",
        )


def fit_shipped(family, **data):
    """A fit that is there before anybody asks: by exact gradients from where q begins."""
    start = q_mean().value, q_std().value
    run = fit_steps(family, *start, "exact", 0.1, FIT_STEPS, 1, 0, pace=0.0, **data)
    return replay_film(list(run))


def _blamed(words: str) -> str:
    names = {"the rate": "rate", "steps": "steps", "samples": "samples", "seed": "seed"}
    return next((key for start, key in names.items() if words.startswith(start)), "gradient")


def bayes(**data):
    """Prior, likelihood, their product, its area and the posterior."""
    post = post_of(data)
    drawn = bayes_drawn(post.model, post.x)
    low, high = FRAMES[data["model"]]
    grid = np.linspace(low, high, len(drawn.grid))
    log_prior = post.model.log_prior(grid)
    log_likelihood = post.model.log_likelihood(grid, post.x)
    at = {
        "grid": pack(grid),
        "prior": pack(np.exp(log_prior)),
        "likelihood": pack(np.exp(log_likelihood - log_likelihood.max())),
        "joint": pack(np.exp(log_prior + log_likelihood - drawn.shift)),
        "posterior": pack(np.exp(post.log_density(grid))),
    }
    return at | figures.bayes(post.model, drawn, (low, high), float(np.exp(log_prior).max()))


def strip(model):
    """The axis on which the data lie; the dots are the page's own handles."""
    if model not in ON_A_LINE:
        raise BadArgument("model", f"the model is {model!r}; allowed are {', '.join(ON_A_LINE)}")
    return figures.strip(MODELS[model], REACH)
