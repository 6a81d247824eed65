"""What a network may be asked for: x_0, ε, v, the score and the velocity, each from each other one.

All five are lines in x_t = a x_0 + s ε: whoever knows one of them knows x̂_0, and from x̂_0 the others follow.
`a` > 0 and `s` > 0 are numbers or columns that broadcast over x_t (n, 2).
"""

from explainer.maths import arguments

TARGETS = ("x0", "eps", "v", "score", "velocity")


def x0_from(target: str, value, xt, a, s):
    """x̂_0 from the value of a target at x_t.

    v = a ε − s x_0 (Salimans & Ho, 2202.00512) needs no a² + s² = 1 here. The score is −ε/s, the velocity
    ε − x_0 that of the straight couplings, along growing noise. BadArgument for an unknown target.
    """
    arguments.choice("target", target, TARGETS, name="the target")
    if target == "x0":
        return value
    if target == "v":
        return (a * xt - s * value) / (a * a + s * s)
    if target == "velocity":
        return (xt - s * value) / (a + s)
    eps = value if target == "eps" else -s * value
    return (xt - s * eps) / a


def from_x0(target: str, x0, xt, a, s):
    """The value of a target at x_t from x̂_0; BadArgument for an unknown target."""
    arguments.choice("target", target, TARGETS, name="the target")
    eps = (xt - a * x0) / s
    return {"x0": x0, "eps": eps, "v": a * eps - s * x0, "score": -eps / s, "velocity": eps - x0}[target]


def of_pair(target: str, x0, eps, a, s):
    """The value of ε, x_0 or v at a s-noised pair: what a network is trained on."""
    return {"eps": eps, "x0": x0}.get(target) if target != "v" else a * eps - s * x0


def converted(source: str, target: str, value, xt, a, s):
    """The value of `target` at x_t where that of `source` is `value`."""
    return from_x0(target, x0_from(source, value, xt, a, s), xt, a, s)
