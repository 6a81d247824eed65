"""The section `latent`: the VAE's plane under a hand, and what each place of it means."""

from pathlib import Path

from explainer.kit import page
from explainer.kit.atlas import Decoded, Map
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.vae import atlas, theory
from explainer.vae.latent import answers, more, settings

TITLE = "Latent"
SECTION = "latent"


def build() -> None:
    """The section's lesson and its figures."""
    page.lesson(Path(__file__).parent)
    explore()
    centres()
    more.encode_your_own()
    more.walk()
    more.arithmetic()
    page.slips(Path(__file__).parent)
    more.both_terms()
    more.over_beta()
    more.evidence()
    more.dimensions()


def explore() -> None:
    """The map under the hand, and the picture at the place."""
    Figure(
        SECTION,
        "figure",
        elem_id="latent-map",
        title="Every place of the plane is a picture",
        try_this="drag over the map. Cross from one colour to another: where does one digit become the other?",
        panels=[
            Map(
                source="map",
                label="the plane of z; dashed: 1, 2, 3 σ of the prior",
                hands=(settings.Z,),
                ground="ground",
                atlas="atlas",
                circles=(1, 2, 3),
                chips=True,
                name="map",
            ),
            Decoded(atlas="atlas", label="decoded", at="z", exact="exact", canvas="latent-picture", size=0.75),
        ],
        sources=[answers.MAP, answers.ATLAS, answers.EXACT],
        reflects=("z", "model", "ground"),
        code=[answers.exact, atlas.blend, theory.aggregate],
        controls=settings.MAIN,
        caption="Each mark is a test picture at the mean of its q(z|x); the large marks are the classes' "
        "centres. While you drag, pictures are blended in the page from an atlas of 48 × 48 decoded ones; "
        "when the hand rests, the network decodes the very place.",
    )


def centres() -> None:
    """The same map as a table."""
    Figure(
        SECTION,
        "centres",
        title="The classes' centres",
        try_this="type a centre into z above: that is the class's typical picture.",
        panels=[Numbers(source="classes", label="Centre, spread and mean loss of each class")],
        sources=[answers.CENTRES],
        reflects=("model",),
        code=[theory.centres, theory.kl_to_prior, theory.reconstruction],
        layout="wide",
    )


if __name__ == "__main__":
    page.preview(build, TITLE)
