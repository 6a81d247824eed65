"""What the lessons ask: a few numbers in, figures and tables out."""

from math import inf, isfinite
from typing import Any

import numpy as np

from explainer.divergence.figures import curve
from explainer.divergence.labels import exact
from explainer.divergence.lessons import figures, theory
from explainer.divergence.quantities.best_normal import fit
from explainer.divergence.quantities.integrands import LN2
from explainer.divergence.quantities.table import in_nats
from explainer.kit.asked import Source
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.maths.gaussians import normal_pdf
from explainer.maths.numerals import numeral

TOPS = {"nats": 0.4, "bits": 0.6}
DISTANCES = np.linspace(0, 12, 241)
GAUSSIAN = {"x": (-6, 6), "y": (-6, 6), "u": (-6, 6), "v": (-6, 6), "short": (0.1, 6)}


def _shown(value: float, digits: int = 7) -> str:
    return "∞" if value == inf else numeral(value, f".{digits}f")


def _finite(value: float) -> float | None:
    """The value as JSON can hold it."""
    return value if isfinite(value) else None


def coin(coin_p, coin_q, unit) -> dict[str, Any]:
    """Two coins: the terms of both directions written out, and the curves over q."""
    p, q = arguments.number("coin_p", coin_p, 0, 1), arguments.number("coin_q", coin_q, 0, 1)
    size = in_nats(unit)
    coins = theory.coin(p, q)
    kl_pq, kl_qp = coins.kl_pq / size, coins.kl_qp / size
    over, forward, backward = theory.coin_curve(p)
    ln = "ln" if unit == "nats" else r"$\log_2$"
    rows = []
    for name, a, b, terms, total in (
        (r"$D(p\|q)$", p, q, coins.terms_pq, kl_pq),
        (r"$D(q\|p)$", q, p, coins.terms_qp, kl_qp),
    ):
        heads = f"{a:g} {ln}({a:g}/{b:g}) = {_shown(terms[1] / size)}"
        tails = f"{1 - a:.4g} {ln}({1 - a:.4g}/{1 - b:.4g}) = {_shown(terms[0] / size)}"
        rows.append([name, heads, tails, f"{_shown(total)} {unit}"])
    return {
        "figure": figures.coin(unit, TOPS[unit]),
        "forward": curve(over, np.minimum(forward / size, 9)),
        "backward": curve(over, np.minimum(backward / size, 9)),
        "kl_pq": _finite(kl_pq),
        "kl_qp": _finite(kl_qp),
        "exact_pq": exact(kl_pq),
        "exact_qp": exact(kl_qp),
        "says": f"$D(p\\|q)$ = {_shown(kl_pq)} {unit}\n$D(q\\|p)$ = {_shown(kl_qp)} {unit}",
        "rows": {"head": ["", "heads", "tails", "sum"], "rows": rows},
    }


def asymmetry(asym_shift) -> dict[str, Any]:
    """Both directions for N(0, 1) and N(shift, s²) over s."""
    return figures.asymmetry(*theory.asymmetry(arguments.number("asym_shift", asym_shift, 0, 3)))


def asymmetry_at(asym_shift, asym_scale) -> dict[str, Any]:
    """Both directions at one s."""
    shift = arguments.number("asym_shift", asym_shift, 0, 3)
    scale = arguments.number("asym_scale", asym_scale, 0.2, 5)
    _, forward, backward = theory.asymmetry(shift, [scale])
    pq, qp = float(forward[0]), float(backward[0])
    says = f"$D(p\\|q)$ = {pq:.4f} nats\n$D(q\\|p)$ = {qp:.4f} nats"
    return {"pq": pq, "qp": qp, "pair": {"s": [scale], "pq": [pq], "qp": [qp]}, "says": says}


def triangle(**values) -> dict[str, Any]:
    """Three normals and the triangle inequality: KL breaks it, √JS keeps it."""
    normals = {
        name: (
            arguments.number(f"tri_{name}", values[f"tri_{name}"], -5, 5),
            arguments.number(f"tri_s{name}", values[f"tri_s{name}"], 0.2, 4),
        )
        for name in "abc"
    }
    sides = theory.triangle(*normals.values())
    x = np.linspace(-8, 8, 321)
    tops = {name: float(normal_pdf(mean, mean, std)) for name, (mean, std) in normals.items()}
    rows = [
        _sides("D, nats", sides.kl, sides.kl_holds),
        _sides(r"$\sqrt{\mathrm{JS}}$, $\sqrt{\text{nats}}$", sides.js_distance, sides.js_holds),
    ]
    head = ["", "a → c", "a → b", "b → c", "detour by b", "a → c against the detour"]
    return {
        "figure": figures.triangle(-8, 8, 0.45 if max(tops.values()) <= 0.43 else 2.1),
        "curves": {name: curve(x, normal_pdf(x, mean, std)) for name, (mean, std) in normals.items()},
        "tops": tops,
        "sides": {name: top * float(np.exp(-0.5)) for name, top in tops.items()},
        "rows": {"head": head, "rows": rows},
    }


def _sides(name: str, sides: tuple[float, float, float], holds: bool) -> list[str]:
    """A row of the table: the straight way, the detour and the verdict."""
    verdict = "≤: kept" if holds else ">: broken, the detour is shorter"
    numbers = (sides[2], sides[0], sides[1], sides[0] + sides[1])
    return [name, *(_shown(value, 5) for value in numbers), verdict]


def apart(apart_shape) -> dict[str, Any]:
    """Divergences of two equal shapes over their distance."""
    with arguments.renamed(shape="apart_shape"):
        return figures.apart(theory.apart(DISTANCES, 1.0, apart_shape))


def apart_at(apart_shape, apart_distance) -> dict[str, Any]:
    """The same at one distance, and the two shapes there."""
    d = arguments.number("apart_distance", apart_distance, 0, 12)
    with arguments.renamed(shape="apart_shape"):
        at = theory.apart([d], 1.0, apart_shape)
    p, q = (_shape(apart_shape, centre) for centre in (0.0, d))
    kl, js, slope = float(at.kl[0]), float(at.js[0]), float(at.js_slope[0])
    lines = (
        rf"$D(p\|q)$ = {'∞' if kl == inf else f'{kl:.4f}'}",
        f"JS = {js:.6f} of {LN2:.6f}",
        f"slope of JS = {numeral(slope, '.2e')}",
        f"$W_1$ = {float(at.wasserstein[0]):.2f}",
    )
    return {
        "p": curve(*p),
        "q": curve(*q),
        "js": js,
        "kl": _finite(kl),
        "slope": slope if slope > 0 else None,
        "peak": float(np.nanmax(p[1])),
        "says": "\n".join(lines),
    }


def _shape(shape: str, centre: float) -> tuple[np.ndarray, np.ndarray]:
    """x and density of a shape at a centre."""
    if shape == "uniform":
        left, right = centre - 0.5, centre + 0.5
        return np.array([-3, left, left, right, right, 15]), np.array([0.0, 0, 1, 1, 0, 0])
    x = np.linspace(-3, 15, 361)
    return x, normal_pdf(x, centre)


def best_fits(fit_w, fit_m1, fit_m2, fit_s1, fit_s2) -> dict[str, Any]:
    """The best normals for a mixture of two, and the landscapes in which they lie."""
    w = arguments.number("fit_w", fit_w, 0.05, 0.95)
    m = [arguments.number("fit_m1", fit_m1, -5, 5), arguments.number("fit_m2", fit_m2, -5, 5)]
    s = [arguments.number("fit_s1", fit_s1, 0.2, 2), arguments.number("fit_s2", fit_s2, 0.2, 2)]
    fitted = fit([w, 1 - w], m, s)
    names = [name for name, *_ in figures.FITS]

    def mixture(x: np.ndarray) -> np.ndarray:
        return w * normal_pdf(x, m[0], s[0]) + (1 - w) * normal_pdf(x, m[1], s[1])

    x = np.linspace(-9, 9, 361)
    best = {name: curve(x, normal_pdf(x, fitted.best[name].mean, fitted.best[name].std)) for name in names}
    handles = mixture(np.array([m[0], m[1], m[0] + s[0], m[1] + s[1]]))
    peak = max(float(mixture(x).max()), *(0.4 / fitted.best[name].std for name in names))
    rows = [
        [f"least {text}", f"{normal.mean:.4f}", f"{normal.std:.4f}", f"{normal.value:.6f} nats"]
        for name, _, _, text in figures.FITS
        for normal in (fitted.best[name],)
    ]
    return {
        "figure": figures.fitted(-9, 9, 0.6 if peak < 0.57 else 2.2),
        "mixture": curve(x, mixture(x)),
        **best,
        "at": dict(zip(("m1", "m2", "s1", "s2"), handles.tolist(), strict=True)),
        **{f"{name}_figure": figures.landscape(fitted, name) for name in names},
        "rows": {"head": ["best single normal", "mean", "std", "remaining divergence"], "rows": rows},
    }


def plane(**values) -> dict[str, Any]:
    """Two normals in the plane by centre, long half-axis (u, v) and short half-axis; KL both ways."""
    normals = {side: _normal(side, values) for side in "pq"}
    kl = theory.gaussian_2d(*normals["p"], *normals["q"])
    turn = np.linspace(0, 2 * np.pi, 121)
    answer: dict[str, Any] = {"figure": figures.plane(3.8)}
    for side, (mean, cov) in normals.items():
        centre = np.array(mean)[:, None]
        ring = centre + np.linalg.cholesky(cov) @ np.array([np.cos(turn), np.sin(turn)])
        answer[side] = curve(*ring)
        answer[f"{side}2"] = curve(*(2 * ring - centre))
    rows = [
        [r"$D(p\|q)$", f"{kl.shape_pq:.6f}", f"{kl.shift_pq:.6f}", f"{kl.kl_pq:.6f} nats"],
        [r"$D(q\|p)$", f"{kl.shape_qp:.6f}", f"{kl.shift_qp:.6f}", f"{kl.kl_qp:.6f} nats"],
    ]
    head = [
        "",
        r"$\tfrac12[\operatorname{tr}(\Sigma_q^{-1}\Sigma_p)-2-\ln\det(\Sigma_q^{-1}\Sigma_p)]$",
        r"$\tfrac12\Delta^\top\Sigma_q^{-1}\Delta$",
        "sum",
    ]
    says = f"$D(p\\|q)$ = {kl.kl_pq:.4f}\n$D(q\\|p)$ = {kl.kl_qp:.4f} nats"
    return {**answer, "says": says, "rows": {"head": head, "rows": rows}}


def _normal(side: str, values: dict[str, Any]) -> tuple[list[float], np.ndarray]:
    """Mean and covariance of p or q from the values of its controls."""
    keys = {name: f"plane_{side}{name}" for name in GAUSSIAN}
    x, y, u, v, short = (arguments.number(keys[name], values[keys[name]], *GAUSSIAN[name]) for name in GAUSSIAN)
    long = float(np.hypot(u, v))
    if long < 0.1:
        raise BadArgument(keys["u"], f"the half-axis of {side} is {long:.3g} long; allowed is 0.1 and more")
    return [x, y], theory.turned(long, short, float(np.arctan2(v, u)))


PLANE_KEYS = tuple(f"plane_{side}{name}" for side in "pq" for name in GAUSSIAN)
TRIANGLE_KEYS = ("tri_a", "tri_b", "tri_c", "tri_sa", "tri_sb", "tri_sc")
FIT_KEYS = ("fit_w", "fit_m1", "fit_m2", "fit_s1", "fit_s2")
SOURCES = {
    source.name: source
    for source in (
        Source("coin", coin, ("coin_p", "coin_q", "unit")),
        Source("asymmetry", asymmetry, ("asym_shift",)),
        Source("asymmetry_at", asymmetry_at, ("asym_shift", "asym_scale")),
        Source("triangle", triangle, TRIANGLE_KEYS, slow=True),
        Source("apart", apart, ("apart_shape",)),
        Source("apart_at", apart_at, ("apart_shape", "apart_distance")),
        Source("fit", best_fits, FIT_KEYS, slow=True),
        Source("plane", plane, PLANE_KEYS),
    )
}
