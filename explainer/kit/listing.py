"""Programs side by side, such as pseudo-code and the Python that runs, with the running line lit."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The listings that `source` answers (`listing_data`), lit at the value of `at`, which counts from 1.

    `label` says what runs. With `picks`, pointing at a piece sets `at` to the first moment of its stage;
    the frames are then tall, and their lines numbered.
    """

    source: str
    label: str
    at: str = "step"
    picks: bool = False
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {"type": "listing", **asdict(self)}


def listing_data(
    programs: Sequence[tuple[str, Sequence[Sequence[tuple[str, str]]]]],
    stages: Sequence[str],
    words: Sequence[str],
) -> dict[str, Any]:
    """What the panel reads: programs (title, lines), and a stage and a sentence for each moment.

    A line is a row of pieces (text, stage); a piece of several stages has blanks between them. At a moment,
    the pieces of its stage are lit, and their lines with them. ValueError if a stage lights nothing in
    one of the programs.
    """
    for title, lines in programs:
        known = {stage for line in lines for _, of in line for stage in of.split()}
        for stage in stages:
            if stage not in known:
                raise ValueError(f"{title} has no line for the stage {stage!r}")
    listings = [
        {"title": title, "lines": [[list(piece) for piece in line] for line in lines]}
        for title, lines in programs
    ]
    return {"listings": listings, "stages": list(stages), "words": list(words)}


def pieces(line: str, marks: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """A line of code cut at the `marks` (fragment, stage) that it contains; earlier marks come first."""
    for i, (fragment, stage) in enumerate(marks):
        before, found, after = line.partition(fragment)
        if found:
            rest = marks[i + 1 :]
            return [*pieces(before, rest), (fragment, stage), *pieces(after, rest)]
    return [(line, "")] if line else []
