"""What is asked about both terms of the loss: over the test set, and of the picture next to the hand."""

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.pack import pack
from explainer.vae import atlas, theory
from explainer.vae.answers import classes, point
from explainer.vae.latent.answers import known
from explainer.vae.latent.settings import START
from explainer.vae.latent.terms import figures
from models import backend, coders


def losses(model):
    """Histograms of KL and reconstruction over 5,000 test pictures."""
    shipped = atlas.shipped(known(model))
    return {
        f"{key}_figure": figures.histogram(values, title)
        for key, title, values in (
            ("kl", "KL to the prior, nats", shipped["kl"]),
            ("recon", r"$-\mathbb E[\ln p(x\mid z)]$, nats", -shipped["recon"]),
        )
    }


def near(model, rest):
    """The test picture whose code is nearest to the hand, and its two terms."""
    shipped = atlas.shipped(known(model))
    z = point("z", START if rest is None else rest, atlas.REACH)
    i = int(((shipped["points"] - z) ** 2).sum(1).argmin())
    mu = shipped["points"][i].astype(np.float64)
    given = atlas.shipped(backend.MODELS[model].data)["pictures"][i]
    back = theory.grey(coders.decoder(model)(mu[None]))
    kl, recon = float(shipped["kl"][i]), float(shipped["recon"][i])
    less = [float((shipped["kl"] < kl).mean()), float((-shipped["recon"] < -recon).mean())]
    name = classes(model)[shipped["labels"][i]]
    return {
        "given": pack(given[None], "u1"),
        "back": pack(back, "u1"),
        "mean": pack(mu[None]),
        "kl": pack([kl, kl]),
        "recon": pack([-recon, -recon]),
        "high": pack([0, 1]),
        "kl_says": f"KL = {kl:.2f} nats",
        "recon_says": rf"$-\mathbb E[\ln p(x\mid z)]$ = {-recon:.1f} nats",
        "rows": {
            "head": ["", "nats", "test pictures with less"],
            "rows": [
                ["KL: similar to a normal", f"{kl:.2f}", f"{less[0]:.0%}"],
                [r"$-\mathbb E[\ln p(x\mid z)]$: reconstruct", f"{-recon:.1f}", f"{less[1]:.0%}"],
                ["−ELBO: both", f"{kl - recon:.1f}", ""],
            ],
            "notes": [f"Test picture {i}, a {name}, coded at ({mu[0]:.2f}, {mu[1]:.2f})."],
        },
    }


SOURCES = {
    source.name: source
    for source in (
        Source("losses", losses, ("model",), slow=True),
        Source("near", near, ("model", "rest"), slow=True),
    )
}
