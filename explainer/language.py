"""`python -m explainer.language pt` prints what a language lacks of the page's words, and what it has in vain."""

import ast
import random
import re
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import gradio as gr

import app
from explainer.kit import catalogue, language, paths, talks
from explainer.kit.asked import answered
from explainer.kit.contents import contents
from explainer.kit.figure import Figure, figures, listing
from explainer.words import KIT, QUOTED

SENTENCE = re.compile(r"[A-Z“].*[a-z]{3} [a-z]")  # of the page's modules: what is surely said
RANDOM = 10  # settings beside the defaults, for each source that answers at once
BLANK = re.compile(r"\{\w+:([^}]*)\}")  # of a family's text, with the number that stands in it at first
QUICK = 0.3  # seconds; a slower source is asked at its defaults alone


class Audit(catalogue.Catalogue):
    """A catalogue that remembers what it was asked in vain."""

    def __init__(self, code: str) -> None:
        file = language.FOLDER / f"{code}.toml"
        super().__init__(tomllib.loads(file.read_text(encoding="utf-8")))
        self.missing: dict[str, None] = {}

    def text(self, english: str) -> str:
        """The translation, or the text, which is remembered."""
        found = self.find(english)
        if found is None:
            self.missing[english] = None
        return english if found is None else found


def values(section: str, draw: random.Random | None = None) -> dict[str, Any]:
    """The values of a section's controls: their defaults, or what a visitor might have chosen at random."""
    found: dict[str, Any] = {}
    for figure in sections()[section]:
        for control in (*figure.parts["controls"], *figure.parts["scrubbers"]):
            found.setdefault(control["key"], control["value"] if draw is None else _chosen(control, draw))
        for panel in figure.parts["panels"]:
            found |= {hand["rest"]: found.get(hand["key"]) for hand in panel.get("hands", ()) if hand["rest"]}
    if draw is not None:
        for figure in sections()[section]:
            for control in figure.parts["controls"]:
                if control["type"] == "presets":
                    found |= draw.choice(control["choices"])[2]
    return found


def _chosen(control: Mapping[str, Any], draw: random.Random) -> Any:
    kind, value = control["type"], control["value"]
    if kind == "select":
        own = control.get("own") or ()
        return draw.choice([choice[0] for choice in control["choices"] if choice[0] not in own])
    if kind == "switch":
        return draw.random() < 0.5
    if kind == "stops":
        return draw.choice(control["stops"])
    if kind not in ("number", "range") or control["minimum"] is None:
        return value
    low, high = control["minimum"], min(control["maximum"], control["minimum"] + 10_000)
    return draw.randint(low, high) if control.get("whole", kind == "range") else round(draw.uniform(low, high), 3)


@cache
def sections() -> dict[str, list[Figure]]:
    """The figures of each section."""
    found: dict[str, list[Figure]] = {}
    for figure in figures(app.demo):
        found.setdefault(figure.section, []).append(figure)
    return found


def pairs(section: str) -> Iterator[dict[str, str]]:
    """Texts for a section's boxes that take a distribution: each family once beside the next."""
    boxes = [
        one for figure in sections()[section] for one in figure.parts["controls"] if one["type"] == "compose"
    ]
    texts = [BLANK.sub(r"\1", text) for _, _, text in boxes[0]["families"]] if boxes else []
    for pair in pairwise(texts):
        yield dict(zip((box["key"] for box in boxes), pair, strict=False))


def answers(section: str, tries: int = RANDOM) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each source of a section answers: at the defaults and, if it is quick, at random settings."""
    known = {name: source for figure in sections()[section] for name, source in figure.sources.items()}
    for name, source in known.items():
        begun = time.perf_counter()
        yield name, answered(source, source.asked(values(section)))
        for pair in pairs(section):
            if pair.keys() & source.asked(values(section)).keys():
                yield name, answered(source, source.asked(values(section) | pair))
        if source.slow or time.perf_counter() - begun > QUICK:
            continue
        for seed in range(tries):
            yield name, answered(source, source.asked(values(section, random.Random(seed))))


def of_page() -> list[str]:
    """What the kit's modules say: each quoted text that begins with a capital letter or has a blank."""
    found: dict[str, None] = {}
    for module in sorted(KIT.glob("*.js")):
        code = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", module.read_text(encoding="utf-8"), flags=re.DOTALL)
        found |= dict.fromkeys(re.sub(r"\$\{[^{}]*\}", "{}", text) for _, text in QUOTED.findall(code))
    return list(found)


def ask_all(audit: Audit, tries: int = RANDOM) -> None:
    """Look up everything that the server says of itself: declarations, lessons, terms, talks, answers."""
    for figure in figures(app.demo):
        audit.declared({**figure.parts, "sources": ()})
    for block in app.demo.blocks.values():
        if isinstance(block, gr.Markdown):
            for paragraph in block.value.split("\n\n"):
                audit.paragraph(paragraph)
    audit.declared(contents(app.CHAPTERS, listing(app.demo)))
    for term in app.demo.terms:
        audit.text(term["name"])
        audit.text(term["says"])
        for word in term["also"]:
            audit.text(word)
    for talk in talks.shipped(talks.known(figures(app.demo))):
        for stop in talk.stops:
            for words in (talk.title, stop.title, stop.say, stop.question, stop.answer, *stop.choices):
                audit.text(words)
    for trail in (*paths.sections().values(), *paths.tours().values()):
        for words in (trail.title, trail.saw, trail.question, trail.answer, *(step.do for step in trail.steps)):
            audit.text(words)
    for section in sections():
        for _name, found in answers(section, tries):
            audit.answer(found)


def refusals() -> Iterator[tuple[str, str]]:
    """(file, sentence with 0 in its holes) of each refusal that the code can raise."""
    for file in sorted(KIT.parent.rglob("*.py")):
        if "gallery" in file.parts or file.name == "__main__.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            said = None
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "BadArgument"
                and len(node.args) > 1
            ):
                said = _template(node.args[1])
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "sentence":
                said = _template(node.value)
            if said and re.search(r"[a-z]{3}", said):
                yield file.relative_to(KIT.parent).as_posix(), said


def _template(node: ast.AST) -> str | None:
    """The text of a literal, with 0 for what an f-string says anew each time."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "0" for part in node.values)
    return None


def unused(audit: Audit) -> Iterator[str]:
    """Entries that nothing asked for, and whose words stand nowhere in the code."""
    texts = [module.read_text(encoding="utf-8") for module in KIT.glob("*.js")]
    for file in KIT.parent.rglob("*.py"):
        nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        texts += [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    said = "\0".join(texts)
    pieces = {key: catalogue.HOLE.sub("\0", key).split("\0") for key in audit.entries if key not in audit.used}
    for key, parts in pieces.items():
        if len(parts) > 1:  # its clauses may come from several places
            parts = [word for part in parts for word in re.findall(r"[A-Za-z]{3,}", part)]
        if not all(part.strip() in said for part in parts):
            yield key


def report(code: str) -> Iterator[str]:
    """A line for each text that has no translation, and for each translation of no text."""
    audit = Audit(code)
    ask_all(audit)
    for said in of_page():
        if SENTENCE.match(said) and "${" not in said and audit.find(said) is None:
            yield f"assets/languages/{code}.toml has no translation of {said!r} in its table [page]"
    for file, sentence in refusals():
        if audit.find(sentence) is None:
            yield f"assets/languages/{code}.toml has no translation of the refusal {sentence!r} of {file}"
    yield from (f"assets/languages/{code}.toml has no translation of {text!r}" for text in audit.missing)
    yield from (f"assets/languages/{code}.toml translates {key!r}, which nothing says" for key in unused(audit))


if __name__ == "__main__":
    print("\n".join(report(sys.argv[1])))
