import numpy as np
import pytest
from scipy import integrate, stats

from explainer.diffusion import schedule
from explainer.diffusion.forward import theory
from explainer.diffusion.process import jump

LINEAR = schedule.linear(1000)
GRID = np.linspace(-3, 3, 25)


def test_noise_is_standard_normal_and_the_seed_s_own():
    eps = theory.noise(196_608, 3)
    assert stats.kstest(eps, "norm").pvalue > 1e-3
    np.testing.assert_array_equal(eps, theory.noise(196_608, 3))
    assert not np.array_equal(eps, theory.noise(196_608, 4))


def test_fresh_noise_is_normal_at_each_t_and_uncorrelated_between_neighbours():
    pool, offset = theory.fresh_noise(784, 0)
    cuts = [np.take(pool, offset[t] + np.arange(784), mode="wrap") for t in range(1, 400)]
    assert len(offset) == schedule.MAX_STEPS + 1 and offset.max() < len(pool)
    assert stats.kstest(pool, "norm").pvalue > 1e-3  # each cut is 784 of these, whole
    near = [np.corrcoef(a, b)[0, 1] for a, b in zip(cuts, cuts[1:], strict=False)]
    assert np.mean(np.abs(near)) < 3 / np.sqrt(784)


def test_walk_and_jump_meet_the_closed_form_within_their_standard_errors():
    runs = 4000
    both = theory.jump_and_walk(LINEAR, 0.9, runs, seed=0)
    signal, sigma = jump(LINEAR)
    for side in (both.walk, both.jump):
        z_mean = (side.mean[1:] - signal[1:] * 0.9) / (sigma[1:] / np.sqrt(runs))
        z_var = (side.var[1:] / sigma[1:] ** 2 - 1) / np.sqrt(2 / (runs - 1))
        assert np.abs(z_mean).max() < 5 and np.abs(z_var).max() < 5
    last = both.knots.tolist().index(1000)
    assert stats.ks_2samp(both.walk_samples[last], both.jump_samples[last]).pvalue > 1e-3
    assert both.walk_samples.shape == both.jump_samples.shape == (len(both.knots), runs)


def test_with_the_root_variance_one_stays_one_and_without_it_grows_by_the_sum_of_beta():
    np.testing.assert_allclose(theory.variance_with(LINEAR), 1, rtol=1e-12)
    grown = theory.variance_without(LINEAR)
    assert grown[-1] == pytest.approx(1 + sum(LINEAR.beta.tolist()), rel=1e-12)
    assert np.all(np.diff(grown) > 0)
    for scaled, exact in ((True, 1.0), (False, grown[-1])):
        sampled = theory.sampled_variance(LINEAR, scaled, 4000, seed=1)
        assert sampled[-1] / exact == pytest.approx(1, abs=5 * np.sqrt(2 / 4000))


def test_what_the_variance_figure_says_of_other_data_holds_too():
    # ᾱ v + 1 − ᾱ: a start of variance v moves towards 1 and never past it
    var = theory.variance_with(LINEAR, start=4.0)
    assert var[0] == 4 and np.all(np.diff(var) < 0) and var[-1] > 1


@pytest.mark.parametrize("name", theory.RIVER_DATA)
@pytest.mark.parametrize("t", [1, 60, 300, 1000])
def test_the_river_is_the_integral_over_x0(name, t):
    data = theory.RIVER_DATA[name]
    signal, sigma = (row[t] for row in jump(LINEAR))

    def by_quadrature(x):
        kinks = sorted(data.means) + ([x / signal] if abs(x / signal) < 8 else [])
        return integrate.quad(
            lambda x0: stats.norm.pdf(x, signal * x0, sigma) * data.pdf(x0),
            -8,
            8,
            points=kinks,
            limit=400,
            epsabs=1e-11,
        )[0]

    ours = theory.marginal(data, t, LINEAR).pdf(GRID)
    np.testing.assert_allclose(ours, [by_quadrature(x) for x in GRID], atol=1e-8)


def test_walks_flow_along_the_river():
    paths = theory.walks(theory.RIVER_DATA["two"], LINEAR, 3000, seed=0)
    assert paths.shape == (1001, 3000)
    for t in (0, 250, 1000):
        data = theory.marginal(theory.RIVER_DATA["two"], t, LINEAR)
        cdf = lambda x, d=data: sum(  # noqa: E731
            w * stats.norm.cdf(x, m, s) for w, m, s in zip(d.weights, d.means, d.stds, strict=True)
        )
        assert stats.kstest(paths[t], cdf).pvalue > 1e-3


def test_every_data_set_ends_in_the_standard_normal():
    # "the right end does not change": at T of the default schedule nothing of the data is left to see
    for data in theory.RIVER_DATA.values():
        end = theory.marginal(data, 1000, LINEAR).pdf(GRID)
        np.testing.assert_allclose(end, stats.norm.pdf(GRID), atol=3e-3)


def test_the_linear_schedule_spends_the_picture_sooner_than_the_cosine_one():
    # the caption of the schedules' figure: at 3/4 of the way under 1 % is left against about 15 %
    assert LINEAR.alpha_bar[750] < 0.01 and schedule.cosine(1000).alpha_bar[750] > 0.1


def test_the_bell_is_the_normal_density():
    z, density = theory.bell()
    np.testing.assert_allclose(density, stats.norm.pdf(z), rtol=1e-12)


@pytest.mark.parametrize("T", [1, 5, 9, 1000, 4000])
def test_rungs_run_from_the_picture_to_T(T):
    t = theory.rungs(schedule.linear(T))
    assert t[0] == 0 and t[-1] == T and len(set(t.tolist())) == len(t) == min(T + 1, 10)


def test_histograms_are_densities():
    rows = np.random.default_rng(0).standard_normal((3, 500)).clip(-2, 2)
    edges = np.linspace(-3, 3, 31)
    np.testing.assert_allclose((theory.histograms(rows, edges) * np.diff(edges)).sum(1), 1)


@pytest.mark.parametrize("t", [0, 1, 5, 16, 400])
def test_the_exact_curve_is_what_a_histogram_counts(t):
    edges = np.linspace(-4, 4, 49)
    signal, sigma = (row[t] for row in jump(LINEAR))
    exact = theory.normal_bins(0.6 * signal, sigma, edges)
    assert np.sum(exact * np.diff(edges)) == pytest.approx(1, abs=1e-4)
    draws = 0.6 * signal + sigma * np.random.default_rng(1).standard_normal(200_000)
    np.testing.assert_allclose(exact, np.histogram(draws, edges, density=True)[0], atol=0.05)


@pytest.mark.parametrize("steps", [1, 1000, 4000])
def test_every_t_is_kept_where_the_width_grows_fast(steps):
    knots = theory.jump_and_walk(schedule.linear(steps), 0.6, 20, 0).knots
    first_gap = int(np.flatnonzero(np.diff(knots) > 1)[0]) if steps > 1 else steps
    assert first_gap >= steps // 60 and knots[-1] == steps
