"""The derivation on the exact chain: every line, its slack, and p_θ(x_0) by integrals of SciPy's."""

import numpy as np
import pytest
import torch
from scipy import integrate, stats
from torch.distributions import Normal, kl_divergence

from explainer.diffusion.bound.derivation import answers
from explainer.diffusion.bound.derivation.exact_chain import DATA, Chain
from explainer.diffusion.bound.derivation.means import Means
from explainer.diffusion.bound.derivation.theory import LINES, TO_THE_BOUND
from explainer.maths.arguments import BadArgument

DIGIT = ("digit-3", 32)  # which the chains on the line don't look at
CHAINS = [
    ("peaks", 2, 0.8, 0.0, 1.0), ("peaks", 4, 0.8, 0.3, 1.0), ("peaks", 12, -1.7, -0.6, 0.5),
    ("gaussian", 3, 0.1, 0.0, 2.0), ("gaussian", 12, 2.0, 1.0, 1.3),
]  # fmt: skip


def by_scipy(model: str, T: int, shift: float, width: float):
    """ᾱ and β of the plan, μ_θ and the data's law, written anew with SciPy's densities."""
    beta = 1 - 0.02 ** (1 / T)
    bar = (1 - beta) ** np.arange(T + 1)
    data = DATA[model]
    parts = list(zip(data.weights, data.means, data.stds, strict=True))

    def guess(xt, t):
        def joint(x):
            law = sum(w * stats.norm.pdf(x, m, s) for w, m, s in parts)
            return law * stats.norm.pdf(xt, np.sqrt(bar[t]) * x, np.sqrt(1 - bar[t]))

        limits = {"limit": 200, "epsabs": 1e-13, "points": [-1, 0, 1]}
        total = integrate.quad(joint, -5, 5, **limits)[0]
        return integrate.quad(lambda x: x * joint(x), -5, 5, **limits)[0] / total

    def mean(xt, t):
        x0 = guess(xt, t) + shift
        return (np.sqrt(bar[t - 1]) * beta * x0 + np.sqrt(1 - beta) * (1 - bar[t - 1]) * xt) / (1 - bar[t])

    return beta, bar, mean, width * np.sqrt(beta)


@pytest.mark.parametrize("chain", CHAINS)
def test_every_line_holds_and_the_bound_gives_away_the_divergence_that_was_added(chain):
    answer = answers.steps(*chain, *DIGIT)
    assert len(answer["names"]) == len(LINES) == 20 and all(answer["holds"])
    bound = len(TO_THE_BOUND)
    assert set(answer["relations"][:bound]) == {"≤"} and set(answer["relations"][bound:]) == {"="}
    assert answer["left"][bound:] == pytest.approx(answer["right"][bound:], abs=1e-7)
    gaps = np.subtract(answer["right"][:bound], answer["left"][:bound])
    assert gaps == pytest.approx(np.full(bound, answer["slack"]), abs=1e-7)
    assert answer["slack"] > 0


def test_the_likelihood_and_the_first_bound_are_those_of_a_plain_double_integral():
    x0, T = 0.8, 2
    beta, bar, mean, sigma = by_scipy("peaks", T, 0.3, 1.0)
    x1, x2 = (np.polynomial.legendre.leggauss(140) for _ in range(2))
    at1, w1, at2, w2 = x1[0] * 8, x1[1] * 8, x2[0] * 8, x2[1] * 8
    mu1, mu2 = (np.array([mean(x, t) for x in at]) for t, at in ((1, at1), (2, at2)))
    back1, back2 = stats.norm.pdf(x0, mu1, sigma), stats.norm.pdf(at1[:, None], mu2[None], sigma)
    joint = back1[:, None] * back2 * stats.norm.pdf(at2)[None]
    q = stats.norm.pdf(at1, np.sqrt(bar[1]) * x0, np.sqrt(beta))[:, None] * stats.norm.pdf(
        at2[None], np.sqrt(1 - beta) * at1[:, None], np.sqrt(beta)
    )
    answer = answers.steps("peaks", T, x0, 0.3, 1.0, *DIGIT)
    assert answer["surprise"] == pytest.approx(-np.log(w1 @ joint @ w2), abs=1e-7)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(q > 0, q * (np.log(q) - np.log(joint)), 0)
    assert answer["right"][4] == pytest.approx(w1 @ ratio @ w2, abs=1e-7)


@pytest.mark.parametrize("chain", CHAINS)
def test_the_terms_are_torchs_divergences(chain):
    means = Means(Chain(*chain))
    plan, x0, T = means.chain.plan, chain[2], chain[1]
    last = Normal(np.sqrt(plan.alpha_bar[T]) * x0, np.sqrt(1 - plan.alpha_bar[T]))
    assert means.kl_prior == pytest.approx(float(kl_divergence(last, Normal(0.0, 1.0))), abs=1e-6)
    for t in range(2, T + 1):  # the mean over x_t by Gauss–Hermite, μ̃ by completing the square
        nodes, weights = np.polynomial.hermite_e.hermegauss(80)
        xt = np.sqrt(plan.alpha_bar[t]) * x0 + np.sqrt(1 - plan.alpha_bar[t]) * nodes
        before = 1 - plan.alpha_bar[t - 1]
        var = 1 / (1 / before + plan.alpha[t] / plan.beta[t])
        true = var * (np.sqrt(plan.alpha_bar[t - 1]) * x0 / before + np.sqrt(plan.alpha[t]) * xt / plan.beta[t])
        q = Normal(torch.tensor(true), torch.tensor(var).sqrt())
        p = Normal(torch.tensor(means.chain.mean(xt, t)), torch.tensor(means.chain.var(t)).sqrt())
        each = kl_divergence(q, p).numpy()
        assert means.kl_steps[t] == pytest.approx(weights @ each / weights.sum(), abs=1e-6)


def test_the_best_guess_is_the_mean_of_the_data_given_xt():
    for model in DATA:
        *_, mean, _ = by_scipy(model, 4, 0.0, 1.0)
        chain = Chain(model, 4)
        for t, xt in ((1, 0.2), (2, -1.1), (4, 0.7)):
            assert float(chain.mean(np.array(xt), t)) == pytest.approx(mean(xt, t), abs=1e-8)


@pytest.mark.parametrize(
    ("asked", "key"),
    [(("coin", 4, 0, 0, 1), "model"), (("peaks", 1, 0, 0, 1), "T"), (("peaks", 13, 0, 0, 1), "T"),
     (("peaks", 4, 9, 0, 1), "x0"), (("peaks", 4, 0, "a", 1), "shift"), (("peaks", 4, 0, 0, 0), "width"),
     (("peaks", 4, 0, 0, 1e9), "width")],
)  # fmt: skip
def test_it_refuses_what_is_not_allowed(asked, key):
    with pytest.raises(BadArgument) as refused:
        answers.steps(*asked, *DIGIT)
    assert refused.value.argument == key
