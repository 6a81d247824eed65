"""The figures that ask whether the network copies: the exact denoiser of a training set beside it."""

from explainer.diffusion.reverse.copying import theory
from explainer.diffusion.reverse.copying.answers import SOURCES
from explainer.diffusion.reverse.settings import SECTION, T
from explainer.kit.figure import Figure
from explainer.kit.film import Film
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Marker, Plot
from explainer.kit.tiles import Tiles

MOST = 8


def copy() -> None:
    """Learned against known by heart, at the same x_t and at the end of both chains."""
    Figure(
        SECTION,
        "copying",
        title="Does it copy?",
        try_this="drag t down. Which of the two settles on one training picture?",
        panels=[
            Film(film="copying", track="xt", label="$x_t$ of the network's chain"),
            Film(film="copying", track="learned", label=r"$\hat x_0$ of the network"),
            Film(film="copying", track="exact", label=r"$\hat x_0$ of the exact denoiser"),
            Plot(
                source="copies",
                figure="gap_figure",
                label="Distance of both estimates to the nearest training picture along t",
                sets="t",
                overlays=(Marker(),),
            ),
            Plot(
                source="copies",
                figure="number_figure",
                label="How many training pictures the exact denoiser mixes along t",
                sets="t",
                overlays=(Marker(),),
            ),
        ],
        sources=list(SOURCES.values()),
        scrubbers=[T],
        reflects=("t",),
        code=[theory.exact, theory.memory, theory.distances],
        layout="compare",
        answer="The exact denoiser does, and soon. The best denoiser of a finite set is known: a mean of "
        "its pictures, weighted by how well each explains $x_t$. It can only reproduce the training set. "
        "Here it knows the first 10,000 training pictures, the network learned from all 60,000; neither is "
        "told a class.",
    )


def nearest() -> None:
    """Where both chains end, and the training pictures nearest to that."""
    strip = {"columns": MOST, "size": 1.8}
    Figure(
        SECTION,
        "nearest",
        title="Where both chains end",
        try_this="compare each picture with its neighbours from the training set: which were copied?",
        panels=[
            Tiles(
                parts=(
                    ("copies.end_learned", "made by the network"),
                    ("copies.near_learned", "the three training pictures nearest to each"),
                ),
                **strip,
            ),
            Tiles(
                parts=(
                    ("copies.end_memory", "made by the exact denoiser from the same noise"),
                    ("copies.near_memory", "the training picture nearest to each"),
                ),
                **strip,
            ),
            Numbers(source="copies", rows="table", label="Distances to the nearest training pictures"),
        ],
        sources=[SOURCES["copies"]],
        code=[theory.memory, theory.distances],
        layout="compare",
        caption="From the same eight noises. Nearest neighbours were searched in all 60,000 training pictures. "
        "Distances are root mean squared grey: 0 is a copy, 1 black against white.",
    )


def build() -> None:
    """Both figures."""
    copy()
    nearest()
