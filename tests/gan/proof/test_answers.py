"""The proof: every line, and its terms by SciPy's own quadrature and draws."""

import numpy as np
import pytest
from scipy import integrate, stats

from explainer.gan.proof import answers
from explainer.gan.proof.theory import LINES, Game
from explainer.maths.arguments import BadArgument

GAMES = [(0.3, 0.9, 1.0), (-2.0, 0.4, -3.0), (2.0, 2.0, 3.0), (0.0, 1.2, 0.0)]


def p(x):
    return 0.5 * stats.norm.pdf(x, -1.0, 0.5) + 0.5 * stats.norm.pdf(x, 1.2, 0.5)


def by_scipy(function) -> float:
    return integrate.quad(function, -9, 9, limit=400, points=[-1, 0, 1.2], epsabs=1e-11)[0]


@pytest.mark.parametrize("game", GAMES)
def test_every_line_holds(game):
    answer = answers.lines(*game)
    assert len(answer["names"]) == len(LINES) == 9 and all(answer["holds"])
    assert answer["relations"] == ["=", "=", "=", "≤", "=", "=", "=", "=", "≥"]
    equal = [i for i, relation in enumerate(answer["relations"]) if relation == "="]
    for i in equal:
        assert answer["left"][i] == pytest.approx(answer["right"][i], abs=1e-7)
    if game[2] == 0:  # the best D
        assert answer["left"][3] == pytest.approx(answer["right"][3], abs=1e-7)
    else:
        assert answer["left"][3] < answer["right"][3] - 1e-3


@pytest.mark.parametrize("game", GAMES[:2])
def test_v_and_js_are_scipys_integrals(game):
    mean, std, bend = game
    q = stats.norm(mean, std).pdf
    answer = answers.lines(*game)

    def judged(x, r):
        return p(x) / (p(x) + r * q(x))

    def value(r):
        return by_scipy(lambda x: p(x) * np.log(judged(x, r)) + q(x) * np.log1p(-min(judged(x, r), 1 - 1e-16)))

    assert answer["left"][0] == pytest.approx(value(np.exp(bend)), abs=1e-6)
    js = 0.5 * by_scipy(lambda x: p(x) * np.log(2 * p(x) / (p(x) + q(x))) if p(x) > 0 else 0.0)
    js += 0.5 * by_scipy(lambda x: q(x) * np.log(2 * q(x) / (p(x) + q(x))) if q(x) > 0 else 0.0)
    assert answer["js"] == pytest.approx(js, abs=1e-8)
    assert answer["left"][-1] == pytest.approx(2 * js - 2 * np.log(2), abs=1e-7)


def test_the_mean_over_z_is_that_of_draws():
    game = Game(0.3, 0.9, 1.0)
    z = np.random.default_rng(0).standard_normal(400_000)
    draws = game.log_d(0.3 + 0.9 * z, 1.0)[1]
    assert game.over_z(1.0) == pytest.approx(draws.mean(), abs=4 * draws.std() / np.sqrt(len(z)))


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ((3, 1, 0), "proof_mean"),
        ((0, 0, 0), "proof_std"),
        ((0, 1e9, 0), "proof_std"),
        ((0, 1, "a"), "proof_bend"),
    ],
)
def test_it_refuses_what_is_not_allowed(asked, key):
    with pytest.raises(BadArgument) as refused:
        answers.lines(*asked)
    assert refused.value.argument == key
