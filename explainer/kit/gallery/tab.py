"""The gallery: every part of the kit alone, with data of its own."""

from pathlib import Path

from explainer.kit import page
from explainer.kit.gallery.atlas import tab as atlas
from explainer.kit.gallery.inside import tab as inside
from explainer.kit.gallery.linked import tab as linked
from explainer.kit.gallery.texts import tab as texts
from explainer.kit.gallery.walk import tab as walk

SECTION = "gallery"
TITLE = "The kit"


def build() -> None:
    """The kit's README, then a figure for each kind of part."""
    page.lesson(Path(__file__).parents[1])
    linked.build()
    texts.words()
    walk.build()
    inside.build()
    atlas.build()
    texts.steps()


if __name__ == "__main__":
    page.preview(build, TITLE)
