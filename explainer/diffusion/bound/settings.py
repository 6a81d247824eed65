"""The section's name in links and ids, and the controls that several of its figures share."""

from explainer.diffusion.bound.derivation.exact_chain import PLACES
from explainer.diffusion.bound.derivation.exact_chain import STEPS as CHAIN_STEPS
from explainer.diffusion.bound.shown import BLANK, STEPS
from explainer.kit import controls
from explainer.kit.scrubber import Scrubber
from explainer.maths import pictures

SECTION = "bound"
T = controls.Number(
    key="T", label="Steps T", help="How many steps the chain has.", value=4,
    minimum=CHAIN_STEPS[0], maximum=CHAIN_STEPS[1], whole=True,
)  # fmt: skip
X0 = controls.Range(
    key="x0", label="$x_0$", help="The data point whose likelihood is bounded.", value=0.8,
    minimum=PLACES[0], maximum=PLACES[1], step=0.05,
)  # fmt: skip
DRAWING, UPLOAD = "drawing", "own"


def t() -> Scrubber:
    """The step that is looked at."""
    return Scrubber(
        key="t",
        label="Timestep t",
        help="The step whose term $L_{t-1}$ is looked at. Near 1 the noise is finer than a grey level.",
        value=100,
        minimum=1,
        maximum=STEPS,
        play="t-play",
        elem_id="bound-t",
    )


def picture() -> controls.Select:
    """Whose bits are counted."""
    mine = ((DRAWING, "My drawing", "My own"), (UPLOAD, "My file", "My own"))
    return controls.Select(
        key="picture",
        label="Picture",
        help="The picture whose bits are counted. All are from test sets or made here; none was trained on.",
        value="digit-3",
        choices=(
            *((name, text, "Digits") for name, text in pictures.DIGITS.items()),
            *((name, text, "Clothes") for name, text in pictures.CLOTHES.items()),
            *((name, f"All {name}", "Blank") for name in BLANK),
            *mine,
        ),
        own=(DRAWING, UPLOAD),
        elem_id="bound-picture",
    )
