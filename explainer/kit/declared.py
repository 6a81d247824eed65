"""Checks of what figures declare: every name leads somewhere, and means one thing in its section.

A name that leads nowhere would paint nothing, and of two sources of one name the page would take the first.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from explainer.kit.names import Name, Spec, names

LAYOUTS = ("row", "compare", "wide", "four", "five", "many", "pairs", "ledger", "game")
# of a control that stands in two figures: where and when it stands there, and the id of each
_PLACED = ("more", "elem_id", "when")
# of an upload and of the pad of dots that draws the same text
_SHARED = ("linked", "sets", "value")


def check(parts: Spec) -> None:
    """ValueError if a figure's parts name a source, stream, panel or layout that it does not have."""
    figure = parts["id"]
    if parts["layout"] not in LAYOUTS:
        _refuse(figure, "layout", parts["layout"], LAYOUTS)
    has = {
        "source": [source["name"] for source in parts["sources"]],
        "stream": [stream["name"] for stream in parts["streams"]],
        "panel": [panel["name"] for panel in parts["panels"] if panel["name"]],
        # a pad of dots may draw what an upload takes from a file
        "control": [control["key"] for control in _all_controls(parts) if control["type"] != "dots"],
    }
    for kind, found in has.items():
        if twice := sorted({name for name in found if found.count(name) > 1}):
            raise ValueError(f"{figure} has the {kind} {twice[0]!r} twice; allowed is one of each name")
    for name in names(parts):
        if name.kind == "path":
            _check_path(figure, name, has["source"])
        elif name.kind in ("source", "stream", "panel") and name.name not in has[name.kind]:
            _refuse(figure, name.word, name.name, has[name.kind])


def _check_path(figure: str, path: Name, sources: Sequence[str]) -> None:
    source, dot, _ = path.name.partition(".")
    if not dot:
        raise ValueError(f"{figure}: {path.word} is {path.name!r}; allowed is a path such as 'source.field'")
    if source not in sources:
        _refuse(figure, path.word, path.name, [f"{known}.…" for known in sources])


def _refuse(figure: str, word: str, name: str, allowed: Sequence[str]) -> NoReturn:
    listed = f"allowed are {', '.join(sorted(allowed))}" if allowed else "the figure has none that is allowed"
    raise ValueError(f"{figure}: {word} is {name!r}; {listed}")


def agree(figure: Any, others: Iterable[Any]) -> None:
    """ValueError if a figure says of a name what another figure of its section does not.

    Sources and streams of one name must be the same; so must controls of one key, except for `more`,
    `elem_id` and `when`. The names of the figures differ.
    """
    for other in others:
        both = f"{other.parts['id']} and {figure.parts['id']}"
        if link_name(figure.parts) == link_name(other.parts):
            raise ValueError(f"{both} have one name; allowed is one figure of each name in a section")
        for kind in ("sources", "streams"):
            mine, theirs = getattr(figure, kind), getattr(other, kind)
            for name in mine.keys() & theirs.keys():
                if mine[name] != theirs[name]:
                    raise ValueError(f"{both} have different {kind} {name!r}; allowed is one of each name")
        mine, theirs = _controls(figure.parts), _controls(other.parts)
        for key in mine.keys() & theirs.keys():
            if words := _differences(mine[key], theirs[key]):
                raise ValueError(
                    f"{both} have controls {key!r} that differ in {', '.join(words)}; "
                    f"allowed are differences in {', '.join(_PLACED)} alone"
                )


def link_name(parts: Spec) -> str:
    """A figure's name in links and lists, as `links.js` reads it: its id without the section's name."""
    return parts["id"].removeprefix(f"{parts['section']}-")


def _controls(parts: Spec) -> dict[str, Mapping[str, Any]]:
    return {control["key"]: control for control in _all_controls(parts)}


def _all_controls(parts: Spec) -> list[Mapping[str, Any]]:
    return [*parts["controls"], *parts["scrubbers"]]


def _differences(control: Spec, other: Spec) -> list[str]:
    fields = sorted({*control, *other} - {*_PLACED})
    if {control["type"], other["type"]} == {"upload", "dots"}:
        fields = _SHARED
    return [field for field in fields if control.get(field) != other.get(field)]


def unset(figures: Sequence[Any], answers: Iterable[str] = ()) -> list[str]:
    """The values that figures of one section read and nobody sets, each as "figure: word is 'key'".

    `answers` are keys that steps of runs set.
    """
    found = [(figure.parts["id"], name) for figure in figures for name in names(figure.parts)]
    known = {name.name for _, name in found if name.kind == "sets"} | {*answers}
    return [
        f"{figure}: {name.word} is {name.name!r}"
        for figure, name in found
        if name.kind == "value" and name.name not in known
    ]
