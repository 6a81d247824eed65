"""The control of the measured cost."""

from explainer.kit import controls

AGAIN = controls.Number(
    key="again",
    label="Measurement",
    help="Measure again, here and now.",
    value=1,
    minimum=1,
    maximum=1000,
    whole=True,
    dice=True,
    linked=False,
)
