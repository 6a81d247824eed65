"""Bayes drawn: the area is the evidence, and the division by it gives the posterior."""

import numpy as np
import pytest
from scipy import integrate

from explainer.maths.arguments import BadArgument
from explainer.variational.evidence.theory import bayes
from explainer.variational.posteriors.grids import view
from explainer.variational.posteriors.theory import posterior
from explainer.variational.posteriors.two_numbers import MODELS

ONE = ("gaussian", "coin", "logistic", "clusters")
POSTERIORS = {name: posterior(model, model.EXAMPLE) for name, model in MODELS.items()}


@pytest.mark.parametrize("name", ONE)
def test_the_shaded_area_is_the_evidence_and_the_division_gives_the_posterior(name):
    post = POSTERIORS[name]
    drawn = bayes(post, np.linspace(*view(post)[0], 1000))
    assert integrate.simpson(drawn.joint, x=drawn.grid) == pytest.approx(drawn.evidence, rel=1e-4)
    assert np.log(drawn.evidence) + drawn.shift == pytest.approx(drawn.log_evidence, abs=1e-12)
    assert drawn.joint / drawn.evidence == pytest.approx(drawn.posterior, abs=1e-12)
    assert drawn.likelihood.max() == 1 and drawn.joint.max() == 1
    product = drawn.prior * drawn.likelihood
    assert product / product.max() == pytest.approx(drawn.joint, abs=1e-12)


def test_bayes_is_drawn_without_underflow_for_the_most_and_the_farthest_points():
    post = posterior(MODELS["gaussian"], [-20.0, 20.0] * 100)
    drawn = bayes(post, np.linspace(*view(post)[0], 400))
    assert drawn.log_evidence < -30_000 and 0 < drawn.evidence < np.inf
    assert np.isfinite(drawn.posterior).all() and drawn.posterior.max() > 1


def test_a_product_scaled_by_another_grids_maximum_keeps_its_area():
    post = POSTERIORS["clusters"]
    near = bayes(post, np.linspace(*view(post)[0], 1000))
    wide = bayes(post, np.linspace(-8, 8, 1000), near.shift)
    assert (wide.evidence, wide.shift) == (near.evidence, near.shift)
    assert integrate.simpson(wide.joint, x=wide.grid) == pytest.approx(near.evidence, rel=1e-4)


def test_a_model_with_two_latent_numbers_is_refused():
    with pytest.raises(BadArgument, match="the model is 'banana'; allowed are those with one") as refused:
        bayes(POSTERIORS["banana"], np.linspace(-1, 1, 5))
    assert refused.value.argument == "model"
