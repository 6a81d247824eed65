"""What the proof asks: every line with both sides."""

from typing import Any

from explainer.gan.proof.theory import Game, proof
from explainer.kit.asked import Source
from explainer.kit.derivation import derivation_data


def lines(proof_mean, proof_std, proof_bend) -> dict[str, Any]:
    """Every line in nats, and JS; BadArgument names the control."""
    game = Game(proof_mean, proof_std, proof_bend)
    return derivation_data(proof(game)) | {"js": game.js}


SOURCES = {
    source.name: source
    for source in (Source("proof", lines, ("proof_mean", "proof_std", "proof_bend"), slow=True),)
}
