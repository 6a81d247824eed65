"""The pair of networks alike but for the loss: the same start, losses by other means, a run that resumes."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from explainer.diffusion import process
from explainer.diffusion.bound.sigmas import with_sigma
from models import pair_scores, train_pair
from models.bound_unet import PLAN, BoundUNet


def test_simple_loss_is_the_mean_square_of_eps():
    """With ε_θ solved from x̂_0 by the process's own algebra."""
    source = torch.Generator().manual_seed(0)
    x0, noise, guess = (torch.randn(5, 1, 28, 28, generator=source) for _ in range(3))
    t = torch.tensor([1, 2, 40, 600, 900])
    xt = process.q_sample(x0, t, noise, PLAN)
    wanted = (noise - process.eps_from_x0(xt, t, x0 + 0.01 * guess, PLAN)).square().mean()
    got = train_pair.simple_loss(lambda *_: (x0 + 0.01 * guess, None), x0, None, t, noise)
    assert got.item() == pytest.approx(wanted.item(), rel=1e-4)


def test_a_variance_of_the_picture_says_every_fixed_width():
    """β̃ is v = 0, and the best number is the mean square error of the network itself."""
    x0 = torch.rand(6, 1, 28, 28, generator=torch.Generator().manual_seed(1)) * 2 - 1
    t = torch.tensor([1, 1, 2, 2, 500, 500])

    def net(xt, t, y):
        return torch.zeros_like(xt), torch.ones_like(xt)

    best = pair_scores.spread_of(net, x0)
    np.testing.assert_allclose(best, x0.square().mean().item(), rtol=1e-6)
    var = with_sigma(net, "beta-tilde", PLAN)(x0, t, None)[1]
    assert var[2:].abs().max() == 0
    assert var[0].mean().item() == pytest.approx(PLAN.posterior_var[2], rel=1e-6)
    assert (with_sigma(net, "learned", PLAN)(x0, t, None)[1] == 1).all()


def test_one_step_of_sampling_is_the_networks_mean():
    """From t = T straight to the picture: no noise is added, the posterior's mean is x̂_0."""
    want = torch.linspace(-1, 1, 784).view(1, 1, 28, 28)

    def net(xt, t, y):
        return want.expand_as(xt), torch.ones_like(xt)

    made = pair_scores.samples(net, np.arange(3), 1, 0)
    assert np.array_equal(made, np.repeat(np.round((want[0].numpy() + 1) * 127.5).astype(np.uint8), 3, 0))


def test_a_quick_run_leaves_weights_scores_and_pictures_and_goes_on(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pair_scores, "KNOTS", np.array([1, 30, 1000]))
    argv = ["--data", str(folder), "--out", str(tmp_path), "--quick", "--threads", "1"]
    train_pair.main(argv)
    scores = json.loads(capsys.readouterr().out)
    for name in train_pair.LOSSES:
        BoundUNet().load_state_dict(load_file(tmp_path / f"pair-{name}-weights.safetensors"))
        assert scores["training"][name]["step"] == 3
        assert scores[name]["learned"]["bits"] > 0 and scores[name]["learned"]["frechet"] > 0
        assert all(
            scores[name]["learned"][f"{what}_error"] >= 0 for what in ("frechet", "frechet_gap", "accuracy")
        )
    with np.load(tmp_path / "pair.npz", allow_pickle=False) as shipped:
        assert shipped["simple_learned_samples"].shape[1:] == (28, 28)
        assert shipped["bound_bits"].shape == (3, 3)
    args = SimpleNamespace(**vars(train_pair.command_line().parse_args(argv)))
    again = train_pair.train(args)
    assert again["simple"]["seconds"] == scores["training"]["simple"]["seconds"]  # nothing was trained twice
