"""A language: what the page says, by its English, and how its numbers are written.

A language is one file, `assets/languages/CODE.toml`: how it writes numbers, then tables of "English" =
"translation". A `{}` stands for whatever a sentence says anew each time: a number, a formula, a name. What it
holds is looked up in turn; in the translation `{#2}` is the second of them, where the order differs. Nothing
but the words is translated: keys, values of settings, formulas and quoted names stay.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

PAGE = "page"  # the table with what the page's own modules say: it goes along with the page
HOLE = re.compile(r"\{(?:#(\d))?\}")
# what stands in a text and is no word: formulas, quoted names, calls of the calculator, code
KEPT = re.compile(r"\$[^$]+\$|“[^”]*”|(?<!\w)'[^'\n]*'(?!\w)|`[^`]*`|</?[a-z]+[^<>]*>|\b[a-z_]{3,}\([^()]*\)")
NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\w]*\.\d|,\d{3}\b)")
TEXT = re.compile(r"(?<!_)\\text\{([^{}]*)\}")  # of LaTeX, but for indices
LINK = re.compile(r"\[(.*)\]\((.*)\)")  # of Markdown
WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]{2,}")
# what an answer holds under these words is for the page's modules, not for a reader: all of it, or its texts
WHOLE = {"settings", "state", "grows", "saved"}
VALUES = "values"  # what a run sets: of these, its progress is in words
RAW = set(
    "key at figure kept role of id source type mode color dash dtype kind hoverinfo line p_text q_text".split()
)
RAW |= set("tex file symbol fill fillcolor arrowcolor colorscale coloring barmode zsmooth exponentformat".split())
RAW |= set("textposition autorange rangemode lines stages constrain".split())
# what a declaration shows, and the lists whose rows begin with a name that the page looks up
SHOWN = {"title", "try_this", "caption", "answer", "label", "help", "optional", "placeholder"}
SHOWN |= {"head", "heads", "terms", "symbol", "unit", "group"}
ROWS = {"choices": slice(1, None), "families": slice(1, 2), "steps": slice(1, None), "parts": slice(1, None)}
MOST = 4_000  # texts that a catalogue remembers
DEEP = 4  # how many patterns may lie in each other


class Catalogue:
    """One language: {"English": "translation"}, words that stay as they are, and the signs of its numbers."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        about = tables["language"]
        self.name: str = about["name"]
        self.decimal, self.thousands = about["decimal"], about["thousands"]
        self.same = frozenset(about["same"])
        self.entries = {
            key: said for name, table in tables.items() if name != "language" for key, said in table.items()
        }
        self.page = dict(tables.get(PAGE, {}))
        holed = sorted((key for key in self.entries if HOLE.search(key)), key=len, reverse=True)
        self._patterns = [_Pattern(key) for key in holed]
        self._known: dict[str, str | None] = {}
        self._by_form: dict[str, _Pattern] = {}
        self.used: set[str] = set()

    def text(self, english: str) -> str:
        """The translation of a text, or the text where there is none."""
        found = self.find(english)
        return english if found is None else found

    def find(self, english: str, depth: int = DEEP) -> str | None:
        """The translation of a text; None where a word of it has none."""
        if (exact := self.entries.get(english)) is not None:
            self.used.add(english)
            return exact
        if english in self._known:
            return self._known[english]
        found = self._found(english, depth)
        if depth == DEEP:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[english] = found
        return found

    def _found(self, english: str, depth: int) -> str | None:
        bare = english.strip()
        if bare != english and bare:
            found = self.find(bare, depth)
            return None if found is None else english.replace(bare, found, 1)
        if self.wordless(english):
            calculator = re.search(r"\b[a-z_]{3,}\(", english)  # its language has points, and stays English
            return english if calculator else self.numbers(english)
        if depth == 0:
            return None
        form = NUMBER.sub("0", english)
        if (pattern := self._by_form.get(form)) and (said := self._filled(pattern, english, depth)) is not None:
            return said
        for pattern in self._patterns:
            if pattern.longest in english and (said := self._filled(pattern, english, depth)) is not None:
                if len(self._by_form) < MOST:
                    self._by_form[form] = pattern
                return said
        if english.endswith("."):  # a refusal, made a sentence
            first = english[0].lower() if english[0].isascii() else english[0]
            if (said := self.find(first + english[1:-1], depth - 1)) is not None:
                return (
                    f"{said[0].upper() if english[0].isupper() and english[0].isascii() else said[0]}{said[1:]}."
                )
        if "\n" in english:
            lines = english.split("\n")
            # what was typed stays, with the mark below the place that is meant
            typed = 2 if lines[1].strip() == "^" else 0
            said = [self.find(line, depth) for line in lines[typed:]]
            return None if None in said else "\n".join([*lines[:typed], *said])
        return None

    def _filled(self, pattern: "_Pattern", english: str, depth: int) -> str | None:
        match = pattern.form.fullmatch(english)
        if not match:
            return None
        parts = [self.find(part, depth - 1) for part in match.groups()]
        if None in parts:
            return None
        self.used.add(pattern.key)
        return filled(self.entries[pattern.key], parts)

    def paragraph(self, english: str) -> str:
        """A paragraph of a lesson; of formulas that stand alone and of tables, the words in them."""
        if english.startswith("|"):
            return "\n".join("|".join(map(self._cell, line.split("|"))) for line in english.split("\n"))
        if not english.lstrip().startswith("$$"):
            return self.text(english)
        return TEXT.sub(lambda words: f"\\text{{{self.text(words[1])}}}", english)

    def _cell(self, english: str) -> str:
        link = LINK.fullmatch(english.strip())
        return f" [{self.text(link[1])}]({link[2]}) " if link else self.text(english)

    def wordless(self, text: str) -> bool:
        """Whether a text has no word that would be translated."""
        return all(word in self.same for word in WORD.findall(KEPT.sub(" ", text)))

    def numbers(self, text: str) -> str:
        """The numbers of a text as the language writes them; those in formulas and quoted names stay."""
        pieces, end = [], 0
        for kept in KEPT.finditer(text):
            pieces += [self._signs(text[end : kept.start()]), kept[0]]
            end = kept.end()
        return "".join([*pieces, self._signs(text[end:])])

    def _signs(self, text: str) -> str:
        signs = str.maketrans(",.", self.thousands + self.decimal)
        return NUMBER.sub(lambda number: number[0].translate(signs), text)

    def answer(self, part: Any, under: str = "") -> Any:
        """An answer with its words translated."""
        if isinstance(part, str):
            return part if under in RAW or len(part) > 4_000 else self.text(part)
        if isinstance(part, Mapping):
            if "bdata" in part:
                return part
            if under == VALUES:
                told = {key: self.text(said) for key, said in part.items() if key.endswith("progress")}
                return {**part, **told}
            ids = set() if "type" in part else {"name"}  # of a curve it is what the legend says
            return {
                key: inner if key in WHOLE or key in ids else self.answer(inner, key)
                for key, inner in part.items()
            }
        if isinstance(part, list | tuple) and part and not isinstance(part[0], int | float):
            return [self.answer(inner, under) for inner in part]
        return part

    def declared(self, part: Any) -> Any:
        """The parts of a figure, a control or a panel with what they show translated."""
        if isinstance(part, Mapping):
            return {key: self._declared(key, inner, part) for key, inner in part.items()}
        if isinstance(part, list | tuple):
            return [self.declared(inner) for inner in part]
        return part

    def _declared(self, key: str, inner: Any, around: Mapping[str, Any]) -> Any:
        if key == "initial":
            return self.answer(inner)
        if key in SHOWN and isinstance(inner, str):
            return self.text(inner)
        if key in SHOWN and isinstance(inner, list | tuple):
            return [self.text(one) for one in inner]
        if key in ROWS and isinstance(inner, list | tuple):
            shown = slice(0, None) if around.get("type") == "presets" else ROWS[key]
            return [self._row(row, shown) for row in inner]
        return self.declared(inner)

    def _row(self, row: Iterable[Any], shown: slice) -> list[Any]:
        row = list(row)
        row[shown] = [self.text(one) if isinstance(one, str) else one for one in row[shown]]
        return row


class _Pattern:
    """A key with holes, as an expression that finds what stands in them."""

    def __init__(self, key: str) -> None:
        self.key = key
        pieces = HOLE.sub("\0", key).split("\0")
        self.longest = max(pieces, key=len)
        self.form = re.compile("([^\n]+?)".join(map(re.escape, pieces)))


def filled(text: str, parts: list[str]) -> str:
    """A translation with its holes filled, in their order or by their numbers."""
    rest = iter(parts)
    return HOLE.sub(lambda hole: parts[int(hole[1]) - 1] if hole[1] else next(rest), text)
