"""Hand-written passes, penalties, spectral norm and optimisers against torch in float64."""

import numpy as np
import pytest
import torch

from explainer.gan.game.game import Game
from explainer.gan.game.losses import LOSSES
from explainer.gan.game.options import Options
from explainer.maths.nets import LEAK, Net, Optimiser
from explainer.maths.toy2d import cloud

DATA = cloud("8-gaussians")


def twin(net):
    """The same parameters as torch leaves: [(W, b), …]."""
    leaf = lambda a: torch.tensor(a.astype(np.float64), requires_grad=True)  # noqa: E731
    return [(leaf(w), leaf(b)) for w, b in zip(net.weights, net.biases, strict=True)]


def run(layers, x, activation, net=None):
    """The twin's output; with `net`, each W over σ = uᵀWv, u and v taken from it."""
    for i, (w, b) in enumerate(layers):
        if net is not None:
            u, v = (torch.tensor(side[i]) for side in (net.left, net.right))
            w = w / (u @ w @ v)
        x = x @ w + b
        if i < len(layers) - 1:
            x = torch.tanh(x) if activation == "tanh" else torch.nn.functional.leaky_relu(x, LEAK)
    return x


def flat(layers):
    return np.concatenate([p.grad.numpy().ravel() for pair in layers for p in pair])


def cross_entropy(raw, one):
    return torch.nn.functional.binary_cross_entropy_with_logits(raw, torch.full_like(raw, float(one)))


D_LOSS = {
    "minimax": lambda r, f: cross_entropy(r, 1) + cross_entropy(f, 0),
    "non-saturating": lambda r, f: cross_entropy(r, 1) + cross_entropy(f, 0),
    "least-squares": lambda r, f: ((r - 1) ** 2).mean() / 2 + (f**2).mean() / 2,
    "wasserstein": lambda r, f: f.mean() - r.mean(),
    "hinge": lambda r, f: (1 - r).relu().mean() + (1 + f).relu().mean(),
}
G_LOSS = {
    "minimax": lambda f: -cross_entropy(f, 0),
    "non-saturating": lambda f: cross_entropy(f, 1),
    "least-squares": lambda f: ((f - 1) ** 2).mean() / 2,
    "wasserstein": lambda f: -f.mean(),
    "hinge": lambda f: -f.mean(),
}


def game_of(loss, activation, **more):
    depth = {"depth_g": 3, "depth_d": 3, "width_g": 7, "width_d": 9, "batch": 11}
    both = {"activation_g": activation, "activation_d": activation}
    game = Game(DATA, Options(loss=loss, seed=5, **depth, **both, **more), np.float64)
    for net in (game.g, game.d):  # biases start at 0, where mistakes in them would hide
        net.theta += 0.1 * np.random.default_rng(1).standard_normal(net.theta.size)
    return game


@pytest.mark.parametrize("activation", ["leaky", "tanh"])
@pytest.mark.parametrize("spectral", [False, True])
@pytest.mark.parametrize("loss", LOSSES)
def test_ds_gradient_with_penalties_is_autograds(loss, activation, spectral):
    game = game_of(loss, activation, r1=0.7, gradient_penalty=1.3, spectral_norm=spectral)
    real = DATA.sample(11, np.random.default_rng(2))
    fake = game.g(game.noise(11))
    share = np.random.default_rng()
    share.bit_generator.state = game.rng.bit_generator.state
    share = torch.tensor(share.random((11, 1)))
    game.d_gradient(real, fake)

    layers = twin(game.d)
    net = game.d if spectral else None
    real, fake = (torch.tensor(x, requires_grad=True) for x in (real, fake))
    raw_real, raw_fake = run(layers, real, activation, net), run(layers, fake, activation, net)
    total = D_LOSS[loss](raw_real, raw_fake)
    (slope,) = torch.autograd.grad(raw_real.sum(), real, create_graph=True)
    total = total + 0.7 / 2 * slope.square().sum(1).mean()
    if loss == "wasserstein":
        between = (share * real + (1 - share) * fake).detach().requires_grad_()
        out = run(layers, between, activation, net).sum()
        (slope,) = torch.autograd.grad(out, between, create_graph=True)
        total = total + 1.3 * (slope.norm(dim=1) - 1).square().mean()
    total.backward()
    np.testing.assert_allclose(game.d.grad, flat(layers), rtol=1e-9, atol=1e-12)
    assert np.abs(game.d.grad).max() > 1e-3


@pytest.mark.parametrize("activation", ["leaky", "tanh"])
@pytest.mark.parametrize("spectral", [False, True])
@pytest.mark.parametrize("loss", LOSSES)
def test_gs_gradient_through_d_and_the_arrows_are_autograds(loss, activation, spectral):
    game = game_of(loss, activation, spectral_norm=spectral)
    z = game.noise(11)
    norm = game.g_gradient(z)
    g, d = twin(game.g), twin(game.d)
    made = run(g, torch.tensor(z), activation)
    made.retain_grad()
    G_LOSS[loss](run(d, made, activation, game.d if spectral else None)).backward()
    np.testing.assert_allclose(game.g.grad, flat(g), rtol=1e-9, atol=1e-13)
    assert norm == pytest.approx(np.linalg.norm(flat(g)), rel=1e-9)
    arrows = game.pull(made.detach().numpy())
    np.testing.assert_allclose(arrows, -11 * made.grad.numpy(), rtol=1e-9, atol=1e-13)


def test_power_iteration_finds_the_largest_singular_value():
    net = Net((2, 9, 9, 1), "leaky", np.random.default_rng(3), np.float64)
    net.spectral = True
    net.normalise(200)
    for w, used, sigma in zip(net.weights, net.used, net.sigma, strict=True):
        assert sigma == pytest.approx(np.linalg.svd(w, compute_uv=False)[0], rel=1e-8)
        assert np.linalg.norm(used, 2) == pytest.approx(1, rel=1e-8)


def test_with_spectral_norm_d_is_no_steeper_than_one():
    game = Game(DATA, Options(spectral_norm=True, activation_d="leaky", seed=1), np.float64)
    for _ in range(200):
        game.advance()
    game.d.normalise(200)
    a, b = (np.random.default_rng(i).uniform(-2, 2, (4000, 2)) for i in (0, 1))
    rise = np.abs(game.d(a) - game.d(b))[:, 0] / np.linalg.norm(a - b, axis=1)
    assert 0.02 < rise.max() <= 1 + 1e-6


@pytest.mark.parametrize(
    ("kind", "momentum", "make"),
    [
        ("adam", 0.5, lambda p: torch.optim.Adam(p, 0.01, betas=(0.5, 0.99), eps=1e-8)),
        ("adam", 0.0, lambda p: torch.optim.Adam(p, 0.01, betas=(0.0, 0.99), eps=1e-8)),
        ("rmsprop", 0.3, lambda p: torch.optim.RMSprop(p, 0.01, alpha=0.99, eps=1e-8, momentum=0.3)),
        ("sgd", 0.6, lambda p: torch.optim.SGD(p, 0.01, momentum=0.6)),
    ],
)
def test_optimisers_step_as_torchs_do(kind, momentum, make):
    rng = np.random.default_rng(0)
    theta = rng.standard_normal(20)
    theirs = torch.tensor(theta.copy(), requires_grad=True)
    optimiser, ours = make([theirs]), Optimiser(20, np.float64)
    for _ in range(30):
        grad = rng.standard_normal(20)
        theirs.grad = torch.tensor(grad)
        optimiser.step()
        ours.step(theta, grad, 0.01, momentum, kind)
    np.testing.assert_allclose(theta, theirs.detach().numpy(), rtol=1e-10)


def test_ten_whole_steps_are_those_of_a_game_written_in_torch():
    """Same first weights, same batches: k = 2 steps of D, one of G, Adam, non-saturating, R1."""
    game = Game(DATA, Options(d_steps=2, r1=0.2, batch=16, seed=9), np.float64)
    s, rng = game.options, np.random.default_rng([9, 2])
    g, d = twin(game.g), twin(game.d)
    leaves = [[p for pair in net for p in pair] for net in (g, d)]
    adams = [
        torch.optim.Adam(p, r, betas=(s.momentum, 0.99))
        for p, r in zip(leaves, (s.rate_g, s.rate_d), strict=True)
    ]
    for _ in range(10):
        for _ in range(2):
            real = torch.tensor(DATA.sample(16, rng), requires_grad=True)
            fake = run(g, torch.tensor(rng.standard_normal((16, 2))), s.activation_g).detach()
            raw = run(d, real, s.activation_d)
            (slope,) = torch.autograd.grad(raw.sum(), real, create_graph=True)
            loss = D_LOSS["minimax"](raw, run(d, fake, s.activation_d))
            adams[1].zero_grad()
            (loss + 0.1 * slope.square().sum(1).mean()).backward()
            adams[1].step()
        adams[0].zero_grad()
        made = run(g, torch.tensor(rng.standard_normal((16, 2))), s.activation_g)
        G_LOSS["non-saturating"](run(d, made, s.activation_d)).backward()
        adams[0].step()
        game.advance()
    for net, layers in ((game.g, g), (game.d, d)):
        theirs = np.concatenate([p.detach().numpy().ravel() for pair in layers for p in pair])
        np.testing.assert_allclose(net.theta, theirs, rtol=1e-7, atol=1e-9)
