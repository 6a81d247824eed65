"""The slides' lines, evaluated: they fail, and the right ones hold."""

import math

import pytest

from explainer.variational.elbo.slips import slips
from explainer.variational.families.two_numbers import make_q
from explainer.variational.posteriors.theory import posterior, terms
from explainer.variational.posteriors.two_numbers import MODELS

POSTERIORS = {name: posterior(model, model.EXAMPLE) for name, model in MODELS.items()}
QS = {1: ("gaussian", 0.3, 0.9), 2: ("mean-field", 0.3, 1.0, 0.9, 0.4)}


@pytest.mark.parametrize("name", MODELS)
def test_the_slides_lines_do_not_add_up_and_ours_do(name):
    post = POSTERIORS[name]
    q = make_q(*QS[post.model.dim])
    mass, signs, struck, strict, total = slips(post, q)
    assert not any(slip.slide_holds for slip in (mass, signs, struck, strict, total))
    t = terms(post, q)
    assert math.isinf(mass.slide_right) and mass.right_left == pytest.approx(mass.right_right)
    assert signs.slide_right == pytest.approx(2 * t.kl - t.log_evidence)
    assert signs.right_left == pytest.approx(signs.right_right, abs=1e-9)
    assert struck.slide_right == pytest.approx(-t.elbo) and struck.right_left >= struck.right_right
    assert strict.slide_left == 0.0
    assert total.slide_left == pytest.approx(t.kl) and total.slide_right != pytest.approx(t.kl)
    assert total.right_left == pytest.approx(total.right_right, abs=1e-9)


def test_a_slip_that_happens_to_be_true_is_not_called_false():
    # A density may be above 1, and then minus the ELBO may lie below ln p(x).
    model = type(MODELS["gaussian"])(noise_std=0.2, prior_std=0.2)
    post = posterior(model, [0.0] * 5)
    q = make_q("gaussian", *model.posterior_moments(post.x))
    assert post.log_evidence > 0 and slips(post, q)[2].slide_holds
