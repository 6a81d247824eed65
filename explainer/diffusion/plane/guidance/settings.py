"""The controls of guidance in the plane: the classes, the weight, and the noise at which densities are shown."""

from explainer.diffusion.plane.guidance.theory import LEAST, MOST
from explainer.kit import controls

CLASSES = controls.Select(
    key="classes",
    label="Classes",
    help="The class that guidance aims at, and what else the data contain.",
    value="overlap",
    choices=(
        ("overlap", "one blob of three that overlap"),
        ("moons", "one of two moons"),
        ("8-gaussians", "one of eight blobs"),
    ),
)
WEIGHT = controls.Range(
    key="w",
    elem_id="plane-guidance-w",
    label="Guidance w",
    help="−1 ignores the class, 0 is the class as it is, more pushes away from what the others look like.",
    value=1.0,
    minimum=LEAST,
    maximum=MOST,
    step=0.05,
    at_hand=True,
)
LEVEL = controls.Number(
    key="level",
    label="Density at t",
    help="At which t of 1,000 the density on the left is taken; at 0 there is no noise.",
    value=0,
    minimum=0,
    maximum=1000,
    whole=True,
    step=50,
)
