"""VAE and GAN in the plane: their gradients are those of autograd, and they learn."""

import numpy as np
import pytest
import torch

from explainer.diffusion.plane.families.adversaries import Gan
from explainer.diffusion.plane.families.coder import Vae
from explainer.maths.toy2d import cloud

DATA = cloud("moons")


def of_torch(net, bend):
    """The same network in torch: parameters and function."""
    weights = [torch.tensor(w.copy(), requires_grad=True) for w in net.weights]
    biases = [torch.tensor(b.copy(), requires_grad=True) for b in net.biases]

    def forward(x):
        for w, b in zip(weights[:-1], biases[:-1], strict=True):
            x = bend(x @ w + b)
        return x @ weights[-1] + biases[-1]

    return [*weights, *biases], forward


def same(net, parameters):
    for ours, theirs in zip(net.d_weights + net.d_biases, parameters, strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-8, atol=1e-12)


def test_the_vaes_gradient_and_elbo_are_those_of_torch():
    vae, rng = Vae(DATA, 3, np.float64), np.random.default_rng(0)
    vae.log_spread[0] = -0.4
    x, eps = rng.standard_normal((2, 32, 2))
    loss = vae.gradient(x, eps)
    coding, encode = of_torch(vae.encoder, torch.tanh)
    decoding, decode = of_torch(vae.decoder, torch.tanh)
    spread = torch.tensor(vae.log_spread.copy(), requires_grad=True)
    q = encode(torch.from_numpy(x))
    posterior = torch.distributions.Normal(q[:, :2], (q[:, 2:] / 2).exp())
    z = posterior.mean + posterior.stddev * torch.from_numpy(eps)
    likelihood = torch.distributions.Normal(decode(z), spread.exp()).log_prob(torch.from_numpy(x)).sum(1)
    prior = torch.distributions.Normal(torch.zeros(2, dtype=torch.float64), 1.0)
    kl = torch.distributions.kl_divergence(posterior, prior).sum(1)
    (found := (kl - likelihood).mean()).backward()
    assert loss == pytest.approx(found.item(), rel=1e-10)
    same(vae.encoder, coding)
    same(vae.decoder, decoding)
    assert vae.spread_grad[0] == pytest.approx(spread.grad.item())


def test_the_gans_gradients_are_those_of_torch():
    gan, rng = Gan(DATA, 3, np.float64), np.random.default_rng(0)
    real, z = rng.standard_normal((2, 32, 2))
    make, g = of_torch(gan.g, lambda a: torch.nn.functional.leaky_relu(a, 0.2))
    judge, d = of_torch(gan.d, lambda a: torch.nn.functional.leaky_relu(a, 0.2))
    made = g(torch.from_numpy(z))
    entropy = torch.nn.functional.binary_cross_entropy_with_logits
    yes, no = torch.ones(32, 1, dtype=torch.float64), torch.zeros(32, 1, dtype=torch.float64)
    (entropy(d(torch.from_numpy(real)), yes) + entropy(d(made.detach()), no)).backward()
    gan.d_gradient(real, made.detach().numpy())
    same(gan.d, judge)
    entropy(d(made), yes).backward()
    gan.g_gradient(z)
    same(gan.g, make)


@pytest.mark.parametrize("kind", [Vae, Gan])
def test_the_same_seed_makes_the_same_points_and_another_does_not(kind):
    noise = np.random.default_rng(1).standard_normal((20, 2))
    one, two, other = kind(DATA, 5), kind(DATA, 5), kind(DATA, 6)
    for racer in (one, two, other):
        for _ in range(12):
            racer.advance()
    assert racer.step == 12
    np.testing.assert_array_equal(one.points(noise), two.points(noise))
    assert np.abs(one.points(noise) - other.points(noise)).max() > 1e-3
