"""The directions of the house, read from the imports (CONTRIBUTING.md states them)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(p for top in ("explainer", "models") for p in (ROOT / top).rglob("*.py"))
KIT_AND_UI = ("gradio", "plotly", "explainer.kit")
SHARED_BY_DIFFUSION = ("explainer.diffusion.schedule", "explainer.diffusion.process")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def hits(path: Path, *forbidden: str) -> set[str]:
    return {name for name in imports(path) if any(name == f or name.startswith(f + ".") for f in forbidden)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path):
    inside = path.relative_to(ROOT).parts
    assert not {name for name in hits(path, "models") if name.startswith("models.train_")}
    if inside[0] == "models":
        assert not hits(path, *KIT_AND_UI, "app")
        return
    if inside[1] == "maths":
        others = {p.name for p in (ROOT / "explainer").iterdir() if p.is_dir()} - {"maths"}
        assert not hits(path, "gradio", "plotly", "models", *(f"explainer.{name}" for name in others))
    elif inside[1] == "kit":
        others = {p.name for p in (ROOT / "explainer").iterdir() if p.is_dir()} - {"maths", "kit"}
        assert not hits(path, "models", *(f"explainer.{name}" for name in others))
    elif path.name == "figures.py":
        assert not hits(path, "gradio", "torch", "models")
    elif path.name in ("theory.py", "schedule.py", "process.py", "samplers.py"):
        assert not hits(path, *KIT_AND_UI, "models")
    if inside[1] not in ("maths", "kit") and path.name != "__init__.py":
        mine = f"explainer.{inside[1]}"
        allowed = ("explainer.maths", "explainer.kit", mine, *SHARED_BY_DIFFUSION)
        assert not {name for name in hits(path, "explainer") if not name.startswith(allowed)}
        sections = {tab.parent.name for tab in (ROOT / "explainer" / inside[1]).glob("*/tab.py")}
        siblings = sections - {inside[2]}  # a chapter's sections share its own files, not each other's
        assert not {name for name in hits(path, mine) if name.split(".")[2:3] and name.split(".")[2] in siblings}


@pytest.mark.parametrize("path", sorted((ROOT / "explainer").rglob("__init__.py")))
def test_packages_are_empty_so_that_the_maths_loads_without_the_page(path):
    assert not path.read_text().strip()


@pytest.mark.parametrize(
    "path",
    [
        p
        for top in ("explainer", "models", "tests")
        for end in ("py", "js")
        for p in (ROOT / top).rglob(f"*.{end}")
    ],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_no_file_is_longer_than_300_lines(path):
    assert len(path.read_text().splitlines()) <= 300
