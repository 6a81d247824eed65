"""The figure of copying."""

from explainer.diffusion.plane.copying import theory
from explainer.diffusion.plane.copying.answers import SOURCES
from explainer.diffusion.plane.copying.settings import CAPACITY, COUNT
from explainer.diffusion.plane.settings import SECTION
from explainer.kit.field import Cloud, Field
from explainer.kit.figure import Figure
from explainer.kit.plot import Curve, Marker, Plot, Says


def build() -> None:
    """What the exact denoiser and networks make of the same points, and when networks stop copying."""
    points = Cloud(points="copies.training", label="training points", color="data", mark="cross", size=4)
    Figure(
        SECTION,
        "copying",
        title="Copying: the exact denoiser can do nothing else",
        try_this="move n from 3 to 500. When do the points leave the training points and fill the moons?",
        panels=[
            Field(
                label="made by the exact denoiser",
                at="count",
                knots="copies.knots",
                reach=1.3,
                clouds=(points, Cloud(points="copies.exact", label="made from noise", color="wrong", size=2.4)),
            ),
            Field(
                label="made by the network",
                at="count",
                knots="copies.knots",
                reach=1.3,
                clouds=(points, Cloud(points="copies.made", label="made from noise", color="model", size=2.4)),
            ),
            Plot(
                source="copies",
                label="Share of copies over the number of training points, for three widths",
                aspect=1.4,
                overlays=(Marker(at="count"),),
            ),
            Plot(
                source="distance_frame",
                label="Share of samples that have a training point within a distance",
                aspect=1.4,
                overlays=(
                    Curve(x="distances.real_x", y="distances.real_y", color="data", dash=True),
                    Curve(x="distances.network_x", y="distances.network_y", color="model"),
                    Says(text="distances.words", size=14),
                ),
            ),
        ],
        sources=list(SOURCES.values()),
        controls=[COUNT, CAPACITY],
        reflects=("count", "capacity"),
        reports=(("copied", "distances.copied"),),
        code=[theory.nearness, theory.made_by_network, theory.made_exactly],
        layout="compare",
        caption="Both start from the same noise. The minimum of the loss on n points is the exact denoiser of "
        "these points, and sampling with it ends on one of them. A network cannot follow that many peaks, so it "
        "fills the gaps instead: what it fails to learn is why it makes anything new. A copy is three times "
        "nearer to one training point than to any other; of points spread evenly one in nine is, by chance. "
        "Each network took 30,000 steps.",
    )
