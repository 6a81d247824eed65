"""ln p(x) and its bounds as the page asks them, against torch's own estimate."""

import numpy as np
import pytest
import torch

from explainer.vae.encoder_input import binarised, ink
from explainer.vae.latent.evidence import answers
from models import backend
from models import vae as nets

DIGIT = {"model": "vae-mnist", "picture": "digit-3", "upload": None, "drawing": None, "invert": False}


def test_the_truth_lies_above_the_elbo_and_where_torch_s_own_estimate_puts_it():
    said = answers.truth(**DIGIT)
    black = torch.from_numpy(binarised(ink("digit-3", None, None, False)[0])).float().view(1, 1, 28, 28)
    eps = torch.randn(20_000, 1, 2, generator=torch.Generator().manual_seed(3))
    network = backend.load("vae-mnist")
    with torch.no_grad():
        mu, logvar = network.encode(black)
        z = nets.reparameterize(mu, logvar, eps)[:, 0]
        ln_p = nets.log_likelihood(network.logits(z), black.expand(len(z), -1, -1, -1)).double()
        q = torch.distributions.Normal(mu[0].double(), (logvar[0] / 2).exp().double())
        prior = torch.distributions.Normal(torch.zeros(2).double(), 1.0)
        weights = ln_p + prior.log_prob(z.double()).sum(1) - q.log_prob(z.double()).sum(1)
    estimate = weights.logsumexp(0).item() - np.log(len(z))
    assert said["evidence"] == pytest.approx(estimate, abs=0.03)
    assert said["elbo"] < said["evidence"]


def test_the_streamed_bounds_end_as_the_answer_stands(unpacked):
    *_, last = answers.estimate(**DIGIT, seed=5, pace=0)
    whole = answers.bound(**DIGIT, seed=5)
    assert last["answer"]["rows"] == whole["rows"] and last["t"] == last["of"] == 12
    mean = unpacked(whole["mean"])
    assert (np.diff(mean) >= -1e-4).all()  # f4 on its way
    assert mean[-1] == pytest.approx(answers.truth(**DIGIT)["evidence"], abs=0.05)
