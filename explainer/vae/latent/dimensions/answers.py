"""What is asked about the number of dimensions: samples, both terms and scores of 2 and 16."""

from functools import cache

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.pack import pack
from explainer.vae import atlas
from explainer.vae.latent.dimensions import figures
from models import backend

COLLAPSED = 0.1  # nats: an axis that says less than this about x is called collapsed
NAMES = ("vae-mnist", "vae-mnist-16")


@cache
def sixteen():
    """Samples of 2 and of 16 dimensions, what each axis says, and both ELBOs."""
    both = two, more = [atlas.shipped(name) for name in NAMES]
    scores = [backend.card(name)["scores"] for name in NAMES]
    idle = int((more["kl_axis"] < COLLAPSED).sum())
    rows = [
        ["KL", *(f"{plane['kl'].mean():.2f}" for plane in both)],
        [r"$-\mathbb E[\ln p(x\mid z)]$", *(f"{-plane['recon'].mean():.1f}" for plane in both)],
        ["ELBO", *(f"{(plane['recon'] - plane['kl']).mean():.1f}" for plane in both)],
        [r"$\ln p(x)$, binarised, importance-weighted", *(f"{card['ln_p_binarised']:.1f}" for card in scores)],
        ["Fréchet distance of 1,000 samples", *(f"{card['frechet']:.1f}" for card in scores)],
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


SOURCES = {source.name: source for source in (Source("sixteen", sixteen, (), slow=True),)}
