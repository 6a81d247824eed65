"""The section `latent`: the VAE's plane under a hand, and what each point of it means."""

from pathlib import Path

from explainer.kit import page
from explainer.vae.latent import settings
from explainer.vae.latent.dimensions import tab as dimensions
from explainer.vae.latent.encode import tab as encode
from explainer.vae.latent.evidence import tab as evidence
from explainer.vae.latent.network import tab as network
from explainer.vae.latent.plane import tab as plane
from explainer.vae.latent.rate import tab as rate
from explainer.vae.latent.terms import tab as terms
from explainer.vae.latent.walk import tab as walk

TITLE = "Latent"
SECTION = settings.SECTION
HERE = Path(__file__).parent


def build() -> None:
    """The section's lesson and its parts."""
    page.lesson(HERE)
    plane.build()
    encode.build()
    network.build()
    walk.build()
    page.slips(HERE)
    terms.build()
    rate.build()
    evidence.build()
    dimensions.build()


if __name__ == "__main__":
    page.preview(build, TITLE)
