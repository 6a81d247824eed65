"""The controls of the plane: the data, the schedule, t, and what is drawn."""

from explainer.diffusion.schedule import MAX_STEPS, SCHEDULES
from explainer.kit import controls
from explainer.kit.scrubber import Scrubber
from explainer.maths.toy2d import SHAPES, TITLES

SECTION = "plane"
DATA_KEYS = ("data", "points")
SCHEDULE_KEYS = ("schedule", "T")
OWN_ONLY = {"points": ("data", "own")}

T = Scrubber(
    key="t",
    label="Timestep t",
    help="How much noise there is: 0 is data, T is noise alone.",
    value=60,
    maximum=1000,
    maximum_key="T",
)
DATA = controls.Select(
    key="data",
    label="Data",
    help="The distribution of $x_0$. Its density is known, so all that follows is exact.",
    value="moons",
    choices=(*((name, TITLES[name]) for name in SHAPES), ("own", "Your own points")),
    own=("own",),
)
DRAW = controls.Dots(
    key="points",
    label="Draw points",
    help="Draw the data: each dot becomes a small blob. They are moved and scaled to fit.",
    sets=("data", "own"),
    elem_id="plane-draw",
)
OWN = controls.points_file("Of more than 1,500, those that share a cell of width 0.04 are one blob.")
SCHEDULE = controls.Select(
    key="schedule",
    label="Schedule",
    help=r"How $\beta_t$ grows with t: where along t the shape is lost.",
    value="linear",
    choices=tuple((kind.name, kind.title) for kind in SCHEDULES.values()),
)
STEPS = controls.Number(
    key="T",
    label="Steps T",
    help="How many steps the process has. With the same β, more steps leave less of the data.",
    value=1000,
    minimum=1,
    maximum=MAX_STEPS,
    whole=True,
    step=100,
)
SEED = controls.Seed(help="Which points and which noise are drawn.")
WAY = controls.Select(
    key="way",
    label="Points",
    help="Forward: data points with more and more noise. Back: pure noise, carried along the arrows to data.",
    value="forward",
    choices=(("forward", "forward: data get noisy"), ("back", "back: noise flows to data")),
)
LAYERS = (
    ("show_density", "Density $p_t$", True),
    ("show_arrows", r"Arrows $\nabla\ln p_t$", True),
    ("show_points", "Points", True),
    ("show_lines", r"Lines to $\mathbb E[x_0\mid x_t]$", True),
)
MAIN = [
    DATA,
    WAY,
    SCHEDULE,
    STEPS,
    SEED,
    DRAW,
    OWN,
    *(
        controls.Switch(
            key=key, label=label, help="Shown or not.", value=value, more=True, linked=False, group="Shown"
        )
        for key, label, value in LAYERS
    ),
]
