"""Controls of a figure, declared once: the page checks these limits, and links carry these keys."""

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from explainer.maths.arguments import LARGEST_SEED


@dataclass(frozen=True, kw_only=True)
class Control:
    """A native control that sets `key` of its section's state.

    `help` says what it is and what a larger value does. `more` folds it away. `when=(key, value)` shows it
    only while that other control has that value, or one of a tuple of values. `linked=False` keeps it out
    of links. `group` is what it changes: those of one group stand in a row under that word. `at_hand` keeps it
    at the window's lower edge, as a slider of the figure is, while the figure is read. `elem_id` is its public
    id where that is not the figure's stem and the key.
    """

    type: ClassVar[str]
    key: str
    label: str
    help: str
    value: Any = None
    more: bool = False
    linked: bool = True
    when: tuple[str, Any] | None = None
    group: str | None = None
    at_hand: bool = False
    elem_id: str | None = None

    def spec(self) -> dict[str, Any]:
        """The control as the page reads it."""
        return {"type": self.type, **asdict(self)}


@dataclass(frozen=True, kw_only=True)
class Select(Control):
    """One of `choices`, each (value, text) or (value, text, group).

    `own` are those that stand for something of the visitor's, such as a drawing: no link carries them.
    """

    type: ClassVar[str] = "select"
    choices: tuple[tuple[str, ...], ...]
    own: tuple[str, ...] = ()

    def spec(self) -> dict[str, Any]:
        """The control with every choice as (value, text, group)."""
        choices = [(*choice, "")[:3] for choice in self.choices]
        return {**super().spec(), "choices": choices}


@dataclass(frozen=True, kw_only=True)
class Number(Control):
    """A number typed in a box. `optional` is the placeholder of an empty box, which means None.

    The value of `maximum_key` stands for `maximum`, where it has one. `dice` adds a button that draws one.
    """

    type: ClassVar[str] = "number"
    minimum: float
    maximum: float
    step: float = 1
    whole: bool = False
    optional: str | None = None
    dice: bool = False
    maximum_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Seed(Number):
    """The seed of the random numbers, with a button that draws another; `arguments.seed` checks it."""

    key: str = "seed"
    label: str = "Seed"
    value: int = 0
    minimum: float = 0
    maximum: float = LARGEST_SEED
    whole: bool = True
    dice: bool = True


@dataclass(frozen=True, kw_only=True)
class Range(Number):
    """A number on a slider."""

    type: ClassVar[str] = "range"


@dataclass(frozen=True, kw_only=True)
class Pair(Control):
    """Two numbers "x,y" in one box, such as a point of a map; both from `minimum` to `maximum`."""

    type: ClassVar[str] = "pair"
    minimum: float
    maximum: float


@dataclass(frozen=True, kw_only=True)
class Stops(Control):
    """A slider that stops only at the numbers of `stops`."""

    type: ClassVar[str] = "stops"
    stops: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Switch(Control):
    """On or off."""

    type: ClassVar[str] = "switch"
    value: bool = False


@dataclass(frozen=True, kw_only=True)
class Text(Control):
    """A line of text, which sources follow while it is typed."""

    type: ClassVar[str] = "text"
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Sketch(Control):
    """A curve drawn by hand over x from `low` to `high`, written as text into the control `sets`.

    "{points}" in `template` becomes "[x, height], …" at up to `points` evenly spaced x, heights 0 to 1.
    """

    type: ClassVar[str] = "sketch"
    linked: bool = False
    sets: str
    template: str
    low: float
    high: float
    points: int = 41
    color: str = "data"


@dataclass(frozen=True, kw_only=True)
class Presets(Control):
    """Settings worth seeing: each choice is (name, group, {key: value}, what it teaches).

    With `linked` its own `key` is among the values of each choice, and a link that names such a value
    sets the others with it; the value is "" where the settings are no preset's.
    """

    type: ClassVar[str] = "presets"
    linked: bool = False
    choices: tuple[tuple[str, str, dict[str, Any], str], ...]


@dataclass(frozen=True, kw_only=True)
class Keep(Control):
    """A button that keeps the film `film` of a `Live` run as the answer of `into` to `sets=(key, value)`.

    Then that value is set. The kept film's times are the values of `times` in its frames.
    """

    type: ClassVar[str] = "keep"
    linked: bool = False
    film: str
    into: str
    sets: tuple[str, str]
    times: str


@dataclass(frozen=True, kw_only=True)
class Download(Control):
    """A button that saves what `source` answers once `asks=(key, value)` is among its values.

    That answer is {"file": name, "text": content}; to None, as the page asks before, it may be anything.
    """

    type: ClassVar[str] = "download"
    linked: bool = False
    source: str
    asks: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Upload(Control):
    """A file whose content in base64 becomes the value; then `sets=(key, value)` is set.

    `resent` is for a file that a source needs again at each move of another control: the server may cache
    it for a few minutes (`uploads.py`). All other files are dropped with their answer.
    """

    type: ClassVar[str] = "upload"
    linked: bool = False
    accept: str
    limit: int
    sets: tuple[str, str] = field(default=("", ""))
    resent: bool = False


def points_file(more: str = "") -> Upload:
    """The upload of a visitor's own points for `points`, which chooses them as `data`; `more` ends its help."""
    text = "A CSV file with two numbers a line, 3 to 20,000 points; they are moved and scaled to fit."
    return Upload(
        key="points",
        label="Your points",
        help=f"{text} {more}".strip(),
        accept=".csv,.txt,.tsv",
        limit=2_000_000,
        sets=("data", "own"),
        more=True,
    )


@dataclass(frozen=True, kw_only=True)
class Run(Control):
    """A button that starts the stream `stream` with the section's settings; beside it stop and progress.

    `key` makes the id of the button; in the id of the stop button, `-stop` stands for it.
    """

    type: ClassVar[str] = "run"
    linked: bool = False
    stream: str


@dataclass(frozen=True, kw_only=True)
class Draw(Control):
    """A pad to draw on. The drawing, a PNG in base64, becomes the value; then `sets=(key, value)` is set.

    `over` is the path of the bytes (1, height, width) of a picture that shows through.
    """

    type: ClassVar[str] = "draw"
    linked: bool = False
    over: str | None = None
    sets: tuple[str, str] = field(default=("", ""))


@dataclass(frozen=True, kw_only=True)
class Dots(Control):
    """Points drawn by hand. Their text, a line "x, y" each within ±1, in base64 becomes the value of `key`.

    Then `sets=(key, value)` is set. `key` may be that of an `Upload` that takes the same text from a file.
    """

    type: ClassVar[str] = "dots"
    linked: bool = False
    sets: tuple[str, str]
    fewest: int = 3
    most: int = 2000
