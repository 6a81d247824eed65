"""The controls of the figures that edit, fill in and mix."""

from explainer.diffusion.reverse.edit.runs import HOLES
from explainer.kit import controls
from explainer.kit.scrubber import Scrubber
from explainer.maths import pictures

SHIPPED = ("digit-3", "digit-7", "digit-8")
DRAWING = "drawing"
BRUSHED = "brushed"


def picture(key: str, value: str) -> controls.Select:
    """Which digit is edited or filled in."""
    return controls.Select(
        key=key,
        label="Picture",
        help="The digit that is worked on. For a drawing of yours, press the button beside it afterwards.",
        value=value,
        choices=(*((name, pictures.DIGITS[name]) for name in SHIPPED), (DRAWING, "My drawing")),
        own=(DRAWING,),
    )


def drawing(key: str, sets: str) -> controls.Draw:
    """A pad for a digit."""
    return controls.Draw(
        key=key, label="Draw a digit", help="Draw one digit, white on black.", sets=(sets, DRAWING)
    )


def seed(key: str, value: int, label: str = "Seed") -> controls.Number:
    """Which noise."""
    drawn = "Which noise is drawn: the same seed gives the same pictures."
    return controls.Seed(key=key, label=label, help=drawn, value=value)


STRENGTH = Scrubber(
    key="edit_t",
    label="Strength t",
    help="How far the picture is noised before it is denoised: 0 leaves it, 1000 forgets it.",
    value=800,
    maximum=1000,
    elem_id="edit-strength",
)
EDIT = [
    picture("edit_picture", "digit-3"),
    drawing("edit_drawing", "edit_picture"),
    controls.Number(
        key="edit_guidance", label="Guidance w", value=1, minimum=0, maximum=8, step=0.5,
        help="How strongly the class is insisted on while it is denoised.",
    ),
    seed("edit_seed", 4),
    controls.Run(
        key="edit_run",
        label="Denoise",
        help="Noise this picture to every strength and let the network denoise it, as each of the ten digits.",
        stream="edit",
    ),
]  # fmt: skip

FILL_T = Scrubber(
    key="fill_t",
    label="Timestep t",
    help="Where on the way from noise to the filled picture. The chain is kept: nothing is computed anew.",
    value=0,
    maximum=1000,
    backwards=True,
)
FILL = [
    picture("fill_picture", "digit-8"),
    drawing("fill_drawing", "fill_picture"),
    controls.Select(
        key="fill_hole",
        label="Hole",
        help="The part that is thrown away and filled in by the network; all else is kept.",
        value="lower half",
        choices=(*((hole, hole.capitalize()) for hole in HOLES), (BRUSHED, "My brush")),
        own=(BRUSHED,),
    ),
    controls.Draw(
        key="fill_region",
        label="Brush a hole",
        help="Brush over what is to be thrown away and filled in.",
        sets=("fill_hole", BRUSHED),
        over="given.picture",
    ),
    controls.Run(
        key="fill_run",
        label="Fill in",
        help="Let the network fill the hole nine times, each from different noise, with no class given.",
        stream="fill",
    ),
    controls.Number(
        key="fill_resample", label="Times a step", value=2, minimum=1, maximum=20, whole=True, more=True,
        help="How often each step is taken (RePaint): more often, and the filling fits the rest better.",
    ),
    seed("fill_seed", 4),
]  # fmt: skip

PLACE = Scrubber(
    key="mix_t",
    label="Position on the arc, in percent",
    help="0 is the first seed's noise, 100 the second's. The pictures are kept: nothing is computed anew.",
    value=50,
    maximum=100,
    symbol="%",
)
MIX = [
    seed("mix_first", 4, "First seed"),
    seed("mix_second", 5, "Second seed"),
    controls.Run(
        key="mix_run",
        label="Generate",
        help="Let the network make the digits at eleven points between these two seeds.",
        stream="mix",
    ),
]
