"""The U-Net's parts against other computations of the same, and its promises."""

import math

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from explainer.diffusion import process, schedule
from models import unet

PLAN = schedule.cosine(1000)


@pytest.fixture(scope="module")
def net():
    """A network whose last layers are not zero any more."""
    torch.manual_seed(0)
    made = unet.UNet()
    with torch.no_grad():
        for weight in made.parameters():
            weight.add_(0.05 * torch.randn(weight.shape))
    return made.eval()


def test_it_has_at_most_five_million_parameters(net):
    assert sum(p.numel() for p in net.parameters()) <= 5_000_000


@torch.no_grad()
def test_a_wider_network_begins_where_the_narrow_one_ended(net):
    wider = unet.grown(unet.UNet(inner=2), net.state_dict()).eval()
    x, t, y = torch.randn(4, 1, 28, 28), torch.tensor([1, 300, 700, 1000]), torch.tensor([0, 3, 9, 10])
    torch.testing.assert_close(wider(x, t, y), net(x, t, y), rtol=1e-4, atol=1e-5)
    assert sum(p.numel() for p in net.parameters()) < sum(p.numel() for p in wider.parameters()) <= 5_000_000


def test_a_fresh_network_answers_zero():
    x = torch.randn(2, 1, 28, 28)
    out = unet.UNet()(x, torch.tensor([1, 1000]), torch.tensor([0, 10]))
    assert out.shape == x.shape and (out == 0).all()


@torch.no_grad()
def test_each_picture_is_answered_by_itself(net):
    x, t, y = torch.randn(3, 1, 28, 28), torch.tensor([3, 500, 999]), torch.tensor([1, 4, 10])
    whole = net(x, t, y)
    for k in range(3):
        one = net(x[k : k + 1], t[k : k + 1], y[k : k + 1])
        torch.testing.assert_close(one[0], whole[k], rtol=1e-4, atol=1e-4)


@torch.no_grad()
def test_the_step_the_class_and_far_pixels_all_matter(net):
    x = torch.randn(1, 1, 28, 28)
    t, y = torch.tensor([400]), torch.tensor([3])
    base = net(x, t, y)
    assert (net(x, t + 1, y) - base).abs().max() > 1e-6
    assert (net(x, t, y + 1) - base).abs().max() > 1e-6
    moved = x.clone()
    moved[0, 0, 0, 0] += 1
    assert (net(moved, t, y) - base)[0, 0, -1, -1].abs() > 0  # the attention reaches everywhere


def test_v_and_eps_are_the_same_knowledge():
    """From x_0 and ε: v, x_t; back to ε and to x_0, at every end of t, in float64."""
    x0, eps = torch.randn(2, 1, 28, 28).double(), torch.randn(2, 1, 28, 28).double()
    for t in (1, 2, 500, 999, 1000):
        xt = process.q_sample(x0, t, eps, PLAN)
        v = process.v_from_eps(x0, t, eps, PLAN)
        torch.testing.assert_close(process.eps_from_v(xt, t, v, PLAN), eps)
        angle = math.asin(math.sqrt(1 - PLAN.alpha_bar[t]))
        # v is x_t turned by a quarter: (x_0, ε) → (cos, sin), d/dφ of it
        torch.testing.assert_close(v, math.cos(angle) * eps - math.sin(angle) * x0)


def test_the_v_loss_is_the_eps_loss_over_alpha_bar():
    x0, eps, guess = (torch.randn(1, 1, 28, 28).double() for _ in range(3))
    for t in (5, 400, 900):
        xt = process.q_sample(x0, t, eps, PLAN)
        v = process.v_from_eps(x0, t, eps, PLAN)
        by_eps = (eps - process.eps_from_v(xt, t, guess, PLAN)).square().mean()
        torch.testing.assert_close((v - guess).square().mean(), by_eps / PLAN.alpha_bar[t])


@torch.no_grad()
def test_attention_agrees_with_torchs_own(net):
    block = next(part for part in net.middle if isinstance(part, unet.Attention))
    x = torch.randn(2, 128, 7, 7)
    q, k, v = block.split(x)
    theirs = F.scaled_dot_product_attention(q, k, v)
    torch.testing.assert_close(block.weights(x) @ v, theirs, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(block.weights(x).sum(-1), torch.ones(2, 4, 49))


def test_time_waves_are_sines_and_cosines_of_geometric_frequencies():
    waves = unet.TimeEmbedding(64, 8).waves(torch.tensor([1, 777]))
    rate = 10_000.0 ** (-np.arange(32) / 32)
    expected = np.concatenate([np.sin(777 * rate), np.cos(777 * rate)])
    np.testing.assert_allclose(waves[1].numpy(), expected, atol=2e-4)


def test_folding_loses_nothing():
    x = torch.randn(2, 1, 28, 28)
    assert torch.equal(F.pixel_shuffle(F.pixel_unshuffle(x, 2), 2), x)
