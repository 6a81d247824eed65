"""Measure a network and write its card: `python -m models.evaluate unet-mnist --data DIR`.

Prints every number of the card and writes `weights/NAME.json` (the facts) and `weights/NAME.md`
(the card that a person reads). `--adopt checkpoints` first takes over what a training left there.
"""

import argparse
import hashlib
import json
import shutil
import sys
from pathlib import Path

from models import backend, cards, measures


def adopt(name: str, folder: Path) -> dict:
    """Copy trained weights from a checkpoint folder; the facts of their training.

    Raises ValueError where the folder lacks them.
    """
    made, log = folder / f"{name}-weights.safetensors", folder / f"{name}.json"
    if not (made.is_file() and log.is_file()):
        raise ValueError(f"{folder} has no finished training of {name}")
    shutil.copyfile(made, backend.WEIGHTS / f"{name}.safetensors")
    facts = json.loads(log.read_text())
    return {key: facts[key] for key in ("plan", "step", "loss", "seconds", "cpu", "threads", "torch")}


def evaluate(name: str, folder: str | None, training: dict | None = None) -> dict:
    """The card's facts, measured now; `training` is kept from the old card where none is given."""
    if training is None:
        training = backend.card(name)["training"]
    raw = (backend.WEIGHTS / f"{name}.safetensors").read_bytes()
    spec = backend.MODELS[name]
    facts = {
        "name": name,
        "kind": spec.kind,
        "data": spec.data,
        "options": spec.options,
        "T": spec.T,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "bytes": len(raw),
        "training": training,
    }
    cards.write(facts)  # the backend checks the sha256 before it loads
    facts["parameters"] = sum(p.numel() for p in backend.load(name).parameters())
    facts["scores"] = measures.MEASURES[spec.kind](name, folder)
    rounded = spec.kind in ("unet", "mlp")  # the others answer in float32
    facts["measured_on"] = {k: backend.info()[k] for k in ("device", "dtype", "torch")}
    facts["measured_on"] |= {} if rounded else {"dtype": "float32"}
    cards.write(facts)
    return facts


def main(argv: list[str] | None = None) -> None:
    """Read the command line, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help=", ".join(backend.MODELS))
    parser.add_argument("--data", help="folder with the IDX files (default: download into data/)")
    parser.add_argument("--adopt", metavar="FOLDER", help="take weights from a training's folder")
    parser.add_argument("--before", type=float, default=0.0, help="processor seconds that --grow began from")
    parser.add_argument("--note", help="what the plan alone does not say of the training")
    args = parser.parse_args(argv)
    try:
        if args.name not in backend.MODELS:
            raise ValueError(f"model is {args.name!r}; allowed are {', '.join(backend.MODELS)}")
        if args.before and not args.adopt:
            raise ValueError("--before adds to the seconds of weights that are taken with --adopt")
        training = adopt(args.name, Path(args.adopt)) if args.adopt else None
        if training:
            training["cpu"] += args.before
        if args.note:
            training = (training or backend.card(args.name)["training"]) | {"note": args.note}
        print(cards.text(evaluate(args.name, args.data, training)))
    except ValueError as error:
        print(f"models.evaluate: {error}", file=sys.stderr)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
