"""Playing: frames that repeat bit for bit, changes under way, trouble, and turns with other games."""

import threading
from dataclasses import fields
from math import inf

import numpy as np
import pytest

from explainer.gan.game.game import Game
from explainer.gan.game.options import Options
from explainer.gan.game.play import play
from explainer.maths.arguments import BadArgument
from explainer.maths.own_points import own_points
from explainer.maths.play import MAX_STEPS, Turns
from explainer.maths.toy2d import cloud

DATA = cloud("8-gaussians")
SMALL = Options(width_g=8, width_d=8, batch=16, seed=4)


def arrays_of(frame):
    named = {f.name: getattr(frame, f.name) for f in fields(frame)}
    return {name: a for name, a in named.items() if isinstance(a, np.ndarray)}


def test_the_same_seed_gives_the_same_run_bit_for_bit():
    for options in (SMALL, SMALL.changed(loss="wasserstein", spectral_norm=True, noise="uniform", r1=0.1)):
        one, two = (list(play(Game(DATA, options), 60, 20, inf)) for _ in range(2))
        assert [f.step for f in one] == [0, 20, 40, 60]
        for a, b in zip(one, two, strict=True):
            for (name, x), y in zip(arrays_of(a).items(), arrays_of(b).values(), strict=True):
                assert x.tobytes() == y.tobytes(), name
            assert (a.v, a.js, a.d_loss, a.g_grad) == (b.v, b.js, b.d_loss, b.g_grad)


def test_looking_at_a_game_does_not_change_it():
    watched, alone = Game(DATA, SMALL), Game(DATA, SMALL)
    for _ in play(watched, 50, every=1):
        pass
    for _ in range(50):
        alone.advance()
    assert watched.g.theta.tobytes() == alone.g.theta.tobytes()
    assert watched.d.theta.tobytes() == alone.d.theta.tobytes()


def test_options_change_while_it_runs_and_take_effect_at_once():
    game = Game(DATA, SMALL)
    steps = play(game, 30, 10, inf)
    next(steps), next(steps)
    game.change(optimiser="sgd", momentum=0.0, rate_g=0.0)
    frozen = game.g.theta.copy()
    third = next(steps)
    assert np.array_equal(game.g.theta, frozen) and third.v is not None
    game.change(loss="hinge", d_steps=2, optimiser="sgd", spectral_norm=True, batch=32, r1=0.5)
    last = next(steps)
    assert np.array_equal(game.g.theta, frozen) and last.v is None and last.step == 30
    assert game.d_moves.steps == 10 + 20 and game.d.spectral
    with pytest.raises(StopIteration):
        next(steps)


def test_slow_steps_still_give_frames_in_time():
    frames = list(play(Game(DATA, SMALL), 30, every=1000, seconds=0.0))
    assert [f.step for f in frames] == list(range(31))


@pytest.mark.parametrize(("steps", "every"), [(-1, 1), (MAX_STEPS + 1, 1), (2.5, 1), (5, 0), (5, "a")])
def test_a_run_is_bounded(steps, every):
    with pytest.raises(BadArgument, match="allowed"):
        next(play(Game(DATA, SMALL), steps, every))


@pytest.mark.parametrize("noise_dim", [1, 2, 3])
@pytest.mark.parametrize("noise", ["normal", "uniform"])
def test_every_kind_of_noise_and_own_points_play(noise, noise_dim):
    data, _ = own_points("0,0\n1e9,3e8\n5e8,1e9")
    frames = list(play(Game(data, SMALL.changed(noise=noise, noise_dim=noise_dim)), 4, 2))
    assert frames[-1].trouble is None and frames[-1].points.shape == (256, 2)
    shape = {1: (17, 2), 2: (17, 17, 2)}.get(noise_dim)
    assert (frames[-1].grid.shape if shape else frames[-1].grid) == shape


@pytest.mark.parametrize(
    ("options", "cause"),
    [
        (
            Options(optimiser="sgd", loss="least-squares", rate_d=1.0, rate_g=1.0, activation_d="leaky"),
            "The discriminator's learning rate is 1: each step leaps",
        ),
        (
            Options(optimiser="sgd", r1=100.0, rate_d=0.04, loss="minimax", activation_d="leaky"),
            "R1 with weight 100 at a rate of 0.04 overshoots",
        ),
    ],
)
def test_a_run_that_blows_up_says_so_and_stands_at_its_last_good_step(options, cause):
    game = Game(DATA, options)
    frames = list(play(game, 20_000, 5, inf))
    last, good = frames[-1], frames[-2]
    assert last.trouble.startswith("At step ") and cause in last.trouble
    assert "numbers ran out of range" in last.trouble
    assert all(f.trouble is None for f in frames[:-1])
    assert all(np.isfinite(a).all() for f in frames for a in arrays_of(f).values())
    assert game.step == good.step == last.step and game.broken is None
    assert np.isfinite(game.d.theta).all() and np.isfinite(game.g.theta).all()
    game.change(rate_d=1e-4, rate_g=1e-4, r1=0.0, optimiser="adam")
    assert list(play(game, 10, 10))[-1].step == good.step + 10


def test_turns_are_given_in_the_order_of_asking_and_one_at_a_time():
    turns, inside, order = Turns(), [], []

    def play(name):
        with turns:
            inside.append(name)
            order.append((name, len(inside)))
            inside.remove(name)

    threads = []
    with turns:
        for asked, name in enumerate("abcdef", start=2):
            threads.append(threading.Thread(target=play, args=(name,)))
            threads[-1].start()
            while turns._given < asked:
                pass
        assert not order  # they wait while this turn lasts
    for thread in threads:
        thread.join(5)
    assert order == [(name, 1) for name in "abcdef"]


def test_a_turn_that_ends_in_a_fault_is_given_back():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns:
        raise ZeroDivisionError
    next_one = threading.Thread(target=turns.__enter__, daemon=True)
    next_one.start()
    next_one.join(5)
    assert not next_one.is_alive()
