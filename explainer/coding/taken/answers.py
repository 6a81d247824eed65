"""What is taken away: the file and the notebook, with the settings on screen."""

import json
from typing import Any

from explainer.coding import notebook, program, runs, take_away
from explainer.kit.asked import Source
from explainer.maths import arguments

STEPS = 2000
KEYS = tuple(program.defaults())


def taken(kind: str | None, **values: Any) -> dict[str, Any]:
    """The file of that kind; without one, the settings that both would have."""
    settings = runs.checked(**values)
    if kind is None:
        return {"rows": _rows(settings)}
    arguments.choice("kind", kind, ("py", "ipynb"))
    if kind == "py":
        return {"file": "diffusion.py", "text": take_away.python(settings, STEPS)}
    return {"file": "diffusion.ipynb", "text": json.dumps(notebook.cells(settings), ensure_ascii=False, indent=1)}


def _rows(settings: dict[str, Any]) -> dict[str, Any]:
    defaults = program.defaults()
    rows = [[name, repr(value), repr(defaults[name])] for name, value in settings.items()]
    changed = sum(value != defaults[name] for name, value in settings.items())
    note = (
        "All settings are the file's own."
        if not changed
        else f"{changed} of {len(rows)} differ from the file's own."
    )
    return {"head": ["setting", "as you have it", "the file's own"], "rows": rows, "notes": [note]}


SOURCES = {"taken": Source("taken", taken, ("kind", *KEYS), slow=True)}
