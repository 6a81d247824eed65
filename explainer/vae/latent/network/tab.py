"""The figure of the VAE itself: its layers with their shapes, drawn from a run."""

from explainer.kit.diagram import Diagram
from explainer.kit.figure import Figure
from explainer.vae.latent.network.answers import SOURCES
from explainer.vae.latent.network.settings import LAYER
from explainer.vae.latent.settings import MODEL, SECTION
from models import coders


def build() -> None:
    """Encoder, sample and decoder of the chosen network."""
    Figure(
        SECTION,
        "network",
        title="Encoder, noise, decoder",
        try_this="point at the boxes in their order. Which of them holds the fewest numbers?",
        panels=[
            Diagram(
                source="network",
                label="The VAE's layers; each shows what it makes of the picture",
                sets="layer",
                thumbs="network.maps",
                knots="network.t",
                t="seed",
            )
        ],
        sources=list(SOURCES.values()),
        controls=[MODEL, LAYER],
        reflects=("layer", "model"),
        code=[coders.layers],
        layout="wide",
        caption="Blue is below 0 and orange above, each layer on its own scale. The picture is that of the "
        "figure above, ε is of its seed.",
    )
