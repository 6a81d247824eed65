r"""Formulas with their numbers as one line of text: `\frac{1^2 + 2}{3}` → (1² + 2)/3.

Only the LaTeX that the closed forms write; what is unknown loses its backslash and stays.
"""

import re

_SIGNS = {
    "cdot": "·", "ln": "ln ", "sim": "~", " ": " ",
    "Sigma": "Σ", "mu": "μ", "pi": "π", "sum": "Σ", "infty": "∞", "psi": "ψ",
    "Gamma": "Γ", "Phi": "Φ", "varphi": "φ", "Delta": "Δ", "top": "ᵀ", "lambda": "λ", "alpha": "α",
    "beta": "β", "le": "≤", "max": "max", "min": "min", "int": "∫", "log": "log ", "exp": "exp ", "det": "det ",
    ",": " ", "|": "‖", "left": "", "right": "", "!": "", ";": " ", "quad": "  ", "{": "{", "}": "}",
}  # fmt: skip
_TOKEN = re.compile(r"\\([A-Za-z]+|.)|(.)", re.S)
_RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_HALVES = {("1", "2"): "½", ("1", "4"): "¼", ("1", "3"): "⅓"}


def readable(formula: str) -> str:
    """The formula as plain text."""
    text, _ = _part(formula, 0)
    return re.sub(r"(ln|log|exp) \(", r"\1(", re.sub(r"\s+", " ", text)).strip().replace("-", "−")


def _part(formula: str, at: int) -> tuple[str, int]:
    """Everything up to a closing brace, and where it ends."""
    out = ""
    while at < len(formula) and formula[at] != "}":
        fraction = re.match(r"\\t?frac", formula[at:])
        piece, at = _atom(formula, at)
        out += f"({piece})" if fraction and out.endswith("ln ") else piece
    return out, at


def _group(formula: str, at: int) -> tuple[str, int]:
    """An argument: what stands in braces, or one atom."""
    while at < len(formula) and formula[at] == " ":
        at += 1
    if formula[at : at + 1] == "{":
        text, end = _part(formula, at + 1)
        return text, end + 1
    return _atom(formula, at)


def _atom(formula: str, at: int) -> tuple[str, int]:
    sign = formula[at]
    if sign == "{":
        return _group(formula, at)
    if sign in "^_":
        text, end = _group(formula, at + 1)
        if sign == "^" and all(ord(c) in _RAISED for c in text):
            return text.translate(_RAISED), end
        if text == "ᵀ":
            return text, end
        return f"^{_held(text)}" if sign == "^" else f"_{text}", end
    if sign != "\\":
        return sign, at + 1
    name = _TOKEN.match(formula, at)[1]
    at += 1 + len(name)
    while name.isalpha() and formula[at : at + 1] == " ":  # it only ends the name
        at += 1
    if name in ("frac", "tfrac"):
        over, at = _group(formula, at)
        under, at = _group(formula, at)
        return _HALVES.get((over, under)) or f"{_held(over)}/{_held(under)}", at
    if name == "sqrt":
        under, at = _group(formula, at)
        return f"√{_held(under)}", at
    if name == "bar":
        below, at = _group(formula, at)
        return f"{below}\u0304", at
    if name in ("mathrm", "text", "operatorname", "mathbb"):
        return _group(formula, at)
    return _SIGNS.get(name, name), at


def _held(text: str) -> str:
    """In brackets unless it is one number or one sign."""
    return text if re.fullmatch(r"√?[\w.]+(\([^()]*\))?|√\([^()]*\)", text) else f"({text})"
