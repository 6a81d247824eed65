"""How the moments of Algorithm 2 look: the lines that run, pictures, tables and sentences of what is known."""

from collections.abc import Sequence

import numpy as np

from explainer.diffusion.reverse.algorithm.theory import Moment
from explainer.diffusion.reverse.figures import line, number
from explainer.diffusion.reverse.theory import Coefficients
from explainer.maths.chains import grey

PAPER = (
    ((r"$x_T\sim\mathcal N(0, I)$", "start"),),
    (("for t = T, …, 1 do", "loop"),),
    ((r"  $z\sim\mathcal N(0, I)$ if $t>1$, else $z=0$", "noise"),),
    (
        ("  $x_{t-1}={}$", "next"),
        (r"$1/\sqrt{\alpha_t}\cdot(x_t-(1-\alpha_t)/\sqrt{1-\bar\alpha_t}\cdot{}$", "mean"),
        (r"$\varepsilon_\theta(x_t, t)$", "eps mean"),
        (")", "mean"),
        (r" $+\ \sigma_t z$", "next"),
    ),
    (("end for", ""),),
    (("return $x_0$", "return"),),
)
# what of the sampler's own text belongs to which moment
MARKS = (
    ("model, xt = guided(eps_model, guidance), xT", "start"),
    ("for i, t, s in pairs:", "loop"),
    ("eps, x0 = estimate(model, xt, t, y, schedule, clip)", "eps"),
    ("mean, small = process.posterior(x0, xt, i, short)", "mean"),
    ('sigma = float(np.sqrt(small if variance == "small" else short.beta[i]))', "mean"),
    ("noise(xt, generators)", "noise"),
    ("xs = mean + sigma * ", "next"),
    ("yield Step(t, s, xt, eps, x0, mean, sigma if s > 0 else 0.0, xs)", "return"),
    ("xt = xs", "loop"),
)

HEAD = ("", "at this pixel")
SPAN = 3.0  # noise from −3 to 3 is black to white
TRACKS = {"xt": 1.0, "eps": SPAN, "mean": 1.0, "z": SPAN, "xs": 1.0}
UNKNOWN = np.full((28, 28), 72, np.uint8)  # three dots: not computed yet in this round
UNKNOWN[13:15, [7, 8, 13, 14, 19, 20]] = 200


def tracks(run: Sequence[Moment]) -> dict[str, np.ndarray]:
    """Pictures of x_t, ε, μ, z and x_{t−1} over the moments, uint8 (moments, 1, 28, 28)."""
    return {
        key: np.stack([_picture(getattr(moment, key), span) for moment in run])[:, None]
        for key, span in TRACKS.items()
    }


def _picture(values: np.ndarray | None, span: float) -> np.ndarray:
    return UNKNOWN if values is None else grey(values / span)


def sentence(moment: Moment) -> str:
    """What runs now."""
    step = f"t = {moment.t} → {moment.s}"
    drawn = "fresh noise is drawn." if moment.s else "the last step draws no noise, z = 0."
    return {
        "start": "A picture of pure noise is drawn.",
        "loop": f"{step}: the next round begins with the picture as it stands.",
        "eps": f"{step}: the network is asked which noise it sees in $x_t$.",
        "mean": f"{step}: that noise is taken out in part, which gives the mean of the step.",
        "noise": f"{step}: {drawn}",
        "next": f"{step}: mean and noise together are the next picture.",
        "return": "The picture is done.",
    }[moment.stage]


def rows(moment: Moment, c: Coefficients, pixel: tuple[int, int]) -> list[list[str]]:
    """One pixel's numbers at a moment; what is not known yet says so."""
    n = number
    pictures = (getattr(moment, key) for key in TRACKS)
    xt, eps, mean, z, xs = (None if values is None else float(values[pixel]) for values in pictures)
    unknown = "not yet"
    mean_text = next_text = ""
    if mean is not None:
        form = "1/{} · ({} − {}/{} · {})"
        numbers = (mean, c.alpha**0.5, xt, c.beta, c.noise, eps)
        mean_text = line(form, lambda root, x, beta, noise, e: (x - beta / noise * e) / root, *numbers)
    if xs is not None:
        next_text = line("{} + {} · {}", lambda m, sigma, draw: m + sigma * draw, xs, mean, moment.sigma, z)
    return [
        [f"$x_t$, t = {moment.t}", n(xt)],
        [r"$\varepsilon_\theta(x_t, t)$", unknown if eps is None else n(eps)],
        ["μ, the mean", mean_text or unknown],
        ["z", unknown if z is None else n(z)],
        [rf"$x_{{t-1}}=\mu+\sigma_t z$, the next t is {moment.s}", next_text or unknown],
    ]
