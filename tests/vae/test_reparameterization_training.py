"""The tiny VAE: gradients against autograd and against their mean, runs, what they refuse."""

import numpy as np
import pytest
import torch

from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import cloud
from explainer.vae.reparameterization import training
from explainer.vae.reparameterization.network import (
    KINDS,
    Weights,
    decode,
    encode,
    gradient,
    initial,
    loss,
    terms,
)
from explainer.vae.reparameterization.training import Settings, train

HIDDEN, NOISE = 5, 0.3
ROW = initial(HIDDEN, np.random.default_rng(4))
X = np.random.default_rng(5).normal(0, 0.6, (7, 2))
EPS = np.random.default_rng(6).standard_normal((7, 3))


def model(row):
    """The same VAE written anew in torch: (q, reconstruction of z) of X."""
    h = HIDDEN
    w1, b1, w2, b2, v1, c1, v2, c2 = torch.split(row, [2 * h, h, 2 * h, 2, h, h, 2 * h, 2])
    x = torch.tensor(X)
    out = torch.tanh(x @ w1.view(2, h) + b1) @ w2.view(h, 2) + b2
    q = torch.distributions.Normal(out[:, :1], out[:, 1:].exp())

    def reconstruction(z):
        xhat = torch.tanh(z.unsqueeze(-1) * v1 + c1) @ v2.view(h, 2) + c2
        scale = torch.tensor(NOISE, dtype=torch.float64)
        return -torch.distributions.Normal(xhat, scale).log_prob(x[:, None]).sum(-1)

    return q, reconstruction


def kl(q):
    prior = torch.distributions.Normal(torch.zeros((), dtype=torch.float64), torch.ones((), dtype=torch.float64))
    return torch.distributions.kl_divergence(q, prior).squeeze(1)


def by_autograd(kind):
    row = torch.tensor(ROW, requires_grad=True)
    q, reconstruction = model(row)
    z = q.mean + q.stddev * torch.tensor(EPS)
    if kind == "pathwise":
        surrogate = reconstruction(z).mean(1)
    else:
        z = z.detach()
        r = reconstruction(z)
        others = (r.sum(1, keepdim=True) - r) / (r.shape[1] - 1) if kind == "baseline" else 0.0
        surrogate = (r + (r - others).detach() * q.log_prob(z)).mean(1)
    (surrogate + kl(q)).mean().backward()
    return row.grad.numpy()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_gradient_is_that_of_autograd(kind):
    found = gradient(Weights(ROW, HIDDEN), X, EPS, NOISE, kind)
    assert found == pytest.approx(by_autograd(kind), abs=1e-10)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_gradient_has_the_slope_of_the_loss_as_its_mean(kind):
    w, rng, h = Weights(ROW, HIDDEN), np.random.default_rng(0), 1e-5
    exact = np.array([
        (loss(Weights(ROW + step, HIDDEN), X, NOISE) - loss(Weights(ROW - step, HIDDEN), X, NOISE)) / (2 * h)
        for step in np.eye(len(ROW)) * h
    ])  # fmt: skip
    many = np.tile(X, (150, 1))
    draws = [gradient(w, many, rng.standard_normal((len(many), 2)), NOISE, kind) for _ in range(60)]
    draws = np.stack(draws)
    error = draws.std(0, ddof=1) / len(draws) ** 0.5 + 1e-7
    assert np.abs((draws.mean(0) - exact) / error).max() < 4.5


def test_the_loss_is_the_mean_of_many_draws_in_torch():
    q, reconstruction = model(torch.tensor(ROW))
    torch.manual_seed(0)
    z = q.mean + q.stddev * torch.randn(7, 40_000, dtype=torch.float64)
    r = reconstruction(z)
    error = (r.std(1) / 200).square().mean().sqrt().item() / 7**0.5
    assert abs(loss(Weights(ROW, HIDDEN), X, NOISE) - (r.mean(1) + kl(q)).mean().item()) < 4 * error
    assert error < 0.05
    assert terms(Weights(ROW, HIDDEN), X, NOISE)[0] == pytest.approx(kl(q).mean().item(), abs=1e-12)


def test_the_loss_of_a_decoder_that_ignores_z_is_known():
    row = np.zeros(len(ROW))  # x̂ = 0, q = N(0, 1) = the prior
    w = Weights(row, HIDDEN)
    expected = (X**2).sum(1).mean() / (2 * NOISE**2) + np.log(2 * np.pi * NOISE**2)
    assert loss(w, X, NOISE) == pytest.approx(expected, abs=1e-12)
    mu, sigma = encode(w, X)
    assert not mu.any() and (sigma == 1).all() and not decode(w, mu).any()


def test_adam_steps_by_weighted_means_of_all_slopes_so_far():
    slopes = np.random.default_rng(2).normal(0.3, 1, (12, 4))
    adam, place = training.Adam(np.zeros(4), 0.03), np.zeros(4)
    for count in range(1, 13):
        ages = np.arange(count)[::-1, None]
        first, second = (
            (decay**ages * slopes[:count] ** power).sum(0) / (decay**ages).sum(0)
            for decay, power in ((0.9, 1), (0.999, 2))
        )
        place = place - 0.03 * first / (np.sqrt(second) + 1e-8)
        adam.descend(slopes[count - 1])
        assert adam.row == pytest.approx(place, abs=1e-13)


def test_two_runs_begin_alike_and_the_path_is_ahead_soon():
    steps = list(train(Settings(steps=240), "score", frames=4))
    assert [one.step for one in steps] == [0, 60, 120, 180, 240]
    first, last = steps[0], steps[-1]
    assert first.losses[0] == first.losses[1] and (first.curves[0] == first.curves[1]).all()
    assert last.losses[0] < last.losses[1] - 1 and "ahead" in last.words and not last.diverged
    assert last.losses[0] > training.floor("8-gaussians")


def test_the_same_seed_is_the_same_run_and_the_rival_changes_nothing_for_the_path():
    a, b = (list(train(Settings(steps=20, seed=3), rival, 2))[-1] for rival in ("score", "baseline"))
    assert a.losses[0] == b.losses[0] and a.losses[1] != b.losses[1]
    again = list(train(Settings(steps=20, seed=3), "score", 2))[-1]
    assert again.losses == a.losses and (again.curves == a.curves).all()


def test_a_rate_that_blows_up_is_said_and_the_last_good_step_kept():
    steps = list(train(Settings(rate=10, steps=400), "score"))
    last = steps[-1]
    assert last.diverged in KINDS and "rate 10" in last.words and last.step == steps[-2].step
    assert np.isfinite(last.losses).all()


def test_the_floor_is_the_entropy_of_eight_blobs():
    # apart from one another: ln 8 + the entropy of one, 1 + ln 2πs²; 256 points: ± 1/16
    entropy = np.log(8) + 1 + np.log(2 * np.pi * cloud("8-gaussians").spread ** 2)
    assert training.floor("8-gaussians") == pytest.approx(entropy, abs=0.25)


@pytest.mark.parametrize(
    "argument, value",
    [("data", "cat"), ("hidden", 0), ("noise", 0.001), ("rate", float("nan")), ("rate", None), ("batch", 1.5),
     ("samples", 1), ("steps", 10**6), ("seed", -1), ("steps", True)],
)  # fmt: skip
def test_a_bad_setting_is_named_with_its_value(argument, value):
    with pytest.raises(BadArgument) as caught:
        Settings(**{argument: value})
    assert caught.value.argument == argument and repr(value) in str(caught.value)


def test_an_unknown_rival_is_named_before_anything_runs():
    with pytest.raises(BadArgument, match="'pathwise'; allowed are score, baseline"):
        train(Settings(), "pathwise")
