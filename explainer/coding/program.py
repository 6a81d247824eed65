"""The text of `ddpm.py`, read without loading torch: what it sets by default, and with other settings."""

import ast
import re
from functools import cache
from importlib.util import find_spec
from typing import Any

FILE = "explainer.coding.ddpm"


@cache
def text() -> str:
    """The file as it stands."""
    return find_spec(FILE).loader.get_source(FILE)


@cache
def defaults() -> dict[str, Any]:
    """The settings of the file by name, in its order."""
    tree = ast.parse(text())
    settings = next(node for node in tree.body if getattr(node, "name", "") == "Settings")
    fields = [node for node in settings.body if isinstance(node, ast.AnnAssign)]
    return {field.target.id: ast.literal_eval(field.value) for field in fields}


def filled(settings: dict[str, Any]) -> str:
    """The file with other settings; KeyError for one that it has not."""
    filled = text()
    for name, value in settings.items():
        line = re.compile(rf"^(    {name}: \w+ = ){re.escape(_literal(defaults()[name]))}", re.MULTILINE)
        filled = line.sub(rf"\g<1>{_literal(value)}", filled, count=1)
    return filled


def _literal(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)
