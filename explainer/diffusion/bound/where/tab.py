"""The figure of where in a picture the bits are, a digit beside a garment."""

from explainer.diffusion.bound.question import look
from explainer.diffusion.bound.settings import SECTION, picture, t
from explainer.diffusion.bound.terms import pixel_terms
from explainer.diffusion.bound.where.answers import SOURCES
from explainer.diffusion.bound.where.settings import OTHER
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.tiles import Tiles


def where() -> None:
    """Two pictures, each with its bits at t and over all t."""

    def both(name: str, label: str, at_t: bool = False) -> Tiles:
        parts = ((f"where.mine.{name}", label), (f"where.theirs.{name}", f"{label}, beside it"))
        return Tiles(parts=parts, knots="where.mine.t" if at_t else None, columns=1, size=0.5)

    Figure(
        SECTION,
        "where",
        title="Where in the picture the bits are",
        try_this="drag t down to 1. Where do the bits go? Then put all black beside the digit. Which is "
        "more likely?",
        panels=[
            both("x0", "$x_0$"),
            both("maps", "bits", at_t=True),
            both("whole", "bits over all t"),
            Numbers(source="where", label="The bound of both pictures, and what their pixels cost"),
        ],
        sources=[SOURCES["where"]],
        scrubbers=[t()],
        controls=[picture(), OTHER],
        reflects=("t", "picture", "other"),
        reports=(("mine", "where.mine.total"), ("theirs", "where.theirs.total")),
        code=[pixel_terms, look],
        layout="row",
        caption="Under the network trained by the bound, with its own width, no class given. Measured "
        "beforehand at 25 of the t; the nearest is shown. Bright pixels cost most: each map has its own scale, "
        "and its square root is shown.",
        answer="The bits leave the inside of the strokes and stay at their edges. A garment costs this "
        "network of digits "
        "several times a digit's bits, as it should. But an all-black picture costs about a tenth of them: "
        "it is more "
        "likely than any digit, though it is none.",
    )
