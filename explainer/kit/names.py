"""What the parts of a figure name: sources, paths into their answers, values, panels, streams.

The specs that the page reads are searched by the tables below: a part of a new type needs a row in one of
them. `declared.py` checks that every name leads somewhere.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Spec = Mapping[str, Any]


class Name(NamedTuple):
    """A name in a figure.

    `kind` is source, path, value (read), sets (written), panel or stream. It is "track" where one
    of several paths must lead somewhere: "film.tracks.x0 or rest.tracks.x0".
    """

    kind: str
    name: str
    word: str  # where it stands, such as "Marker.at"


Reader = Callable[[Any], list[tuple[str, str]]]


def _as(kind: str) -> Reader:
    """A field that holds one name of this kind, or none."""
    return lambda name: [(kind, name)] if name else []


def _each(read: Reader, position: int | None = None) -> Reader:
    """A field that holds several, each alone or at a position of a tuple."""
    return lambda items: [
        found for item in items or () for found in read(item if position is None else item[position])
    ]


def _tuple(*readers: Reader | None) -> Reader:
    """A field that holds a tuple (or None) whose items are read each in its own way."""
    return lambda items: [
        found for read, item in zip(readers, items or (), strict=False) if read for found in read(item)
    ]


def _number(name: float | str | None) -> list[tuple[str, str]]:
    """A number, or the path of one in an answer, or the key of a value."""
    if not isinstance(name, str) or not name:
        return []
    return [("path" if "." in name else "value", name)]


def _sets(target: str | Sequence[str] | None) -> list[tuple[str, str]]:
    """The key that a control writes: alone, or with what it writes there."""
    key = target if isinstance(target, str) else (target or [""])[0]
    return [("sets", key)] if key else []


def _path(path: str | None) -> list[tuple[str, str]]:
    """A path into an answer, in which "{key}" stands for the value of that key."""
    return [("path", path), *(("value", key) for key in re.findall(r"{(\w+)}", path))] if path else []


def _key(label: str) -> list[tuple[str, str]]:
    """A label "{key}", in whose place the choice of that key stands."""
    return [("value", key) for key in re.findall(r"^{(\w+)}$", label)]


SOURCE, VALUE, SETS = map(_as, ("source", "value", "sets"))
PATH = _path
WHEN = _tuple(VALUE, None)
BLEND = {"picture": SOURCE, "noise": SOURCE, "coefficients": SOURCE}
PANELS: dict[str, dict[str, Reader]] = {
    "picture": {**BLEND, "t": VALUE, "pick": _each(SETS), "label": _key},
    "ladder": {**BLEND, "rungs": SOURCE},
    "plot": {"source": SOURCE, "sets": SETS},
    "film": {"film": SOURCE, "rest": SOURCE, "t": VALUE, "pick": SETS},
    "replay": {"film": SOURCE, "source": SOURCE, "t": VALUE},
    "tiles": {
        "parts": _each(PATH, 0), "knots": PATH, "index": _each(VALUE), "pick": _each(SETS),
    },
    "diagram": {"source": SOURCE, "sets": SETS, "thumbs": PATH, "knots": PATH, "t": VALUE},
    "map": {
        "source": SOURCE, "atlas": SOURCE, "ground": VALUE, "lines": _each(PATH, 0), "dots": _each(PATH, 0),
        "pick": _tuple(VALUE, PATH), "along": _tuple(PATH, VALUE), "extent": _each(PATH),
        "draws": _tuple(SETS, VALUE, None),
        "hands": _each(lambda hand: [*SETS(hand["key"]), *SETS(hand["rest"])]),
    },
    "decoded": {"atlas": SOURCE, "exact": SOURCE, "at": VALUE, "along": _tuple(PATH, VALUE)},
    "derivation": {"source": SOURCE, "key": VALUE, "all": VALUE},
    "listing": {"source": SOURCE, "at": VALUE},
    "leads": {"source": SOURCE},
    "numbers": {"source": SOURCE, "rest": SOURCE, "beside": PATH, "pick": VALUE},
    "field": {
        "knots": PATH, "at": VALUE, "shade": PATH, "anchors": PATH, "arrows": PATH, "signal": PATH,
        "sigma": PATH, "show_shade": VALUE, "show_arrows": VALUE,
        "clouds": _each(lambda cloud: [
            *(found for key in ("points", "noise", "lines") for found in PATH(cloud[key])),
            *(found for key in ("show", "show_lines") for found in VALUE(cloud[key])), *WHEN(cloud["when"]),
        ]),
    },
    "plane": {
        "field": PATH, "points": PATH, "real": PATH, "arrows": PATH, "grid": PATH,
        "shows": lambda shows: _each(VALUE)(shows.values()), "waits": VALUE,
    },
}  # fmt: skip
OVERLAYS: dict[str, dict[str, Reader]] = {
    "marker": {"at": VALUE, "curves": _each(PATH, 0)},
    "row": {"at": VALUE, "table": PATH, "knots": PATH, "grid": PATH},
    "curve": {"x": PATH, "y": PATH, "moved": _tuple(VALUE, VALUE, PATH, PATH)},
    "spot": {"at": VALUE, "x": PATH, "y": PATH, "knots": PATH},
    "says": {"text": PATH},
    "box": {"x0": _number, "x1": _number, "y0": _number, "y1": _number, "text": PATH},
    "counts": {"at": VALUE, "panel": _as("panel"), "edges": PATH, "follows": _each(SOURCE)},
    "bell": {
        "at": VALUE, "panel": _as("panel"), "z": PATH, "density": PATH, "signal": PATH, "sigma": PATH,
        "picks": _each(VALUE), "follows": _each(SOURCE),
    },
}  # fmt: skip
HANDLES: dict[str, dict[str, Reader]] = {
    "handle": {
        "x": SETS, "y": SETS, "x_from": _number, "y_from": _number, "x_scale": _number, "y_scale": _number,
        "at_x": _number, "at_y": _number, "when": WHEN,
    },
    "points": {"key": SETS, "at_y": _number, "when": WHEN},
}  # fmt: skip
# of every control, whatever its type
CONTROL: dict[str, Reader] = {
    "key": SETS, "when": WHEN, "maximum_key": VALUE, "sets": _sets, "stream": _as("stream"), "slots": PATH,
    "over": PATH, "film": SOURCE, "into": SOURCE, "source": SOURCE, "times": VALUE, "asks": _sets,
}  # fmt: skip
OF_RUN = ("t", "last", "frames", "state", "progress")  # what every stream sets, after its prefix


def names(parts: Spec) -> Iterator[Name]:
    """Every name in a figure's parts, as `Figure` declares them to the page."""
    for panel in parts["panels"]:
        yield from _read(panel["type"], panel, PANELS)
        yield from _within(panel)
    for control in [*parts["controls"], *parts["scrubbers"]]:
        yield from _read(control["type"], control, {control["type"]: CONTROL})
        yield from _of_control(control)
    for source in parts["sources"]:
        word = f"source {source['name']}"
        yield from (Name("value", key, f"{word}.keys") for key in source["keys"])
        yield from (Name("value", key, f"{word}.only") for key, _ in source["only"].values())
    for stream in parts["streams"]:
        word = f"stream {stream['name']}"
        fixed = stream.get("live", {}).get("fixed", ())
        yield Name("source", stream["film"], f"{word}.film")
        yield from (Name("value", key, f"{word}.keys") for key in (*stream["keys"], *fixed))
        yield from (Name("sets", f"{stream['prefix']}{key}", word) for key in OF_RUN)
    yield from (Name("value", key, "reflects") for key in parts["reflects"])
    yield from (Name("path", ".".join(path), "reports") for _, *path in parts["reports"])


def _read(part: str, spec: Spec, table: Mapping[str, Mapping[str, Reader]]) -> Iterator[Name]:
    if part not in table:
        raise ValueError(f"{part!r} has no row in kit/names.py; allowed are {', '.join(sorted(table))}")
    for field, read in table[part].items():
        yield from (Name(kind, name, f"{part}.{field}") for kind, name in read(spec.get(field)))


def _within(panel: Spec) -> Iterator[Name]:
    """What a panel's fields name only together, and what stands over a plot."""
    kind = panel["type"]
    if kind == "plot":
        yield Name("path", f"{panel['source']}.{panel['figure']}", "plot.figure")
        for overlay in panel["overlays"]:
            yield from _read(overlay["kind"], overlay, OVERLAYS)
        for handle in panel["handles"]:
            yield from _read(handle["kind"], handle, HANDLES)
    elif kind == "tiles" and panel["knots"]:
        yield Name("value", panel["t"], "tiles.t")
    elif kind == "film":
        yield _track(kind, panel["track"], panel["film"], panel["rest"])
    elif kind == "leads":
        yield Name("path", f"{panel['source']}.{panel['leads']}", "leads.leads")
        yield Name("path", f"{panel['source']}.{panel['says']}", "leads.says")
    elif kind == "numbers" and panel["track"]:
        yield _track(kind, panel["track"], panel["source"], panel["rest"])
        yield Name("value", panel["t"], "numbers.t")
    elif kind == "numbers":
        yield Name("path", f"{panel['source']}.{panel['rows']}", "numbers.rows")


def _track(part: str, track: str, *films: str | None) -> Name:
    return Name("track", " or ".join(f"{film}.tracks.{track}" for film in films if film), f"{part}.track")


def _of_control(control: Spec) -> Iterator[Name]:
    """What only some controls name: a text's roles, and the settings of presets."""
    if control["type"] == "compose":
        yield Name("path", control["text"], "compose.text")
        yield from (Name("sets", f"{control['key']}_{role}", "compose.roles") for role in control["roles"])
    elif control["type"] == "presets":
        for name, _, settings, _ in control["choices"]:
            yield from (Name("value", key, f"presets.{name}") for key in settings)
