"""The notebook, generated: `python -m explainer.coding.notebook` writes the one that ships.

`notebook.md` is cut into cells, and the file, its settings and its digits are put in where a line is "#: NAME".

A fence ```python is a code cell, the text between two fences a text cell. Words behind "python" are tags.
"""

import ast
import json
import re
from pathlib import Path
from typing import Any

from explainer import shipped
from explainer.coding import program, take_away

HERE = Path(__file__).parent
SHIPPED = shipped.ASSETS / "notebooks" / "diffusion.ipynb"
STARTS = ("class Schedule", "def target", "class Block", "class Training", "@torch.no_grad()")


def cells(settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """The notebook with these settings, as nbformat 4.5 stores it, without outputs."""
    parts = {f"file:{i}": piece for i, piece in enumerate(pieces(program.filled(settings or {})))}
    parts |= {"at_home": _without_main(take_away.at_home()), "digits": take_away.digits().strip()}
    blocks = re.split(r"(?ms)^```python ?(\w*)\n(.*?)\n```$", (HERE / "notebook.md").read_text(encoding="utf-8"))
    made = []
    for text, tag, code in zip(blocks[::3], blocks[1::3] + [""], blocks[2::3] + [""], strict=True):
        for kind, source, tags in (("markdown", text.strip(), ""), ("code", code, tag)):
            if source:
                filled = re.sub(r"(?m)^#: (.+)$", lambda name: parts[name[1]], source)
                made.append(_cell(kind, filled, tags, len(made)))
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def pieces(text: str) -> list[str]:
    """The file cut at STARTS: imports and settings, forward, targets, network, training, sampling."""
    places = [text.index(f"\n{start}") for start in STARTS]
    return [text[a:b].strip() for a, b in zip([0, *places], [*places, len(text)], strict=True)]


def _cell(kind: str, source: str, tag: str, number: int) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": source.splitlines(keepends=True)}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    if tag == "hidden":
        cell["metadata"] = {"jupyter": {"source_hidden": True}, "cellView": "form"}
    elif tag:
        cell["metadata"] = {"tags": [tag]}
    return cell


def _without_main(text: str) -> str:
    """The text without its function `main`: the notebook trains in a cell of its own."""
    main = next(node for node in ast.parse(text).body if getattr(node, "name", "") == "main")
    lines = text.splitlines()
    return "\n".join(lines[: main.lineno - 1] + lines[main.end_lineno :]).strip()


def text() -> str:
    """The notebook with the file's own settings, as it ships."""
    return json.dumps(cells(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    SHIPPED.parent.mkdir(exist_ok=True)
    SHIPPED.write_text(text(), encoding="utf-8")
