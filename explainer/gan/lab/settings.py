"""The controls of the three experiments: D* on the line, the Dirac-GAN, the gradient that dies."""

from explainer.gan.game.losses import LOSSES
from explainer.gan.settings import LOSS_TITLES
from explainer.kit import controls
from explainer.maths.numerals import numeral

REACH = 4.0  # x runs from −4 to 4
KNOTS = tuple(-4.0 + i for i in range(9))  # where a hand bends D
D_KEYS = tuple(f"d{i}" for i in range(len(KNOTS)))
Q_KEYS = tuple(f"q{i}" for i in range(len(KNOTS)))  # p_g as a drawn curve, up to a factor
G_KEYS = ("g_shape", "g_mean", "g_std", *Q_KEYS)
Q_HEIGHTS = (0.0, 0.1, 0.4, 0.9, 0.7, 0.3, 0.1, 0.0, 0.0)
BELL, DRAWN = ("g_shape", "bell"), ("g_shape", "drawn")
FIELD = 2.5  # θ and ψ run from −2.5 to 2.5


def slider(key, label, text, value, minimum, maximum, step=0.01, more=False, when=None, group=None):
    """A number on a slider."""
    return controls.Range(
        key=key, label=label, help=text, value=value, minimum=minimum, maximum=maximum, step=step, more=more,
        when=when, group=group,
    )  # fmt: skip


G_CURVE = [
    controls.Select(
        key="g_shape",
        label="$p_g$",
        help="What G's density is: a bell with two handles, or a curve with a dot at every whole x.",
        value="bell",
        choices=(("bell", "a bell"), ("drawn", "drawn by hand")),
    ),
    slider("g_mean", "Mean of $p_g$", "Where G puts its points: drag the line, or this.", -0.2, -3, 3, when=BELL),
    slider(
        "g_std", "Width of $p_g$", "How wide G spreads them: drag the dot, or this.", 0.8, 0.15, 2.5, when=BELL
    ),
    controls.Range(
        key="net_steps",
        label="Steps of a network D",
        help="A network learns D from samples of both; 0 hides it. More steps bring it nearer to $D^*$.",
        value=0,
        minimum=0,
        maximum=2000,
        step=50,
        whole=True,
    ),
]
D_CURVE = [
    slider(
        key,
        f"D at {numeral(x, 'g')}",
        "Your D here: drag its dot, or this.",
        0.5,
        0.0,
        1.0,
        more=True,
        group="Your D",
    )
    for key, x in zip(D_KEYS, KNOTS, strict=True)
]
Q_CURVE = [
    slider(
        key,
        f"$p_g$ at {numeral(x, 'g')}",
        "G's density here, up to a factor.",
        height,
        0.0,
        1.0,
        more=True,
        when=DRAWN,
        group="Your $p_g$",
    )
    for key, x, height in zip(Q_KEYS, KNOTS, Q_HEIGHTS, strict=True)
]
FLOW_LOSS = controls.Select(
    key="flow_loss",
    label="Loss",
    help="Which loss both numbers descend.",
    value="minimax",
    choices=tuple((name, LOSS_TITLES[name].split(" with")[0]) for name in LOSSES),
)
FLOW = [
    FLOW_LOSS,
    slider(
        "flow_r1",
        "R1",
        "Pulls D's slope towards 0: paths wind inwards, and turn the less the stronger it is.",
        0.0,
        0,
        2,
        0.05,
    ),
    slider("flow_gp", "Gradient penalty", "Pulls the size of D's slope towards 1.", 0.0, 0, 1, 0.05),
    slider(
        "flow_rate",
        "Rate of real steps",
        "How long a step of training is: a longer one strays farther from the path.",
        0.2,
        0.01,
        1,
    ),
    controls.Switch(
        key="turns", label="In turn", help="Off: both step at once. On: first D, then G.", value=False
    ),
    slider("theta0", "Start of θ", "Where G begins: drag the dot, or this.", 1.0, -FIELD, FIELD, more=True),
    slider("psi0", "Start of ψ", "Where D begins: drag the dot, or this.", 1.0, -FIELD, FIELD, more=True),
]
APART = slider(
    "apart", "Distance", r"How far $p_g$ lies from $p_\text{data}$, in standard deviations.", 4.0, 0, 12, 0.05
)
FLOW_KEYS = tuple(control.key for control in FLOW)
FIELD_KEYS = ("flow_loss", "flow_r1", "flow_gp")
