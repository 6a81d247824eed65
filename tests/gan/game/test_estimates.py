"""Estimates from a sample: JS by counting and its bias, sliced distance, modes, the blurred D*, frames."""

import numpy as np
import pytest
from scipy import stats
from scipy.spatial.distance import jensenshannon

from explainer.gan.game import estimates
from explainer.gan.game.game import Game
from explainer.gan.game.losses import LOSSES
from explainer.gan.game.observe import BLUR, CELLS, COUNTED, VIEW, Observer
from explainer.gan.game.options import Options
from explainer.gan.game.play import play
from explainer.gan.lab import truth
from explainer.gan.line.theory import TWO_BUMPS
from explainer.maths.gaussians import Mixture
from explainer.maths.toy2d import SHAPES, Cloud, cloud

DATA = cloud("8-gaussians")
EDGES = np.linspace(-VIEW, VIEW, CELLS[2] + 1)
LN2 = np.log(2)


def test_counting_is_numpys_and_keeps_what_lies_outside():
    x = np.random.default_rng(0).normal(0, 0.7, (5000, 2))
    count, _, _ = np.histogram2d(*np.clip(x, -VIEW, VIEW - 1e-9).T, bins=(EDGES, EDGES))
    np.testing.assert_allclose(estimates.histogram(x, EDGES), count / 5000, atol=1e-12)
    line = estimates.histogram(x[:, :1], EDGES)
    np.testing.assert_allclose(line, count.sum(1) / 5000, atol=1e-12)
    assert estimates.histogram(np.array([[1e9, -1e9]]), EDGES)[-1, 0] == 1


def test_js_of_tables_is_scipys_and_stays_between_zero_and_ln_two():
    rng = np.random.default_rng(1)
    for _ in range(20):
        p, q = rng.dirichlet(np.full(30, 0.2), 2)
        assert estimates.js_cells(p, q) == pytest.approx(jensenshannon(p, q) ** 2, abs=1e-12)
        assert 0 <= estimates.js_cells(p, q) <= LN2 + 1e-15
    assert estimates.js_cells(p, p) == 0
    assert estimates.js_cells(np.array([1.0, 0]), np.array([0, 1.0])) == pytest.approx(LN2, abs=1e-15)


@pytest.mark.parametrize("shift", [0.0, 0.03, 0.3])
def test_the_computed_bias_is_the_bias_measured(shift):
    """On known pairs: 300 samples of 2,048 points from a shifted copy against the exact masses."""
    p = DATA.cell_mass(EDGES)
    moved = Cloud("moved", DATA.centres + [shift, 0], DATA.spread)
    rng, measured = np.random.default_rng(5), []
    for _ in range(300):
        share = estimates.histogram(moved.sample(COUNTED, rng), EDGES)
        measured.append(estimates.js_cells(p, share))
    q = moved.cell_mass(EDGES)
    expected = estimates.js_expected(p, q, COUNTED)
    assert expected == pytest.approx(np.mean(measured), abs=5 * np.std(measured) / np.sqrt(300) + 1e-6)
    assert expected > estimates.js_cells(p, q)


def test_the_expected_js_of_two_cells_is_a_sum_over_all_counts():
    p, q, n = np.array([0.3, 0.7]), np.array([0.6, 0.4]), 9
    chances = stats.binom(n, 0.6).pmf(range(n + 1))
    each = [jensenshannon(p, [k / n, 1 - k / n]) ** 2 for k in range(n + 1)]
    assert estimates.js_expected(p, q, n) == pytest.approx(chances @ each, rel=1e-10)
    apart = estimates.js_expected(np.array([1.0, 0.0]), np.array([0.0, 1.0]), n)
    assert apart == pytest.approx(LN2, rel=1e-10)


STATED = {
    "8-gaussians": 0.008,
    "line": 0.008,
    "moons": 0.015,
    "ring": 0.017,
    "25-gaussians": 0.023,
    "spiral": 0.026,
    "checkerboard": 0.042,
}


@pytest.mark.parametrize("name", SHAPES)
def test_what_a_perfect_generator_shows_is_what_is_stated(name):
    expected = estimates.js_floor(cloud(name).cell_mass(EDGES), COUNTED)
    assert f"{expected:.3f}" == f"{STATED[name]:.3f}"
    assert f"{STATED[name]:.3f}" in estimates.__doc__


def test_cells_blur_so_the_js_of_masses_is_at_most_that_of_densities():
    p, q = Cloud("p", np.array([[0.0]]), 0.05), Cloud("q", np.array([[0.06]]), 0.05)
    exact = truth.js(Mixture((1.0,), (0.0,), (0.05,)), Mixture((1.0,), (0.06,), (0.05,)))
    coarse, fine = (
        estimates.js_cells(p.cell_mass(e), q.cell_mass(e))
        for e in (np.linspace(-1.5, 1.5, 41), np.linspace(-1.5, 1.5, 1001))
    )
    assert coarse < fine <= exact + 1e-12
    assert fine == pytest.approx(exact, rel=1e-3)


def test_sliced_distance_is_scipys_mean_over_directions_and_has_a_floor():
    slicer = estimates.Slicer(DATA, np.random.default_rng(0))
    again = DATA.sample(estimates.SLICED, np.random.default_rng(0), np.float32)
    x = np.random.default_rng(1).normal(0.2, 0.5, (600, 2)).astype(np.float32)
    expected = np.mean([stats.wasserstein_distance(x[:512] @ v, again @ v) for v in slicer.turn.T])
    assert slicer(x) == pytest.approx(expected, rel=1e-5)
    assert slicer(again) == 0
    assert 0.01 < slicer.floor < 0.05
    # W₁ of a shift by a vector is its projection, so the mean over directions is 2/π of its length
    assert slicer(again + np.float32(3)) == pytest.approx(np.sqrt(18) * 2 / np.pi, rel=1e-3)


def test_modes_are_counted_by_their_fair_share():
    rng = np.random.default_rng(2)
    assert estimates.covered(DATA, DATA.sample(2048, rng, np.float32)) == (
        8,
        pytest.approx(0.989, abs=0.01),
    )
    half = Cloud("half", DATA.centres[:3], DATA.spread).sample(2048, rng, np.float32)
    assert estimates.covered(DATA, half)[0] == 3
    weak = np.concatenate([half[:2000], DATA.sample(2048, rng, np.float32)[:48]])
    assert estimates.covered(DATA, weak)[0] == 3  # a few stray points cover nothing
    assert estimates.covered(DATA, np.full((100, 2), 50, np.float32)) == (0, 0.0)
    assert estimates.covered(cloud("ring"), half) == (None, None)


@pytest.mark.parametrize("dim", [1, 2])
def test_blurred_densities_are_those_of_the_noised_data(dim):
    """p_g is the data themselves here, so both sides are known: D* = ½, and q = p as densities."""
    data = DATA if dim == 2 else TWO_BUMPS
    observer = Observer(data, Options(noise_dim=1))
    x = data.sample(60_000, np.random.default_rng(4))
    exact = np.exp(data.log_density(observer.middles, BLUR))
    assert np.abs(observer.blurred.density(x) - exact).max() < 0.06 * exact.max()
    best, weight = observer.blurred.best(x)
    assert weight.sum() == pytest.approx(1)
    assert weight @ np.abs(best - 0.5) < 0.03
    assert observer.blurred.density(np.full((5, dim), 90.0)).max() == 0


def test_one_point_becomes_one_kernel_where_it_lies():
    observer = Observer(DATA, Options())
    at = np.array([[0.3, -0.7]])
    q = observer.blurred.density(at)
    top = observer.middles[q.argmax()]
    assert np.abs(top - at).max() <= (EDGES[1] - EDGES[0]) / 2 + BLUR / 3
    assert q.sum() * (EDGES[1] - EDGES[0]) ** 2 == pytest.approx(1, abs=0.01)


def test_a_pushed_line_has_the_mass_of_its_image():
    edges = np.linspace(-VIEW, VIEW, 61)
    straight = estimates.pushed(lambda z: 0.5 * z + 0.1, edges, normal=True, n=4000)
    cdf = stats.norm(0.1, 0.5).cdf(edges)
    np.testing.assert_allclose(straight[1:-1], np.diff(cdf)[1:-1], atol=3e-5)
    assert straight.sum() == pytest.approx(1, abs=1e-9)
    folded = estimates.pushed(np.abs, edges, normal=False, n=4000)  # |U(−1, 1)| is U(0, 1)
    inside = (edges[:-1] >= 0) & (edges[1:] <= 1)
    np.testing.assert_allclose(folded[inside], edges[1] - edges[0], atol=1e-6)
    assert folded[~inside].sum() == pytest.approx(0, abs=1e-6)
    still = estimates.pushed(lambda z: 0 * z + 0.32, edges, normal=True)
    assert still[np.searchsorted(edges, 0.32) - 1] == pytest.approx(1)


def test_on_the_line_the_frames_js_is_exact():
    game = Game(TWO_BUMPS, Options(noise_dim=1, seed=2))
    for _ in range(30):
        game.advance()
    frame = Observer(game.data, game.options).frame(game)
    z = np.random.default_rng(0).standard_normal((400_000, 1)).astype(np.float32)
    edges = np.linspace(-VIEW, VIEW, CELLS[1] + 1)
    counted = estimates.js_cells(game.data.cell_mass(edges), estimates.histogram(game.g(z), edges))
    assert frame.js == pytest.approx(counted, abs=2e-3)
    assert frame.floor == 0.0 and frame.field.shape == (240,)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("name", SHAPES)
def test_a_frames_numbers_belong_together(loss, name):
    game = Game(cloud(name), Options(loss=loss, width_g=8, width_d=8, batch=16))
    *_, frame = play(game, 6, 3)
    assert frame.field.shape == frame.best.shape == (40, 40)
    assert frame.points.shape == frame.pull.shape == (256, 2) and frame.grid.shape == (17, 17, 2)
    assert frame.best_v == pytest.approx(2 * frame.js - 2 * LN2)
    assert 0 < frame.floor < frame.js < LN2
    assert frame.d_grad > 0 and frame.g_grad > 0 and frame.sliced > 0
    if loss in ("minimax", "non-saturating"):
        assert frame.v == frame.real_term + frame.fake_term == pytest.approx(-frame.d_loss, rel=1e-5)
    if LOSSES[loss].prob is None:
        assert frame.v is None and frame.gap is None and frame.middle == 0
    else:
        assert 0 <= frame.gap <= 1 and frame.middle == 0.5
        assert 0 <= frame.field.min() and frame.field.max() <= 1


def test_the_field_runs_along_y_first_and_holds_d():
    game = Game(DATA, Options(seed=3))
    frame = next(play(game, 0))
    middles = (EDGES[1:] + EDGES[:-1]) / 2
    at = np.array([[middles[31], middles[4]]], np.float32)
    assert frame.field[4, 31] == pytest.approx(1 / (1 + np.exp(-game.d(at)[0, 0])), rel=1e-5)
    p = np.exp(DATA.log_density(at, BLUR))[0]
    q = Observer(DATA, game.options).blurred.density(game.g(Observer(DATA, game.options).z))
    assert frame.best[4, 31] == pytest.approx(p / (p + q.reshape(40, 40)[4, 31]), rel=1e-9)


def test_the_gap_of_a_perfect_game_is_what_sampling_the_data_itself_shows():
    data = cloud("8-gaussians")
    observer = Observer(data, Options())
    at = np.stack(np.meshgrid(observer.axis, observer.axis), -1).reshape(-1, 2)
    p = np.exp(data.log_density(at, BLUR))
    gaps = []
    for seed in range(16):
        x = data.sample(COUNTED, np.random.default_rng(seed))
        spread = ((at[:, None] - x) ** 2).sum(-1) / (2 * BLUR**2)  # every kernel by itself, no bins
        q = np.exp(-spread).mean(1) / (2 * np.pi * BLUR**2)
        gaps.append(((p + q) * np.abs(0.5 - p / np.maximum(p + q, 1e-300))).sum() / (p + q).sum())
    error = np.std(gaps, ddof=1) / np.sqrt(12)
    assert observer.gap_floor == pytest.approx(np.mean(gaps), abs=4 * error)
    assert 0.005 < observer.gap_floor < 0.05
