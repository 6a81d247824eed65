"""The texts for the divergence calculator describe the same pair: its numbers are this chapter's."""

import numpy as np
import pytest

from explainer.divergence.calculator import theory as calculator
from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.distributions.line import Points
from explainer.variational.families import as_text
from explainer.variational.families.two_numbers import FAMILIES, families_for, make_q
from explainer.variational.posteriors.theory import posterior
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.search.best import best, forward


@pytest.mark.parametrize("name", ["gaussian", "clusters"])
@pytest.mark.parametrize("family", families_for(1))
def test_the_calculator_gives_both_divergences_of_the_pair(name, family):
    post = posterior(MODELS[name], MODELS[name].EXAMPLE)
    found = (best if family != "laplace" else forward)(post, FAMILIES[family])
    table = calculator.table(as_text.of_posterior(post), as_text.of_q(found.q))
    # the text keeps ten digits: the best q's own divergence is flat there, its mirror image is not
    assert table.best("kl_qp").value == pytest.approx(found.kl, rel=1e-7, abs=1e-8)
    assert table.best("kl_pq").value == pytest.approx(found.forward_kl, rel=1e-7, abs=1e-8)


def test_the_clusters_posterior_is_the_mixture_of_normals_at_every_z():
    model = MODELS["clusters"]
    for data in (model.EXAMPLE, (0.5,), (2.0, -1.0, 0.3, 1.5, -2.2, 0.1)):
        post = posterior(model, data)
        p = distribution(as_text.of_posterior(post))
        z = np.linspace(-6, 6, 101)
        np.testing.assert_allclose(p.logpdf(Points(z)), post.log_density(z), atol=1e-6)


def test_many_points_are_said_where_few_parts_carry_them_and_left_out_where_not():
    model = MODELS["clusters"]
    apart = posterior(model, [5.0, 5.1, -4.9, 5.2, -5.0, 4.8, 5.05, -5.1, 4.9, 5.0])
    assert as_text.of_posterior(apart).count("normal") <= 64
    assert as_text.of_posterior(posterior(model, [0.1] * 12)) is None
    assert as_text.of_posterior(posterior(model, [5.0] * 20)) is None


def test_a_q_over_two_numbers_is_refused():
    with pytest.raises(ValueError, match="'mean-field'; allowed are those over one"):
        as_text.of_q(make_q("mean-field", 0, 0, 1, 1))
