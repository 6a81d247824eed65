"""The control of the comparison: the data that the shipped network knows."""

from explainer.kit import controls

KNOWN = {
    "moons": "Two moons",
    "spiral": "Spiral",
    "rings": "Rings",
    "checkerboard": "Checkerboard",
    "gaussians": "Eight blobs",
}
DATA = controls.Select(
    key="known",
    label="Data",
    help="The network learned these five at once, and is given which one is meant.",
    value="moons",
    choices=tuple(KNOWN.items()),
)
