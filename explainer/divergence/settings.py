"""The controls of the divergence section: what each is, and what turning it up does."""

from explainer.divergence.answers import UPLOADED
from explainer.divergence.presets import PRESETS
from explainer.kit import controls
from explainer.kit.compose import Compose
from explainer.kit.handles import Handle

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
    """Numbers of one's own as p or q."""
    return controls.Upload(
        key=f"upload_{key}",
        label=f"Numbers as {key}",
        help=f"A text or CSV file with one column of numbers: {key} becomes their kernel density. "
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


UNIT = controls.Select(
    key="unit",
    label="Unit",
    help="Nats count in powers of e, bits in powers of 2: 1 nat is 1.44 bits.",
    value="nats",
    choices=(("nats", "nats"), ("bits", "bits")),
)
PRESET = controls.Presets(
    key="preset",
    label="Pairs worth seeing",
    help="Known good and known to break, each with its reason.",
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


def handles(key: str) -> tuple[Handle, ...]:
    """The dots of p or q on the plot of the densities: places, widths, probabilities."""
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
