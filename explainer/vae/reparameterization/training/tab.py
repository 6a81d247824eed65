"""Two tiny VAEs trained side by side."""

from explainer.kit.figure import Figure
from explainer.kit.plot import Curve, Marker, Plot, Says
from explainer.kit.replay import Replay
from explainer.vae.reparameterization.figures import ROLES
from explainer.vae.reparameterization.settings import SECTION
from explainer.vae.reparameterization.training.answers import SOURCES, STREAMS
from explainer.vae.reparameterization.training.runs import train
from explainer.vae.reparameterization.training.settings import STEP, TRAINING
from explainer.vae.reparameterization.training.theory import gradient, terms


def build() -> None:
    """Two tiny VAEs, the same but for the encoder's gradient."""

    def plane(name: str, role: str) -> Plot:
        return Plot(
            source="dots",
            figure=f"{name}_figure",
            label=f"The data and the decoder's curve, {name}",
            aspect=1.35,
            overlays=(
                Curve(x=f"trained.{name}.x", y=f"trained.{name}.y", color=role),
                Says(text=f"trained.{name}.says", color=role, size=15),
            ),
        )

    Figure(
        SECTION,
        "training",
        title="A tiny VAE, trained both ways",
        try_this="drag the step: when has either found all eight? Press Train, or choose a preset first.",
        panels=[
            plane("path", "right"),
            plane("rival", "wrong"),
            Plot(
                source="trained",
                figure="loss_figure",
                label="The loss of both over the steps",
                aspect=1.35,
                overlays=(
                    Curve(x="run.tracks.step", y="run.tracks.rival", color=ROLES["score"], dash=True),
                    Curve(x="run.tracks.step", y="run.tracks.path", color=ROLES["pathwise"]),
                    Marker(),
                ),
            ),
            Replay(film="run", source="trained"),
        ],
        sources=list(SOURCES.values()),
        streams=STREAMS,
        scrubbers=[STEP],
        controls=TRAINING,
        reflects=("t", "state", "rival"),
        reports=(("path", "trained.path.loss"), ("rival", "trained.rival.loss")),
        code=[train, gradient, terms],
        layout="compare",
        caption=r"One latent number; $p(x\mid z)=\mathcal N(\hat x(z), s^2)$, and the curve is $\hat x(z)$ "
        r"for z from −2.5 to 2.5. Both "
        "start from the same weights and see the same points and ε. −ELBO is evaluated on 256 held-out points, "
        "its mean over q by Gauss–Hermite nodes, so that sampling noise can't hide which one leads.",
    )
