"""The controls of a picture of one's own, which two sections of the chapter have."""

from explainer.kit import controls

YOURS = (("drawing", "Your drawing", "Your own"), ("own", "Your upload", "Your own"))


def own(elem_id: str | None = None) -> list[controls.Control]:
    """Draw, upload, invert; `elem_id` is a public id of the drawing's button."""
    return [
        controls.Draw(
            key="drawing",
            label="Draw a digit",
            help="Draw a digit, white on black; it is scaled and centred as MNIST's are.",
            sets=("picture", "drawing"),
            elem_id=elem_id,
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
