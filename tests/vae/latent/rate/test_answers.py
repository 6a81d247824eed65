"""What six weights of the KL do to both terms."""

import numpy as np

from explainer.vae import atlas
from explainer.vae.latent.rate import answers
from models import backend


def test_more_beta_is_less_rate_and_one_is_the_best_elbo(unpacked):
    said = answers.betas()
    rate, distortion = unpacked(said["rate"]), unpacked(said["distortion"])
    assert (np.diff(rate) < 0).all()
    assert (rate + distortion).argmin() == unpacked(said["beta"]).tolist().index(1)
    beta, told = unpacked(said["beta"]), " ".join(said["rows"]["notes"])
    for a, b, step in zip(beta, beta[1:], np.diff(distortion), strict=False):
        assert (f"From β = {a:g} to {b:g} the distortion falls" in told) == (step < 0)
    for row, b in zip(np.delete(atlas.shipped("betas")["kl"], 2, 0), ("0.1", "0.5", "2", "4", "10"), strict=True):
        card = backend.card(f"vae-mnist-beta-{b}")["scores"]["kl"]  # of all 10,000 test pictures
        assert abs(row.mean() - card) < max(0.1 * card, 5 * row.std() / len(row) ** 0.5)
