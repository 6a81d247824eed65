"""A picture of the visitor's own: its q(z|x), both terms of its loss, and its ln p(x) with its bounds."""

import time
from collections.abc import Iterator

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.pack import pack
from explainer.kit.replay import replay_film, replay_frame
from explainer.kit.stream import Stream
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.vae import atlas, networks, own, theory
from explainer.vae.latent import figures
from explainer.vae.latent.answers import known

DRAWN = 12
MOST = 4096
PICTURE = ("picture", "upload", "drawing", "invert")
KEYS = ("model", *PICTURE, "seed")
ONLY = {"upload": ("picture", "own"), "drawing": ("picture", "drawing")}


def given(picture, upload, drawing, invert) -> tuple[np.ndarray, str]:
    """Ink (784,) of the chosen picture and a sentence about it; BadArgument beside the control that is wrong."""
    try:
        return own.ink(picture, upload, drawing, invert)
    except BadArgument as bad:
        raise BadArgument(bad.argument, str(bad)) from None


def source_of_noise(seed) -> np.random.Generator:
    """A generator for the seed; BadArgument if it is none."""
    arguments.seed(seed)
    return np.random.default_rng(seed)


def encoded(model, picture, upload, drawing, invert, seed):
    """q(z|x) as an ellipse with its samples, what they decode to, and both terms in nats."""
    rng = source_of_noise(seed)
    x, advice = given(picture, upload, drawing, invert)
    mu, logvar = (part[0] for part in networks.encoded(known(model), x[None]))
    logits = networks.decoder(model)
    sigma = np.exp(logvar / 2)
    z = mu + sigma * rng.standard_normal((DRAWN, 2))
    kl = float(theory.kl_to_prior(mu, logvar))
    recon = float(theory.reconstruction(logits, mu[None], logvar[None], x[None], 9)[0])
    kept = atlas.shipped(model)
    wide = 4.5 * sigma.max()
    return {
        "given": pack(np.rint(255 * x).reshape(1, 28, 28), "u1"),
        "back": pack(theory.grey(logits(mu[None])), "u1"),
        "drawn": pack(theory.grey(logits(z)), "u1"),
        "samples": pack(z),
        "one": pack(theory.ellipse(mu, logvar, 1)),
        "two": pack(theory.ellipse(mu, logvar, 2)),
        "mean": pack(mu[None]),
        "low": (mu - wide).tolist(),
        "high": (mu + wide).tolist(),
        "kl": kl,
        "loss": kl - recon,
        "rows": {
            "head": ["nats", "this picture", "mean of 5,000 test pictures"],
            "rows": [
                ["KL: similar to a normal", f"{kl:.2f}", f"{kept['kl'].mean():.2f}"],
                ["−E[ln p(x|z)]: reconstruct", f"{-recon:.1f}", f"{-kept['recon'].mean():.1f}"],
                ["−ELBO: both", f"{kl - recon:.1f}", f"{(kept['kl'] - kept['recon']).mean():.1f}"],
                ["μ", f"({mu[0]:.2f}, {mu[1]:.2f})", ""],
                ["σ", f"({sigma[0]:.3f}, {sigma[1]:.3f})", ""],
            ],
            "notes": [advice] if advice else [],
        },
    }


def parts(model, picture, upload, drawing, invert):
    """The binarised picture with its q(z|x) and the decoder."""
    x = own.binarised(given(picture, upload, drawing, invert)[0])
    mu, logvar = (part[0] for part in networks.encoded(known(model), x[None]))
    return networks.decoder(model), mu, logvar, x


def truth(model, picture, upload, drawing, invert):
    """ln p(x) by quadrature over the plane, the ELBO, and axes for the bounds between them."""
    logits, mu, logvar, x = parts(model, picture, upload, drawing, invert)
    recon = theory.reconstruction(logits, mu[None], logvar[None], x[None], 9)[0]
    elbo = float(recon - theory.kl_to_prior(mu, logvar))
    evidence = theory.log_evidence(logits, x)
    return {
        "elbo": elbo,
        "evidence": evidence,
        "black": pack(np.rint(255 * x).reshape(1, 28, 28), "u1"),
        "figure": figures.bounds(elbo, evidence, MOST),
    }


def told(found: theory.Bounds) -> dict:
    """The bounds of one draw as the page shows them."""
    error = np.where(np.isfinite(found.error), found.error, 0)
    rows = [[f"{k:,}", f"{mean:.3f}", f"± {e:.3f}" if n > 1 else "one group", f"{n:,}"]
            for k, mean, e, n in zip(found.k, found.mean, found.error, found.groups, strict=True)]  # fmt: skip
    return {
        "k": pack(found.k),
        "mean": pack(found.mean),
        "above": pack(found.mean + error),
        "below": pack(found.mean - error),
        "rows": {"head": ["K", "bound, nats", "standard error", "groups"], "rows": rows[::2], "notes": []},
    }


def bound(model, picture, upload, drawing, invert, seed):
    """L_1 … L_4096 from 4,096 weights drawn with the seed."""
    rng = source_of_noise(seed)
    logits, mu, logvar, x = parts(model, picture, upload, drawing, invert)
    *_, last = theory.growing_bounds(logits, mu, logvar, x, MOST, rng)
    return told(last)


def estimate(model, picture, upload, drawing, invert, seed, pace: float = 0.25) -> Iterator[dict]:
    """The same as it grows: 2, 4, 8 … weights, a frame a doubling."""
    rng = source_of_noise(seed)
    logits, mu, logvar, x = parts(model, picture, upload, drawing, invert)
    of = MOST.bit_length() - 1
    for step, found in enumerate(theory.growing_bounds(logits, mu, logvar, x, MOST, rng), 1):
        many = int(found.k[-1])
        words = f"{many:,} weights: the bound stands at {found.mean[-1]:.3f} nats"
        yield replay_frame(step, told(found), {}, tracks={"weights": many}, of=of, words=words)
        if step < of:
            time.sleep(pace)  # so that an eye can follow


def weights(**settings):
    """The run of `estimate` from beginning to end, there before anybody asks."""
    return replay_film(list(estimate(**settings, pace=0)))


ENCODED = Source("encoded", encoded, KEYS, slow=True, only=ONLY)
TRUTH = Source("truth", truth, ("model", *PICTURE), slow=True, only=ONLY)
BOUND = Source("bound", bound, KEYS, slow=True, only=ONLY)
WEIGHTS = Source("weights", weights, KEYS, slow=True, only=ONLY)
ESTIMATE = Stream("estimate", estimate, KEYS, film="weights", prefix="w_")
