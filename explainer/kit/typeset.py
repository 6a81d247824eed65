r"""LaTeX of formulas with current numbers in them as MathML, which browsers typeset by themselves.

It knows only what those formulas need: numbers, letters, brackets, scripts, `\frac`, `\sqrt`, `\bar`,
names and signs. Formulas that are known beforehand go through `page.formulas`.
"""

import re
from functools import lru_cache
from html import escape

_FUNCTIONS = ("ln", "exp", "log", "det", "max", "min", "arctan")
_LETTERS = {
    "Sigma": "Σ", "mu": "μ", "pi": "π", "psi": "ψ", "Gamma": "Γ", "Phi": "Φ", "varphi": "φ",
    "Delta": "Δ", "top": "⊤", "lambda": "λ", "alpha": "α", "beta": "β", "sigma": "σ", "infty": "∞",
}  # fmt: skip
_SIGNS = {"cdot": "·", "sim": "∼", "le": "≤", "ge": "≥", "sum": "∑", "int": "∫", "|": "‖", "{": "{", "}": "}"}
_SPACES = {",": "0.17em", ";": "0.28em", " ": "0.33em", "quad": "1em", "!": "-0.17em"}
_NAMES = ("mathrm", "text", "operatorname")
_BRACKETS = "()[]|"
# Numbers that stand alone (`\frac12`, `x^2`, `x_1` take single digits): only these change during a drag.
_NUMBER = re.compile(r"(?<![\w.^\\])(?<!frac\s)[0-9.]+")
_MARK = "\uff10"  # stands for each of them: a digit that no formula contains


def mathml(latex: str) -> str:
    """The formula as a `<math>` element, its text escaped; ValueError for an unknown command."""
    numbers = iter(_NUMBER.findall(latex))
    return re.sub(_MARK, lambda _: next(numbers), _typeset(_NUMBER.sub(_MARK, latex)))


@lru_cache(maxsize=512)
def _typeset(latex: str) -> str:
    row, end = _row(latex, 0)
    if end < len(latex):
        raise ValueError(f"the formula {latex!r} closes a brace at {end} that it never opened")
    return f'<math displaystyle="true"><mrow>{row}</mrow></math>'


def _row(text: str, at: int) -> tuple[str, int]:
    """Everything up to a closing brace, and the position of the brace."""
    out: list[str] = []
    while at < len(text) and text[at] != "}":
        if text[at].isspace():
            at += 1
        elif text[at] in "^_":
            script, end = _argument(text, at + 1)
            tag = "msup" if text[at] == "^" else "msub"
            base = out.pop() if out else "<mrow></mrow>"
            if tag == "msup" and base.startswith("<msub>"):
                base, tag = base[len("<msub>") : -len("</msub>")], "msubsup"
            out.append(f"<{tag}>{base}{script}</{tag}>")
            at = end
        else:
            piece, at = _atom(text, at)
            out.append(piece)
    return "".join(out), at


def _argument(text: str, at: int) -> tuple[str, int]:
    r"""The argument of a command: a group in braces, or a single sign (`\frac12`)."""
    while at < len(text) and text[at].isspace():
        at += 1
    if text[at : at + 1] == "{":
        row, end = _row(text, at + 1)
        return f"<mrow>{row}</mrow>", end + 1
    if text[at : at + 1].isdigit():
        return f"<mn>{text[at]}</mn>", at + 1
    return _atom(text, at)


def _atom(text: str, at: int) -> tuple[str, int]:
    sign = text[at]
    if sign == "\\":
        return _command(text, at + 1)
    if sign == "{":
        return _argument(text, at)
    for kind, inside in (("mn", lambda c: c.isdigit() or c == "."), ("mi", str.isalpha)):
        end = at
        while end < len(text) and inside(text[end]):
            end += 1
        if end > at:
            return f"<{kind}>{escape(text[at:end])}</{kind}>", end
    if sign in _BRACKETS:
        return f'<mo stretchy="false">{sign}</mo>', at + 1
    return f"<mo>{'−' if sign == '-' else escape(sign)}</mo>", at + 1


def _command(text: str, at: int) -> tuple[str, int]:
    end = at
    while end < len(text) and text[end].isalpha():
        end += 1
    end = max(end, at + 1)
    name = text[at:end]
    if name in ("frac", "tfrac"):
        over, end = _argument(text, end)
        under, end = _argument(text, end)
        small = ' displaystyle="false"' if name == "tfrac" else ""
        return f"<mfrac{small}>{over}{under}</mfrac>", end
    if name == "sqrt":
        under, end = _argument(text, end)
        return f"<msqrt>{under}</msqrt>", end
    if name == "bar":
        below, end = _argument(text, end)
        return f'<mover accent="true">{below}<mo>¯</mo></mover>', end
    if name in _NAMES:
        close = text.index("}", end)
        return f'<mi mathvariant="normal">{escape(text[end + 1 : close])}</mi>', close + 1
    if name in ("left", "right"):
        return f"<mo>{escape(text[end])}</mo>", end + 1
    if name in _FUNCTIONS:
        return f"<mi>{name}</mi><mo>\u2061</mo>", end
    if name in _LETTERS:
        return f"<mi>{_LETTERS[name]}</mi>", end
    if name in _SIGNS:
        return f"<mo>{_SIGNS[name]}</mo>", end
    if name in _SPACES:
        return f'<mspace width="{_SPACES[name]}"></mspace>', end
    raise ValueError(f"the formula {text!r} has the command {name!r}, which is not set here")
