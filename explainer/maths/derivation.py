"""A derivation as data: lines of LaTeX whose changed terms are marked and whose sides are numbers.

A `Step` is one line. Each side is a sum of `Term`s, each its own LaTeX and its own value, so that
a reader can see which term carries how much. `evaluate` puts numbers in, for whatever context
(a model and a q, a picture and a network) the terms' functions take.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

RELATIONS = {"=": "=", "≥": r"\ge", "≤": r"\le"}


@dataclass(frozen=True)
class Term:
    """One term: LaTeX without its sign, its value as a function of the context, 1 or −1."""

    latex: str
    value: Callable[[Any], float]
    sign: int = 1
    changed: bool = False

    def __neg__(self) -> "Term":
        return Term(self.latex, self.value, -self.sign, self.changed)

    @property
    def new(self) -> "Term":
        """The same term, marked as what this step changed."""
        return Term(self.latex, self.value, self.sign, True)


@dataclass(frozen=True)
class Step:
    """One line, left relation right, and in words why it is allowed.

    Raises ValueError on an unknown relation or a side without terms.
    """

    name: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    reason: str
    relation: str = "="

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise ValueError(f"relation is {self.relation!r}; allowed are {', '.join(RELATIONS)}")
        if not self.left or not self.right:
            raise ValueError(f"step {self.name!r} has an empty side; allowed is one term or more")

    @property
    def changed(self) -> tuple[str, ...]:
        """The LaTeX of the terms that this step changed."""
        return tuple(term.latex for term in self.left + self.right if term.changed)

    def latex(self, mark: str = "%s") -> str:
        r"""The whole line; each changed term set into `mark`, such as `\boxed{%s}`."""
        left, right = side(self.left, mark), side(self.right, mark)
        return f"{left} {RELATIONS[self.relation]} {right}"


@dataclass(frozen=True)
class Line:
    """A step with its numbers: each side's sum, and the signed value of every term in it."""

    step: Step
    left: float
    right: float
    left_values: tuple[float, ...]
    right_values: tuple[float, ...]

    @property
    def difference(self) -> float:
        """Left minus right: 0 for an equality, but for rounding and quadrature."""
        return self.left - self.right

    def holds(self, tolerance: float = 1e-7) -> bool:
        """Whether the relation is true of the numbers, relative to the largest term above 1."""
        size = max(1.0, *(abs(v) for v in self.left_values + self.right_values))
        slack = tolerance * size
        if self.step.relation == "=":
            return abs(self.difference) <= slack
        return (self.difference if self.step.relation == "≥" else -self.difference) >= -slack


def side(terms: tuple[Term, ...], mark: str = "%s") -> str:
    """The LaTeX of a sum of terms with its signs, the changed ones set into `mark`."""
    parts = []
    for i, term in enumerate(terms):
        sign = "-" if term.sign < 0 else "" if i == 0 else "+"
        parts.append(sign + (mark.replace("%s", term.latex) if term.changed else term.latex))
    return " ".join(parts)


def evaluate(steps: Iterable[Step], context: Any) -> tuple[Line, ...]:
    """Every step with its numbers in that context."""
    lines = []
    for step in steps:
        left, right = (
            tuple(term.sign * float(term.value(context)) for term in terms) for terms in (step.left, step.right)
        )
        lines.append(Line(step, sum(left), sum(right), left, right))
    return tuple(lines)
