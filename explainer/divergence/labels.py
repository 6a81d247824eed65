"""How the shell and the page call the quantities, and how they write numbers."""

from math import inf, isfinite, isnan

LABELS = {
    "kl_pq": "D(p‖q)",
    "kl_qp": "D(q‖p)",
    "js": "JS",
    "js_distance": "√JS",
    "tv": "total variation",
    "hellinger": "Hellinger",
    "wasserstein": "Wasserstein W₁",
    "entropy_p": "H(p)",
    "entropy_q": "H(q)",
    "cross_entropy_pq": "H(p, q)",
}

# the same for the page, in LaTeX where it is a formula
SYMBOLS = LABELS | {
    "kl_pq": r"$D(p\|q)$",
    "kl_qp": r"$D(q\|p)$",
    "js_distance": r"$\sqrt{\mathrm{JS}}$",
    "wasserstein": "Wasserstein $W_1$",
    "entropy_p": "$H(p)$",
    "entropy_q": "$H(q)$",
    "cross_entropy_pq": "$H(p, q)$",
}

SAMPLED = (
    "Estimated from samples. A stated error holds the law's own value for 95 of 100 samples, if that is finite "
    "and no tail is so heavy that a mean does not settle. Where none is stated, the bias of smoothing and of too "
    "few numbers in the tails is not known, and can be many times the spread from sample to sample: do not rely "
    "on such a value. Two samples of one law do not show 0."
)


def number(value: float, digits: int) -> str:
    """The number to so many digits; "–" where it is undefined."""
    if isnan(value):
        return "–"
    return f"{value:.{digits}g}" if isfinite(value) else "∞" if value == inf else "−∞"


def exact(value: float) -> str:
    """All digits of a number, as JavaScript and Python both read them: 0.44…, Infinity, NaN."""
    if isnan(value):
        return "NaN"
    return repr(float(value)) if isfinite(value) else "Infinity" if value > 0 else "-Infinity"


def footnote(why: str | None, notes: list[str]) -> str:
    """The mark of a reason, such as " [2]", and "" where there is none; new reasons join the notes."""
    if not why:
        return ""
    if why not in notes:
        notes.append(why)
    return f" [{notes.index(why) + 1}]"
