"""The controls of the lessons: the coin, asymmetry, the triangle, apart, the best fit, the plane."""

from explainer.kit import controls


def _range(key: str, label: str, help: str, value: float, low: float, high: float, step=0.01, **more):
    return controls.Range(
        key=key, label=label, help=help, value=value, minimum=low, maximum=high, step=step, **more
    )


COIN = [
    _range("coin_p", "heads under p", "How often the true coin p shows heads.", 0.6, 0, 1, elem_id="coin-p"),
    _range(
        "coin_q",
        "heads under q",
        "How often the reader who believes q expects heads.",
        0.7,
        0,
        1,
        elem_id="coin-q",
    ),
]
ASYMMETRY = [
    _range("asym_scale", "scale s of q", "How wide q is: p has scale 1.", 2, 0.2, 5),
    _range("asym_shift", "shift of q", "How far q's mean lies from p's.", 1, 0, 3),
]
TRIANGLE = [
    _range("tri_a", "mean of a", "Where a lies.", -1.5, -5, 5),
    _range("tri_b", "mean of b", "Where b lies: the detour leads by it.", 0, -5, 5),
    _range("tri_c", "mean of c", "Where c lies.", 1.5, -5, 5),
    *(_range(f"tri_s{name}", f"std of {name}", f"How wide {name} is.", 1, 0.2, 4, more=True) for name in "abc"),
]
APART = [
    _range("apart_distance", "distance", "How far q is pulled away from p.", 2, 0, 12, 0.05),
    controls.Select(
        key="apart_shape",
        label="Shape",
        help="Two normals overlap everywhere, if ever so little; two uniforms share nothing once they part.",
        value="normal",
        choices=(("normal", "two normals"), ("uniform", "two uniforms")),
    ),
]
FIT = [
    _range("fit_m1", "mean 1", "Where the first peak lies.", -2, -5, 5),
    _range("fit_m2", "mean 2", "Where the second peak lies.", 2, -5, 5),
    _range("fit_w", "weight 1", "The share of the first peak.", 0.6, 0.05, 0.95),
    _range("fit_s1", "std 1", "How wide the first peak is.", 0.7, 0.2, 2),
    _range("fit_s2", "std 2", "How wide the second peak is.", 0.9, 0.2, 2),
]
_PLANE = {
    "x": ("centre $x_1$", "Where the ellipse lies along $x_1$.", (-2, 1.5), -6, 6),
    "y": ("centre $x_2$", "Where the ellipse lies along $x_2$.", (0, -0.5), -6, 6),
    "u": ("long half-axis, $x_1$", "Drag its tip: it turns and stretches the ellipse.", (1.8, 0.6), -6, 6),
    "v": ("long half-axis, $x_2$", "Drag its tip: it turns and stretches the ellipse.", (0.9, 1.5), -6, 6),
    "short": ("short half-axis", "How wide the ellipse is across.", (0.6, 0.8), 0.1, 6),
}
PLANE = [
    _range(
        f"plane_{side}{key}",
        f"{label} of {side}",
        help,
        values[i],
        low,
        high,
        0.05,
        more=key != "short",
        group=side if key != "short" else None,
    )
    for i, side in enumerate("pq")
    for key, (label, help, values, low, high) in _PLANE.items()
]
