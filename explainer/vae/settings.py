"""Choosing a picture to encode, which two sections of the chapter have: shipped, drawn or uploaded."""

from explainer.kit import controls

YOURS = (("drawing", "Your drawing", "Your own"), ("own", "Your upload", "Your own"))
PICTURE_KEYS = ("picture", "upload", "drawing", "invert")
# a source gets the file or the drawing only while it is chosen
ONLY_CHOSEN = {"upload": ("picture", "own"), "drawing": ("picture", "drawing")}


def picture(
    value: str, help: str, groups: dict[str, dict[str, str]], draw_id: str | None = None
) -> list[controls.Control]:
    """Select, draw, upload, invert; `groups` are the shipped pictures, `draw_id` the drawing button's id."""
    return [
        controls.Select(
            key="picture",
            label="Picture",
            help=help,
            value=value,
            choices=(
                *((key, text, group) for group, names in groups.items() for key, text in names.items()),
                *YOURS,
            ),
            own=tuple(key for key, *_ in YOURS),
        ),
        controls.Draw(
            key="drawing",
            label="Draw a digit",
            help="Draw a digit, white on black; it is scaled and centred as MNIST's are.",
            sets=("picture", "drawing"),
            elem_id=draw_id,
        ),
        controls.Upload(
            key="upload",
            label="Upload",
            help="A picture of your own: its middle square becomes 28 × 28 grey pixels. It is not stored.",
            accept="image/*",
            limit=12_000_000,
            sets=("picture", "own"),
        ),
        controls.Switch(key="invert", label="Invert", help="Black becomes white: for dark ink on light paper."),
    ]
