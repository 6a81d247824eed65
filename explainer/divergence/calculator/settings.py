"""The controls of the calculator, and its presets: pairs worth seeing, each with its moral."""

from dataclasses import dataclass

from explainer.divergence.settings import UNIT
from explainer.kit import controls
from explainer.kit.compose import Compose
from explainer.kit.handles import Handle

UPLOADED = "samples(upload)"
DRAWS = ("1000", "10000", "100000")
FAMILIES = (
    ("normal", "normal", "normal({place0:0}, {width0:1})"),
    ("laplace", "Laplace", "laplace({place0:0}, {width0:1})"),
    ("student_t", "Student t", "student_t(3, {place0:0}, {width0:1})"),
    ("cauchy", "Cauchy", "cauchy({place0:0}, {width0:1})"),
    ("logistic", "logistic", "logistic({place0:0}, {width0:1})"),
    ("uniform", "uniform", "uniform(-1, 2)"),
    ("mixture", "mixture", "0.4*normal(-2, 0.7) + 0.6*normal(2, 1)"),
    ("exponential", "exponential", "exponential(1)"),
    ("gamma", "gamma", "gamma(2, 1)"),
    ("lognormal", "lognormal", "lognormal(0, 0.5)"),
    ("beta", "beta", "beta(2, 3)"),
    ("bernoulli", "Bernoulli", "bernoulli(0.6)"),
    ("categorical", "own probabilities", "categorical(0.5, 0.3, 0.2)"),
    ("binomial", "binomial", "binomial(10, 0.4)"),
    ("poisson", "Poisson", "poisson(4)"),
    ("geometric", "geometric", "geometric(0.3)"),
    ("mvn", "normal in the plane", "mvn([0, 0], [[1, 0.5], [0.5, 1]])"),
)
PARTS = 4
OUTCOMES = 8
ROLES = tuple(
    f"{role}{i}"
    for role, count in (("place", PARTS), ("width", PARTS), ("height", OUTCOMES), ("centre", 2))
    for i in range(count)
)
EXAMPLES = "normal(0, 1), 0.3*normal(-2, 1) + 0.7*laplace(2, 1), categorical(0.5, 0.3, 0.2), beta(2, 3) …"


@dataclass(frozen=True)
class Preset:
    """A pair in the language of distributions, `good` or meant to break, and the moral of it."""

    name: str
    p: str
    q: str
    good: bool
    moral: str


PRESETS: tuple[Preset, ...] = (
    Preset(
        "two normals",
        "normal(0, 1)",
        "normal(1, 2)",
        True,
        "A wide q explains samples of a narrow p fairly well (0.44 nats); the reverse is expensive (1.31).",
    ),
    Preset(
        "the unfair coin",
        "bernoulli(0.6)",
        "bernoulli(0.7)",
        True,
        "0.0225824 nats one way, 0.0216009 the other: even for coins the order matters.",
    ),
    Preset(
        "peaked against round",
        "laplace(0, 1)",
        "normal(0, 1.4142135623730951)",
        True,
        "Equal mean and variance, and still the shapes can be told apart: KL sees more than moments.",
    ),
    Preset(
        "two modes against one",
        "0.5*normal(-2, 0.7) + 0.5*normal(2, 0.7)",
        "normal(0, 2)",
        True,
        "One wide hump covers both modes cheaply, but it also fills the valley between them.",
    ),
    Preset(
        "near-identical",
        "normal(0, 1)",
        "normal(0.000001, 1)",
        True,
        "KL falls with the square of the distance: 5e-13 nats, and every digit of it is right.",
    ),
    Preset(
        "poles at the ends",
        "beta(0.5, 0.5)",
        "uniform(0, 1)",
        True,
        "A density may run to infinity at its ends and every divergence is still finite.",
    ),
    Preset(
        "Cauchy against normal",
        "cauchy(0, 1)",
        "normal(0, 1)",
        False,
        r"The Cauchy's tails surprise a normal without bound: $D(p\|q)=\infty$ while $D(q\|p)$ is 0.26.",
    ),
    Preset(
        "disjoint uniforms",
        "uniform(0, 1)",
        "uniform(2, 3)",
        False,
        "Nothing shared: KL is ∞ both ways, JS is stuck at ln 2, only Wasserstein says how far.",
    ),
    Preset(
        "a zero in a categorical",
        "categorical(0.5, 0.3, 0.2)",
        "categorical(0.5, 0.5, 0)",
        False,
        r"q calls the third outcome impossible, p does it one time in five: $D(p\|q)=\infty$.",
    ),
    Preset(
        "heavy tails",
        "student_t(2, 0, 1)",
        "normal(0, 1)",
        False,
        r"Two degrees of freedom leave no variance, so the normal's $x^2$ has no mean: $D(p\|q)=\infty$.",
    ),
    Preset(
        "a spike on a plain",
        "normal(0, 0.001)",
        "normal(0, 1000)",
        False,
        "13.3 nats to call the spike a plain, half a million million to call the plain a spike.",
    ),
    Preset(
        "fifty apart",
        "normal(0, 1)",
        "normal(50, 1)",
        False,
        "KL still says 1250, but JS is ln 2 to a hundred digits: no gradient is left to follow.",
    ),
)


def field(key: str, value: str) -> Compose:
    """The text field, the family picker and the sliders of p or q."""
    return Compose(
        key=key,
        label=key,
        help=f"The distribution {key} in words, by family, by sliders or by the dots in the plot: {EXAMPLES}",
        value=value,
        families=FAMILIES,
        slots=f"curves.{key}_slots",
        text=f"curves.{key}_text",
        roles=ROLES,
        own=(UPLOADED,),
    )


def upload(key: str) -> controls.Upload:
    """Uploaded numbers as p or q."""
    return controls.Upload(
        key=f"upload_{key}",
        label=f"Numbers as {key}",
        help=f"A text or CSV file with one column of numbers: {key} becomes the distribution that they "
        "were drawn from, estimated by nearest neighbours and a kernel density. "
        "The server holds it in memory while you use it, and ten minutes beyond; it is never stored.",
        accept=".csv,.txt,text/plain,text/csv",
        limit=60_000_000,
        sets=(key, UPLOADED),
        resent=True,
        more=True,
    )


def drawing(key: str) -> controls.Sketch:
    """A density drawn by hand as p or q."""
    return controls.Sketch(
        key=f"draw_{key}",
        label=f"Draw {key} by hand",
        help=f"Draw the density of {key} from left to right; its area is brought to 1 by itself.",
        sets=key,
        template="drawn({points})",
        low=-5,
        high=5,
        color=key,
        more=True,
    )


PRESET = controls.Presets(
    key="preset",
    label="Pairs worth seeing",
    help="Pairs that work well and pairs that break, each with an explanation.",
    choices=tuple(
        (
            preset.name,
            "Known good" if preset.good else "Known to break",
            {"p": preset.p, "q": preset.q},
            preset.moral,
        )
        for preset in PRESETS
    ),
)
MAIN = [field("p", "normal(0, 1)"), field("q", "normal(1, 2)"), PRESET, UNIT]
MAIN += [control(key) for key in "pq" for control in (drawing, upload)]
BY_CHANCE = [
    controls.Select(
        key="draws",
        label="Draws",
        help="How many draws from p are averaged: a hundred times more narrows the funnel tenfold.",
        value="10000",
        choices=tuple((draws, f"{int(draws):,}") for draws in DRAWS),
    ),
    controls.Seed(help="Which draws: another seed is another experiment."),
]


def handles(key: str) -> tuple[Handle, ...]:
    """The dots of p or q on the plot of the densities: places, widths, probabilities, a centre."""
    side = -0.19 if key == "p" else 0.19
    places = tuple(
        Handle(
            label=f"place of {key}",
            color=key,
            x=f"{key}_place{i}",
            at_y=f"curves.{key}_at.place{i}",
        )
        for i in range(PARTS)
    )
    widths = tuple(
        Handle(
            label=f"width of {key}",
            color=key,
            x=f"{key}_width{i}",
            x_from=f"{key}_place{i}",
            at_y=f"curves.{key}_at.width{i}",
        )
        for i in range(PARTS)
    )
    heights = tuple(
        Handle(label=f"{key}({i})", color=key, y=f"{key}_height{i}", at_x=i + side) for i in range(OUTCOMES)
    )
    centre = Handle(label=f"centre of {key}", color=key, x=f"{key}_centre0", y=f"{key}_centre1")
    return (*places, *widths, *heights, centre)
