"""The controls of the gap: planes, the direction of the divergence, the training of one network."""

from explainer.kit import controls
from explainer.kit.scrubber import Scrubber
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.settings import models

IN_A_PLANE = tuple(name for name, model in MODELS.items() if model.dim == 2)
DIRECTIONS = (("reverse", r"$D(q\,\|\,p)$, the ELBO's"), ("forward", r"$D(p\,\|\,q)$"))

PLANE = controls.Select(
    key="plane",
    label="Model with two latents",
    help="A posterior whose two numbers depend on one another.",
    value="line",
    choices=models(IN_A_PLANE),
)
DIRECTION = controls.Select(
    key="direction",
    label="Best by",
    help="Which divergence the shown q makes small: that of the ELBO covers less, its mirror image more.",
    value="reverse",
    choices=DIRECTIONS,
)
NET = [
    controls.Run(
        key="train",
        label="Train",
        help="Gradient ascent of the mean ELBO of all x over the weights of one network.",
        stream="train",
    ),
    controls.Number(
        key="hidden",
        label="Hidden units",
        help="How flexible the network is; 0 is a straight line, which can't bend to each x.",
        value=2,
        minimum=0,
        maximum=64,
        whole=True,
    ),
    controls.Number(
        key="net_rate",
        label="Rate",
        help="How long a step is.",
        value=0.05,
        minimum=1e-6,
        maximum=10,
        step=0.01,
        more=True,
    ),
    controls.Number(
        key="net_steps",
        label="Steps",
        help="How many steps the training takes.",
        value=300,
        minimum=1,
        maximum=2000,
        step=100,
        whole=True,
        more=True,
    ),
]
NET_STEP = Scrubber(
    key="net_t",
    label="Step of the training",
    help="How far the network was trained. Its steps are kept here: nothing is asked.",
    symbol="step",
    value=0,
    maximum=1,
    maximum_key="net_last",
    linked=False,
)
