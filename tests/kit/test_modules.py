"""The shape of the kit's JavaScript: functions that fit on a screen, imports that point one way."""

from functools import cache
from pathlib import Path

import pytest
import tree_sitter_javascript
from conftest import ROOT
from tree_sitter import Language, Node, Parser

KIT = ROOT / "explainer" / "kit"
MODULES = sorted(KIT.glob("*.js"))
LONGEST = 60
FUNCTIONS = {
    *("function_declaration", "function_expression", "generator_function_declaration", "generator_function"),
    *("arrow_function", "method_definition"),
}
PARSER = Parser(Language(tree_sitter_javascript.language()))
# who alone may name what lies inside another's page
REACHES = {"gradio.js": (b"gradio_config", b'role="tab'), "axes.js": (b"._fullLayout", b"._offset")}


@cache
def tree(path: Path) -> Node:
    """The module's syntax tree."""
    return PARSER.parse(path.read_bytes()).root_node


def nodes(node: Node):
    """The node and everything below it."""
    yield node
    for child in node.children:
        yield from nodes(child)


def imports(path: Path) -> set[Path]:
    """The kit's modules that a module imports, at once or when it needs them; types in comments are none."""
    found = set()
    for node in nodes(tree(path)):
        if node.type in ("import_statement", "export_statement"):
            source = node.child_by_field_name("source")
        elif node.type == "call_expression" and node.child_by_field_name("function").type == "import":
            source = node.child_by_field_name("arguments").named_children[0]
        else:
            continue
        if source and source.type == "string":
            found.add((path.parent / source.text.decode().strip("\"'")).resolve())
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_javascript_function_is_longer_than_60_lines(path):
    assert not tree(path).has_error
    lengths = {
        node.start_point.row + 1: node.end_point.row - node.start_point.row + 1
        for node in nodes(tree(path))
        if node.type in FUNCTIONS
    }
    assert not {line: length for line, length in lengths.items() if length > LONGEST}


def test_no_modules_of_the_page_import_each_other_in_a_circle():
    done: set[Path] = set()

    def visit(path: Path, trail: tuple[Path, ...]) -> None:
        assert path not in trail, " -> ".join(step.name for step in (*trail, path))
        if path in done:
            return
        for other in sorted(imports(path)):
            visit(other, (*trail, path))
        done.add(path)

    for path in MODULES:
        visit(path, ())
    assert len(done) > len(MODULES)  # the vendored one is reached, too


def test_what_the_page_preloads_is_what_its_first_figures_import():
    from explainer.kit import page

    needed, open_ = set(), [KIT / f"{name}.js" for name in ("early", "figure", "picture", "plot")]
    while open_:
        path = open_.pop()
        if path in needed or path.name == "load.js":  # its imports wait until they are needed
            continue
        needed.add(path)
        statements = [node for node in nodes(tree(path)) if node.type == "import_statement"]
        names = [node.child_by_field_name("source").text.decode().strip('"') for node in statements]
        open_ += [(path.parent / name).resolve() for name in names]
    assert {path.stem for path in needed} | {"load"} == {*page.MODULES, "early"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_the_inside_of_gradio_and_plotly_is_reached_from_one_module_each(path):
    text = path.read_bytes()
    for owner, reaches in REACHES.items():
        assert path.name == owner or not [reach for reach in reaches if reach in text], f"it belongs in {owner}"
