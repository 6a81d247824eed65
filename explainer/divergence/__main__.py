"""The calculator in a shell: `python -m explainer.divergence "normal(0,1)" "laplace(1,2)"`."""

import argparse
import json
import sys
from math import isinf, isnan
from textwrap import wrap

from explainer.divergence.distributions.from_samples import rests_on_numbers
from explainer.divergence.labels import LABELS, SAMPLED, footnote, number

DESCRIPTION = """\
How far is the distribution P from Q? Kullback-Leibler both ways, Jensen-Shannon, total
variation, Hellinger, Wasserstein and the entropies, each with its method and error."""

EXAMPLES = """\
distributions:
  normal(0, 1)  normal(mean=0, std=1)  laplace(loc, scale)  student_t(df, loc, scale)
  cauchy(loc, scale)  logistic(loc, scale)  uniform(a, b)  exponential(rate)
  gamma(shape, scale)  beta(a, b)  lognormal(mean, std)
  bernoulli(p)  binomial(n, p)  poisson(rate)  geometric(p)  categorical(0.5, 0.3, 0.2)
  mvn([0, 0], [[1, 0.5], [0.5, 1]])            up to 10 dimensions
  0.3*normal(-2, 1) + 0.7*normal(2, 0.5)       mixtures; weights add up to 1
  samples(FILE)                                one column of numbers
  drawn([0, 0], [1, 2], [3, 0])                straight lines through points [x, height]

examples:
  python -m explainer.divergence "bernoulli(0.6)" "bernoulli(0.7)"
  python -m explainer.divergence "normal(0, 1)" "cauchy()" --bits
  python -m explainer.divergence "gamma(2, 1)" "lognormal(0, 1)" --samples 100000 --seed 7
  python -m explainer.divergence "samples(a.csv)" "samples(b.csv)" --json

D(P||Q) weighs by P: it asks how surprised Q is by what P does. It is infinite where P puts
mass that Q rules out, and it differs from D(Q||P). Exit code 2 means that the input was refused."""


def main(arguments: list[str] | None = None) -> int:
    """Print the table or the JSON and return 0; return 2 after a sentence where the input is refused."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)

    from explainer.divergence.distributions.from_samples import read_file
    from explainer.divergence.distributions.from_text import distribution
    from explainer.divergence.distributions.language import LanguageError
    from explainer.divergence.quantities.table import calculate

    name = "P"
    try:
        p = distribution(options.p, read_file)
        name = "Q"
        q = distribution(options.q, read_file)
        unit = "bits" if options.bits else "nats"
        table = calculate(p, q, unit, options.samples, options.seed)
    except LanguageError as bad:
        print(f"{name}: {bad}\n{bad.caret()}", file=sys.stderr)
        return 2
    except ValueError as bad:
        print(f"{bad}", file=sys.stderr)
        return 2
    print(as_json(table) if options.json else as_text(table))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m explainer.divergence",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("p", metavar="P", help="the distribution that is averaged over first")
    parser.add_argument("q", metavar="Q", help="the distribution that it is compared with")
    parser.add_argument("--json", action="store_true", help="JSON with full precision")
    parser.add_argument("--bits", action="store_true", help="bits instead of nats")
    parser.add_argument("--samples", type=int, default=0, metavar="N", help="add Monte Carlo")
    parser.add_argument("--seed", type=int, default=0, metavar="K", help="seed of Monte Carlo")
    return parser


def as_json(table) -> str:
    """Each quantity by its best way, with all under "ways"; ∞ is the text "inf", undefined is null.

    The error of an estimate from a sample is half of a 95 % interval, or null: "note" says why.
    """
    out: dict = {"p": str(table.p), "q": str(table.q)}
    sampled = _sampled(table)
    if sampled:
        out["note"] = SAMPLED
    for name, results in table.results.items():
        ways = [_plain(r) for r in results]
        out[name] = {**ways[0], "ways": ways}
    return json.dumps(out, ensure_ascii=False, indent=2, allow_nan=False)


def as_text(table) -> str:
    """A table for people, one line per way."""
    rows = [("", "value", "±", "unit", "how")]
    notes: list[str] = []
    sampled = _sampled(table)
    for name, results in table.results.items():
        for i, way in enumerate(results):
            how = way.method if way.n is None else f"{way.method}, {way.n:,} draws"
            how += footnote(way.why, notes)
            known = "exact" if way.error == 0 else f"{way.error:.1e}"
            error = ("" if isnan(way.value) else "not known") if isnan(way.error) else known
            rows.append((LABELS[name] if i == 0 else "", number(way.value, 10), error, way.unit, how))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    lines = [f"p = {table.p}"[:400], f"q = {table.q}"[:400], ""]
    for row in rows:
        cells = (row[0].ljust(widths[0]), row[1].rjust(widths[1]), row[2].rjust(widths[2]))
        lines.append("  ".join([*cells, row[3].ljust(widths[3]), row[4]]).rstrip())
    lines += [f"{'' if i else chr(10)}[{i + 1}] {note}" for i, note in enumerate(notes)]
    lines += ["", *wrap(SAMPLED, 100)] if sampled else []
    return "\n".join(lines)


def _sampled(table) -> bool:
    return rests_on_numbers(table.p) or rests_on_numbers(table.q)


def _plain(result) -> dict:
    value = None if isnan(result.value) else result.value
    fields = {
        "value": str(value) if value is not None and isinf(value) else value,
        "method": result.method,
        "error": None if isnan(result.error) else result.error,
        "unit": result.unit,
    }
    more = {"why": result.why, "formula": result.formula, "n": result.n}
    return fields | {k: v for k, v in more.items() if v is not None}


if __name__ == "__main__":
    sys.exit(main())
