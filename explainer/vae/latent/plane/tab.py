"""The latent plane under a hand, and its classes' centres as a table."""

from explainer.kit.atlas import Decoded, Map
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.vae import atlas, codes, theory
from explainer.vae.latent.answers import SOURCES as SHARED
from explainer.vae.latent.plane import answers, settings
from explainer.vae.latent.plane.answers import SOURCES
from explainer.vae.latent.settings import MODEL, SECTION, Z


def build() -> None:
    """The map, then the table."""
    explore()
    centres()


def explore() -> None:
    """The map under the hand, and the picture at the point."""
    Figure(
        SECTION,
        "figure",
        elem_id="latent-map",
        title="Every point of the plane is a picture",
        try_this="drag over the map. Cross from one colour to another: where does one digit become the other?",
        panels=[
            Map(
                source="map",
                label="the plane of z; dashed: 1, 2, 3 σ of the prior",
                hands=(Z,),
                ground="ground",
                atlas="atlas",
                circles=(1, 2, 3),
                chips=True,
                name="map",
            ),
            Decoded(atlas="atlas", label="decoded", at="z", exact="exact", canvas="latent-picture", size=0.75),
        ],
        sources=[SHARED["map"], SHARED["atlas"], SOURCES["exact"]],
        reflects=("z", "model", "ground"),
        code=[answers.exact, atlas.blend, codes.aggregate],
        controls=settings.MAIN,
        caption=r"Each mark is a test picture at the mean of its $q(z\mid x)$; the large marks are the classes' "
        "centres. While you drag, pictures are blended in the page from an atlas of 48 × 48 decoded ones; "
        "when you stop, the network decodes that exact point.",
    )


def centres() -> None:
    """The same map as a table."""
    Figure(
        SECTION,
        "centres",
        title="The classes' centres",
        try_this="which two classes have the nearest centres, and which class spreads widest?",
        panels=[Numbers(source="classes", label="Centre, spread and mean loss of each class")],
        sources=[SOURCES["classes"]],
        reflects=("model",),
        controls=[MODEL],
        code=[codes.centres, theory.kl_to_prior, theory.reconstruction],
        layout="wide",
    )
