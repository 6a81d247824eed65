"""The controls of the forward section: what each is, and what turning it up does."""

from explainer.diffusion.schedule import MAX_STEPS, SCHEDULES
from explainer.kit import controls
from explainer.kit.scrubber import Scrubber
from explainer.maths import pictures

T = Scrubber(
    key="t",
    label="Timestep t",
    help="How many noise steps the picture has taken: more is noisier, T is noise alone.",
    value=250,
    maximum=1000,
    maximum_key="steps",
)

OWN = {"own": "My upload", "drawing": "My drawing"}
GROUPS = (
    (pictures.DIGITS, "Digits"),
    (pictures.CLOTHES, "Clothes"),
    (pictures.PHOTOGRAPHS, "Photographs"),
    (OWN, "My own"),
)
PICTURES = tuple((value, text, group) for names, group in GROUPS for value, text in names.items())

KINDS = tuple((kind.name, kind.title) for kind in SCHEDULES.values())
WITH_START = ", ".join(kind.name for kind in SCHEDULES.values() if "start" in kind.own)
OTHER_ENDS = ", ".join(f"{kind.name}: {kind.end_means}" for kind in SCHEDULES.values() if kind.end_means)

# what the section's figures share
PICTURE = controls.Select(
    key="picture",
    label="Picture",
    help="The picture $x_0$ that is noised.",
    value="digit-3",
    choices=PICTURES,
    own=tuple(OWN),
)
SCHEDULE = controls.Select(
    key="schedule",
    label="Schedule",
    help=r"How $\beta_t$ grows with t: where along t the picture is lost.",
    value="linear",
    choices=KINDS,
)
STEPS = controls.Number(
    key="steps",
    label="Steps T",
    help="How many steps the process has. With the same β, more steps leave less picture.",
    value=1000,
    minimum=1,
    maximum=MAX_STEPS,
    whole=True,
    step=100,
)
PROCESS = [SCHEDULE, STEPS]

MAIN = [
    PICTURE,
    *PROCESS,
    controls.Seed(help="Which noise ε is drawn: the same seed gives the same noise everywhere."),
    controls.Upload(
        key="upload",
        label="Own picture",
        help="A picture file of your own. It is cropped to a square, and never kept.",
        accept="image/*",
        limit=40_000_000,
        sets=("picture", "own"),
    ),
    controls.Draw(
        key="drawing",
        label="Draw a digit",
        help="Draw a digit with mouse, pen or finger; it is centred as the training digits are.",
        sets=("picture", "drawing"),
    ),
    controls.Switch(
        key="fresh",
        label="Fresh ε at each t",
        help="Off: one ε, scaled up along t, so that neighbours in t look alike. On: each t "
        "draws its own ε, as training does; the picture flickers, its distribution is the same.",
        more=True,
    ),
    controls.Number(
        key="beta_start",
        label="β at t = 1",
        help=f"The first step's variance ({WITH_START}). Empty: the schedule's own.",
        minimum=1e-6,
        maximum=0.999,
        step=1e-4,
        optional="own",
        more=True,
    ),
    controls.Number(
        key="beta_end",
        label="β at t = T",
        help=f"The last step's variance ({OTHER_ENDS}). Empty: the schedule's own.",
        minimum=1e-6,
        maximum=0.999,
        step=1e-3,
        optional="own",
        more=True,
    ),
]

DATA = [
    controls.Select(
        key="data",
        label="Data",
        help="The distribution $q(x_0)$ on the line that is noised.",
        value="two",
        choices=(
            ("two", "Two peaks"),
            ("three", "Three peaks"),
            ("narrow", "One narrow peak"),
            ("wide", r"$\mathcal N(0, 1)$"),
        ),
    )
]

START = [
    controls.Range(
        key="start",
        label="$x_0$ of the pixel",
        help="Where all runs start: −1 is black, 1 is white.",
        value=0.9,
        minimum=-1,
        maximum=1,
        step=0.05,
    )
]

_CELL = {"minimum": 0, "maximum": pictures.SMALL - 1, "whole": True}
PIXEL = [
    controls.Number(
        key="row",
        label="Pixel row",
        help="Row of the pixel, from the top.",
        value=13,
        **_CELL,
    ),
    controls.Number(
        key="column",
        label="column",
        help="Column of the pixel, from the left.",
        value=15,
        **_CELL,
    ),
]

RIVAL = [
    controls.Select(
        key="rival",
        label="Compare with",
        help="The schedule of the right picture and of the dashed curves.",
        value="cosine",
        choices=KINDS,
    )
]
