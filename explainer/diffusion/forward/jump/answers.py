"""What the jump's derivation asks: every line with both sides."""

from typing import Any

from explainer.diffusion.forward.jump.theory import Walk, derivation
from explainer.kit.asked import Source
from explainer.kit.derivation import derivation_data


def lines(jump_x0, jump_t, jump_seed) -> dict[str, Any]:
    """Every line; BadArgument names the control."""
    return derivation_data(derivation(Walk(jump_x0, jump_t, jump_seed)))


SOURCES = {source.name: source for source in (Source("jump_lines", lines, ("jump_x0", "jump_t", "jump_seed")),)}
