"""`python -m explainer.words [SECTION …]` prints every string that the page shows, by section and figure."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import app
from explainer.kit.figure import Figure, figures

KIT = Path(__file__).parent / "kit"
SAID = (
    "title",
    "text",
    "name",
    "label",
    "help",
    "caption",
    "answer",
    "try_this",
    "placeholder",
    "optional",
    "moral",
    "head",
    "rows",
)
QUOTED = re.compile(r"""(?<![\w=])(["`])((?:(?!\1)[^\\\n]|\\.)*? (?:(?!\1)[^\\\n]|\\.)*?)\1""")


def strings(part: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a declaration or an answer, each with the word under which it stands.

    A text without a blank counts only where its word says that it is shown.
    """
    if isinstance(part, Mapping):
        for word, inner in part.items():
            yield from strings(inner, word)
    elif isinstance(part, Sequence) and not isinstance(part, str | bytes):
        for inner in part:
            yield from strings(inner, key)
    elif (
        isinstance(part, str)
        and re.search(r"[^\W\d_]", part)
        and (" " in part or key in SAID)
        and len(part) < 1000
    ):
        yield key, part


def of_figure(figure: Figure) -> dict[str, str]:
    """What a figure shows as it opens: {text: the word under which it stands}, in its order."""
    parts = figure.opening()
    told = ("title", "try_this", "panels", "controls", "scrubbers", "caption", "answer")
    shown = {key: parts[key] for key in told}
    answers = [source["initial"] for source in parts["sources"]]
    return {text: key for key, text in [*strings(shown), *strings(answers)]}


def of_page() -> list[str]:
    """The kit's own words: quoted texts of its modules, comments left out."""
    found: dict[str, None] = {}
    for module in sorted(KIT.glob("*.js")):
        code = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", module.read_text(encoding="utf-8"), flags=re.DOTALL)
        found |= dict.fromkeys(text for _, text in QUOTED.findall(code) if re.match(r"[A-Z“]", text))
    return list(found)


def report(wanted: Sequence[str] = ()) -> Iterator[str]:
    """The lines that are printed, for all sections or those that are named."""
    index, known = app.demo.index, figures(app.demo)
    for chapter in app.CHAPTERS:
        for section in chapter.sections:
            if wanted and section.name not in wanted:
                continue
            yield f"\n# {section.name}: {section.title}"
            yield from (
                f"  lesson: {lesson['text']}" for lesson in index["lessons"] if lesson["at"] == section.name
            )
            for figure in known:
                if figure.section != section.name:
                    continue
                yield f"\n## {figure.parts['id']}"
                yield from (f"  {key}: {text}" for text, key in of_figure(figure).items())
    if not wanted:
        yield "\n# page"
        yield from (f"  {text}" for text in of_page())
        yield "\n# glossary"
        yield from (f"  {term['name']}: {term['says']}" for term in index["terms"])


if __name__ == "__main__":
    print("\n".join(report(sys.argv[1:])))
