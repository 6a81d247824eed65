"""What several parts draw: arrows and the axis of steps."""

import numpy as np
import pytest

from explainer.gan import figures


def test_arrows_point_along_the_pull_and_a_dead_gradient_looks_dead():
    pull = np.array([[3.0, 4.0], [0.0, 1e-6], [0.0, 0.0], [-1e9, 0.0]])
    drawn = figures.arrows(pull)
    assert drawn[0, 1] / drawn[0, 0] == pytest.approx(4 / 3)
    assert np.linalg.norm(drawn[1]) == pytest.approx(2e-7) and not drawn[2].any()
    assert np.linalg.norm(drawn, axis=1).max() <= figures.LONGEST + 1e-12


@pytest.mark.parametrize("step, end", [(0, 500), (500, 500), (501, 1000), (2001, 5000), (199_999, 200_000)])
def test_the_axis_of_steps_ends_at_a_round_number_not_below_the_step(step, end):
    assert figures.span(step) == end
