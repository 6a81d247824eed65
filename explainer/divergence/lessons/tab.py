"""The figures of the lessons: the coin, asymmetry, the triangle, apart, the best fit, the plane."""

from explainer.divergence.lessons import settings, theory
from explainer.divergence.lessons.answers import FIT_KEYS, PLANE_KEYS, SOURCES, TRIANGLE_KEYS
from explainer.divergence.quantities import best_normal
from explainer.divergence.settings import SECTION, UNIT
from explainer.kit.figure import Figure
from explainer.kit.handles import Handle
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Curve, Marker, Plot, Says, Spot
from explainer.maths.gaussians import normal_kl


def _curve(path: str, color: str, **more) -> Curve:
    return Curve(x=f"{path}.x", y=f"{path}.y", color=color, **more)


def coin() -> None:
    """Two coins: both terms written out, and D over q with its minimum at p."""
    Figure(
        SECTION,
        "coin",
        title="The unfair coin",
        try_this="drag q. Where do both divergences touch 0?",
        answer="At q = p, and only there.",
        panels=[
            Plot(
                source="coin",
                label=r"$D(p\|q)$ and $D(q\|p)$ of two coins over q; the least value is at q = p",
                overlays=(
                    _curve("coin.forward", "p"),
                    _curve("coin.backward", "q", dash=True),
                    Says(text="coin.says", right=True),
                ),
                handles=(
                    Handle(label="heads under p", color="text", x="coin_p", at_y=0),
                    Handle(label="heads under q", color="p", x="coin_q", at_y="coin.kl_pq"),
                ),
                aspect=2.2,
            ),
            Numbers(source="coin", label="Both terms of both directions, written out"),
        ],
        sources=[SOURCES["coin"]],
        reflects=("coin_p", "coin_q", "unit"),
        reports=(("klPq", "coin.exact_pq"), ("klQp", "coin.exact_qp")),
        code=[theory.coin, theory.coin_curve],
        controls=[UNIT, *settings.COIN],
        layout="wide",
        caption="0.6 against 0.7 costs 0.0225824 nats a throw one way and 0.0216009 the other: after 100 "
        "tosses of the true coin, the false hypothesis is about ten times ($e^{2.26}$) less likely.",
    )


def asymmetry() -> None:
    """D(p‖q) against D(q‖p) over a parameter."""
    Figure(
        SECTION,
        "asymmetry",
        title="KL is not a distance: it is not symmetric",
        try_this="drag either dot. Where do both ways cost the same?",
        panels=[
            Plot(
                source="asymmetry",
                figure="over_figure",
                label="Both directions over the scale of q",
                overlays=(Says(text="asymmetry_at.says", right=True), Marker(at="asym_scale")),
                handles=(
                    Handle(label="scale s", color="p", x="asym_scale", at_y="asymmetry_at.pq"),
                    Handle(label="scale s, other way", color="q", x="asym_scale", at_y="asymmetry_at.qp"),
                ),
            ),
            Plot(
                source="asymmetry",
                figure="against_figure",
                label=r"$D(q\|p)$ against $D(p\|q)$: the dotted line is equality",
                overlays=(
                    Spot(
                        at="asym_scale",
                        x="asymmetry_at.pair.pq",
                        y="asymmetry_at.pair.qp",
                        knots="asymmetry_at.pair.s",
                    ),
                ),
            ),
        ],
        sources=[SOURCES["asymmetry"], SOURCES["asymmetry_at"]],
        reflects=("asym_shift", "asym_scale"),
        code=[theory.asymmetry, normal_kl],
        controls=settings.ASYMMETRY,
        layout="compare",
        caption=r"$p=\mathcal N(0, 1)$, $q=\mathcal N(\text{shift}, s^2)$.",
        answer=r"Only at s = 1, whatever the shift. A narrow q (s < 1) is surprised by p's tails: $D(p\|q)$ "
        r"shoots "
        r"up. A wide q forgives, and $D(q\|p)$ grows instead.",
    )


def triangle() -> None:
    """The triangle inequality, broken by KL and kept by √JS."""
    means = tuple(
        Handle(label=f"mean of {name}", color=color, x=f"tri_{name}", at_y=f"triangle.tops.{name}")
        for name, color in (("a", "p"), ("b", "noise"), ("c", "q"))
    )
    widths = tuple(
        Handle(
            label=f"std of {name}",
            color=color,
            x=f"tri_s{name}",
            x_from=f"tri_{name}",
            at_y=f"triangle.sides.{name}",
        )
        for name, color in (("a", "p"), ("b", "noise"), ("c", "q"))
    )
    Figure(
        SECTION,
        "triangle",
        title="The triangle inequality breaks",
        try_this="drag b between a and c. Is the detour via b ever shorter than the direct route?",
        panels=[
            Plot(
                source="triangle",
                label="Three normals a, b, c",
                overlays=(
                    _curve("triangle.curves.a", "p"),
                    _curve("triangle.curves.b", "noise", dash=True),
                    _curve("triangle.curves.c", "q", dash=True),
                ),
                handles=(*means, *widths),
                aspect=2.4,
            ),
            Numbers(source="triangle", label=r"Sides of the triangle by KL and by $\sqrt{\mathrm{JS}}$"),
        ],
        sources=[SOURCES["triangle"]],
        reflects=TRIANGLE_KEYS,
        code=[theory.triangle],
        controls=settings.TRIANGLE,
        layout="wide",
        answer=r"Measured by KL it is. For a true distance a detour is never shorter. For KL it can be, "
        r"since KL grows with the square of the shift. $\sqrt{\mathrm{JS}}$ is a true distance, whatever "
        r"you drag.",
    )


def apart() -> None:
    """Two densities pulled apart: why the gradient of a GAN vanishes."""
    Figure(
        SECTION,
        "apart",
        title="Pulled apart: why a GAN's gradient vanishes",
        try_this="drag q to the right and read the slope of JS; then choose two uniforms. What does a "
        "generator learn from far away?",
        panels=[
            Plot(
                source="apart",
                figure="shapes_figure",
                label="Two equal densities, q pulled away from p",
                overlays=(
                    _curve("apart_at.p", "p", fill=True, ground=0.0),
                    _curve("apart_at.q", "q", fill=True, ground=0.0, dash=True),
                    Says(text="apart_at.says", right=True, size=15),
                ),
                handles=(Handle(label="distance", color="q", x="apart_distance", at_y="apart_at.peak"),),
            ),
            Plot(
                source="apart",
                figure="over_figure",
                label="KL, JS and Wasserstein over the distance",
                overlays=(Marker(at="apart_distance"),),
                handles=(Handle(label="distance at JS", color="p", x="apart_distance", at_y="apart_at.js"),),
            ),
            Plot(
                source="apart",
                figure="slope_figure",
                label="The slope of JS over the distance, on a logarithmic axis",
                overlays=(Marker(at="apart_distance"),),
                handles=(
                    Handle(label="distance at the slope", color="p", x="apart_distance", at_y="apart_at.slope"),
                ),
            ),
        ],
        sources=[SOURCES["apart"], SOURCES["apart_at"]],
        reflects=("apart_distance", "apart_shape"),
        code=[theory.apart],
        controls=settings.APART,
        layout="compare",
        answer="KL grows without bound (for uniforms it is ∞ at once), JS climbs to $\\ln 2$ and its slope "
        "dies, $W_1$ "
        "grows linearly. A GAN's generator follows the slope of JS: far from the data no gradient is left.",
    )


def best_fit() -> None:
    """The best normal under each divergence: mode seeking and mass covering."""
    means = tuple(Handle(label=f"mean {i}", color="text", x=f"fit_m{i}", at_y=f"fit.at.m{i}") for i in (1, 2))
    widths = tuple(
        Handle(label=f"std {i}", color="noise", x=f"fit_s{i}", x_from=f"fit_m{i}", at_y=f"fit.at.s{i}")
        for i in (1, 2)
    )
    heats = tuple(
        Plot(
            source="fit", figure=f"{name}_figure", label=f"{name} divergence over mean and std, least at the star"
        )
        for name in ("forward", "reverse", "js")
    )
    Figure(
        SECTION,
        "fit",
        elem_id="fit-figure",
        title="Mode seeking, mass covering",
        try_this="drag the two peaks apart. Which fit spreads over both, and which chooses one?",
        panels=[
            Plot(
                source="fit",
                label="A mixture of two normals and the best single normal under each divergence",
                overlays=(
                    _curve("fit.mixture", "text", fill=True, ground=0.0),
                    _curve("fit.forward", "p"),
                    _curve("fit.reverse", "q", dash=True),
                    _curve("fit.js", "right", dash=True),
                ),
                handles=(*means, *widths),
                full=True,
            ),
            *heats,
            Numbers(source="fit", label="The three best normals"),
        ],
        sources=[SOURCES["fit"]],
        reflects=FIT_KEYS,
        code=[best_normal.fit],
        controls=settings.FIT,
        layout="compare",
        answer=r"Blue spreads, orange chooses. Forward $D(\text{mixture}\,\|\,q)$ punishes q for missing any "
        r"mass, so q covers all of it. Reverse $D(q\,\|\,\text{mixture})$ punishes q for standing where the "
        "mixture is not, so q settles on one peak (the ring marks another local minimum). Bright is low; the "
        "scale is logarithmic.",
    )


def two_dimensions() -> None:
    """Two normals in the plane as ellipses that can be dragged."""
    handles = tuple(
        handle
        for side in "pq"
        for handle in (
            Handle(label=f"centre of {side}", color=side, x=f"plane_{side}x", y=f"plane_{side}y"),
            Handle(
                label=f"long half-axis of {side}",
                color=side,
                x=f"plane_{side}u",
                y=f"plane_{side}v",
                x_from=f"plane_{side}x",
                y_from=f"plane_{side}y",
            ),
        )
    )
    Figure(
        SECTION,
        "plane",
        title="Two normals in the plane",
        try_this="drag the tip of an axis: it turns the ellipse. When does p cost q most?",
        panels=[
            Plot(
                source="plane",
                label="Ellipses of one and two standard deviations of p and q",
                overlays=(
                    _curve("plane.p2", "p"),
                    _curve("plane.p", "p"),
                    _curve("plane.q2", "q", dash=True),
                    _curve("plane.q", "q", dash=True),
                    Says(text="plane.says", right=True),
                ),
                handles=handles,
                aspect=2.0,
            ),
            Numbers(source="plane", label="KL both ways by the closed form, in its two terms"),
        ],
        sources=[SOURCES["plane"]],
        reflects=PLANE_KEYS,
        code=[theory.gaussian_2d, theory.turned],
        controls=settings.PLANE,
        layout="wide",
        caption="The first term is the cost of a different shape, the second that of a different mean, "
        "measured in "
        r"q's own widths (for $D(q\|p)$: in p's).",
    )
