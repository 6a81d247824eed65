"""Pairs worth seeing, known good and known to break, each with its moral in one sentence."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """A pair in the little language, `good` or meant to break, and what it teaches."""

    name: str
    p: str
    q: str
    good: bool
    moral: str


PRESETS: tuple[Preset, ...] = (
    Preset(
        "two normals",
        "normal(0, 1)",
        "normal(1, 2)",
        True,
        "The wide q forgives what the narrow p does (0.44 nats), p does not forgive q (1.31).",
    ),
    Preset(
        "the unfair coin",
        "bernoulli(0.6)",
        "bernoulli(0.7)",
        True,
        "0.0225824 nats one way, 0.0216009 the other: even for coins the order matters.",
    ),
    Preset(
        "peaked against round",
        "laplace(0, 1)",
        "normal(0, 1.4142135623730951)",
        True,
        "Equal mean and variance, and still the shapes are told apart: KL sees more than moments.",
    ),
    Preset(
        "two modes against one",
        "0.5*normal(-2, 0.7) + 0.5*normal(2, 0.7)",
        "normal(0, 2)",
        True,
        "One wide hump covers both modes cheaply, but it also fills the valley between them.",
    ),
    Preset(
        "near-identical",
        "normal(0, 1)",
        "normal(0.000001, 1)",
        True,
        "KL falls with the square of the distance: 5e-13 nats, and every digit of it is right.",
    ),
    Preset(
        "poles at the ends",
        "beta(0.5, 0.5)",
        "uniform(0, 1)",
        True,
        "A density may run to infinity at its ends and every divergence is still finite.",
    ),
    Preset(
        "Cauchy against normal",
        "cauchy(0, 1)",
        "normal(0, 1)",
        False,
        "The Cauchy's tails surprise a normal without bound: D(p‖q) = ∞ while D(q‖p) is 0.26.",
    ),
    Preset(
        "disjoint uniforms",
        "uniform(0, 1)",
        "uniform(2, 3)",
        False,
        "Nothing shared: KL is ∞ both ways, JS is stuck at ln 2, only Wasserstein says how far.",
    ),
    Preset(
        "a zero in a categorical",
        "categorical(0.5, 0.3, 0.2)",
        "categorical(0.5, 0.5, 0)",
        False,
        "q calls the third outcome impossible, p does it one time in five: D(p‖q) = ∞.",
    ),
    Preset(
        "heavy tails",
        "student_t(2, 0, 1)",
        "normal(0, 1)",
        False,
        "Two degrees of freedom leave no variance, so the normal's x² has no mean: D(p‖q) = ∞.",
    ),
    Preset(
        "a spike on a plain",
        "normal(0, 0.001)",
        "normal(0, 1000)",
        False,
        "13.3 nats to call the spike a plain, half a million million to call the plain a spike.",
    ),
    Preset(
        "fifty apart",
        "normal(0, 1)",
        "normal(50, 1)",
        False,
        "KL still says 1250, but JS is ln 2 to a hundred digits: no gradient is left to follow.",
    ),
)
