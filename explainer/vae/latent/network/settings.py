"""The layer that is pointed at, and the ε of the run."""

from explainer.kit import controls

LAYERS = {
    "x": "$x$, the picture",
    "encoder 1": "encoder 1",
    "encoder 2": "encoder 2",
    "mu": r"$\mu$",
    "logvar": r"$\ln\sigma^2$",
    "eps": r"$\varepsilon$",
    "z": "$z$",
    "decoder 1": "decoder 1",
    "decoder 2": "decoder 2",
    "p": "$p$, the ink",
}

LAYER = controls.Select(
    key="layer",
    label="Layer",
    help="The layer whose shape and numbers are told. Pointing at it in the diagram does the same.",
    value="z",
    choices=tuple(LAYERS.items()),
)
