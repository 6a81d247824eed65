"""What a figure shows of a posterior: nearly all of its mass, and a density that integrates to one."""

import numpy as np
import pytest
from scipy import integrate

from explainer.maths.arguments import BadArgument
from explainer.variational.posteriors.grids import field, view
from explainer.variational.posteriors.theory import posterior
from explainer.variational.posteriors.two_numbers import MODELS

POSTERIORS = {name: posterior(model, model.EXAMPLE) for name, model in MODELS.items()}


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


@pytest.mark.parametrize(
    ("name", "points", "argument", "sentence"),
    [
        ("coin", 80, "model", "the model is 'coin'; allowed are those with two"),
        ("line", 1, "points", "points is 1; allowed is a whole number from 2 to 400"),
    ],
)
def test_a_field_of_another_model_or_of_too_few_points_is_refused(name, points, argument, sentence):
    with pytest.raises(BadArgument, match=sentence) as refused:
        field(POSTERIORS[name], points)
    assert refused.value.argument == argument
