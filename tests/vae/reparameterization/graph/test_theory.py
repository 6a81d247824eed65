"""One draw against autograd."""

import numpy as np
import pytest
import torch

from explainer.vae.reparameterization.graph.theory import draw
from explainer.vae.reparameterization.integrands import FUNCTIONS


def test_one_draw_s_numbers_are_those_of_autograd():
    torch_f = {"quadratic": lambda z: (z - 1) ** 2, "cosine": lambda z: torch.cos(2 * z)}
    for name, g in torch_f.items():
        mu, sigma = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (0.6, 0.8))
        z = mu + sigma * -1.1
        g(z).backward()
        found = draw(FUNCTIONS[name], 0.6, 0.8, -1.1)
        assert found.pathwise == pytest.approx((mu.grad.item(), sigma.grad.item()), abs=1e-14)
        assert found.value == pytest.approx(g(z).item(), abs=1e-14)
        mu.grad = sigma.grad = None
        (torch.distributions.Normal(mu, sigma).log_prob(z.detach()) * g(z).item()).backward()
        assert found.score == pytest.approx((mu.grad.item(), sigma.grad.item()), abs=1e-13)
        assert found.log_slope == pytest.approx(np.array(found.score) / found.value, abs=1e-13)
