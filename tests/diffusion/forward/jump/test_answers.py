"""The jump: every line holds on any walk, and its variance is that of many walks."""

import numpy as np
import pytest

from explainer.diffusion import process, schedule
from explainer.diffusion.forward.jump import answers
from explainer.diffusion.forward.jump.theory import LINES, T, Walk
from explainer.maths.arguments import BadArgument


@pytest.mark.parametrize("walk", [(1.0, 4, 0), (-2.0, 2, 7), (0.3, 12, 3), (0.0, 9, 999_999)])
def test_every_line_holds_and_left_is_where_the_walk_arrived(walk):
    answer = answers.lines(*walk)
    assert len(answer["names"]) == len(LINES) == 8 and all(answer["holds"])
    assert answer["left"] == pytest.approx(answer["right"], abs=1e-12)
    x0, t, seed = walk
    beta, x = schedule.cosine(T).beta, x0
    for s, eps in enumerate(np.random.default_rng(seed).standard_normal(T + 1)[1 : t + 1], 1):
        x = np.sqrt(1 - beta[s]) * x + np.sqrt(beta[s]) * eps
    for line in (0, 1, 2, 4, 5, 7):
        assert answer["left"][line] == pytest.approx(x, abs=1e-12)


def test_the_merged_noises_are_standard_normal_over_many_walks():
    """The draw in place of two, and that in place of all: mean 0 and variance 1, by z-tests."""
    walks = [Walk(1.0, 6, seed) for seed in range(4000)]
    for values in ([w.merged for w in walks], [w.jump_eps for w in walks]):
        assert abs(np.mean(values)) < 4 / np.sqrt(len(walks))
        assert abs(np.var(values) - 1) < 4 * np.sqrt(2 / len(walks))


def test_the_last_line_is_the_jump_of_the_process():
    walk = Walk(0.8, 5, 2)
    found = process.q_sample(0.8, 5, walk.jump_eps, schedule.cosine(T))
    assert answers.lines(0.8, 5, 2)["right"][-1] == pytest.approx(found)


@pytest.mark.parametrize(
    ("asked", "key"),
    [((9, 4, 0), "jump_x0"), ((0, 1, 0), "jump_t"), ((0, 13, 0), "jump_t"), ((0, 4, -1), "jump_seed")],
)
def test_it_refuses_what_is_not_allowed(asked, key):
    with pytest.raises(BadArgument) as refused:
        answers.lines(*asked)
    assert refused.value.argument == key
