"""Relative errors against mpmath, pair by pair: `python -m tests.benchmarks.worst_divergence_error`.

Takes the pairs and the oracle of tests/divergence/quantities/test_against_mpmath.py and prints, for each
pair, the worst quantity by quadrature and by the best way; the last line is the worst of all.
"""

import importlib.util
from math import isfinite
from pathlib import Path

from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.quantities import integrals
from explainer.divergence.quantities.infinities import why_infinite
from explainer.divergence.quantities.table import calculate


def main() -> None:
    """Print the errors."""
    path = Path(__file__).parents[1] / "divergence" / "quantities" / "test_against_mpmath.py"
    spec = importlib.util.spec_from_file_location("oracle", path)
    oracle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(oracle)
    worst = {"quadrature": (0.0, ""), "best way": (0.0, "")}
    for name, (p_parts, q_parts, cuts) in oracle.PAIRS.items():
        with oracle.mp.workdps(30):
            exact = {k: float(v) for k, v in oracle.truth(p_parts, q_parts, cuts).items()}
        p, q = distribution(oracle.text(p_parts)), distribution(oracle.text(q_parts))
        found = integrals.integrals(p, q, why_infinite(p, q) is None, why_infinite(q, p) is None)
        table = calculate(p, q)
        ways = {
            "quadrature": {k: found[k][0] for k in exact if k in found},
            "best way": {k: v for k in exact if isfinite(v := table.best(k).value)},
        }
        line = f"{name:32s}"
        for way, values in ways.items():
            error, quantity = max((abs(v / exact[k] - 1), k) for k, v in values.items())
            line += f"  {way} {error:.1e} ({quantity})"
            worst[way] = max(worst[way], (error, f"{quantity} of {name}: {p} | {q}"))
        print(line, flush=True)
    for way, (error, what) in worst.items():
        print(f"worst, {way}: {error:.1e}, {what}")


if __name__ == "__main__":
    main()
