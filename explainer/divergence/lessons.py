"""What the lessons of the divergence section ask: a few numbers in, figures and tables out."""

from math import inf, isfinite, log
from typing import Any

import numpy as np

from explainer.divergence import lesson_figures as figures
from explainer.divergence import theory
from explainer.divergence.answers import ONLY, PAIR, both
from explainer.divergence.fit import fit
from explainer.divergence.plane import gaussian_2d, turned
from explainer.divergence.ways import exact
from explainer.kit.asked import Source
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.maths.gaussians import normal_pdf
from explainer.maths.numerals import numeral

UNITS = {"nats": 1.0, "bits": log(2)}
TOPS = {"nats": 0.4, "bits": 0.6}
DISTANCES = np.linspace(0, 12, 241)


def _number(key: str, value: Any, low: float, high: float) -> float:
    """A number within its limits; BadArgument beside its control otherwise."""
    good = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    if not good:
        raise BadArgument(key, f"{key} is {value!r}; allowed is a number from {low:g} to {high:g}")
    return float(value)


def _shown(value: float, digits: int = 7) -> str:
    return "∞" if value == inf else numeral(value, f".{digits}f")


def coin(coin_p, coin_q, unit) -> dict[str, Any]:
    """Two coins, the terms of both directions written out, and the curves over q."""
    p, q = _number("coin_p", coin_p, 0, 1), _number("coin_q", coin_q, 0, 1)
    one = UNITS[unit]
    two = theory.coin(p, q)
    over, forward, backward = theory.coin_curve(p)
    ln = "ln" if unit == "nats" else "log₂"
    rows = []
    for name, a, b, terms, total in (
        ("D(p‖q)", p, q, two.terms_pq, two.kl_pq),
        ("D(q‖p)", q, p, two.terms_qp, two.kl_qp),
    ):
        heads = f"{a:g} {ln}({a:g}/{b:g}) = {_shown(terms[1] / one)}"
        tails = f"{1 - a:.4g} {ln}({1 - a:.4g}/{1 - b:.4g}) = {_shown(terms[0] / one)}"
        rows.append([name, heads, tails, f"{_shown(total / one)} {unit}"])
    return {
        "figure": figures.coin(unit, TOPS[unit]),
        "forward": figures.curve(over, np.minimum(forward / one, 9)),
        "backward": figures.curve(over, np.minimum(backward / one, 9)),
        "kl_pq": two.kl_pq / one if isfinite(two.kl_pq) else None,
        "kl_qp": two.kl_qp / one if isfinite(two.kl_qp) else None,
        "exact_pq": exact(two.kl_pq / one),
        "exact_qp": exact(two.kl_qp / one),
        "says": f"D(p‖q) = {_shown(two.kl_pq / one)} {unit}\nD(q‖p) = {_shown(two.kl_qp / one)} {unit}",
        "rows": {"head": ["", "heads", "tails", "sum"], "rows": rows},
    }


def funnel(p, q, unit, draws, seed, upload_p=None, upload_q=None) -> dict[str, Any]:
    """Monte Carlo after 2 … n draws beside the value by quadrature."""
    first, second = both(p, q, upload_p, upload_q)
    arguments.seed(seed)
    path = theory.monte_carlo_path(first, second, int(draws), seed)
    best = theory.table(first, second).best("kl_pq")
    one = UNITS[unit]
    truth = best.value if isfinite(best.value) and best.method != "Monte Carlo" else None
    last, error = path.estimate[-1] / one, path.error[-1] / one
    says = f"n = {int(path.n[-1]):,}\n{last:.5f} ± {error:.5f} {unit}"
    if truth is None:
        says += "\nD(p‖q) = ∞: this mean never settles" if best.value == inf else ""
    else:
        says += f"\noff by {abs(last - truth / one) / error if error > 0 else 0:.1f} standard errors"
    return {"figure": figures.funnel(path, one, unit, truth), "says": says}


def asymmetry(asym_shift) -> dict[str, Any]:
    """Both directions for N(0, 1) and N(shift, s²) over s."""
    return figures.asymmetry(*theory.asymmetry(_number("asym_shift", asym_shift, 0, 3)))


def asymmetry_at(asym_shift, asym_scale) -> dict[str, Any]:
    """Both directions at one s."""
    shift, scale = _number("asym_shift", asym_shift, 0, 3), _number("asym_scale", asym_scale, 0.2, 5)
    _, forward, backward = theory.asymmetry(shift, [scale])
    pq, qp = float(forward[0]), float(backward[0])
    return {"pq": pq, "qp": qp, "says": f"D(p‖q) = {pq:.4f} nats\nD(q‖p) = {qp:.4f} nats"}


def triangle(tri_a, tri_b, tri_c, tri_sa, tri_sb, tri_sc) -> dict[str, Any]:
    """Three normals and the triangle inequality: KL breaks it, √JS keeps it."""
    means = [
        _number(key, v, -5, 5) for key, v in zip(("tri_a", "tri_b", "tri_c"), (tri_a, tri_b, tri_c), strict=True)
    ]
    stds = [
        _number(key, v, 0.2, 4)
        for key, v in zip(("tri_sa", "tri_sb", "tri_sc"), (tri_sa, tri_sb, tri_sc), strict=True)
    ]
    found = theory.triangle(*zip(means, stds, strict=True))
    x = np.linspace(-8, 8, 321)
    curves = {name: figures.curve(x, normal_pdf(x, m, s)) for name, m, s in zip("abc", means, stds, strict=True)}
    tops = {
        name: float(normal_pdf(np.array([m]), m, s)[0]) for name, m, s in zip("abc", means, stds, strict=True)
    }
    sides = {name: top * float(np.exp(-0.5)) for name, top in tops.items()}

    def row(name: str, three, holds: bool) -> list[str]:
        detour = three[0] + three[1]
        verdict = "≤: kept" if holds else ">: broken, the detour is shorter"
        return [name, _shown(three[2], 5), _shown(three[0], 5), _shown(three[1], 5), _shown(detour, 5), verdict]

    rows = [
        row("D, nats", found.kl, found.kl_holds),
        row("√JS, √nats", found.js_distance, found.js_holds),
    ]
    head = ["", "a → c", "a → b", "b → c", "detour by b", "a → c against the detour"]
    height = 0.45 if max(tops.values()) <= 0.43 else 2.1
    return {
        "figure": figures.triangle(-8, 8, height),
        "curves": curves,
        "tops": tops,
        "sides": sides,
        "rows": {"head": head, "rows": rows},
    }


def apart(apart_shape) -> dict[str, Any]:
    """Divergences of two equal shapes over their distance."""
    return figures.apart(theory.apart(DISTANCES, 1.0, apart_shape))


def apart_at(apart_shape, apart_distance) -> dict[str, Any]:
    """The same at one distance, and the two shapes there."""
    d = _number("apart_distance", apart_distance, 0, 12)
    at = theory.apart([d], 1.0, apart_shape)
    x = np.linspace(-3, 15, 361)
    p, q = (_shape(apart_shape, x, place) for place in (0.0, d))
    kl, js, slope = float(at.kl[0]), float(at.js[0]), float(at.js_slope[0])
    lines = (
        f"D(p‖q) = {'∞' if kl == inf else f'{kl:.4f}'}",
        f"JS = {js:.6f} of {theory.LN2:.6f}",
        f"slope of JS = {numeral(slope, '.2e')}",
        f"W₁ = {float(at.wasserstein[0]):.2f}",
    )
    return {
        "p": figures.curve(*p),
        "q": figures.curve(*q),
        "js": js,
        "kl": kl if isfinite(kl) else None,
        "slope": slope if slope > 0 else None,
        "peak": float(np.nanmax(p[1])),
        "says": "\n".join(lines),
    }


def _shape(shape: str, x: np.ndarray, place: float) -> tuple[np.ndarray, np.ndarray]:
    if shape == "uniform":
        left, right = place - 0.5, place + 0.5
        return np.array([-3, left, left, right, right, 15]), np.array([0.0, 0, 1, 1, 0, 0])
    return x, normal_pdf(x, place, 1.0)


def fits(fit_w, fit_m1, fit_m2, fit_s1, fit_s2) -> dict[str, Any]:
    """The best normals for a mixture of two, and the landscapes in which they lie."""
    w = _number("fit_w", fit_w, 0.05, 0.95)
    m = [_number("fit_m1", fit_m1, -5, 5), _number("fit_m2", fit_m2, -5, 5)]
    s = [_number("fit_s1", fit_s1, 0.2, 2), _number("fit_s2", fit_s2, 0.2, 2)]
    found = fit([w, 1 - w], m, s)
    x = np.linspace(-9, 9, 361)

    def mixture(at: np.ndarray) -> np.ndarray:
        return w * normal_pdf(at, m[0], s[0]) + (1 - w) * normal_pdf(at, m[1], s[1])

    best = {
        name: figures.curve(x, normal_pdf(x, found.best[name].mean, found.best[name].std))
        for name, *_ in figures.FITS
    }
    places = np.array([m[0], m[1], m[0] + s[0], m[1] + s[1]])
    peak = max(float(mixture(x).max()), *(0.4 / found.best[n].std for n, *_ in figures.FITS))
    rows = [
        [f"least {text}", f"{b.mean:.4f}", f"{b.std:.4f}", f"{b.value:.6f} nats"]
        for name, _, _, text in figures.FITS
        for b in (found.best[name],)
    ]
    return {
        "figure": figures.fitted(-9, 9, 0.6 if peak < 0.57 else 2.2),
        "mixture": figures.curve(x, mixture(x)),
        **best,
        "at": dict(zip(("m1", "m2", "s1", "s2"), mixture(places).tolist(), strict=True)),
        **{f"{name}_figure": figures.landscape(found, name) for name, *_ in figures.FITS},
        "rows": {"head": ["best single normal", "mean", "std", "what is left"], "rows": rows},
    }


GAUSSIAN = ("x", "y", "u", "v", "short")


def plane(**given) -> dict[str, Any]:
    """Two normals in the plane by centre, long half-axis (u, v) and short one; KL both ways."""
    ends = {"x": (-6, 6), "y": (-6, 6), "u": (-6, 6), "v": (-6, 6), "short": (0.1, 6)}
    made = {}
    for side in "pq":
        x, y, u, v, short = (_number(f"plane_{side}{k}", given[f"plane_{side}{k}"], *ends[k]) for k in GAUSSIAN)
        long = float(np.hypot(u, v))
        if long < 0.1:
            raise BadArgument(
                f"plane_{side}u", f"the half-axis of {side} is {long:.3g} long; allowed is 0.1 and more"
            )
        made[side] = ([x, y], turned(long, short, float(np.arctan2(v, u))))
    found = gaussian_2d(*made["p"], *made["q"])
    turn = np.linspace(0, 2 * np.pi, 121)
    answer: dict[str, Any] = {"figure": figures.plane(3.8)}
    for side, (mean, cov) in made.items():
        root = np.linalg.cholesky(cov)
        ring = np.array(mean)[:, None] + root @ np.array([np.cos(turn), np.sin(turn)])
        answer[side] = figures.curve(*ring)
        answer[f"{side}2"] = figures.curve(*(2 * ring - np.array(mean)[:, None]))
    rows = [
        ["D(p‖q)", f"{found.shape_pq:.6f}", f"{found.shift_pq:.6f}", f"{found.kl_pq:.6f} nats"],
        ["D(q‖p)", f"{found.shape_qp:.6f}", f"{found.shift_qp:.6f}", f"{found.kl_qp:.6f} nats"],
    ]
    head = ["", "½[tr(Σq⁻¹Σp) − 2 − ln det(Σq⁻¹Σp)]", "½ ΔᵀΣq⁻¹Δ", "sum"]
    says = f"D(p‖q) = {found.kl_pq:.4f}\nD(q‖p) = {found.kl_qp:.4f} nats"
    return {**answer, "says": says, "rows": {"head": head, "rows": rows}}


PLANE_KEYS = tuple(f"plane_{side}{k}" for side in "pq" for k in GAUSSIAN)
TRIANGLE_KEYS = ("tri_a", "tri_b", "tri_c", "tri_sa", "tri_sb", "tri_sc")
FIT_KEYS = ("fit_w", "fit_m1", "fit_m2", "fit_s1", "fit_s2")
SOURCES = {
    source.name: source
    for source in (
        Source("coin", coin, ("coin_p", "coin_q", "unit")),
        Source("funnel", funnel, (*PAIR[:3], "draws", "seed", *PAIR[3:]), slow=True, only=ONLY),
        Source("asymmetry", asymmetry, ("asym_shift",)),
        Source("asymmetry_at", asymmetry_at, ("asym_shift", "asym_scale")),
        Source("triangle", triangle, TRIANGLE_KEYS, slow=True),
        Source("apart", apart, ("apart_shape",)),
        Source("apart_at", apart_at, ("apart_shape", "apart_distance")),
        Source("fit", fits, FIT_KEYS, slow=True),
        Source("plane", plane, PLANE_KEYS),
    )
}
