"""The VAE's terms against torch.distributions and against quadrature over the latent plane."""

import math

import pytest
import torch
from torch.distributions import Bernoulli, Normal, kl_divergence

from models import vae


@pytest.fixture(scope="module")
def net():
    """An untrained VAE in float64 whose decoder varies with z."""
    torch.manual_seed(0)
    network = vae.VAE(2, width=16).double()
    with torch.no_grad():
        network.decoder[-1].weight.mul_(2)
    return network.eval()


@pytest.fixture(scope="module")
def binary():
    source = torch.Generator().manual_seed(1)
    return (torch.rand(2, 1, 28, 28, generator=source) < 0.3).double()


def test_kl_to_the_prior_is_torchs_own():
    mu, logvar = torch.randn(5, 3).double(), torch.randn(5, 3).double()
    theirs = kl_divergence(Normal(mu, (logvar / 2).exp()), Normal(0.0, 1.0)).sum(1)
    torch.testing.assert_close(vae.kl_to_prior(mu, logvar), theirs)


def test_likelihood_of_binary_pictures_is_bernoullis(net, binary):
    logits = net.logits(torch.randn(2, 2).double())
    theirs = Bernoulli(logits=logits).log_prob(binary.flatten(1)).sum(1)
    torch.testing.assert_close(vae.log_likelihood(logits, binary), theirs)


def test_likelihood_of_grey_is_the_mean_over_binarised_pictures(net):
    """4,000 draws; the mean's standard error is read off the draws and four of it allowed."""
    source = torch.Generator().manual_seed(2)
    grey = torch.rand(1, 1, 28, 28, generator=source).double()
    logits = net.logits(torch.tensor([[0.3, -1.0]]).double())
    b = (torch.rand(4000, 1, 28, 28, generator=source) < grey).double()
    draws = vae.log_likelihood(logits.expand(4000, -1), b)
    error = draws.std() / math.sqrt(4000)
    assert abs(draws.mean() - vae.log_likelihood(logits, grey)) < 4 * error


@torch.no_grad()
def test_importance_weights_meet_the_evidence_by_quadrature(net, binary):
    """ln p(b) = ln ∫ p(b|z) p(z) dz on a 121² grid over [−6, 6]², the truth for two dimensions."""
    side = torch.linspace(-6, 6, 121).double()
    z = torch.cartesian_prod(side, side)
    log = torch.stack([vae.log_likelihood(net.logits(z), b.expand(len(z), -1, -1, -1)) for b in binary])
    log = log - z.square().sum(1) / 2 - math.log(2 * math.pi) + 2 * math.log(side[1] - side[0])
    truth = log.logsumexp(1)
    eps = torch.randn(4000, 2, 2, generator=torch.Generator().manual_seed(3)).double()
    torch.testing.assert_close(vae.log_evidence(net, binary, eps), truth, rtol=0, atol=0.1)
    mu, logvar = net.encode(binary)
    recon = [vae.log_likelihood(net.logits(vae.reparameterize(mu, logvar, e)), binary) for e in eps[:500]]
    elbo = torch.stack(recon).mean(0) - vae.kl_to_prior(mu, logvar)
    assert (elbo < truth).all()


def test_gradients_reach_the_encoder_through_z(net, binary):
    mu, logvar = net.encode(binary)
    z = vae.reparameterize(mu, logvar, torch.ones_like(mu))
    torch.testing.assert_close(z, mu + logvar.exp().sqrt())
    vae.log_likelihood(net.logits(z), binary).sum().backward()
    assert all(p.grad is not None for p in net.encoder.parameters())
    net.zero_grad()


def test_decoded_pictures_are_probabilities_of_ink(net):
    for network in (net, vae.Autoencoder(2, 16)):
        out = network.decode(torch.randn(4, 2).to(next(network.parameters())))
        assert out.shape == (4, 1, 28, 28) and 0 < out.min() and out.max() < 1
