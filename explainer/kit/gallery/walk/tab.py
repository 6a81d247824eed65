"""The gallery's plane, and its run without an end that is played, stepped and changed."""

from explainer.kit import controls
from explainer.kit.figure import Figure
from explainer.kit.gallery.walk.answers import SOURCES, WALK
from explainer.kit.live import Player
from explainer.kit.plane import Plane
from explainer.kit.replay import Replay
from explainer.kit.scrubber import Scrubber

SECTION = "gallery"


def build() -> None:
    """The figure `gallery-walk`."""
    Figure(
        SECTION,
        "walk",
        title="A plane, and a run without an end",
        try_this="press Walk, change the length under way, pause, scrub; draw other corners.",
        panels=[
            Plane(
                label="All layers", field="walk_seen.field", points="walk_seen.points", real="walk_real.points",
                arrows="walk_seen.arrows", grid="walk_seen.grid",
                shows=(("field", "walk_field"),), waits="walk_state",
            ),
            Replay(film="walk", source="walk_seen", t="walk_t"),
        ],
        sources=list(SOURCES.values()),
        streams=[WALK],
        scrubbers=[
            Scrubber(
                key="walk_t", label="Frame", help="Asks nothing.", value=0, maximum=1, maximum_key="walk_last",
                symbol="frame", play="replay", linked=False,
            )
        ],
        controls=[
            Player(
                key="walk_play", label="Walk", help="On, or pause.", stream="walk",
                steps=(("step", "One step", "One step alone"),),
            ),
            controls.Number(
                key="walk_length", label="Length", help="Of a step; 7 is refused.", value=1, minimum=0, maximum=9,
                whole=True,
            ),
            controls.Number(
                key="walk_start", label="Begin anew", help="Another number begins anew.", value=0, minimum=0,
                maximum=9, whole=True,
            ),
            controls.Switch(key="walk_field", label="Field", help="Shown or not.", value=True),
            controls.Dots(key="corners", label="Draw", help="Dots by hand.", sets=("walk_field", False)),
        ],
        reflects=("walk_t", "walk_state", "walk_step", "walk_last"),
    )  # fmt: skip
