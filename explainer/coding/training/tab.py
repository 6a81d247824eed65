"""A network that is trained while it is watched, with another run beside it."""

from explainer.coding import program, runs, stored
from explainer.coding.settings import SECTION
from explainer.coding.training import settings
from explainer.coding.training.answers import SOURCES, STREAMS
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Curve, Marker, Plot, Says
from explainer.kit.replay import Replay
from explainer.kit.tiles import Tiles


def build() -> None:
    """The shipped run at once; Train begins one of its own."""
    Figure(
        SECTION,
        "figure",
        title="Train it here",
        try_this="drag the frames: when does the first digit stand? Then choose “What if …” and see it beside.",
        panels=[
            Tiles(parts=(("seen.pictures", "This run"),)),
            Tiles(parts=(("beside_seen.pictures", "Beside it, at the same step"),)),
            Plot(
                source="axes",
                figure="loss_figure",
                label="The loss of this run and of the one beside it over the steps",
                overlays=(
                    Curve(x="kept.tracks.step", y="kept.tracks.loss", color="noise", dash=True),
                    Curve(x="run.tracks.step", y="run.tracks.loss", color="model"),
                    Marker(at="step"),
                    Says(text="seen.says", size=14, right=True),
                    Says(text="beside_seen.beside", size=14, right=True, color="noise"),
                ),
            ),
            Numbers(source="seen", label="The run in numbers"),
            Replay(film="run", source="seen", alone=True),
            Replay(film="kept", source="beside_seen", t="step", along=True),
        ],
        sources=list(SOURCES.values()),
        streams=STREAMS,
        scrubbers=[settings.FRAME],
        controls=settings.CONTROLS,
        reflects=("step", "state", "preset", "beside", "t"),
        reports=(("loss", "seen.loss"),),
        code=[program.filled, runs.play, runs.samples, stored.dump],
        layout="compare",
        caption="All samples start from the same noise, so only the network changes between them. The weights "
        "that sample are a moving average of those that learn. “Read as digits” counts the samples that the "
        "app's own classifier puts into one class with at least 50 % and whose features lie as near to the "
        "digits' as those of 99 % of real ones. The runs that ship were trained by the same file; the time of a "
        "step is measured on the computer that trains.",
    )
