"""Denoisers as the bound asks them: the mean of x_0 is that of the sampler's ε, in float32 everywhere."""

import pytest
import torch

from explainer.diffusion import process
from explainer.maths.arguments import BadArgument
from models import backend, denoisers
from models.unet import NO_CLASS


def test_the_mean_follows_from_the_eps_of_the_samplers(monkeypatch):
    monkeypatch.setenv("DIFFUSION_LIVE_DTYPE", "float32")
    plan = backend.MODELS["unet-mnist"].schedule()
    xt = torch.randn(3, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    t, y = torch.tensor([5, 90, 400]), torch.full((3,), NO_CLASS)
    mean, var = denoisers.x0_model("unet-mnist")(xt, t, y)
    eps = backend.eps_model("unet-mnist")(xt, t, y)
    torch.testing.assert_close(mean, process.x0_from_eps(xt, t, eps, plan), atol=2e-4, rtol=1e-3)
    assert var is None and mean.dtype == torch.float32


def test_half_floats_for_samples_leave_the_bound_as_it_is(monkeypatch):
    xt = torch.randn(2, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    t, y = torch.tensor([2, 200]), torch.full((2,), NO_CLASS)
    found = {}
    for dtype in ("float32", "bfloat16"):
        monkeypatch.setenv("DIFFUSION_LIVE_DTYPE", dtype)
        found[dtype] = denoisers.x0_model("unet-mnist")(xt, t, y)[0]
    assert torch.equal(found["float32"], found["bfloat16"])


def test_the_one_trained_by_the_bound_says_a_variance_and_others_are_refused():
    xt, t = torch.zeros(1, 1, 28, 28), torch.tensor([7])
    mean, var = denoisers.x0_model("unet-mnist-bound")(xt, t, torch.tensor([NO_CLASS]))
    assert mean.shape == var.shape == xt.shape and (var >= 0).all()
    with pytest.raises(BadArgument, match="allowed are unet-mnist, unet-fashion, unet-mnist-bound"):
        denoisers.x0_model("gan-mnist")
