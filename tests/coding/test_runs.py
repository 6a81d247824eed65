"""A training as frames, and as text: what is shown, when samples are drawn, how it goes on and breaks off."""

import json
from itertools import islice

import numpy as np
import pytest
import torch

from explainer.coding import ddpm, runs, stored
from explainer.maths.arguments import BadArgument

SMALL = ddpm.Settings(T=12, width=8, batch=4)


@pytest.fixture(autouse=True)
def few_digits(monkeypatch):
    pictures = torch.rand(30, 1, 28, 28, generator=torch.Generator().manual_seed(0)) * 2 - 1
    monkeypatch.setattr(runs, "digits", lambda: pictures)


def frames(settings=SMALL, count=14):
    training = runs.begun(settings)
    return training, list(islice(runs.play(training, runs.fresh(settings)), count))


def test_the_frames_are_those_of_the_bare_loop_and_the_bare_sampler():
    """Oracle: Training.step and sample called by hand, without a frame in between."""
    _, seen = frames()
    bare = ddpm.Training(runs.digits(), SMALL)
    losses = [bare.step() for _ in range(25)]
    means = [sum(losses[a:b]) / (b - a) for a, b in ((0, 10), (10, 20), (20, 25))]
    assert [frame.step for frame in seen[:3]] == [10, 20, 25]
    assert [frame.loss for frame in seen[:3]] == pytest.approx(means)
    chain = dict(ddpm.sample(bare.average, 16, bare.schedule, SMALL, runs.SEED))
    forming = seen[3:8]
    assert [frame.t for frame in forming] == [12, 9, 6, 3, 0] and all(frame.drawn == 25 for frame in forming)
    for frame in forming:
        expected = np.rint((chain[frame.t].clamp(-1, 1).numpy()[:, 0] + 1) * 127.5)
        assert np.abs(frame.pictures - expected).max() <= 1
    assert [frame.sampling for frame in forming] == [True] * 4 + [False] and forming[-1].finished
    assert not seen[8].finished and seen[8].step == 35


def test_frames_come_as_often_where_a_step_takes_longer():
    for batch, width, steps in ((4, 8, 10), (32, 32, 10), (64, 32, 5), (256, 48, 1)):
        assert runs.every(ddpm.Settings(batch=batch, width=width)) == steps


def test_samples_are_drawn_often_at_first_and_then_after_every_200_steps():
    assert [step for step in range(1, 1001) if runs.due(step)] == [25, 50, 100, 200, 400, 600, 800, 1000]


def test_before_the_first_step_there_is_noise_and_the_loss_of_the_answer_0():
    """Oracle: the target's mean square over many draws; the first network answers nearly 0."""
    for target in ("eps", "x0", "v"):
        settings = ddpm.Settings(T=12, width=8, target=target)
        x0, plan = runs.digits().repeat(200, 1, 1, 1), ddpm.Schedule(settings)
        g = torch.Generator().manual_seed(1)
        t, eps = torch.randint(1, 13, (len(x0),), generator=g), torch.randn(x0.shape, generator=g)
        drawn = ddpm.target(x0, t, eps, plan, target).square().mean().item()
        assert runs.answer_0(settings) == pytest.approx(drawn, rel=0.03)
    first = runs.fresh(SMALL)
    assert (first.step, first.t, first.read) == (0, 12, None) and 70 < first.pictures.std() < 100


def test_a_run_that_blows_up_ends_with_the_likely_cause_and_its_last_good_frame(monkeypatch):
    monkeypatch.setattr(runs, "BROKEN", 1e-9)
    _, seen = frames()
    assert len(seen) == 1 and seen[0].step == 0
    assert "blew up at step 1" in seen[0].trouble and "rate 0.002" in seen[0].trouble


def test_beginning_a_run_leaves_the_global_generator_as_it_was():
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    runs.begun(SMALL)
    assert torch.equal(before, torch.random.get_rng_state())


def test_a_run_goes_on_from_its_text_as_if_it_had_never_stopped():
    training, seen = frames()
    again, last = stored.load(stored.dump(training, seen[7]), SMALL)
    assert (again.steps, last.drawn, last.t) == (training.steps, 25, 0)
    np.testing.assert_array_equal(last.pictures, seen[7].pictures)
    losses = [[run.step() for _ in range(20)] for run in (training, again)]
    assert losses[1] == pytest.approx(losses[0], rel=2e-3)
    for mine, other in zip(again.average.parameters(), training.average.parameters(), strict=True):
        torch.testing.assert_close(mine, other, rtol=2e-2, atol=2e-3)


def test_the_widest_network_fits_into_a_message():
    wide = ddpm.Settings(width=runs.MAX_WIDTH)
    text = stored.dump(runs.begun(wide), runs.fresh(wide))
    assert len(text) < stored.MAX_CHARACTERS < 16_000_000


def spoiled(text: str, **changes) -> str:
    return json.dumps(json.loads(text) | changes)


@pytest.mark.parametrize(
    "spoil, why",
    [
        (lambda text: "{", "no JSON"),
        (lambda text: 7, "characters"),
        (lambda text: "x" * (stored.MAX_CHARACTERS + 1), "characters"),
        (lambda text: spoiled(text, version=0), "version"),
        (lambda text: spoiled(text, settings={}), "other settings"),
        (lambda text: spoiled(text, steps=-1), "steps"),
        (lambda text: spoiled(text, steps=10**9), "steps"),
        (lambda text: spoiled(text, frame=None), "last frame"),
        (lambda text: spoiled(text, frame={"loss": 0.1, "drawn": 99, "t": 0}), "drawn"),
        (lambda text: spoiled(text, pictures="AAAA"), "pictures has 3 bytes"),
        (lambda text: spoiled(text, arrays=[]), "no arrays"),
        (lambda text: spoiled(text, arrays={"weights": "ü"}), "weights is no base64"),
        (lambda text: spoiled(text, arrays={"weights": "AAAA"}), "weights has 3 bytes"),
    ],
)
def test_a_text_that_was_tampered_with_is_refused(spoil, why):
    training, seen = frames(count=3)
    with pytest.raises(BadArgument, match=why) as refused:
        stored.load(spoil(stored.dump(training, seen[-1])), SMALL)
    assert refused.value.argument == ""


def test_a_number_that_is_not_finite_is_refused():
    training, seen = frames(count=3)
    with torch.no_grad():
        training.model.last.bias.fill_(float("nan"))
    with pytest.raises(BadArgument, match="not finite"):
        stored.load(stored.dump(training, seen[-1]), SMALL)
