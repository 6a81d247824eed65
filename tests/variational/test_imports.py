"""The chapter's maths loads fast: nothing heavy comes with it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ("figures", "answers", "settings", "tab", "__init__")


def test_the_chapters_maths_starts_without_torch_scipy_or_plotly():
    files = [file for file in (ROOT / "explainer" / "variational").rglob("*.py") if file.stem not in PAGE]
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    assert len(names) > 15
    code = ";".join(f"import {name}" for name in names)
    code += ";import sys;print([m for m in ('torch','scipy','plotly','gradio') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
