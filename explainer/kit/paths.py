"""Paths for who learns alone: what to do in each section, and tours through several, out of `assets/paths`.

`sections.toml` has a table for each section: its steps, what was seen, and a question with its answer. Every
other file is a tour with a title and steps of those, each called "SECTION.NAME". What counts as done:

    key = "t", least = 700       the value has reached 700; `most` is the upper limit, both make an interval
    key = "schedule", is = "x"   the value is that one; of a run, key = "state", is = "running": it was started
    key = "seed"                 the value was changed
    opens = true                 the answer of the figure was opened
"""

import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from explainer.kit import language

FOLDER = Path(__file__).parents[2] / "assets" / "paths"
SECTIONS = "sections"  # the file of all sections; the others are tours
SAID = ("title", "saw", "question", "answer")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do in a figure of a section, and the value by which the page knows that it was done."""

    name: str
    at: str
    figure: str
    do: str
    key: str | None = None
    least: float | None = None
    most: float | None = None
    value: Any = None
    opens: bool = False

    @property
    def id(self) -> str:
        """What a tour and the browser's memory call it."""
        return f"{self.at}.{self.name}"


@dataclass(frozen=True, kw_only=True)
class Trail:
    """Steps in their order, then what was seen, a question and its answer. A section's has no title."""

    name: str
    steps: tuple[Step, ...]
    saw: str
    question: str
    answer: str
    title: str = ""

    def shown(self) -> dict[str, Any]:
        """The path as the page reads it, in its language."""
        steps = [{**asdict(step), "id": step.id, "do": language.text(step.do)} for step in self.steps]
        said = {key: language.text(getattr(self, key)) for key in SAID if getattr(self, key)}
        return {"name": self.name, "title": "", **said, "steps": steps}


@cache
def sections() -> dict[str, Trail]:
    """The path of each section. TypeError for an entry that is not known or missing."""
    found = {}
    for name, table in _read(SECTIONS).items():
        steps = tuple(Step(at=name, value=one.pop("is", None), **one) for one in table.pop("step"))
        found[name] = Trail(name=name, steps=steps, **table)
    return found


@cache
def tours() -> dict[str, Trail]:
    """Each tour by the name of its file. KeyError for a step that no section has."""
    known = {step.id: step for path in sections().values() for step in path.steps}
    found = {}
    for file in sorted(FOLDER.glob("*.toml")):
        if file.stem != SECTIONS:
            table = _read(file.stem)
            steps = tuple(known[name] for name in table.pop("steps"))
            found[file.stem] = Trail(name=file.stem, steps=steps, **table)
    return found


def shown() -> dict[str, Any]:
    """All paths as the page reads them, in its language."""
    return {
        "sections": {name: path.shown() for name, path in sections().items()},
        "tours": {name: path.shown() for name, path in tours().items()},
    }


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
