"""The walk, the hooks, the cuts and the conversions, against runs done by hand and NumPy."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from explainer.diffusion import process, schedule
from explainer.diffusion.unet import theory
from models.unet import UNet

PLAN = schedule.cosine(1000)


@pytest.fixture
def network():
    """A small U-Net all of whose weights say something (a fresh one begins with zeros)."""
    torch.manual_seed(0)
    net = UNet(widths=(16, 32)).eval().requires_grad_(False)
    for weights in net.parameters():
        nn.init.normal_(weights, std=0.2)
    return net


@pytest.fixture
def given():
    torch.manual_seed(1)
    return torch.randn(3, 1, 28, 28), torch.tensor([1, 500, 1000]), torch.tensor([3, 10, 0])


def by_hand(net, xt, t, y, *, cut=(), attend=True, label=True):
    """The forward pass written out, with parts left out where it says so."""
    emb = F.silu(net.time(t) + (net.label(y) if label else 0))
    h = net.stem(F.pixel_unshuffle(xt, 2))
    first = net.down[0](h, emb)
    second = net.down[2](net.down[1](first, emb), emb)
    h = net.middle[0](second, emb)
    h = net.middle[1](h, emb) if attend else h
    h = net.middle[2](h, emb)
    h = net.up[0](torch.cat([h, 0 * second if "up.0" in cut else second], 1), emb)
    h = net.up[1](h, emb)
    h = net.up[2](torch.cat([h, 0 * first if "up.2" in cut else first], 1), emb)
    return F.pixel_shuffle(net.out(F.silu(net.norm(h))), 2)


def test_the_walk_finds_order_joins_and_where_t_enters(network, given):
    walked = theory.walk(network, *given)
    takes = {block.name: block.takes for block in walked}
    assert list(takes) == ["time", "label", "stem", "down.0", "down.1", "down.2", "middle.0", "middle.1",
                           "middle.2", "up.0", "up.1", "up.2", "norm", "out"]  # fmt: skip
    assert takes["up.0"] == ("middle.2", "down.2") and takes["up.2"] == ("up.1", "down.0")
    assert takes["down.1"] == ("down.0",) and takes["norm"] == ("up.2",) and takes["stem"] == ()
    told = {block.name for block in walked if block.told}
    assert told == {"down.0", "down.2", "middle.0", "middle.2", "up.0", "up.2"}


def test_the_walk_counts_every_parameter_once_and_shapes_meet(network, given):
    walked = {block.name: block for block in theory.walk(network, *given)}
    assert sum(block.parameters for block in walked.values()) == sum(p.numel() for p in network.parameters())
    for block in walked.values():
        if block.takes:
            assert block.before[0] == sum(walked[name].after[0] for name in block.takes)
            assert all(walked[name].after[1:] == block.before[1:] for name in block.takes)
    assert walked["stem"].before == (4, 14, 14) and walked["down.2"].after == (32, 7, 7)


def test_what_is_observed_is_what_a_hook_sees_and_the_run_is_the_same(network, given):
    seen = []
    hook = network.middle[1].register_forward_hook(lambda part, x, out: seen.append(out))
    v, made = theory.observe(network, *given)
    hook.remove()
    torch.testing.assert_close(made["middle.1"], seen[0], rtol=0, atol=0)
    torch.testing.assert_close(v, by_hand(network, *given), rtol=1e-4, atol=1e-5)
    assert made.keys() == theory.blocks(network).keys()
    assert not any(part._forward_hooks for part in network.modules())


def test_estimates_give_back_picture_and_noise_of_the_exact_v():
    torch.manual_seed(2)
    t = torch.tensor([1, 400, 990])
    x0 = torch.rand(3, 1, 28, 28, dtype=torch.float64) * 2 - 1
    eps = torch.randn(3, 1, 28, 28, dtype=torch.float64)
    xt = process.q_sample(x0, t, eps, PLAN)
    x0_hat, eps_hat = theory.estimates(xt, t, process.v_from_eps(x0, t, eps, PLAN), PLAN)
    torch.testing.assert_close(x0_hat, x0, rtol=0, atol=1e-12)
    torch.testing.assert_close(eps_hat, eps, rtol=0, atol=1e-12)
    torch.testing.assert_close(process.x0_from_eps(xt, t, eps_hat, PLAN), x0, rtol=0, atol=1e-9)


def test_an_estimate_of_the_picture_is_one():
    x0_hat, _ = theory.estimates(torch.full((1, 1, 2, 2), 9.0), 500, torch.zeros(1, 1, 2, 2), PLAN)
    assert x0_hat.max() == 1


def test_the_time_embedding_is_that_of_numpy(network):
    waves, learned = theory.embedding(network, [1, 500, 1000])
    rate = 10_000.0 ** (-np.arange(8) / 8)
    angle = np.array([[1.0], [500.0], [1000.0]]) * rate
    np.testing.assert_allclose(waves, np.concatenate([np.sin(angle), np.cos(angle)], 1), atol=1e-4)
    first, _, last = network.time.mlp
    hidden = waves @ first.weight.numpy().T + first.bias.numpy()
    hidden = hidden / (1 + np.exp(-hidden))
    np.testing.assert_allclose(learned, hidden @ last.weight.numpy().T + last.bias.numpy(), atol=1e-4)


def test_attention_is_softmax_of_queries_and_keys(network, given):
    _, made = theory.observe(network, *given)
    looks = theory.attention(network, made)
    part, x = network.middle[1], made["middle.0"]
    qkv = part.qkv(part.norm(x)).numpy().reshape(3, 3, part.heads, 8, 49).astype(np.float64)
    scores = np.einsum("nhcq,nhck->nhqk", qkv[:, 0], qkv[:, 1]) / np.sqrt(8)
    expected = np.exp(scores - scores.max(-1, keepdims=True))
    np.testing.assert_allclose(looks, expected / expected.sum(-1, keepdims=True), atol=1e-5)
    np.testing.assert_allclose(looks.sum(-1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("change", "hand"),
    [
        ({"skips": ("up.0",)}, {"cut": ("up.0",)}),
        ({"skips": ("up.0", "up.2")}, {"cut": ("up.0", "up.2")}),
        ({"bypassed": ("middle.1",)}, {"attend": False}),
        ({"silent": ("label",)}, {"label": False}),
    ],
)
def test_a_cut_is_the_run_without_the_part_and_heals(network, given, change, hand):
    whole = network(*given)
    with theory.changed(network, **change) as cut:
        torch.testing.assert_close(cut(*given), by_hand(network, *given, **hand), rtol=1e-4, atol=1e-5)
        assert (cut(*given) - whole).abs().max() > 1e-3
    torch.testing.assert_close(network(*given), whole, rtol=0, atol=0)


def test_a_cut_heals_after_a_fault_and_an_unknown_block_is_refused(network, given):
    with pytest.raises(RuntimeError), theory.changed(network, silent=("time",)):
        network(given[0][:, :, :3], *given[1:])
    assert not any(part._forward_hooks or part._forward_pre_hooks for part in network.modules())
    with pytest.raises(ValueError, match="block is 'roof'; allowed are time, label"):
        theory.changed(network, silent=("roof",)).__enter__()


def test_squared_errors_are_zero_for_the_exact_v_and_t_is_told_shifted_within_its_limits():
    torch.manual_seed(3)
    x0, eps = torch.rand(5, 1, 28, 28) * 2 - 1, torch.randn(5, 1, 28, 28)
    told = []

    def exact(xt, t, y):
        told.extend(t.tolist())
        return process.v_from_eps(x0[y], 300, eps[y], PLAN)

    places = torch.arange(5)
    errors, x0_hat = theory.squared_errors(exact, x0, 300, places, eps, PLAN, shift=-400, batch=2)
    assert told == [1] * 5 and errors.shape == (5,) and errors.max() < 1e-10
    torch.testing.assert_close(x0_hat, x0, rtol=0, atol=1e-5)
    told.clear()
    errors, _ = theory.squared_errors(
        lambda xt, t, y: told.extend(t.tolist()) or torch.zeros_like(xt), x0, 300, places, eps, PLAN, shift=50
    )
    sigma = np.sqrt(1 - PLAN.alpha_bar[300])
    expected = (eps - sigma * process.q_sample(x0, 300, eps, PLAN)).square().mean((1, 2, 3))
    torch.testing.assert_close(errors, expected, rtol=1e-4, atol=1e-6)
    assert told == [350] * 5


def test_cuts_name_what_the_walk_found(network, given):
    plans = theory.cuts(theory.walk(network, *given), (-100, 100))
    assert plans["skip:up.0"] == ({"skips": ("up.0",)}, 0) and plans["shift:-100"] == ({}, -100)
    assert plans["attention"] == ({"bypassed": ("middle.1",)}, 0)
    assert plans["skips"][0]["skips"] == ("up.0", "up.2")
