"""What is asked about β: for six weights of the KL the map, samples of the prior, and both terms."""

from functools import cache

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.atlas import map_data
from explainer.kit.pack import pack
from explainer.vae import atlas, codes
from explainer.vae.answers import classes
from explainer.vae.latent.rate import figures
from explainer.vae.latent.settings import MARKS
from models import backend


def steps(name: str) -> int:
    """How many steps a network was trained for, by its card."""
    return backend.card(name)["training"]["step"]


@cache
def betas():
    """For six β: the map, samples of the prior, rate and distortion."""
    shipped = atlas.shipped("betas")
    beta, points, labels = shipped["beta"], shipped["points"], shipped["labels"]
    rate, distortion = shipped["kl"].mean(1), -shipped["recon"].mean(1)
    reach = np.ceil(np.abs(points).max())
    plain, best = list(beta).index(1), beta[(rate + distortion).argmin()]
    falls = [
        f"From β = {beta[i]:g} to {beta[i + 1]:g} the distortion falls, where more weight should cost some."
        for i in np.flatnonzero(np.diff(distortion) < 0)
    ]
    rows = [
        [f"{b:g}", f"{r:.2f}", f"{d:.1f}", f"{r + d:.1f}", " and ".join(f"{kl:.2f}" for kl in axes)]
        for b, r, d, axes in zip(beta, rate, distortion, shipped["kl_axis"], strict=True)
    ]
    return map_data(
        (-reach, -reach),
        (reach, reach),
        points,
        labels,
        list(classes("vae-mnist")),
        list(MARKS["vae-mnist"]),
        codes.centres(points[plain], labels),
    ) | {
        "beta": pack(beta),
        "samples": pack(shipped["samples"][:, :32], "u1"),
        "rate": pack(rate),
        "distortion": pack(distortion),
        "rate_figure": figures.rate_distortion(beta, rate, distortion),
        "rows": {
            "head": [
                "β",
                "rate: KL",
                r"distortion: $-\mathbb E[\ln p(x\mid z)]$",
                "−ELBO",
                "KL of $z_1$ and of $z_2$",
            ],
            "rows": rows,
            "notes": [
                f"In nats, means of 5,000 test pictures. The least −ELBO stands at β = {best:g}.",
                f"Trained for {steps('vae-mnist'):,} steps (β = 1) or {steps('vae-mnist-beta-2'):,} (others).",
                *falls,
            ],
        },
    }


SOURCES = {source.name: source for source in (Source("betas", betas, (), slow=True),)}
