"""Talks: ordered stops, each a figure with its settings, what to say there and a question for the room.

A talk is a TOML file: a `title`, then one `[[stop]]` after the other. Each stop is read by itself, so that
a slip in one leaves the others as they are.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from explainer.kit.declared import link_name
from explainer.kit.gradio_internals import served

LONGEST, MOST = 1_000_000, 500  # characters of a file, stops of a talk
CHOICES = 8  # among which a room may choose
HEADING = re.compile(r"^\s*\[\[\s*stop\s*\]\]\s*(#.*)?$")
WHOLE = "talk"  # the name of the one that has every slide
OWN = "own"  # of one that a visitor dropped on the page, and that no other page has
TALKS = Path(__file__).parents[2] / "assets" / "talks"
PICTURES = TALKS / "pictures"
PAGE = ("at", "figure", "view")  # parameters of a link that are no settings


@dataclass(frozen=True)
class Stop:
    """A place of the talk: `minutes` are what it is meant to take, `slides` what of the talk it stands for."""

    title: str
    link: str
    slides: str = ""
    say: str = ""
    minutes: float = 1.0
    question: str = ""
    answer: str = ""
    choices: Sequence[str] = ()
    place: bool = False  # the question is answered by a place on the figure's first plot
    at: str = ""
    figure: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Talk:
    """A talk as it opens, and a sentence for each part of its file that does not."""

    name: str
    title: str
    stops: Sequence[Stop]
    problems: Sequence[str] = ()

    def at(self, stop: str) -> str:
        """The section of the stop of that number, as a link writes it; of the first stop if there is none."""
        number = int(stop) if re.fullmatch(r"[0-9]{1,3}", stop) else 1
        found = self.stops[number - 1 : number] or self.stops[:1]
        return found[0].at if found else ""

    def shown(self) -> dict[str, Any]:
        """The talk as the page reads it."""
        return {
            **asdict(self),
            "stops": [{**asdict(stop), "picture": _address(picture_file(stop))} for stop in self.stops],
        }


def picture_file(stop: Stop) -> Path:
    """Where the small picture of a stop's figure is, if one ships."""
    return PICTURES / f"{stop.at}-{stop.figure}.webp"


def _address(file: Path) -> str | None:
    return served(file) if file.exists() else None


Known = Mapping[str, Mapping[str, Any]]


def known(figures: Sequence[Any]) -> Known:
    """What links may name: {section: {"figures": names, "plots": those with one, "settings": {key: control}}}."""
    found: dict[str, dict[str, Any]] = {}
    for figure in figures:
        section = found.setdefault(figure.section, {"figures": [], "plots": [], "settings": {}})
        section["figures"].append(link_name(figure.parts))
        if any(panel["type"] == "plot" for panel in figure.parts["panels"]):
            section["plots"].append(link_name(figure.parts))
        for control in [*figure.parts["controls"], *figure.parts["scrubbers"]]:
            if control.get("linked", True):
                section["settings"].setdefault(control["key"], control)
    return found


def shipped(places: Known, own: Path | None = None) -> list[Talk]:
    """The talks of `assets/talks`, the whole one first; before them `own`, the file of a lecturer.

    OSError or UnicodeDecodeError if that one can't be read.
    """
    files = sorted(TALKS.glob("*.toml"), key=lambda file: (file.stem != WHOLE, file.stem))
    return [read(file.read_text(encoding="utf-8"), file.stem, places) for file in ([own] if own else []) + files]


def read(text: str, name: str, places: Known) -> Talk:
    """The talk that a TOML text describes; what can't be opened is left out, with a sentence and its line."""
    if len(text) > LONGEST:
        return Talk(name, name, [], [f"The file has {len(text):,} characters; allowed are {LONGEST:,}."])
    lines = text.splitlines()
    starts = [i for i, line in enumerate(lines) if HEADING.match(line)]
    first = starts[0] if starts else len(lines)
    problems: list[str] = []
    heading = _table(lines[:first], 0, problems)
    title = heading.get("title", name)
    if not isinstance(title, str):
        problems.append(f"The title is {title!r}; allowed is a text in quotes.")
        title = name
    if unknown := sorted(set(heading) - {"title"}):
        problems.append(f"The heading has “{unknown[0]}”; known is title.")
    if not starts:
        problems.append("There is no stop; each begins with a line [[stop]].")
    if len(starts) > MOST:
        problems.append(f"There are {len(starts):,} stops; the first {MOST} are shown.")
        starts = starts[: MOST + 1]
    ends = [*starts[1:], len(lines)][: len(starts)]
    stops = [
        stop
        for start, end in list(zip(starts, ends, strict=True))[:MOST]
        if (stop := _stop(lines[start + 1 : end], start + 1, places, problems))
    ]
    return Talk(name, title, stops, problems)


def _table(lines: Sequence[str], above: int, problems: list[str]) -> dict[str, Any]:
    """A piece of TOML that begins below `above` lines; {} with a sentence if it is none."""
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as bad:
        at = re.search(r"line (\d+)", str(bad))
        line = above + (int(at[1]) if at else len(lines))
        what = re.sub(r" \(at .*\)$", "", str(bad))
        problems.append(f"Line {line}: {what}.")
        return {}


def _stop(lines: Sequence[str], above: int, places: Known, problems: list[str]) -> Stop | None:
    before = len(problems)
    table = _table(lines, above, problems)
    if len(problems) > before:
        return None
    if fault := _wrong(table):
        problems.append(f"The stop at line {above}: {fault}")
        return None
    query = dict(parse_qsl(table["link"].lstrip("/").lstrip("?"), keep_blank_values=True))
    raw = {key: value for key, value in query.items() if key not in PAGE}
    if fault := _nowhere(query, raw, places):
        problems.append(f"The stop at line {above}: {fault}")
        return None
    figure = query.get("figure") or places[query["at"]]["figures"][0]
    if table.get("place") and figure not in (plots := places[query["at"]]["plots"]):
        problems.append(
            f"The stop at line {above}: {figure} has no plot for a place; {', '.join(plots)} have one."
        )
        return None
    return Stop(**table, at=query["at"], figure=figure, raw=raw)


def _wrong(table: Mapping[str, Any]) -> str | None:
    """What is wrong with a stop's entries, in a sentence."""
    kinds = {name: str for name in ("title", "link", "slides", "say", "question", "answer")}
    for name, value in table.items():
        if name == "minutes":
            fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 240
            if not fits:
                return f"minutes is {value!r}; allowed is a number from 0 to 240."
        elif name == "choices":
            texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
            if not texts or not 2 <= len(value) <= CHOICES:
                return f"choices is {value!r}; allowed is a list of 2 to {CHOICES} texts."
        elif name == "place":
            if not isinstance(value, bool):
                return f"place is {value!r}; allowed is true or false."
        elif name not in kinds:
            return f"“{name}” is not known; known are {', '.join(kinds)}, choices, place and minutes."
        elif not isinstance(value, str):
            return f"{name} is {value!r}; allowed is a text in quotes."
    if table.get("place") and (table.get("choices") or not table.get("question")):
        return "it has a place; allowed is a place with a question and without choices."
    missing = [name for name in ("title", "link") if not table.get(name)]
    return f"it has no {missing[0]}." if missing else None


def _nowhere(query: Mapping[str, str], raw: Mapping[str, str], places: Known) -> str | None:
    """Why a link leads nowhere, in a sentence; None if it leads somewhere."""
    at, figure = query.get("at", ""), query.get("figure")
    if at not in places:
        return f"there is no section “{at}”; there are {', '.join(places)}."
    figures, settings = places[at]["figures"], places[at]["settings"]
    if figure is not None and figure not in figures:
        return f"{at} has no figure “{figure}”; it has {', '.join(figures)}."
    for key, value in raw.items():
        if key not in settings:
            return f"{at} has no setting “{key}”; it has {', '.join(settings)}."
        if allowed := _refused(settings[key], value):
            return f"{key} is “{value}”; allowed is {allowed}."
    return None


def _refused(control: Mapping[str, Any], text: str) -> str | None:
    """What a control allows instead of a text; None if it takes it, or if only Python's answer can tell."""
    if control["type"] == "select":
        values = [choice[0] for choice in control["choices"]]
        return None if text in values else ", ".join(values)
    if control["type"] in ("number", "range"):
        low, high = control["minimum"], control["maximum"]
        try:
            fits = low <= float(text) <= high
        except ValueError:
            fits = not text and bool(control.get("optional"))
        return None if fits else f"a number from {low:g} to {high:g}"
    if control["type"] == "switch":
        return None if text in ("true", "false") else "true or false"
    return None
