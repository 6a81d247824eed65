"""The kit's README describes every file and every word that figures can say."""

import ast
from pathlib import Path

import pytest

from explainer.kit.declared import LAYOUTS

KIT = Path(__file__).parents[2] / "explainer" / "kit"
README = (KIT / "README.md").read_text(encoding="utf-8")
WORDS = {"figure.py": "Figure", "asked.py": "Source", "stream.py": "Stream", "live.py": "Live",
         "controls.py": "Control"}  # fmt: skip
NOT_SAID = {"answer", "run"}  # the functions themselves


def words(file: str, name: str) -> set[str]:
    """What a declaration can say: the fields of a dataclass, or the arguments of `__init__`."""
    tree = ast.parse((KIT / file).read_text(encoding="utf-8"))
    (kind,) = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name]
    for node in kind.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            return {argument.arg for argument in (*node.args.args[1:], *node.args.kwonlyargs)}
    return {node.target.id for node in kind.body if isinstance(node, ast.AnnAssign)} - {"type"}


@pytest.mark.parametrize("file, name", WORDS.items())
def test_every_word_of_a_declaration_has_a_row(file, name):
    missing = {word for word in words(file, name) - NOT_SAID if f"`{word}`" not in README}
    assert not missing


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_drawn(layout):
    drawing = README.partition("```\n")[2].partition("```")[0]
    assert layout in drawing.replace(",", " ").split()


def test_every_module_is_in_the_table_of_files():
    files = {file.name for file in KIT.glob("*.py")} - {"__init__.py", "__main__.py"}
    assert {file for file in files if f"`{file}`" not in README} == set()
