"""A run that blew up, in words: what happened, when, and the likely cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explainer.gan.game.game import Game

FAST = 0.05  # above this rate a step is as large as the weights themselves
NAMES = {"G": "generator", "D": "discriminator"}


def sentence(game: Game) -> str:
    """Which network blew up at which step, the likely cause, and what helps."""
    network = NAMES[game.broken or "D"]
    return f"{game.label}At step {game.step:,} the {network}'s numbers ran out of range. {cause(game)}"


def cause(game: Game) -> str:
    """The likeliest cause, and what helps."""
    options = game.options
    rates = {"discriminator": options.rate_d, "generator": options.rate_g}
    name, rate = max(rates.items(), key=lambda pair: pair[1])
    if options.optimiser == "sgd" and options.r1 * options.rate_d > 2:
        return (
            f"R1 with weight {options.r1:g} at a rate of {options.rate_d:g} overshoots at every step: "
            f"keep their product below 2."
        )
    if rate > FAST:
        return f"The {name}'s learning rate is {rate:g}: each step leaps. Try 0.01 or less."
    if options.loss == "wasserstein" and not options.gradient_penalty and not options.spectral_norm:
        return "No penalty holds the Wasserstein critic, so its slope grows without bound: turn one on."
    if options.optimiser == "sgd" and options.loss == "least-squares":
        return "The squares' slope grows with the error, and plain SGD follows: lower the rates or take Adam."
    return "The two networks drove one another up: lower both learning rates, or hold D with R1."
