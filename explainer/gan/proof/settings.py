"""The controls of the proof: its step, G, and how far D is from the best."""

from explainer.gan.proof.theory import BENDS, LINES, MEANS, WIDTHS
from explainer.kit import controls
from explainer.kit.derivation import every_line, step

STEP = step(LINES, "proof", "proof_step")
PAIR = (
    controls.Range(
        key="proof_mean", label="Mean of $p_g$", help="Where G puts its points: G(z) = m + s z.", value=0.3,
        minimum=MEANS[0], maximum=MEANS[1], step=0.05,
    ),
    controls.Range(
        key="proof_std", label="Width of $p_g$", help="How wide G spreads them. No width matches two bumps.",
        value=0.9, minimum=WIDTHS[0], maximum=WIDTHS[1], step=0.05,
    ),
    controls.Range(
        key="proof_bend", label="D's error ln r", help=r"D is $p_\text{data}/(p_\text{data}+r\,p_g)$: 0 makes it "
        "the best one.", value=1.0, minimum=BENDS[0], maximum=BENDS[1], step=0.05,
    ),
)  # fmt: skip
ALL = every_line("proof", "proof_all")
