"""The families side by side on the same posterior."""

from explainer.variational.gap.theory import compare
from explainer.variational.posteriors.theory import posterior
from explainer.variational.posteriors.two_numbers import MODELS


def test_only_a_family_that_holds_the_posterior_leaves_no_gap():
    posts = {name: posterior(model, model.EXAMPLE) for name, model in MODELS.items()}
    held = {
        name: [family.title for family in compare(post) if family.reverse.kl < 1e-10]
        for name, post in posts.items()
    }
    assert held == {
        "gaussian": ["Gaussian", "Mixture of two Gaussians"],
        "coin": [],
        "logistic": [],
        "clusters": [],
        "line": ["Full covariance"],
        "banana": [],
    }
