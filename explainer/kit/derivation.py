"""The derivation panel: a line of LaTeX per step, why it is allowed, and the numbers of both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from explainer.kit.controls import Switch
from explainer.kit.scrubber import Scrubber
from explainer.maths.derivation import Line, Step

MARK = r"\boxed{%s}"


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """The steps that `source` answers (`derivation_data`) up to the value of `key`, which counts from 1.

    An answer may say which of `steps` its lines have; a line whose left side or verdict is None shows none.
    While the value of `all` is true, every line shows.
    """

    source: str
    steps: Sequence[Step]
    label: str
    key: str = "step"
    all: str = "all"
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        named = {"source": self.source, "label": self.label, "name": self.name}
        return {"type": "derivation", "latex": latex(self.steps), "key": self.key, "all": self.all, **named}


def step(lines: Sequence[Step], of: str = "derivation", key: str = "step") -> Scrubber:
    """The slider through the lines of a derivation; `of` says what is derived, for its words."""
    return Scrubber(
        key=key,
        label=f"Step of the {of}",
        help=f"Which line of the {of}: arrow keys go on and back, End shows the last one.",
        symbol="step",
        value=1,
        minimum=1,
        maximum=len(lines),
    )


def every_line(of: str = "derivation", key: str = "all") -> Switch:
    """The switch that shows all lines."""
    return Switch(key=key, label="All lines at once", help=f"Shows the whole {of}.")


def latex(steps: Sequence[Step]) -> list[str]:
    """The line of each step, with a box around what it changed."""
    return [step.latex(MARK) for step in steps]


def derivation_data(lines: Sequence[Line]) -> dict[str, Any]:
    """What the panel reads: names, reasons, both sides in full, and their terms as written sums."""
    return {
        "names": [line.step.name for line in lines],
        "reasons": [line.step.reason for line in lines],
        "relations": [line.step.relation for line in lines],
        "left": [line.left for line in lines],
        "right": [line.right for line in lines],
        "lefts": [written(line.left_values) for line in lines],
        "rights": [written(line.right_values) for line in lines],
        "holds": [line.holds() for line in lines],
    }


def written(values: Sequence[float]) -> str:
    """A sum of signed numbers as people write it, with its total if there is more than one."""
    parts = [f"{abs(value):.6f}" for value in values]
    below = [round(value, 6) < 0 for value in values]  # no −0
    signs = [("−" if low else "") if i == 0 else ("− " if low else "+ ") for i, low in enumerate(below)]
    text = " ".join(sign + part for sign, part in zip(signs, parts, strict=True))
    if len(values) == 1:
        return text
    total = sum(values)
    return f"{text} = {'−' if round(total, 6) < 0 else ''}{abs(total):.6f}"
