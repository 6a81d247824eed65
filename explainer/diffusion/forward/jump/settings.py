"""The controls of the jump's derivation: its step, and the walk on which it is evaluated."""

from explainer.diffusion.forward.jump.theory import LINES, PLACES, T
from explainer.kit import controls
from explainer.kit.derivation import every_line, step

STEP = step(LINES, "derivation", "jump_step")
WALK = (
    controls.Range(
        key="jump_t", label="t", help=f"How many of the {T} steps were taken.", value=4, minimum=2, maximum=T,
        step=1, whole=True,
    ),
    controls.Range(
        key="jump_x0", label="$x_0$", help="Where the walk starts.", value=1.0,
        minimum=PLACES[0], maximum=PLACES[1], step=0.05,
    ),
    controls.Seed(key="jump_seed", help="Which noises are drawn."),
)  # fmt: skip
ALL = every_line("derivation", "jump_all")
