"""What is asked about ln p(x) of a picture: its value by quadrature, the ELBO, and the bounds between."""

import time
from collections.abc import Iterator

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.pack import pack
from explainer.kit.replay import replay_film, replay_frame
from explainer.kit.stream import Stream
from explainer.maths import arguments
from explainer.vae import encoder_input, theory
from explainer.vae.latent.answers import known
from explainer.vae.latent.evidence import figures
from explainer.vae.latent.evidence.theory import Bounds, growing_bounds, log_evidence
from explainer.vae.latent.settings import ENCODED_KEYS
from explainer.vae.settings import ONLY_CHOSEN
from models import coders

MOST = 4096
KEYS = (*ENCODED_KEYS, "seed")


def _encoded(model, picture, upload, drawing, invert):
    """The decoder, μ and ln σ² of the binarised picture, and that picture."""
    x = encoder_input.binarised(encoder_input.ink(picture, upload, drawing, invert)[0])
    mu, logvar = (row[0] for row in coders.encoded(known(model), x[None]))
    return coders.decoder(model), mu, logvar, x


def truth(**picture):
    """ln p(x) by quadrature over the plane, the ELBO, and axes for the bounds between them."""
    logits, mu, logvar, x = _encoded(**picture)
    recon = theory.reconstruction(logits, mu[None], logvar[None], x[None], 9)[0]
    elbo = float(recon - theory.kl_to_prior(mu, logvar))
    evidence = log_evidence(logits, x)
    return {
        "elbo": elbo,
        "evidence": evidence,
        "black": pack(np.rint(255 * x).reshape(1, 28, 28), "u1"),
        "figure": figures.bounds(elbo, evidence, MOST),
    }


def _growing(seed, picture) -> Iterator[Bounds]:
    """The bounds from 2, 4, 8 … 4,096 weights drawn with the seed."""
    rng = np.random.default_rng(arguments.seed(seed))
    yield from growing_bounds(*_encoded(**picture), MOST, rng)


def bound(seed, **picture):
    """L_1 … L_4096 from 4,096 weights drawn with the seed."""
    *_, last = _growing(seed, picture)
    return figures.table(last)


def estimate(seed, pace: float = 0.25, **picture) -> Iterator[dict]:
    """The same while it grows: a frame per doubling of the weights, `pace` seconds apart."""
    of = MOST.bit_length() - 1
    for step, bounds in enumerate(_growing(seed, picture), 1):
        count = int(bounds.k[-1])
        words = f"{count:,} weights: the bound stands at {bounds.mean[-1]:.3f} nats"
        yield replay_frame(step, figures.table(bounds), {}, tracks={"weights": count}, of=of, words=words)
        if step < of:
            time.sleep(pace)  # so that an eye can follow


def weights(**settings):
    """The whole run of `estimate`, there before anybody starts one."""
    return replay_film(list(estimate(**settings, pace=0)))


SOURCES = {
    source.name: source
    for source in (
        Source("truth", truth, ENCODED_KEYS, slow=True, only=ONLY_CHOSEN),
        Source("bound", bound, KEYS, slow=True, only=ONLY_CHOSEN),
        Source("weights", weights, KEYS, slow=True, only=ONLY_CHOSEN),
    )
}
STREAMS = [Stream("estimate", estimate, KEYS, film="weights", prefix="w_")]
