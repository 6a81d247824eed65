"""What is drawn is what is computed: areas, faces, families, contours, costs."""

import numpy as np
import pytest
from scipy import integrate, stats

from explainer.variational import cost as price
from explainer.variational.families2d import FAMILIES, FullCovariance, families_for
from explainer.variational.lessons import bayes, chance_curves, compare, ellipse, faces, field, view
from explainer.variational.planar import MODELS
from explainer.variational.theory import posterior, terms

ONE = ("gaussian", "coin", "logistic", "clusters")
POSTERIORS = {name: posterior(model, model.EXAMPLE) for name, model in MODELS.items()}


@pytest.mark.parametrize("name", ONE)
def test_the_shaded_area_is_the_evidence_and_the_division_gives_the_posterior(name):
    model = MODELS[name]
    drawn = bayes(model, model.EXAMPLE, 1000)
    assert integrate.simpson(drawn.joint, x=drawn.grid) == pytest.approx(drawn.evidence, rel=1e-4)
    assert np.log(drawn.evidence) + drawn.shift == pytest.approx(drawn.log_evidence, abs=1e-12)
    assert drawn.joint / drawn.evidence == pytest.approx(drawn.posterior, abs=1e-12)
    assert drawn.likelihood.max() == 1 and drawn.joint.max() == 1
    product = drawn.prior * drawn.likelihood
    assert product / product.max() == pytest.approx(drawn.joint, abs=1e-12)


def test_bayes_is_drawn_without_underflow_for_the_most_and_the_farthest_points():
    drawn = bayes(MODELS["gaussian"], [-20.0, 20.0] * 100)
    assert drawn.log_evidence < -30_000 and 0 < drawn.evidence < np.inf
    assert np.isfinite(drawn.posterior).all() and drawn.posterior.max() > 1


def test_the_coin_on_its_chance_is_the_beta_posterior():
    model = MODELS["coin"]
    c, prior, after = chance_curves(model, bayes(model, model.EXAMPLE))
    inner = (c > 0.01) & (c < 0.99)
    assert prior[inner] == pytest.approx(stats.beta.pdf(c[inner], 2, 2), rel=1e-9)
    assert after[inner] == pytest.approx(stats.beta.pdf(c[inner], 6, 3), rel=1e-9)


@pytest.mark.parametrize("name", MODELS)
def test_the_view_holds_all_but_a_thousandth_of_the_posterior(name):
    post = POSTERIORS[name]
    inside = np.ones(len(post.z), dtype=bool)
    for z, (lo, hi) in zip(np.atleast_2d(post.z.T), view(post), strict=True):
        inside &= (z > lo) & (z < hi)
    assert post.mass[inside].sum() > 0.999


@pytest.mark.parametrize("name", ["line", "banana"])
def test_contours_integrate_to_one(name):
    drawn = field(POSTERIORS[name], 121)
    area = integrate.simpson(integrate.simpson(drawn.density, x=drawn.x), x=drawn.y)
    assert area == pytest.approx(1, abs=2e-3)


def test_ellipse_lies_at_one_standard_deviation():
    q = FullCovariance(1.0, -2.0, 0.8, 1.7, 0.6)
    r = ellipse(q, reach=2.0) - q.mean
    assert np.sum(r @ np.linalg.inv(q.cov) * r, axis=1) == pytest.approx(4.0)


@pytest.mark.parametrize("scale", [0.05, 1.0, 4.0])
@pytest.mark.parametrize("name", MODELS)
def test_the_three_faces_are_equal_at_every_q(name, scale):
    post = POSTERIORS[name]
    for family in families_for(post.model.dim):
        kind = FAMILIES[family]
        widths = np.array([parameter.startswith("ln") for parameter in kind.THETA])
        t = terms(post, kind.from_theta(kind().theta + widths * np.log(scale)))
        assert [face.total for face in faces(t)] == pytest.approx([t.elbo] * 3, abs=1e-8)
        assert len({face.name for face in faces(t)}) == 3


def test_the_comparison_says_which_family_holds_the_posterior():
    held = {m: [c.family for c in compare(MODELS[m], MODELS[m].EXAMPLE) if c.holds] for m in MODELS}
    assert held == {
        "gaussian": ["gaussian", "mixture"],
        "coin": [],
        "logistic": [],
        "clusters": [],
        "line": ["full"],
        "banana": [],
    }


def test_figures_for_the_wrong_number_of_latents_are_refused():
    with pytest.raises(ValueError, match="the model is 'banana'; allowed are those with one"):
        bayes(MODELS["banana"], MODELS["banana"].EXAMPLE)
    with pytest.raises(ValueError, match="the model is 'coin'; allowed are those with two"):
        field(POSTERIORS["coin"])
    with pytest.raises(ValueError, match="points is 1"):
        bayes(MODELS["coin"], [1.0], points=1)


def test_quadrature_in_one_to_three_dimensions_finds_the_known_evidence():
    for dim in (1, 2, 3):
        design, y, noise = price.problem(dim)
        expected = stats.multivariate_normal.logpdf(y, cov=noise**2 * np.eye(8) + design @ design.T)
        assert price.log_evidence_closed(design, y, noise) == pytest.approx(expected, abs=1e-10)
        assert price.log_evidence(design, y, noise) == pytest.approx(expected, abs=1e-4)


def test_cost_multiplies_by_the_nodes_of_one_axis_with_every_dimension():
    costs = list(price.cost(2, 20))
    assert [c.dim for c in costs] == list(range(1, 21))
    assert [c.measured for c in costs] == [True] * 2 + [False] * 18
    ratios = [b.seconds / a.seconds for a, b in zip(costs[1:], costs[2:], strict=False)]
    assert ratios == pytest.approx([price.NODES] * 18)
    assert costs[-1].evaluations == pytest.approx(33.0**20) and "years" in costs[-1].words
    assert all(c.error < 1e-4 for c in costs if c.measured)


@pytest.mark.parametrize(
    "seconds, words",
    [(3.2e-5, "32 µs"), (0.0123, "12 ms"), (90, "90 s"), (600, "10 minutes"), (36_000, "10 hours")]
    + [(864_000, "10 days"), (3.2e9, "101 years"), (7e10, "2,218 years"), (6e22, "1.9·10¹⁵ years")],
)
def test_durations_are_said_in_a_unit_that_fits(seconds, words):
    assert price.in_words(seconds) == words


def test_bad_numbers_of_dimensions_are_refused():
    with pytest.raises(ValueError, match="measured dimensions is 5; allowed is a whole number from 1 to 4"):
        price.cost(5)
    with pytest.raises(ValueError, match="dimensions is 2; allowed is a whole number from 4 to 40"):
        price.cost(4, 2)
