"""Lines by draws, as the derivation panel reads them: sums with their standard errors."""

from typing import Any

from explainer.kit.derivation import written
from explainer.maths.numerals import numeral

EXACT = 1e-9  # below this the difference is rounding, path by path


def lines(found) -> dict[str, Any]:
    """What the panel reads of `theory.Sampled` lines."""
    return {
        "names": [line.step.name for line in found],
        "reasons": [line.step.reason for line in found],
        "relations": [line.step.relation for line in found],
        "left": [sum(line.left_values) for line in found],
        "right": [sum(line.right_values) for line in found],
        "lefts": [f"{written(line.left_values)} ± {line.left_error:.6f}" for line in found],
        "rights": [f"{written(line.right_values)} ± {line.right_error:.6f}{_apart(line)}" for line in found],
        "holds": [line.holds() for line in found],
    }


def every_line(found, out_of_reach, formulas) -> dict[str, Any]:
    """`lines` after the first steps, whose right sides are all the bound: the left of the first of `found`."""
    known, bound = lines(found), found[0]
    said = f"{written(bound.left_values)} ± {bound.left_error:.6f}"
    first = {
        "names": [step.name for step in out_of_reach],
        "reasons": [step.reason for step in out_of_reach],
        "relations": [step.relation for step in out_of_reach],
        "left": [None for _ in out_of_reach],
        "right": [known["left"][0] for _ in out_of_reach],
        "lefts": ["out of reach" for _ in out_of_reach],
        "rights": [said if len(step.right) == 1 else f"{said}, all terms together" for step in out_of_reach],
        "holds": [None for _ in out_of_reach],
    }
    return {key: first[key] + known[key] for key in known} | {"formulas": list(formulas)}


def _apart(line) -> str:
    if line.difference_error < EXACT:
        return ", equal on every path"
    return f", apart by {numeral(line.difference, '.6f')} ± {line.difference_error:.6f}"
