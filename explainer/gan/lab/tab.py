"""Three experiments: a drawn D against D*, a gradient that dies, the Dirac-GAN."""

from explainer.gan.game import losses
from explainer.gan.lab import dirac, learning, settings, truth
from explainer.gan.lab.answers import SOURCES
from explainer.gan.settings import SECTION
from explainer.kit.figure import Figure
from explainer.kit.handles import Handle
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Curve, Plot, Says
from explainer.maths.numerals import numeral


def dstar() -> None:
    """Try to beat D*: bend D by hand and see its V."""
    bends = tuple(
        Handle(label=f"D at {numeral(x, 'g')}", y=key, at_x=x, color="wrong")
        for key, x in zip(settings.D_KEYS, settings.KNOTS, strict=True)
    )
    shapes = tuple(
        Handle(
            label=f"$p_g$ at {numeral(x, 'g')}",
            y=key,
            y_scale="dstar.scale",
            at_x=x,
            color="q",
            when=settings.DRAWN,
        )
        for key, x in zip(settings.Q_KEYS, settings.KNOTS, strict=True)
    )
    Figure(
        SECTION,
        "dstar",
        elem_id="dstar-figure",
        title="Try to beat $D^*$",
        try_this="drag the dots of your D to raise its V. Can it pass that of $D^*$?",
        panels=[
            Plot(
                source="dstar",
                figure="densities_figure",
                label="The density of the data and that of G, which a hand can move",
                overlays=(
                    Curve(x="dstar.x", y="dstar.p", color="p", fill=True),
                    Curve(x="dstar.x", y="dstar.q", color="q", fill=True, dash=True),
                ),
                handles=(
                    Handle(label="Mean of $p_g$", x="g_mean", line=True, color="q", when=settings.BELL),
                    Handle(
                        label="Width of $p_g$",
                        x="g_std",
                        x_from="g_mean",
                        at_y="dstar.side",
                        color="q",
                        when=settings.BELL,
                    ),
                    *shapes,
                ),
            ),
            Plot(
                source="dstar",
                figure="judges_figure",
                label="Your D and the optimal one over x",
                overlays=(
                    Curve(x="dstar.x", y="dstar.best", color="right", dash=True),
                    Curve(x="net.x", y="net.d", color="noise"),
                    Curve(x="dstar.x", y="dstar.d", color="wrong"),
                    Says(text="net.words", size=15),
                ),
                handles=bends,
            ),
            Numbers(source="dstar", label="V of your D and of $D^*$"),
        ],
        sources=[SOURCES["dstar"], SOURCES["net"]],
        controls=[*settings.G_CURVE, *settings.D_CURVE, *settings.Q_CURVE],
        reflects=("g_shape", "g_mean", "g_std", "net_steps"),
        reports=(("v", "dstar.v"), ("vBest", "dstar.v_best"), ("js", "dstar.js"), ("short", "dstar.short")),
        code=[losses.optimal_d, truth.value, truth.best_value, truth.js, learning.learn_d],
        layout="compare",
        answer=r"It comes near, and never above. All by quadrature. For each x alone, $p\ln D+p_g\ln(1-D)$ "
        r"is largest at $D=p/(p+p_g)$: so $D^*$ is the most V can be, and there $V=2\,\mathrm{JS}-2\ln 2$. "
        r"Your D runs straight between its dots, and is kept $10^{-6}$ away from 0 and 1, where V would be "
        r"$-\infty$.",
    )


def vanishing() -> None:
    """The saturating loss where D is sure, exactly and with networks."""
    Figure(
        SECTION,
        "vanishing",
        title="When D is too good, the minimax loss stops teaching",
        try_this="drag the distance to 8: how many times longer is the other loss's gradient?",
        panels=[
            Plot(
                source="slopes",
                figure="slopes_figure",
                label="Length of G's gradient against $D^*$ over the distance, exactly, on a log scale",
                aspect=1.4,
                overlays=(Says(text="slope.words", size=15),),
                handles=(Handle(label="Distance", x="apart", line=True, color="accent"),),
            ),
            Plot(
                source="dying",
                figure="dying_figure",
                label="Length of G's gradient while a network D learns and G waits, on a log scale",
                aspect=1.4,
                overlays=(Says(text="dying.words", size=15, right=True),),
            ),
        ],
        sources=[SOURCES["slopes"], SOURCES["slope"], SOURCES["dying"]],
        controls=[settings.APART],
        reflects=("apart",),
        reports=(("saturating", "slope.saturating"), ("other", "slope.other")),
        code=[truth.slopes_at_best, learning.vanishing],
        layout="compare",
        caption="Left: two Gaussians of the same width against the best D there is, by quadrature. Right: the "
        "networks of the first figure; D alone learns. Both losses want the same; $\\ln(1 - D)$ is "
        "flat where $D \\approx 0$.",
    )


def dirac_gan() -> None:
    """The Dirac-GAN: one number each, the whole game as a picture."""
    Figure(
        SECTION,
        "dirac",
        elem_id="dirac-figure",
        title="Why it swings: the Dirac-GAN",
        try_this="drag the start; then turn up R1. What becomes of the circle?",
        answer="It winds inwards and ends at the data. With the minimax loss nothing turns any more from R1 = 1 "
        "on.",
        panels=[
            Plot(
                source="field",
                figure="field_figure",
                label="The plane of both players with the direction of the game",
                aspect=1.25,
                overlays=(
                    Curve(x="flow.real_theta", y="flow.real_psi", color="wrong", dash=True),
                    Curve(x="flow.theta", y="flow.psi", color="p"),
                ),
                handles=(Handle(label="Start of the game", x="theta0", y="psi0", color="p"),),
            ),
            Plot(
                source="field",
                figure="time_figure",
                label="Where the generator's point is over time",
                aspect=1.25,
                overlays=(
                    Curve(x="flow.real_t", y="flow.real_theta", color="wrong", dash=True),
                    Curve(x="flow.t", y="flow.theta", color="p"),
                ),
            ),
            Numbers(source="flow", label="What becomes of the game"),
        ],
        sources=[SOURCES["field"], SOURCES["flow"]],
        controls=settings.FLOW,
        reflects=("flow_loss", "flow_r1", "theta0", "psi0"),
        reports=(("end", "flow.end"),),
        code=[dirac.field, dirac.path, dirac.updates, dirac.eigenvalues],
        layout="compare",
        caption="The data is one point at 0, G one point at θ, $D(x)$ has the slope ψ. Both learn a little at a "
        "time: D tilts towards the data, G runs, D must tilt back. No step is wrong, and yet under "
        "the minimax loss without a penalty they never meet.",
    )
