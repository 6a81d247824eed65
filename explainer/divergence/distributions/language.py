"""The small language for distributions: `0.3*normal(-2, 1) + 0.7*normal(mean=2, std=0.5)`.

    mixture := term ('+' term)*            weights add up to 1
    term    := [number '*'] atom
    atom    := NAME '(' [argument (',' argument)*] ')' | '(' mixture ')'
    argument:= [NAME '='] (number | '[' value (',' value)* ']' | "text")
    number  := ['+'|'-'] literal ['/' literal]

A recursive-descent parser over at most 20,000 characters; nothing is ever evaluated. Every
mistake is a `LanguageError` that knows its position in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite

from explainer.maths.arguments import BadArgument

MAX_LENGTH = 20_000
MAX_DEPTH = 12
MAX_PARTS = 64
WINDOW = 60
SHOWN = 40  # characters of a word in a sentence
_NOT_NUMBERS = ("nan", "inf", "infinity")


class LanguageError(BadArgument):
    """A sentence about what is wrong, and where: `position` counts characters from 0.

    `offer` is the whole text corrected, where the intention is plain.
    """

    def __init__(self, sentence: str, text: str = "", position: int = 0, offer: str | None = None) -> None:
        super().__init__("text", sentence, offer)
        self.text, self.position = text, position

    def caret(self) -> str:
        """The text around the position, and a caret below it."""
        start = max(0, self.position - WINDOW // 2)
        shown = self.text[start : start + WINDOW]
        shown = "".join(c if c.isprintable() else " " for c in shown)
        head = "…" if start else ""
        tail = "…" if start + WINDOW < len(self.text) else ""
        return f"{head}{shown}{tail}\n{' ' * (len(head) + self.position - start)}^"


@dataclass(frozen=True)
class Argument:
    """A value at text[position:end] with its name, if any: a float, nested floats, or text."""

    value: "float | tuple | str"
    position: int
    name: str | None = None
    end: int = 0


@dataclass(frozen=True)
class Call:
    """A family with its arguments and its `weight` in the mixture.

    `written` is the span of the weight that stands before the name as a plain number.
    """

    name: str
    arguments: tuple[Argument, ...]
    position: int
    weight: float = 1.0
    written: tuple[int, int] | None = None


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    position: int


_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*)"
    r"""|(?P<quoted>"[^"]*"|'[^']*')"""
    r"|(?P<sign>[()\[\],=*+/\-−])"
)
_BARE_FILE = re.compile(r"[^'\"()\[\],=]+")


def parse(text: str) -> tuple[Call, ...]:
    """The parts of the mixture that the text describes, without nesting; their weights add up to 1.

    Raises LanguageError. Whether the families and their parameters exist is not checked here.
    """
    if not isinstance(text, str):
        raise LanguageError(f"a distribution is written as text, not as {type(text).__name__}")
    if len(text) > MAX_LENGTH:
        raise LanguageError(
            f"the text has {len(text):,} characters; allowed are {MAX_LENGTH:,}",
            text[: MAX_LENGTH + WINDOW],
            MAX_LENGTH,
        )
    return _Parser(text).whole()


def _tokens(text: str) -> Iterator[_Token]:
    start = 0
    before: list[str] = []
    while start < len(text):
        if before[-2:] == ["samples", "("] and (bare := _BARE_FILE.match(text, start)):
            name = bare[0].strip()
            if name and text[bare.end() : bare.end() + 1] in (",", ")"):
                yield _Token("quoted", f"'{name}'", start)
                start, before = bare.end(), []
                continue
        match = _TOKEN.match(text, start)
        if match is None:
            raise LanguageError(f"the character {text[start]!r} has no meaning here", text, start)
        if match.lastgroup != "space":
            yield _Token(str(match.lastgroup), match[0].replace("−", "-"), start)
            before = [*before[-1:], match[0]]
        start = match.end()
    yield _Token("end", "the end", len(text))


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.here = next(self.tokens)
        self.parts = 0
        self.end = 0  # of the last token

    def fail(self, sentence: str, position: int | None = None, offer: str | None = None) -> LanguageError:
        where = self.here.position if position is None else position
        return LanguageError(sentence, self.text, where, offer)

    def step(self) -> _Token:
        token = self.here
        if token.kind != "end":
            self.end = token.position + len(token.text)
            self.here = next(self.tokens)
        return token

    def at(self, sign: str) -> bool:
        return self.here.kind == "sign" and self.here.text == sign

    def expect(self, sign: str, after: str) -> _Token:
        if not self.at(sign):
            raise self.fail(f"expected {sign!r} {after}, found {self.found()}")
        return self.step()

    def found(self) -> str:
        return "the end of the text" if self.here.kind == "end" else repr(self.here.text[:SHOWN])

    def whole(self) -> tuple[Call, ...]:
        if self.here.kind == "end":
            raise self.fail("the text is empty; write a distribution such as normal(0, 1)")
        parts = self.mixture(0)
        if self.here.kind != "end":
            raise self.fail(f"expected '+' or the end of the text, found {self.found()}")
        return parts

    def mixture(self, depth: int) -> tuple[Call, ...]:
        start = self.here.position
        terms = [self.term(depth)]
        while self.at("+"):
            self.step()
            terms.append(self.term(depth))
        weights = [w for w, *_ in terms]
        if len(terms) == 1 and weights[0] is None:
            return terms[0][1]
        total = sum(1.0 if w is None else w for w in weights)
        if abs(total - 1) > 1e-9:
            shares = [f"{(1.0 if w is None else w) / total:.12g}" for w in weights]
            scaled = ", ".join(shares)
            off = f"{abs(total - 1):.6g} too {'much' if total > 1 else 'little'}"
            raise self.fail(
                f"the weights add up to {total:.9g} and not to 1 ({off}); normalised they are {scaled}",
                start,
                self.weighted(shares, [span for *_, span in terms]),
            )
        return tuple(
            replace(c, weight=(1.0 if w is None else w) / total * c.weight)
            for w, calls, _ in terms
            for c in calls
        )

    def weighted(self, shares: list[str], spans: list[tuple[int, int]]) -> str:
        """The text with these weights at these spans; an empty span becomes a weight of its own."""
        text = self.text
        for share, (start, end) in reversed(list(zip(shares, spans, strict=True))):
            text = f"{text[:start]}{share}{'*' if start == end else ''}{text[end:]}"
        return text

    def term(self, depth: int) -> tuple[float | None, tuple[Call, ...], tuple[int, int]]:
        """Weight, parts, and the span of the weight in the text."""
        weight, first = None, self.here
        start = end = first.position
        if first.kind == "number" or self.at("-"):
            weight = self.number()
            if not 0 < weight <= 1:
                raise self.fail(f"a weight is {weight:.9g}; allowed is more than 0 up to 1", start)
            end = self.end
            self.expect("*", "between a weight and its distribution")
        named, calls = self.here.kind == "name", self.atom(depth)
        if named and end - start == len(first.text):
            calls = (replace(calls[0], written=(start, end)),)
        return weight, calls, (start, end)

    def atom(self, depth: int) -> tuple[Call, ...]:
        if depth > MAX_DEPTH:
            raise self.fail(f"brackets are nested more than {MAX_DEPTH} deep")
        if self.at("("):
            self.step()
            inner = self.mixture(depth + 1)
            self.expect(")", "to close the bracket")
            return inner
        if self.here.kind != "name":
            raise self.fail(f"expected a distribution such as normal(0, 1), found {self.found()}")
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise self.fail(f"a mixture has more than {MAX_PARTS} parts")
        name = self.step()
        self.expect("(", f"after {name.text}")
        arguments: list[Argument] = []
        labels: set[str] = set()
        while not self.at(")"):
            if arguments:
                self.expect(",", f"or ')' in {name.text}(…)")
            arguments.append(self.argument(name.text, arguments, labels))
        self.step()
        return (Call(name.text, tuple(arguments), name.position),)

    def argument(self, family: str, before: list[Argument], labels: set[str]) -> Argument:
        start, label = self.here.position, None
        if self.here.kind == "name":
            label = self.step().text
            if not self.at("=") and label.lower() in _NOT_NUMBERS:
                raise self.fail(f"{label} is not allowed; parameters are finite numbers", start)
            self.expect("=", f"after the parameter's name {label} in {family}(…)")
            if label in labels:
                raise self.fail(f"{label} is given twice in {family}(…)", start)
            labels.add(label)
        elif before and before[-1].name is not None:
            raise self.fail(f"after {before[-1].name}=… every parameter needs its name")
        start = self.here.position
        value = self.value(0)
        return Argument(value, start, label, self.end)

    def value(self, depth: int) -> "float | tuple | str":
        if self.here.kind == "quoted":
            return self.step().text[1:-1]
        if not self.at("["):
            return self.number()
        if depth > 1:
            raise self.fail("lists are nested more than 2 deep")
        self.step()
        values: list = []
        while not self.at("]"):
            if values:
                self.expect(",", "or ']' in the list")
            values.append(self.value(depth + 1))
        self.step()
        return tuple(values)

    def number(self) -> float:
        sign = 1.0
        start = self.here.position
        while self.at("-") or self.at("+"):
            sign = -sign if self.step().text == "-" else sign
        if self.here.kind != "number":
            if self.here.kind == "name" and self.here.text.lower() in _NOT_NUMBERS:
                raise self.fail(f"{self.here.text} is not allowed; parameters are finite numbers")
            raise self.fail(f"expected a number, found {self.found()}")
        value = sign * float(self.step().text)
        if self.at("/"):
            self.step()
            if self.here.kind != "number":
                raise self.fail(f"expected a number after '/', found {self.found()}")
            bottom = float(self.step().text)
            if bottom == 0:
                raise self.fail("division by 0", start)
            value /= bottom
        if not isfinite(value):
            raise self.fail("the number is too large for a float (the limit is 1.8e308)", start)
        return value
