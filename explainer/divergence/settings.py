"""What the parts of the divergence section share: its name in links, and the unit that they all show."""

from explainer.kit import controls

SECTION = "divergence"
UNIT = controls.Select(
    key="unit",
    label="Unit",
    help="Nats count in powers of e, bits in powers of 2: 1 nat is 1.44 bits.",
    value="nats",
    choices=(("nats", "nats"), ("bits", "bits")),
)
