"""The tiny VAE: its gradients against autograd and against their mean, its loss against torch."""

import numpy as np
import pytest
import torch

from explainer.vae.reparameterization.estimators import NAMES
from explainer.vae.reparameterization.training.theory import (
    Weights,
    decode,
    encode,
    gradient,
    initial,
    terms,
)

HIDDEN, NOISE = 5, 0.3
ROW = initial(HIDDEN, np.random.default_rng(4))
X = np.random.default_rng(5).normal(0, 0.6, (7, 2))
EPS = np.random.default_rng(6).standard_normal((7, 3))


def loss(row):
    """−ELBO in nats, the mean over the points X."""
    return sum(terms(Weights(row, HIDDEN), X, NOISE))


def model(row):
    """The same VAE written anew in torch: (q, reconstruction of z) of X."""
    h = HIDDEN
    w1, b1, w2, b2, v1, c1, v2, c2 = torch.split(row, [2 * h, h, 2 * h, 2, h, h, 2 * h, 2])
    x = torch.tensor(X)
    out = torch.tanh(x @ w1.view(2, h) + b1) @ w2.view(h, 2) + b2
    q = torch.distributions.Normal(out[:, :1], out[:, 1:].exp())

    def reconstruction(z):
        xhat = torch.tanh(z.unsqueeze(-1) * v1 + c1) @ v2.view(h, 2) + c2
        scale = torch.tensor(NOISE, dtype=torch.float64)
        return -torch.distributions.Normal(xhat, scale).log_prob(x[:, None]).sum(-1)

    return q, reconstruction


def kl(q):
    prior = torch.distributions.Normal(torch.zeros((), dtype=torch.float64), torch.ones((), dtype=torch.float64))
    return torch.distributions.kl_divergence(q, prior).squeeze(1)


def by_autograd(kind):
    row = torch.tensor(ROW, requires_grad=True)
    q, reconstruction = model(row)
    z = q.mean + q.stddev * torch.tensor(EPS)
    if kind == "pathwise":
        surrogate = reconstruction(z).mean(1)
    else:
        z = z.detach()
        r = reconstruction(z)
        others = (r.sum(1, keepdim=True) - r) / (r.shape[1] - 1) if kind == "baseline" else 0.0
        surrogate = (r + (r - others).detach() * q.log_prob(z)).mean(1)
    (surrogate + kl(q)).mean().backward()
    return row.grad.numpy()


@pytest.mark.parametrize("kind", NAMES)
def test_every_kind_of_gradient_is_that_of_autograd(kind):
    found = gradient(Weights(ROW, HIDDEN), X, EPS, NOISE, kind)
    assert found == pytest.approx(by_autograd(kind), abs=1e-10)


@pytest.mark.parametrize("kind", NAMES)
def test_every_kind_of_gradient_has_the_slope_of_the_loss_as_its_mean(kind):
    w, rng, h = Weights(ROW, HIDDEN), np.random.default_rng(0), 1e-5
    exact = np.array([
        (loss(ROW + step) - loss(ROW - step)) / (2 * h)
        for step in np.eye(len(ROW)) * h
    ])  # fmt: skip
    many = np.tile(X, (150, 1))
    draws = [gradient(w, many, rng.standard_normal((len(many), 2)), NOISE, kind) for _ in range(60)]
    draws = np.stack(draws)
    error = draws.std(0, ddof=1) / len(draws) ** 0.5 + 1e-7
    assert np.abs((draws.mean(0) - exact) / error).max() < 4.5


def test_the_loss_is_the_mean_of_many_draws_in_torch():
    q, reconstruction = model(torch.tensor(ROW))
    torch.manual_seed(0)
    z = q.mean + q.stddev * torch.randn(7, 40_000, dtype=torch.float64)
    r = reconstruction(z)
    error = (r.std(1) / 200).square().mean().sqrt().item() / 7**0.5
    assert abs(loss(ROW) - (r.mean(1) + kl(q)).mean().item()) < 4 * error
    assert error < 0.05
    assert terms(Weights(ROW, HIDDEN), X, NOISE)[0] == pytest.approx(kl(q).mean().item(), abs=1e-12)


def test_the_loss_of_a_decoder_that_ignores_z_is_known():
    row = np.zeros(len(ROW))  # x̂ = 0, q = N(0, 1) = the prior
    w = Weights(row, HIDDEN)
    expected = (X**2).sum(1).mean() / (2 * NOISE**2) + np.log(2 * np.pi * NOISE**2)
    assert loss(row) == pytest.approx(expected, abs=1e-12)
    mu, sigma = encode(w, X)
    assert not mu.any() and (sigma == 1).all() and not decode(w, mu).any()
