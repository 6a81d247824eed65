"""The shape of the kit's JavaScript: functions that fit on a screen, imports that point one way."""

from functools import cache
from pathlib import Path

import pytest
import tree_sitter_javascript
from conftest import ROOT
from tree_sitter import Language, Node, Parser

from explainer.kit import page
from explainer.kit.bundle import Bundle

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


def exports(path: Path) -> set[str]:
    """The names that a module exports."""
    found = set()
    for node in nodes(tree(path)):
        if node.type == "export_statement":
            declared = node.child_by_field_name("declaration")
            named = declared.child_by_field_name("name") or declared.named_children[0].child_by_field_name("name")
            found.add(named.text.decode())
    return found


def test_the_bundle_is_what_the_first_figures_import_each_after_what_it_imports():
    needed, open_ = set(), [KIT / f"{name}.js" for name in page.FIRST]
    while open_:
        path = open_.pop()
        if path in needed:
            continue
        needed.add(path)
        statements = [node for node in nodes(tree(path)) if node.type == "import_statement"]
        before = {
            node.child_by_field_name("source").text.decode().strip('"./').removesuffix(".js")
            for node in statements
        }
        order = page.BUNDLE.names
        assert all(order.index(name) < order.index(path.stem) for name in before)
        open_ += [KIT / f"{name}.js" for name in before]
    assert {path.stem for path in needed} == set(page.BUNDLE.names) and len(needed) == len(page.BUNDLE.names) > 30


def test_the_bundle_is_a_module_with_the_exports_of_all(tmp_path):
    script = tmp_path / "bundle.js"
    script.write_bytes(page.BUNDLE.write())
    assert not tree(script).has_error and not imports(script) & set(page.BUNDLE.files)
    written = script.read_text(encoding="utf-8")
    names = [name for file in page.BUNDLE.files for name in exports(file)]
    assert len(names) > 100 and all(f"export const {{ {name} }} = $" in written for name in names)


@pytest.mark.parametrize(
    "texts, fault",
    [
        ({"one": 'import { b } from "./two.js";\nexport const a = b;', "two": "export const a = 1;"}, "'a'"),
        ({"one": "export let a = 1;"}, "not read here"),
        ({"one": "const a = 1;\nexport { a };"}, "not read here"),
    ],
)
def test_a_module_that_the_bundle_would_get_wrong_is_refused(tmp_path, texts, fault):
    for name, text in texts.items():
        (tmp_path / f"{name}.js").write_text(text)
    with pytest.raises(ValueError, match=fault):
        Bundle(tmp_path, ["one"]).write()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_the_inside_of_gradio_and_plotly_is_reached_from_one_module_each(path):
    text = path.read_bytes()
    for owner, reaches in REACHES.items():
        assert path.name == owner or not [reach for reach in reaches if reach in text], f"it belongs in {owner}"
