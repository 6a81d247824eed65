"""The figure of the proof: V at D* is 2 JS − 2 ln 2."""

from explainer.gan.proof.answers import SOURCES
from explainer.gan.proof.settings import ALL, PAIR, STEP
from explainer.gan.proof.theory import LINES, Game, proof
from explainer.gan.settings import SECTION
from explainer.kit.derivation import Derivation
from explainer.kit.figure import Figure
from explainer.maths.derivation import evaluate


def build() -> None:
    """Line by line from the value of the game to its floor, both sides evaluated."""
    Figure(
        SECTION,
        "proof",
        title="Why V at $D^*$ is a Jensen–Shannon divergence",
        try_this="press + (or the right arrow key). At line 4 move D's error to 0: the gap closes.",
        panels=[
            Derivation(
                source="proof",
                steps=LINES,
                label="The proof",
                key="proof_step",
                all="proof_all",
            )
        ],
        sources=[SOURCES["proof"]],
        scrubbers=[STEP],
        controls=[*PAIR, ALL],
        reflects=("proof_step", "proof_mean", "proof_std", "proof_bend"),
        reports=(("js", "proof.js"),),
        code=[proof, evaluate, Game],
        layout="wide",
        caption="The data are two bumps on the line, $p_g$ is one bell. Each mean is an integral of its own: V "
        "by adaptive quadrature, the mean over z over z, JS by entropies, so the agreement checks the algebra "
        "and does not assume it. Numbers are in nats.",
    )
