"""The figure of copying."""

from explainer.diffusion.plane.copying import theory
from explainer.diffusion.plane.copying.answers import SOURCES
from explainer.diffusion.plane.copying.settings import CAPACITY, COUNT
from explainer.diffusion.plane.settings import SECTION
from explainer.kit.field import Cloud, Field
from explainer.kit.figure import Figure
from explainer.kit.plot import Curve, Marker, Plot, Says


def _made(label: str, points: str, role: str) -> Field:
    return Field(
        label=label,
        at="count",
        knots="copies.knots",
        reach=1.3,
        clouds=(
            Cloud(points="copies.training", label="training points", color="data", mark="cross", size=4),
            Cloud(points=points, label="made from noise", color=role, size=2.4),
        ),
    )


def build() -> None:
    """What the exact denoiser and networks make of the same points, and when networks stop copying."""
    Figure(
        SECTION,
        "copying",
        title="Copying: the exact denoiser can do nothing else",
        try_this="move n from 3 to 500. When do the points leave the training points and fill the moons?",
        panels=[
            _made("made by the exact denoiser", "copies.exact", "wrong"),
            _made("made by the network", "copies.made", "model"),
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
        layout="pairs",
        caption="Both start from the same noise. The minimum of the loss on n points is the exact denoiser of "
        "these points, and sampling with it ends on one of them. A network cannot follow that many peaks, so it "
        "fills the gaps instead: what it fails to learn is why it makes anything new. A copy is three times "
        "nearer to one training point than to any other; of points spread evenly one in nine is, by chance. "
        "Each network took 30,000 steps.",
    )
