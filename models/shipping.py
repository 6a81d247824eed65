"""How shipped arrays are written: a recipe's arrays as NAME.npz, and what made them in manifest.json."""

import argparse
import hashlib
import io
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models import backend

ASSETS = Path(__file__).parent.parent / "assets"


def save(
    folder: Path,
    name: str,
    arrays: Mapping[str, NDArray],
    recipe: dict[str, Any],
    model: str | tuple[str, ...],
) -> dict:
    """Write `folder/NAME.npz`; its entry in the manifest. `model` is as in `write`."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return write(folder / f"{name}.npz", buffer.getvalue(), recipe, model)


def write(path: Path, raw: bytes, recipe: dict[str, Any], model: str | tuple[str, ...]) -> dict:
    """Write the file under another name and rename it; its entry in the manifest.

    The entry holds the sha256 of the weights of `model`, or of each by name where there are several.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(raw)
    part.replace(path)
    return {
        "recipe": recipe,
        "weights": _sha256(model) if isinstance(model, str) else {name: _sha256(name) for name in model},
        "sha256": hashlib.sha256(raw).hexdigest(),
        "bytes": len(raw),
    }


def _sha256(model: str) -> str:
    return backend.card(model)["sha256"]


def run(
    folder: Path, names: list[str], make: Callable[[str, str | None], dict], doc: str | None, argv=None
) -> None:
    """A command line: make the files named, or all of `names`, and the manifest; `--data DIR` for pictures.

    On the CPU in float32, since half floats are not the same on every machine.
    """
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}")
    parser.add_argument("--data", metavar="DIR", help="where the data sets lie")
    given = parser.parse_args(argv)
    unknown = [name for name in given.names if name not in names]
    if unknown:
        parser.error(f"name is {unknown[0]!r}; allowed are {', '.join(names)}")
    os.environ |= {"DIFFUSION_LIVE_DEVICE": "cpu", "DIFFUSION_LIVE_DTYPE": "float32"}
    for name in given.names or names:
        entry = make(name, given.data)
        _note(folder / "manifest.json", name, entry)
        print(f"{name}: {entry['bytes'] / 1000:.0f} kB", flush=True)


def _note(path: Path, name: str, entry: dict) -> None:
    manifest = json.loads(path.read_text()) if path.is_file() else {}
    manifest[name] = entry
    part = path.with_suffix(".part")
    part.write_text(json.dumps(manifest, indent=1) + "\n")
    part.replace(path)
