"""A run that blew up, in words: what happened, when, and the likely cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explainer.gan.game import Game

FAST = 0.05  # a rate above it makes steps as large as the weights themselves
NAMES = {"G": "generator", "D": "discriminator"}


def told(game: Game) -> str:
    """One or two sentences: which network, at which step, why most likely, and what helps."""
    who = NAMES[game.broken or "D"]
    return f"{game.called}At step {game.step:,} the {who}'s numbers ran out of range. {cause(game)}"


def cause(game: Game) -> str:
    """The likely cause, the likeliest first."""
    s = game.settings
    fast = {"discriminator": s.rate_d, "generator": s.rate_g}
    name, rate = max(fast.items(), key=lambda pair: pair[1])
    if s.optimiser == "sgd" and s.r1 * s.rate_d > 2:
        return (
            f"R1 with weight {s.r1:g} at a rate of {s.rate_d:g} overshoots at every step: "
            f"keep their product below 2."
        )
    if rate > FAST:
        return f"The {name}'s learning rate is {rate:g}: each step leaps. Try 0.01 or less."
    if s.loss == "wasserstein" and not s.gradient_penalty and not s.spectral_norm:
        return "No penalty holds the Wasserstein critic, so its slope grows without bound: turn one on."
    if s.optimiser == "sgd" and s.loss == "least-squares":
        return "The squares' slope grows with the error, and plain SGD follows: lower the rates or take Adam."
    return "The two networks drove one another up: lower both learning rates, or hold D with R1."
