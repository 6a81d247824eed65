"""What is asked of a picture that is encoded: its q(z|x), samples of it, and both terms of its loss."""

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.pack import pack
from explainer.maths import arguments
from explainer.vae import atlas, theory
from explainer.vae.codes import ellipse
from explainer.vae.encoder_input import ink
from explainer.vae.latent.answers import known
from explainer.vae.latent.settings import ENCODED_KEYS
from explainer.vae.settings import ONLY_CHOSEN
from models import coders

SAMPLES = 12


def encoded(model, picture, upload, drawing, invert, seed):
    """q(z|x) as an ellipse with its samples, what they decode to, and both terms in nats."""
    rng = np.random.default_rng(arguments.seed(seed))
    x, advice = ink(picture, upload, drawing, invert)
    mu, logvar = (row[0] for row in coders.encoded(known(model), x[None]))
    logits = coders.decoder(model)
    sigma = np.exp(logvar / 2)
    z = mu + sigma * rng.standard_normal((SAMPLES, 2))
    kl = float(theory.kl_to_prior(mu, logvar))
    recon = float(theory.reconstruction(logits, mu[None], logvar[None], x[None], 9)[0])
    reach = 4.5 * sigma.max()
    return {
        "given": pack(np.rint(255 * x).reshape(1, 28, 28), "u1"),
        "back": pack(theory.grey(logits(mu[None])), "u1"),
        "drawn": pack(theory.grey(logits(z)), "u1"),
        "samples": pack(z),
        "one": pack(ellipse(mu, logvar, 1)),
        "two": pack(ellipse(mu, logvar, 2)),
        "mean": pack(mu[None]),
        "low": (mu - reach).tolist(),
        "high": (mu + reach).tolist(),
        "kl": kl,
        "loss": kl - recon,
        "rows": _table(model, mu, sigma, kl, recon, advice),
    }


def _table(model, mu, sigma, kl, recon, advice) -> dict:
    """Both terms beside their means over the test set, and the code."""
    shipped = atlas.shipped(model)
    return {
        "head": ["nats", "this picture", "mean of 5,000 test pictures"],
        "rows": [
            ["KL: similar to a normal", f"{kl:.2f}", f"{shipped['kl'].mean():.2f}"],
            [r"$-\mathbb E[\ln p(x\mid z)]$: reconstruct", f"{-recon:.1f}", f"{-shipped['recon'].mean():.1f}"],
            ["−ELBO: both", f"{kl - recon:.1f}", f"{(shipped['kl'] - shipped['recon']).mean():.1f}"],
            ["μ", f"({mu[0]:.2f}, {mu[1]:.2f})", ""],
            ["σ", f"({sigma[0]:.3f}, {sigma[1]:.3f})", ""],
        ],
        "notes": [advice] if advice else [],
    }


SOURCES = {
    source.name: source
    for source in (Source("encoded", encoded, (*ENCODED_KEYS, "seed"), slow=True, only=ONLY_CHOSEN),)
}
