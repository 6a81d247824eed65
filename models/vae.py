"""Autoencoder and VAE: the same two small networks, so that only the loss distinguishes them.

Pictures are x in [0, 1]. The decoder gives each pixel a probability of ink, and x is read as the
probability that a pixel of a binarised picture b is inked: the reconstruction term is then
E_b[ln p(b | z)] = Σ x ln p + (1 − x) ln(1 − p), and the ELBO a bound of E_b[ln p(b)], in nats.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from explainer.vae.theory import kl_to_prior as kl_to_prior  # for training and measures, beside the rest
from explainer.vae.theory import log_prior_ratio

PIXELS = 28 * 28


class Autoencoder(nn.Module):
    """X (n, 1, 28, 28) in [0, 1] → Z = F(X) (n, latent) → X̂ = G(Z); loss ‖X − X̂‖²."""

    def __init__(self, latent: int = 2, width: int = 384) -> None:
        super().__init__()
        self.latent = latent
        self.encoder = _layers(PIXELS, width, latent)
        self.decoder = _layers(latent, width, PIXELS)

    def encode(self, x: Tensor) -> Tensor:
        """Z (n, latent)."""
        return self.encoder(x.flatten(1))

    def decode(self, z: Tensor) -> Tensor:
        """X̂ (n, 1, 28, 28) in (0, 1)."""
        return self.decoder(z).sigmoid().view(-1, 1, 28, 28)

    def forward(self, x: Tensor) -> Tensor:
        return self.decode(self.encode(x))


class VAE(nn.Module):
    """q(z|x) = N(μ_φ(x), diag σ_φ(x)²), p(z) = N(0, I), p(b|z) = Bernoulli(decode(z))."""

    def __init__(self, latent: int = 2, beta: float = 1.0, width: int = 384) -> None:
        super().__init__()
        self.latent, self.beta = latent, beta
        self.encoder = _layers(PIXELS, width, 2 * latent)
        self.decoder = _layers(latent, width, PIXELS)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """μ and ln σ² of q(z|x), each (n, latent)."""
        mu, logvar = self.encoder(x.flatten(1)).chunk(2, 1)
        return mu, logvar

    def logits(self, z: Tensor) -> Tensor:
        """ln p/(1 − p) of each pixel's ink, (n, 784)."""
        return self.decoder(z)

    def decode(self, z: Tensor) -> Tensor:
        """Each pixel's probability of ink, (n, 1, 28, 28)."""
        return self.logits(z).sigmoid().view(-1, 1, 28, 28)

    def forward(self, x: Tensor) -> Tensor:
        return self.decode(self.encode(x)[0])


def reparameterize(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    """Z = μ_φ(X) + σ_φ(X) ⊙ ε; Kingma & Welling, arXiv 1312.6114, section 2.4."""
    return mu + (logvar / 2).exp() * eps


def log_likelihood(logits: Tensor, x: Tensor) -> Tensor:
    """E_b[ln p(b|z)] in nats, (n,), for x (n, 1, 28, 28); ln p(b|z) itself where x is binary.

    `explainer.vae.theory` has the same for NumPy. Training needs torch's own, which is stable, fast
    and differentiable.
    """
    return -F.binary_cross_entropy_with_logits(logits, x.flatten(1), reduction="none").sum(1)


def log_evidence(vae: VAE, b: Tensor, eps: Tensor) -> Tensor:
    """Importance-weighted estimate of ln p(b), (n,), from eps (K, n, latent) ~ N(0, I).

    ln 1/K Σ p(b|z) p(z) / q(z|b), nats; Burda et al., arXiv 1509.00519, eq. 8.
    """
    mu, logvar = vae.encode(b)
    z = reparameterize(mu, logvar, eps)
    ln_p = torch.stack([log_likelihood(vae.logits(row), b) for row in z])
    return (ln_p + log_prior_ratio(z, eps, logvar)).logsumexp(0) - math.log(len(eps))


def _layers(before: int, width: int, after: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(before, width),
        nn.SiLU(),
        nn.Linear(width, width),
        nn.SiLU(),
        nn.Linear(width, after),
    )
