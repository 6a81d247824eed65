"""Both terms of the loss: at the hand, over the test set, over β, and in 16 dimensions."""

from functools import cache

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.atlas import map_data
from explainer.kit.pack import pack
from explainer.vae import atlas, networks, theory
from explainer.vae.latent import figures
from explainer.vae.latent.answers import known, place
from explainer.vae.latent.settings import CLASSES, MARKS, START
from models import backend

COLLAPSED = 0.1  # nats: an axis that says less than this about x is called collapsed


def losses(model):
    """Histograms of KL and reconstruction over 5,000 test pictures."""
    kept = atlas.shipped(known(model))
    return {
        f"{key}_figure": figures.histogram(values, title)
        for key, title, values in (
            ("kl", "KL to the prior, nats", kept["kl"]),
            ("recon", "−E[ln p(x|z)], nats", -kept["recon"]),
        )
    }


def near(model, rest):
    """The test picture whose code is nearest to the hand, and its two terms."""
    kept = atlas.shipped(known(model))
    z = place("z", START if rest is None else rest)
    i = int(((kept["points"] - z) ** 2).sum(1).argmin())
    mu = kept["points"][i].astype(np.float64)
    shown = atlas.shipped(backend.MODELS[model].data)["pictures"][i]
    logits = networks.decoder(model)
    kl, recon = float(kept["kl"][i]), float(kept["recon"][i])
    rank = [float((values < value).mean()) for values, value in ((kept["kl"], kl), (-kept["recon"], -recon))]
    return {
        "given": pack(shown[None], "u1"),
        "back": pack(theory.grey(logits(mu[None])), "u1"),
        "mean": pack(mu[None]),
        "kl": pack([kl, kl]),
        "recon": pack([-recon, -recon]),
        "high": pack([0, 1]),
        "kl_says": f"KL = {kl:.2f} nats",
        "recon_says": f"−E[ln p(x|z)] = {-recon:.1f} nats",
        "rows": {
            "head": ["", "nats", "test pictures with less"],
            "rows": [
                ["KL: similar to a normal", f"{kl:.2f}", f"{rank[0]:.0%}"],
                ["−E[ln p(x|z)]: reconstruct", f"{-recon:.1f}", f"{rank[1]:.0%}"],
                ["−ELBO: both", f"{kl - recon:.1f}", ""],
            ],
            "notes": [
                f"Test picture {i}, a {CLASSES[model][kept['labels'][i]]}, coded at ({mu[0]:.2f}, {mu[1]:.2f})."
            ],
        },
    }


def steps(name: str) -> int:
    """How long a network was trained, by its card."""
    return backend.card(name)["training"]["step"]


@cache
def betas():
    """For six β: the map, samples of the prior, rate and distortion."""
    kept = atlas.shipped("betas")
    rate, distortion = kept["kl"].mean(1), -kept["recon"].mean(1)
    reach = np.ceil(np.abs(kept["points"]).max())
    one, best = list(kept["beta"]).index(1), kept["beta"][(rate + distortion).argmin()]
    rows = [
        [f"{b:g}", f"{r:.2f}", f"{d:.1f}", f"{r + d:.1f}", " and ".join(f"{axis:.2f}" for axis in axes)]
        for b, r, d, axes in zip(kept["beta"], rate, distortion, kept["kl_axis"], strict=True)
    ]
    return map_data(
        (-reach, -reach),
        (reach, reach),
        kept["points"],
        kept["labels"],
        list(CLASSES["vae-mnist"]),
        list(MARKS["vae-mnist"]),
        theory.centres(kept["points"][one], kept["labels"]),
    ) | {
        "beta": pack(kept["beta"]),
        "samples": pack(kept["samples"][:, :32], "u1"),
        "rate": pack(rate),
        "distortion": pack(distortion),
        "rate_figure": figures.rate_distortion(kept["beta"], rate, distortion),
        "rows": {
            "head": ["β", "rate: KL", "distortion: −E[ln p(x|z)]", "−ELBO", "KL of z₁ and of z₂"],
            "rows": rows,
            "notes": [
                f"In nats, means of 5,000 test pictures. The least −ELBO stands at β = {best:g}.",
                f"Trained for {steps('vae-mnist'):,} steps (β = 1) or {steps('vae-mnist-beta-2'):,} (others).",
            ],
        },
    }


@cache
def sixteen():
    """Samples of 2 and of 16 dimensions, what each axis says, and both ELBOs."""
    two, more = atlas.shipped("vae-mnist"), atlas.shipped("vae-mnist-16")
    cards = [backend.card(name)["scores"] for name in ("vae-mnist", "vae-mnist-16")]
    idle = int((more["kl_axis"] < COLLAPSED).sum())
    rows = [
        ["KL", *(f"{kept['kl'].mean():.2f}" for kept in (two, more))],
        ["−E[ln p(x|z)]", *(f"{-kept['recon'].mean():.1f}" for kept in (two, more))],
        ["ELBO", *(f"{(kept['recon'] - kept['kl']).mean():.1f}" for kept in (two, more))],
        ["ln p(x), binarised, importance-weighted", *(f"{card['ln_p_binarised']:.1f}" for card in cards)],
        ["Fréchet distance of 1,000 samples", *(f"{card['frechet']:.1f}" for card in cards)],
        [f"axes whose KL is under {COLLAPSED} nats", "0", str(idle)],
    ]
    return {
        "two": pack(two["samples"][:32], "u1"),
        "more": pack(more["samples"][:32], "u1"),
        "axes_figure": figures.axes(np.sort(more["kl_axis"])[::-1], COLLAPSED),
        "rows": {
            "head": ["nats, means of test pictures", "2 dimensions", "16 dimensions"],
            "rows": rows,
            "notes": [],
        },
    }


LOSSES = Source("losses", losses, ("model",), slow=True)
NEAR = Source("near", near, ("model", "rest"), slow=True)
BETAS = Source("betas", betas, (), slow=True)
SIXTEEN = Source("sixteen", sixteen, (), slow=True)
