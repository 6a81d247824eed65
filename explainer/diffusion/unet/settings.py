"""The controls of the section on the U-Net."""

from explainer import shipped
from explainer.diffusion.unet.words import size
from explainer.kit import controls
from explainer.kit.scrubber import Scrubber
from explainer.maths import pictures

# shipped picture → the network that sees it, and the class that it is given
PICTURES = {
    "digit-3": ("unet-mnist", 3),
    "digit-7": ("unet-mnist", 7),
    "digit-8": ("unet-mnist", 8),
    "digit-0": ("unet-mnist", 0),
    "clothes-sneaker": ("unet-fashion", 7),
    "clothes-dress": ("unet-fashion", 3),
}
DRAWING = "drawing"
SHIFTS = (-400, -200, -100, 100, 200, 400)


def blocks() -> dict[str, dict]:
    """The network's blocks by name; none where their file is missing, which the diagram then says."""
    try:
        return {block["name"]: block for block in shipped.facts("unet/diagram")}
    except (OSError, ValueError, KeyError):
        return {}


BLOCKS = blocks()


def cut_labels() -> dict[str, str]:
    """What can be taken away, by the names of `theory.cuts`, in words."""
    joins = {name: block for name, block in BLOCKS.items() if len(block["takes"]) == 2}
    looking = ", ".join(name for name, block in BLOCKS.items() if block["kind"] == "Attention")
    skips = {
        f"skip:{name}": f"the skip into {name} ({size(block['after'][1:])})" for name, block in joins.items()
    }
    return {
        "none": "nothing",
        **skips,
        "skips": "all skips",
        "attention": f"attention ({looking})",
        "time": "t (its embedding is 0)",
        "class": "the class (its embedding is 0)",
        "no-class": "class replaced by “none”",
        "wrong-class": "the right class (the next one is given)",
        **{f"shift:{shift}": f"t given as t {'−' if shift < 0 else '+'} {abs(shift)}" for shift in SHIFTS},
    }


T = Scrubber(
    key="t",
    label="Timestep t",
    help="How noisy the picture is that the network sees. Every 40th t is kept: the nearest is shown.",
    value=400,
    minimum=1,
    maximum=1000,
)
PICTURE = controls.Select(
    key="picture",
    label="Picture",
    help="The picture whose noisy versions the network looks at. A drawing is given no class.",
    value="digit-3",
    choices=(
        *((name, pictures.DIGITS[name], "Digits") for name in PICTURES if name in pictures.DIGITS),
        *((name, pictures.CLOTHES[name], "Clothes") for name in PICTURES if name in pictures.CLOTHES),
        (DRAWING, "My drawing", "My own"),
    ),
    own=(DRAWING,),
)
MAIN = [
    PICTURE,
    controls.Select(
        key="block",
        label="Block",
        help="The block whose feature maps are shown. Pointing at it in the diagram does the same.",
        value="down.0",
        choices=(("xt", "$x_t$, the input"), *((name, name) for name in BLOCKS)),
    ),
    controls.Draw(
        key="drawing",
        label="Draw a digit",
        help="Draw one digit, white on black, and watch the network look at it.",
        sets=("picture", DRAWING),
    ),
]
PLACE = [
    controls.Number(
        key=key,
        label=label,
        help=f"The {label.lower()} of the position that looks, 0 to 6 of the 7×7 map. A click sets it.",
        value=3,
        minimum=0,
        maximum=6,
        whole=True,
    )
    for key, label in (("row", "Row"), ("column", "Column"))
]
CUT = [
    controls.Select(
        key="cut",
        label="Take away",
        help="What is removed from the network, or given to it wrongly. Its weights stay as they are.",
        value="skip:up.2",
        choices=tuple(cut_labels().items()),
    )
]
