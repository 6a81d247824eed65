"""The controls of the measured bound: which network, under which Σ, and how it is measured."""

from explainer.diffusion.bound.settings import DRAWING, UPLOAD
from explainer.diffusion.bound.shown import FEWER, NETWORKS, STEPS
from explainer.diffusion.bound.sigmas import SIGMAS
from explainer.kit import controls

NETWORK = controls.Select(
    key="network",
    label="Network",
    help="Whose reverse chain it is. Only the one that was trained by the bound says a width of its own.",
    value="unet-mnist-bound",
    choices=tuple(NETWORKS.items()),
    elem_id="bound-network",
)
SIGMA = controls.Select(
    key="sigma",
    label="Σ",
    help=r"The width of each reverse step: $\tilde\beta_t$ or $\beta_t$ as in the talk, the best one number "
    r"a step, or the "
    "network's own for each pixel.",
    value="learned",
    choices=tuple(SIGMAS.items()),
    elem_id="bound-sigma",
)
MEASURE = controls.Run(
    key="measure",
    label="Measure",
    help="Ask the network now, a fresh draw of noise for each question. The small t, where the bits are, come "
    "first and most often; the error shrinks as it runs.",
    stream="measure",
    elem_id="bound-measure",
)
MORE = (
    controls.Select(
        key="chain",
        label="Steps of the chain",
        help="How many of the 1,000 steps the reverse chain takes, evenly spaced. Fewer cost bits, of pictures "
        "like those that the network learned.",
        value=str(STEPS),
        choices=tuple((str(count), f"{count:,}") for count in (STEPS, *FEWER)),
        more=True,
        elem_id="bound-chain",
    ),
    controls.Switch(
        key="told",
        label="Class given",
        help="Tells the network the class of the picture: these are then the bits given the class.",
        more=True,
        elem_id="bound-told",
    ),
    controls.Seed(
        key="draw_seed",
        help="Which noise a measurement draws.",
        more=True,
        elem_id="bound-draw-seed",
    ),
    controls.Draw(
        key="drawing",
        label="Draw a digit",
        help="Draw one digit, white on black, and count its bits.",
        sets=("picture", DRAWING),
        elem_id="bound-drawing",
    ),
    controls.Upload(
        key="upload",
        label="Own picture",
        help="A picture file of your own. It is made grey and 28 × 28, and never kept.",
        accept="image/*",
        limit=40_000_000,
        sets=("picture", UPLOAD),
        elem_id="bound-upload",
    ),
)
