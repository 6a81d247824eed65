"""What the reverse section draws: numbers in, rows of text and Plotly dicts out; computes nothing."""

from explainer.diffusion.reverse.theory import Coefficients
from explainer.maths.numerals import numeral

CONVERSIONS = ("target", "at this pixel")


def number(value: float) -> str:
    """Four significant digits with a real minus sign; very small and large ones as 1.234·10⁻⁵."""
    return numeral(value, ".4g")


def conversions(c: Coefficients, xt: float, x0: float, eps: float, v: float, mean: float) -> list[list[str]]:
    """Each target in a row: its formula from the others, and the same with one pixel's numbers."""
    n = number
    return [
        ["xₜ, the noisy picture", n(xt)],
        ["x̂₀ = (xₜ − √(1 − ᾱₜ) ε̂) / √ᾱₜ", f"({n(xt)} − {n(c.noise)} · {bracket(eps)}) / {n(c.signal)} = {n(x0)}"],
        ["ε̂ = (xₜ − √ᾱₜ x̂₀) / √(1 − ᾱₜ)", f"({n(xt)} − {n(c.signal)} · {bracket(x0)}) / {n(c.noise)} = {n(eps)}"],
        ["v̂ = √ᾱₜ ε̂ − √(1 − ᾱₜ) x̂₀", f"{n(c.signal)} · {bracket(eps)} − {n(c.noise)} · {bracket(x0)} = {n(v)}"],
        [
            "μ = (xₜ − β ε̂ / √(1 − ᾱₜ)) / √α",
            f"({n(xt)} − {n(c.beta)} · {bracket(eps)} / {n(c.noise)}) / {n(c.alpha**0.5)} = {n(mean)}",
        ],
        ["μ = c₀ x̂₀ + cₜ xₜ", f"{n(c.c0)} · {bracket(x0)} + {n(c.ct)} · {bracket(xt)} = {n(mean)}"],
    ]


def bracket(value: float) -> str:
    """A number as a factor: in brackets where it is negative."""
    text = number(value)
    return f"({text})" if text.startswith("−") else text
