"""The directions of the house, read from the imports (CONTRIBUTING.md states them).

Default-deny: a file may import only what the rules of its room allow. The page files of a part are
known by name; every other module of a chapter is pure maths.
"""

import ast
import gc
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(p for top in ("explainer", "models") for p in (ROOT / top).rglob("*.py"))
CODE = [
    p for top in ("explainer", "models", "tests") for end in ("py", "js") for p in (ROOT / top).rglob(f"*.{end}")
]
PAGE = ("figures", "answers", "settings", "tab")  # beside theory, which is pure
DECLARED = ("settings", "tab")  # their functions are lists of parts
# what a pure module may load from outside the project
SCIENCE = ("numpy", "scipy", "torch", "PIL", "threadpoolctl")
ALLOWED = {
    "maths": ("numpy", "scipy", "PIL"),
    "pure": SCIENCE,
    "figures": ("numpy", "scipy", "plotly", "explainer.kit"),
    "settings": ("numpy", "explainer.kit"),
    "answers": (*SCIENCE, "anyio", "explainer.kit", "models"),
    "tab": ("gradio", "explainer.kit", "models"),
}
BELONGS = {
    "maths": "explainer/maths holds formulas: it imports NumPy, SciPy and Pillow alone",
    "pure": "only figures.py, answers.py, settings.py and tab.py are the page's: what draws belongs in the "
    "part's figures.py, what the page asks in its answers.py, controls in settings.py, figures in tab.py; "
    "a network arrives as an argument",
    "figures": "figures.py turns arrays into dicts: what computes belongs in theory.py, what asks in answers.py",
    "settings": "settings.py declares controls: what computes belongs in theory.py",
    "answers": "answers.py answers the page: what assembles it belongs in tab.py",
    "tab": "tab.py assembles figures: what computes belongs in theory.py or answers.py",
}
# a page file may import these page files of its own part or of a folder above it
BELOW = {
    "pure": (),
    "settings": ("settings",),
    "figures": ("settings", "figures"),
    "answers": ("settings", "figures", "answers"),
    "tab": PAGE,
}
SHARED_BY_CHAPTERS = (
    "explainer.maths",
    "explainer.shipped",
    "explainer.diffusion.schedule",
    "explainer.diffusion.process",
)


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module, and every name from a module, that a file imports anywhere."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def under(name: str, prefixes) -> bool:
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def module_of(name: str) -> Path | None:
    """The file of a module of ours; None for names inside modules and for everything else."""
    file = ROOT / (name.replace(".", "/") + ".py")
    return file if file.is_file() else None


def room(path: Path) -> str:
    """The name of the rules that hold for a file."""
    inside = path.relative_to(ROOT).parts
    if inside[0] == "models":
        return "models"
    if inside[1] in ("maths", "kit", "shipped.py", "words.py", "language.py"):
        return inside[1]
    return path.stem if path.stem in PAGE else "pure"


def strangers(path: Path) -> set[str]:
    """What a file imports from outside the standard library and is not allowed to."""
    kind = room(path)
    chapter = f"explainer.{path.relative_to(ROOT).parts[1]}"
    allowed = ("explainer.maths",) if kind == "maths" else (*SHARED_BY_CHAPTERS, chapter)
    allowed = (*allowed, *ALLOWED[kind], "explainer")
    names = {name for name in imports(path) if name.split(".")[0] not in sys.stdlib_module_names}
    ours = {name for name in names if name.startswith("explainer.")}
    return {name for name in names - ours if not under(name, allowed)} | {
        name for name in ours if not under(name, [one for one in allowed if one != "explainer"])
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path):
    kind = room(path)
    assert not {name for name in imports(path) if name.startswith("models.train_")}
    if kind == "models":
        assert not {name for name in imports(path) if under(name, ("gradio", "plotly", "explainer.kit", "app"))}
    elif kind == "kit":
        chapters = {f"explainer.{p.name}" for p in (ROOT / "explainer").iterdir() if p.is_dir()}
        others = chapters - {"explainer.maths", "explainer.kit"}
        assert not {name for name in imports(path) if under(name, ("models", *others))}
    elif kind in ("words.py", "language.py"):  # tools that read the assembled page
        ours = {name for name in imports(path) if under(name, ("app", "explainer", "models"))}
        assert all(under(name, ("app", "explainer.kit", "explainer.words")) for name in ours)
    elif kind == "shipped.py":
        assert not {name for name in imports(path) if under(name, ("gradio", "plotly", "models", "torch"))}
        assert not {name for name in imports(path) if name.startswith("explainer.")}
    elif path.name != "__init__.py":
        assert not (found := strangers(path)), f"{sorted(found)}: {BELONGS[kind]}"


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if room(path) in BELOW],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_page_files_lean_on_their_own_part(path):
    kind = room(path)
    for name in sorted(imports(path)):
        other = module_of(name)
        if other is None or room(other) not in PAGE:
            continue
        assert room(other) in BELOW[kind], f"{name} stands above {kind}: {BELONGS[kind]}"
        of_its_parts = kind == "tab" and room(other) == "tab" and path.parent in other.parents
        assert other.parent in path.parents or of_its_parts, (
            f"{name} is another part's: share it in a folder above"
        )


def top_level(path: Path) -> set[Path]:
    """The modules of ours that are loaded as soon as the file is."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {file for name in names if (file := module_of(name))}
    return found


def test_no_modules_import_each_other_in_a_circle():
    done: set[Path] = set()

    def visit(path: Path, trail: tuple[Path, ...]) -> None:
        assert path not in trail, " -> ".join(p.relative_to(ROOT).as_posix() for p in (*trail, path))
        if path not in done:
            for other in sorted(top_level(path)):
                visit(other, (*trail, path))
            done.add(path)

    for path in FILES:
        visit(path, ())


@pytest.mark.parametrize("module", ["torch", "scipy.optimize", "scipy.stats"])
def test_the_app_starts_without_what_few_answers_need(module):
    loaded = f"import app, sys; assert {module!r} not in sys.modules, 'importing app loads {module}'"
    assert subprocess.run([sys.executable, "-c", loaded], cwd=ROOT).returncode == 0


def test_garbage_is_looked_for_once_the_page_stands_and_not_in_the_page():
    """A full collection of what stands keeps all visitors waiting for a tenth of a second."""
    import app  # noqa: F401

    assert gc.isenabled() and gc.get_freeze_count() > 100_000


@pytest.mark.parametrize("path", sorted((ROOT / "explainer").rglob("__init__.py")))
def test_packages_are_empty_so_that_the_maths_loads_without_the_page(path):
    assert not path.read_text().strip()


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_is_longer_than_300_lines(path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.stem not in DECLARED],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_no_function_is_longer_than_60_lines(path):
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    lengths = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, functions)
    }
    assert not {name: length for name, length in lengths.items() if length > 60}
