"""One network for many x: its hand-made gradients, its bars, and the gap that it leaves."""

import numpy as np
import pytest
import torch

from explainer.variational.families.one_number import Gaussian
from explainer.variational.posteriors.theory import posterior, terms
from explainer.variational.search.amortised import backward, cases, elbo_slope, encode, initial, train

ONE = ("gaussian", "coin", "logistic", "clusters")


@pytest.mark.parametrize("hidden", [0, 1, 7])
def test_hand_gradients_of_the_network_equal_autograd(hidden):
    rng = np.random.default_rng(0)
    theta = initial(hidden, rng) + rng.normal(0, 0.3, len(initial(hidden, rng)))
    u, slope = rng.normal(size=9), rng.normal(size=(9, 2))
    out, cache = encode(theta, u, hidden)
    row = torch.tensor(theta, requires_grad=True)
    x = torch.tensor(u)[:, None]
    if hidden:
        first, bias, second, last = row.split([hidden, hidden, 2 * hidden, 2])
        theirs = torch.tanh(x * first + bias) @ second.reshape(hidden, 2) + last
    else:
        theirs = x * row[:2] + row[2:]
    (theirs * torch.tensor(slope)).sum().backward()
    assert out == pytest.approx(theirs.detach().numpy(), abs=1e-12)
    assert backward(theta, cache, slope, hidden) == pytest.approx(row.grad.numpy(), abs=1e-12)


@pytest.mark.parametrize("name", ONE)
def test_each_x_has_the_elbo_of_its_own_bars_and_its_slope(name):
    group = cases(name, 9)
    posts = [posterior(group.model, data) for data in group.data]
    mean, std = np.linspace(-2, 3, len(posts)), np.geomspace(0.2, 2.5, len(posts))
    value, slope = elbo_slope(group, posts, mean, std)
    bars = [terms(p, Gaussian(m, s)).elbo for p, m, s in zip(posts, mean, std, strict=True)]
    assert value == pytest.approx(np.array(bars), abs=1e-9)
    h = 1e-5
    for axis, (dm, ds) in enumerate(((h, 0), (0, h))):
        up, down = (elbo_slope(group, posts, mean + s * dm, std * np.exp(s * ds))[0] for s in (1, -1))
        assert slope[:, axis] == pytest.approx((up - down) / (2 * h), abs=1e-5)


def test_a_straight_line_is_all_that_the_conjugate_model_needs():
    # The posterior's mean is linear in x and its width the same for every x.
    *_, last = train(cases("gaussian", 11), hidden=0, kind="exact", rate=0.05, steps=600)
    assert np.abs(last.family_gap).max() < 1e-10
    assert last.amortisation_gap.max() < 1e-4
    assert last.mean == pytest.approx(last.xs * 4 / 5, abs=0.02)
    assert last.std == pytest.approx(np.full(11, 0.8**0.5), abs=0.02)


@pytest.mark.parametrize("name", ONE)
@pytest.mark.parametrize("kind", ["exact", "pathwise"])
def test_the_gap_splits_in_two_parts_that_are_never_negative_and_training_closes_one(name, kind):
    path = list(train(cases(name, 15), hidden=8, kind=kind, rate=0.03, steps=120))
    first, last = path[0], path[-1]
    assert len(path) == 121 and last.words and not last.diverged
    for step in (first, last):
        assert step.amortisation_gap.min() > -1e-8 and step.family_gap.min() > -1e-9
        total = step.log_evidence - step.elbo
        assert step.amortisation_gap + step.family_gap == pytest.approx(total)
    assert last.amortisation_gap.mean() < 0.5 * first.amortisation_gap.mean()


def test_more_hidden_units_shrink_the_gap_where_a_line_is_too_stiff():
    ends = {}
    for hidden in (0, 16):
        *_, last = train(cases("logistic", 15), hidden=hidden, kind="exact", rate=0.03, steps=400)
        ends[hidden] = last.amortisation_gap.mean()
    assert ends[16] < 0.2 * ends[0]


def test_training_follows_its_seed():
    runs = [[step.elbo.mean() for step in train(cases("coin"), steps=5, seed=seed)] for seed in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]


def test_a_rate_too_high_ends_in_words_with_the_last_good_step():
    path = list(train(cases("gaussian", 9), rate=10, steps=50))
    assert path[-1].diverged and "the rate 10" in path[-1].words
    assert (path[-1].mean == path[-2].mean).all() and np.isfinite(path[-1].elbo).all()


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: cases("banana"), "model is 'banana'; allowed are gaussian, coin, logistic, clusters"),
        (lambda: cases("coin", 1), "the number of x is 1; allowed is a whole number from 2 to 200"),
        (lambda: train(cases("coin"), hidden=65), "hidden units is 65"),
        (lambda: train(cases("coin"), kind="score"), "gradient is 'score'; allowed are exact, pathwise"),
        (lambda: train(cases("coin"), rate=100), "the rate is 100; allowed is a number from 1e-06 to 10"),
        (lambda: train(cases("coin"), steps=0), "steps is 0"),
    ],
)
def test_bad_arguments_are_refused_at_the_call(call, words):
    with pytest.raises(ValueError, match=words):
        call()
