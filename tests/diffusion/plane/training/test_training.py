"""Algorithm 1 as it runs: its gradient against autograd, its steps against torch, its state, its trouble."""

from math import inf

import numpy as np
import pytest
import torch

from explainer.diffusion.plane import targets
from explainer.diffusion.plane.training import stored
from explainer.diffusion.plane.training.observe import Ground, Observer
from explainer.diffusion.plane.training.options import FIXED, Options
from explainer.diffusion.plane.training.training import MOMENTUM, WINDOW, Training
from explainer.maths.arguments import BadArgument
from explainer.maths.nets import Optimiser
from explainer.maths.play import play
from explainer.maths.toy2d import cloud

DATA = cloud("moons")
SMALL = Options(width=8, batch=16, T=50, seed=4)


def of_torch(training: Training):
    """The same network in torch, in float64: parameters, and the function of the network's inputs."""
    net = training.model.net
    weights = [torch.tensor(w.copy(), requires_grad=True) for w in net.weights]
    biases = [torch.tensor(b.copy(), requires_grad=True) for b in net.biases]

    def forward(x):
        for w, b in zip(weights[:-1], biases[:-1], strict=True):
            x = torch.tanh(x @ w + b)
        return x @ weights[-1] + biases[-1]

    return weights, biases, forward


def loss_of_torch(training, forward, drawn):
    """‖target − output‖² weighed by t, from the paper's formulas alone."""
    x0, t, eps = (torch.from_numpy(a) for a in drawn)
    bar = torch.from_numpy(training.clock.schedule.alpha_bar)[t][:, None]
    xt = bar.sqrt() * x0 + (1 - bar).sqrt() * eps
    wanted, guess = {
        "eps": (eps, (1 - bar).sqrt() * xt),
        "x0": (x0, bar.sqrt() * xt),
        "v": (bar.sqrt() * eps - (1 - bar).sqrt() * x0, 0 * xt),
    }[training.options.target]
    said = guess + forward(torch.from_numpy(training.model.inputs(xt.numpy(), t.numpy())))
    return (torch.from_numpy(training.weights)[t] * (wanted - said).square().sum(1)).mean()


@pytest.mark.parametrize("weighting", ["simple", "bound", "min-snr"])
@pytest.mark.parametrize("target", ["eps", "x0", "v"])
def test_the_gradient_is_that_of_autograd(target, weighting):
    training = Training(DATA, SMALL.changed(target=target, weighting=weighting, depth=2), np.float64)
    training.model.net.theta[:] = np.random.default_rng(0).standard_normal(training.model.net.theta.size) / 3
    drawn = training.coming()
    x0, t, eps = drawn
    a, s = training.model.signal[t][:, None], training.model.sigma[t][:, None]
    loss = training.gradient(a * x0 + s * eps, t, targets.of_pair(target, x0, eps, a, s))
    weights, biases, forward = of_torch(training)
    found = loss_of_torch(training, forward, drawn)
    found.backward()
    assert loss == pytest.approx(found.item(), rel=1e-10)
    for ours, theirs in zip(
        training.model.net.d_weights + training.model.net.d_biases, weights + biases, strict=True
    ):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-8, atol=1e-12)


def test_twenty_steps_are_those_of_torch_with_its_adam_and_the_average_is_the_stated_one():
    training = Training(DATA, SMALL, np.float64)
    weights, biases, forward = of_torch(training)
    adam = torch.optim.Adam([*weights, *biases], SMALL.rate, betas=(MOMENTUM, Optimiser.DECAY))
    mean = training.model.net.theta.copy()
    for i in range(20):
        drawn = training.coming()
        adam.zero_grad()
        loss_of_torch(training, forward, drawn).backward()
        adam.step()
        training.advance()
        mean += (WINDOW + 1) / (i + WINDOW + 1) * (training.model.net.theta - mean)
    for ours, theirs in zip(
        training.model.net.weights + training.model.net.biases, weights + biases, strict=True
    ):
        np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(training.mean.net.theta, mean, rtol=1e-12)


def test_what_is_drawn_is_what_algorithm_1_says():
    training = Training(DATA, SMALL.changed(batch=1024, T=7))
    drawn = [training.draw() for _ in range(30)]
    x0, t, eps = (np.concatenate(part) for part in zip(*drawn, strict=True))
    assert set(t) == set(range(1, 8))
    share = np.bincount(t)[1:] / len(t)
    np.testing.assert_allclose(share, 1 / 7, atol=4 * np.sqrt(1 / 7 / len(t)))
    np.testing.assert_allclose(np.cov(eps.T), np.eye(2), atol=0.03)
    np.testing.assert_allclose(x0.mean(0), DATA.centres.mean(0), atol=0.02)


def test_five_lines_are_one_step_and_draw_what_it_draws():
    lined, whole = Training(DATA, SMALL), Training(DATA, SMALL)
    lines = []
    for _ in range(5):
        lined.next_line()
        lines.append(lined.line)
        if lined.line == 3:
            seen = lined.coming()
    drawn = whole.coming()
    whole.advance()
    assert lines == [1, 2, 3, 4, 1] and lined.step == 1
    assert lined.model.net.theta.tobytes() == whole.model.net.theta.tobytes()
    for ours, theirs in zip(seen, drawn, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_saved_training_goes_on_bit_for_bit_through_text_too():
    straight, halved = Training(DATA, SMALL), Training(DATA, SMALL)
    for _ in range(15):
        straight.advance()
        halved.advance()
    resumed = stored.load(stored.dump(halved.save()), DATA)
    for _ in range(15):
        straight.advance()
        resumed.advance()
    assert resumed.step == 30 and resumed.loss == straight.loss
    assert straight.model.net.theta.tobytes() == resumed.model.net.theta.tobytes()
    assert straight.mean.net.theta.tobytes() == resumed.mean.net.theta.tobytes()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text[:-1], "it is no JSON"),
        (lambda text: text.replace('"depth": 2', '"deep": 2'), "its settings are not those"),
        (lambda text: text.replace('"width": 8', '"width": 9'), "theta has"),
        (lambda text: text.replace('"line": 0', '"line": 9'), "its line is 9"),
        (lambda text: text.replace('"loss": 0.0', '"loss": NaN'), "its loss is nan"),
        (lambda text: text.replace('"schedule": "linear"', '"schedule": "none"'), "none"),
    ],
)
def test_a_saved_training_that_is_none_is_refused_in_words(change, sentence):
    with pytest.raises(BadArgument, match=sentence) as refused:
        stored.load(change(stored.dump(Training(DATA, SMALL).save())), DATA)
    assert refused.value.argument == "state"


def test_what_may_change_under_way_changes_and_the_rest_is_refused():
    training = Training(DATA, SMALL)
    training.change(rate=0.0, batch=32, weighting="min-snr")
    before = training.model.net.theta.copy()
    training.advance()
    assert np.array_equal(before, training.model.net.theta) and training.weights[1] != 1
    for name in FIXED:
        with pytest.raises(BadArgument, match="reset"):
            training.change(**{name: "cosine" if name == "schedule" else "v" if name == "target" else 3})


def test_a_rate_of_1000_is_said_in_words_and_the_last_good_step_is_kept():
    training = Training(DATA, SMALL.changed(rate=1000.0))
    frames = list(play(training, Observer(Ground(DATA, training.clock)), 5000, 1, inf))
    assert "The rate is 1000, so each step leaps" in frames[-1].trouble
    assert training.broken is None and np.isfinite(training.model.net.theta).all()
    assert training.step == frames[-1].step < 5000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate", -1.0),
        ("rate", inf),
        ("T", 0),
        ("T", 4001),
        ("width", 0),
        ("batch", 1),
        ("target", "y"),
        ("seed", 0.5),
    ],
)
def test_bad_options_are_named(name, value):
    with pytest.raises(BadArgument, match="allowed") as refused:
        Options(**{name: value})
    assert refused.value.argument == name
