"""Losses against their formulas in mpmath, torch's own and finite differences."""

import mpmath
import numpy as np
import pytest
import torch
from torch.nn import functional as F

from explainer.gan.game import losses
from explainer.gan.game.losses import LOSSES

RAW = np.array([-35.0, -4.0, -0.7, 0.0, 0.3, 2.5, 35.0])


def torch_of(name):
    """D's loss on a real and on a generated point, and G's, as torch writes them."""
    bce, ones, zeros = F.binary_cross_entropy_with_logits, torch.ones_like, torch.zeros_like
    return {
        "minimax": (lambda r: bce(r, ones(r)), lambda r: bce(r, zeros(r)), lambda r: -bce(r, zeros(r))),
        "non-saturating": (
            lambda r: bce(r, ones(r)),
            lambda r: bce(r, zeros(r)),
            lambda r: bce(r, ones(r)),
        ),
        "least-squares": (
            lambda r: F.mse_loss(r, ones(r)) / 2,
            lambda r: F.mse_loss(r, zeros(r)) / 2,
            lambda r: F.mse_loss(r, ones(r)) / 2,
        ),
        "wasserstein": (lambda r: -r.mean(), lambda r: r.mean(), lambda r: -r.mean()),
        "hinge": (lambda r: F.relu(1 - r).mean(), lambda r: F.relu(1 + r).mean(), lambda r: -r.mean()),
    }[name]


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("part", range(3))
def test_losses_and_slopes_are_those_of_torch_and_its_autograd(name, part):
    loss = LOSSES[name]
    f, slope = ((loss.real, loss.real_slope), (loss.fake, loss.fake_slope), (loss.g, loss.g_slope))[part]
    raw = torch.tensor(RAW, requires_grad=True)
    value = torch_of(name)[part](raw)
    value.backward()
    np.testing.assert_allclose(f(RAW).mean(), value.item(), rtol=1e-13)
    np.testing.assert_allclose(slope(RAW), raw.grad.numpy() * len(RAW), rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize("raw", [-700.0, -80.0, -1.5, 0.0, 1.5, 80.0, 700.0])
def test_sigmoid_and_softplus_keep_full_accuracy_far_out(raw):
    with mpmath.workdps(400):
        e = mpmath.exp(-mpmath.mpf(raw))
        sigmoid, softplus = float(1 / (1 + e)), float(mpmath.log(1 + 1 / e))
    assert losses.sigmoid(np.array([raw]))[0] == pytest.approx(sigmoid, rel=1e-14, abs=0)
    assert losses.softplus(np.array([raw]))[0] == pytest.approx(softplus, rel=1e-14, abs=0)


@pytest.mark.parametrize("name", ["minimax", "non-saturating"])
def test_ds_loss_is_minus_v_and_binary_cross_entropy(name):
    """Rows 4b and 4c, from D's probabilities written out."""
    real, fake = np.array([0.4, -2.0, 3.0]), np.array([-1.0, 0.2])
    d_real, d_fake = 1 / (1 + np.exp(-real)), 1 / (1 + np.exp(-fake))
    terms = losses.value(LOSSES[name], real, fake)
    assert terms == pytest.approx((np.log(d_real).mean(), np.log(1 - d_fake).mean()), rel=1e-13)
    loss = LOSSES[name]
    assert loss.real(real).mean() + loss.fake(fake).mean() == pytest.approx(-sum(terms), rel=1e-13)


def test_v_of_an_undecided_d_is_minus_two_ln_two_for_every_loss_with_a_probability():
    for loss in LOSSES.values():
        raw = np.full(3, loss.middle)
        terms = losses.value(loss, raw, raw)
        if loss.prob is None:
            assert terms is None
        else:
            assert sum(terms) == pytest.approx(-2 * np.log(2), rel=1e-14)


def test_where_d_is_sure_the_saturating_slope_dies_and_the_other_does_not():
    raw = np.array([-20.0])
    assert abs(LOSSES["minimax"].g_slope(raw)[0]) == pytest.approx(np.exp(-20), rel=1e-8)
    assert LOSSES["non-saturating"].g_slope(raw)[0] == pytest.approx(-1, rel=1e-8)


def test_slopes_keep_the_type_of_the_run():
    raw = RAW.astype(np.float32)
    for loss in LOSSES.values():
        for slope in (loss.real_slope, loss.fake_slope, loss.g_slope):
            assert slope(raw).dtype == np.float32


def test_best_d_is_half_where_nothing_lies_and_sure_where_one_lies_alone():
    np.testing.assert_array_equal(losses.optimal_d([0, 2, 0, 1], [0, 0, 3, 3]), [0.5, 1, 0, 0.25])
