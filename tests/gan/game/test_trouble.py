"""Trouble: every likely cause has its own words."""

from explainer.gan.game import trouble
from explainer.gan.game.game import Game
from explainer.gan.game.options import Options
from explainer.maths.toy2d import cloud


def test_every_likely_cause_has_its_own_words():
    base = {"rate_d": 1e-3, "rate_g": 1e-3}
    options = [
        Options(**base, loss="wasserstein", gradient_penalty=0.0),
        Options(**base, loss="least-squares", optimiser="sgd"),
        Options(rate_g=0.5),
        Options(**base),
    ]
    starts = ["No penalty holds", "The squares' slope", "The generator's learning rate is 0.5", "The two"]
    for chosen, start in zip(options, starts, strict=True):
        assert trouble.cause(Game(cloud("8-gaussians"), chosen)).startswith(start)
