"""Four experiments of the section `gan`: D* under the hand, a game on the line, a gradient that dies, Dirac."""

from explainer.gan import dirac, estimates, lab, lab_answers, lab_controls, line_answers, truth
from explainer.gan.line import LineObserver
from explainer.kit.asked import Source
from explainer.kit.figure import Figure
from explainer.kit.handles import Handle
from explainer.kit.live import Live
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Curve, Marker, Plot, Says
from explainer.kit.replay import Replay

SECTION = "gan"
G_KEYS = ("g_shape", "g_mean", "g_std", *lab_controls.Q_KEYS)


def dstar() -> None:
    """Try to beat D*: bend D by hand and see what V makes of it."""
    bends = tuple(
        Handle(label=f"D at {x:g}", y=key, at_x=x, color="wrong")
        for key, x in zip(lab_controls.D_KEYS, lab_controls.KNOTS, strict=True)
    )
    shapes = tuple(
        Handle(label=f"p_g at {x:g}", y=key, y_scale="dstar.scale", at_x=x, color="q", when=lab_controls.DRAWN)
        for key, x in zip(lab_controls.Q_KEYS, lab_controls.KNOTS, strict=True)
    )
    Figure(
        SECTION,
        "dstar",
        elem_id="dstar-figure",
        title="Try to beat D*",
        try_this="drag the dots of your D to raise its V: it comes near that of D*, never above.",
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
                    Handle(label="Mean of p_g", x="g_mean", line=True, color="q", when=lab_controls.BELL),
                    Handle(
                        label="Width of p_g",
                        x="g_std",
                        x_from="g_mean",
                        at_y="dstar.side",
                        color="q",
                        when=lab_controls.BELL,
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
            Numbers(source="dstar", label="V of your D and of D*"),
        ],
        sources=[
            Source("dstar", lab_answers.dstar, (*G_KEYS, *lab_controls.D_KEYS), shipped=True, slow=True),
            Source("net", lab_answers.network, (*G_KEYS, "net_steps"), slow=True),
        ],
        controls=[*lab_controls.G_CURVE, *lab_controls.D_CURVE, *lab_controls.Q_CURVE],
        reflects=("g_shape", "g_mean", "g_std", "net_steps"),
        reports=(("v", "dstar.v"), ("vBest", "dstar.v_best"), ("js", "dstar.js"), ("short", "dstar.short")),
        code=[truth.optimal_d, truth.value, truth.best_value, truth.js, lab.learn_d],
        layout="compare",
        caption="All by quadrature. For each x alone, p ln D + p_g ln(1 − D) is largest at D = p/(p + p_g): "
        "so D* is the most V can be, and there V = 2 JS − 2 ln 2. Your D runs straight between its dots.",
    )


def line() -> None:
    """A whole game on the line: the theorem live, with nothing estimated."""
    Figure(
        SECTION,
        "line",
        title="The whole game where p_g is known",
        try_this="drag; then set the rate of G to 0 and Train: G waits, and V climbs to what the best D reaches.",
        panels=[
            Plot(
                source="line_axes",
                figure="densities_figure",
                label="The density of the data and G's over x",
                aspect=1.25,
                overlays=(
                    Curve(x="line_axes.x", y="line_axes.p", color="p", fill=True),
                    Curve(x="line_axes.x", y="line_seen.q", color="q", fill=True, dash=True),
                ),
            ),
            Plot(
                source="line_axes",
                figure="judges_figure",
                label="D as learned and the optimal one over x",
                aspect=1.25,
                overlays=(
                    Curve(x="line_axes.x", y="line_seen.best", color="right", dash=True),
                    Curve(x="line_axes.x", y="line_seen.d", color="model"),
                    Says(text="line_seen.apart", size=15),
                ),
            ),
            Plot(
                source="line_axes",
                figure="value_figure",
                label="V of the game and V at D* over the steps",
                aspect=1.25,
                overlays=(
                    Curve(x="line_film.tracks.step", y="line_film.tracks.best_v", color="right", dash=True),
                    Curve(x="line_film.tracks.step", y="line_film.tracks.v", color="p"),
                    Marker(at="line_step"),
                    Says(text="line_seen.words", size=15, right=True),
                ),
            ),
            Replay(film="line_film", source="line_seen", t="line_t", alone=True),
        ],
        sources=[
            Source("line_seen", line_answers.seen, (), shipped=True),
            Source("line_film", line_answers.film, (), slow=True),
            Source("line_axes", line_answers.axes, ("line_span",)),
        ],
        streams=[
            Live(
                "line_play",
                line_answers.game_steps,
                tuple(f"line_{key}" for key in lab_controls.LINE_KEYS),
                film="line_film",
                prefix="line_",
                fixed=("line_seed",),
            )
        ],
        scrubbers=[lab_controls.LINE_T],
        controls=lab_controls.LINE_CONTROLS,
        reflects=("line_step", "line_state", "line_t"),
        reports=(
            ("v", "line_seen.v"),
            ("bestV", "line_seen.best_v"),
            ("js", "line_seen.js"),
            ("gap", "line_seen.gap"),
        ),
        code=[LineObserver.frame, estimates.pushed, estimates.js_cells, truth.optimal_d],
        layout="compare",
        caption="z is one number and so is x: what G makes of z gives p_g exactly, on 240 cells, and V, JS and "
        "D* are sums over them: V never exceeds 2 JS − 2 ln 2. G has to tear its line in two.",
    )


def flow() -> None:
    """The Dirac-GAN: one number each, the whole game as a picture."""
    Figure(
        SECTION,
        "dirac",
        elem_id="dirac-figure",
        title="Why it swings: the Dirac-GAN",
        try_this="drag the start; then turn up R1 and see the circle become a spiral that ends at the data.",
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
        sources=[
            Source("field", lab_answers.flow_field, lab_controls.FIELD_KEYS, shipped=True),
            Source("flow", lab_answers.flow, lab_controls.FLOW_KEYS, shipped=True, slow=True),
        ],
        controls=lab_controls.FLOW,
        reflects=("flow_loss", "flow_r1", "theta0", "psi0"),
        reports=(("end", "flow.end"),),
        code=[dirac.field, dirac.path, dirac.updates, dirac.eigenvalues],
        layout="compare",
        caption="The data is one point at 0, G one point at θ, D(x) has the slope ψ. Both learn a little at a "
        "time: D tilts towards the data, G runs, D must tilt back. No step is wrong, yet they never meet.",
    )


def vanishing() -> None:
    """The saturating loss where D is sure: exactly, and with networks."""
    Figure(
        SECTION,
        "vanishing",
        title="When D is too good, the minimax loss stops teaching",
        try_this="drag the distance to 8: how many times longer is the other loss's gradient?",
        panels=[
            Plot(
                source="slopes",
                figure="slopes_figure",
                label="Length of G's gradient against D* over the distance, exactly, on a log scale",
                aspect=1.4,
                overlays=(Says(text="slope.words", size=15, low=True),),
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
        sources=[
            Source("slopes", lab_answers.slopes, (), slow=True),
            Source("slope", lab_answers.slope_at, ("apart",)),
            Source("dying", lab_answers.dying, (), slow=True),
        ],
        controls=[lab_controls.APART],
        reflects=("apart",),
        reports=(("saturating", "slope.saturating"), ("other", "slope.other")),
        code=[truth.slopes_at_best, lab.vanishing],
        layout="compare",
        caption="Left: two Gaussians of the same width against the best D there is, by quadrature. Right: the "
        "networks of the game above, D alone learns. Both losses want the same; ln(1 − D) is flat where D ≈ 0.",
    )
