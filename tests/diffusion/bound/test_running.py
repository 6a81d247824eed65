"""The running estimate: every step in one bin, unbiased after every round, an error that is one."""

import numpy as np
import pytest

from explainer.diffusion.bound.running import Running, edges, rounds


@pytest.mark.parametrize("T", [1, 2, 5, 10, 11, 25, 100, 1000])
def test_every_step_lies_in_one_bin(T):
    found = edges(T)
    assert found[0] == 1 and found[-1] == T + 1 and (np.diff(found) > 0).all()
    assert (np.diff(found)[: min(T, 9)] == 1).all()
    for places in rounds(T, np.random.default_rng(0), 3):
        assert places.min() >= 1 and places.max() <= T


def measured(seed: int, count: int, law) -> Running:
    """A run over made-up terms: `law(t)` with noise of a fifth of it."""
    rng, run = np.random.default_rng(seed), Running(1000, 0.25)
    for places in rounds(1000, rng, count):
        run.add(places, law(places) * (1 + 0.2 * rng.standard_normal(len(places))))
    return run


def law(t):
    return 0.3 / t**1.4


@pytest.mark.parametrize("count", [1, 2, 8])
def test_the_total_is_unbiased_and_its_error_is_the_spread_of_runs(count):
    """400 runs against the sum over all 1,000 steps: a z-test, and the root mean square of the errors."""
    exact = 0.25 + law(np.arange(1, 1001)).sum()
    runs = [measured(seed, count, law) for seed in range(400)]
    totals, errors = np.array([run.total for run in runs]), np.array([run.error for run in runs])
    assert abs(totals.mean() - exact) < 4 * totals.std() / 20
    assert np.sqrt((errors**2).mean()) == pytest.approx(totals.std(), rel=0.2)


def test_the_total_is_known_as_soon_as_each_bin_has_a_draw_and_the_error_shrinks():
    rng, run, seen = np.random.default_rng(1), Running(1000, 0.0), []
    for places in rounds(1000, rng, 20):
        run.add(places, law(places) * (1 + 0.2 * rng.standard_normal(len(places))))
        seen.append((run.total, run.error))
    assert seen[0] == (None, None) and seen[1][0] is not None and seen[1][1] is None
    errors = [error for _, error in seen[2:]]
    assert errors[-1] < 0.5 * errors[0] and errors[-1] < 0.01


def test_steps_that_are_all_alike_have_no_error():
    run = Running(25, 1.0)
    for places in rounds(25, np.random.default_rng(0), 2):
        run.add(places, np.full(len(places), 0.5))
    assert run.total == pytest.approx(13.5) and run.error == pytest.approx(0, abs=1e-7)
