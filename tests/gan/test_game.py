"""The game: the same seed the same bits, settings under way, trouble in words, saved and gone on."""

from dataclasses import fields
from math import inf

import numpy as np
import pytest

from explainer.gan import stored
from explainer.gan.game import MAX_STEPS, Game, play
from explainer.gan.observe import Observer
from explainer.gan.settings import CAPS, FIXED, Settings
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import Cloud, cloud, own_points

DATA = cloud("8-gaussians")
SMALL = Settings(width_g=8, width_d=8, batch=16, seed=4)


def arrays_of(frame):
    named = {f.name: getattr(frame, f.name) for f in fields(frame)}
    return {name: a for name, a in named.items() if isinstance(a, np.ndarray)}


def test_the_same_seed_gives_the_same_run_bit_for_bit():
    for settings in (SMALL, SMALL.changed(loss="wasserstein", spectral_norm=True, noise="uniform", r1=0.1)):
        one, two = (list(play(Game(DATA, settings), 60, 20, inf)) for _ in range(2))
        assert [f.step for f in one] == [0, 20, 40, 60]
        for a, b in zip(one, two, strict=True):
            for (name, x), y in zip(arrays_of(a).items(), arrays_of(b).values(), strict=True):
                assert x.tobytes() == y.tobytes(), name
            assert (a.v, a.js, a.d_loss, a.g_grad) == (b.v, b.js, b.d_loss, b.g_grad)


def test_another_seed_gives_another_run():
    one, two = (Game(DATA, SMALL.changed(seed=seed)) for seed in (1, 2))
    assert not np.array_equal(one.g.theta, two.g.theta)


def test_looking_at_a_game_does_not_change_it():
    watched, alone = Game(DATA, SMALL), Game(DATA, SMALL)
    for _ in play(watched, 50, every=1):
        pass
    for _ in range(50):
        alone.step_both()
    assert watched.g.theta.tobytes() == alone.g.theta.tobytes()
    assert watched.d.theta.tobytes() == alone.d.theta.tobytes()


def test_a_wider_d_leaves_gs_start_and_the_data_as_they_were():
    one, two = Game(DATA, SMALL), Game(DATA, SMALL.changed(width_d=20))
    assert one.g.theta.tobytes() == two.g.theta.tobytes()
    assert one.noise(5).tobytes() == two.noise(5).tobytes()


def test_steps_of_one_player_leave_the_other_alone_and_k_counts():
    game = Game(DATA, SMALL.changed(d_steps=3))
    g, d = game.g.theta.copy(), game.d.theta.copy()
    game.step_d()
    assert np.array_equal(game.g.theta, g) and not np.array_equal(game.d.theta, d)
    d = game.d.theta.copy()
    game.step_g()
    assert np.array_equal(game.d.theta, d) and not np.array_equal(game.g.theta, g)
    game.step_both()
    assert (game.d_moves.steps, game.g_moves.steps, game.step) == (4, 2, 1)


def test_a_step_of_d_lowers_its_loss_and_one_of_g_lowers_its_own():
    game, observer = Game(DATA, Settings(batch=256, rate_d=2e-4, rate_g=2e-4)), Observer(DATA, Settings())
    losses = []
    for _ in range(30):
        before = observer.frame(game)
        game.step_d()
        between = observer.frame(game)
        game.step_g()
        losses.append((between.d_loss - before.d_loss, observer.frame(game).g_loss - between.g_loss))
    assert (np.mean(losses, axis=0) < 0).all() and (np.array(losses)[0] < 0).all()


def test_settings_change_while_it_runs_and_take_effect_at_once():
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


@pytest.mark.parametrize("name", FIXED)
def test_what_shapes_the_networks_needs_a_new_game(name):
    game = Game(DATA, SMALL)
    other = {"noise": "uniform", "activation_g": "leaky", "activation_d": "leaky"}.get(name, 3)
    with pytest.raises(BadArgument, match="cannot change while the game runs; reset it first"):
        game.change(**{name: other})
    game.change(**{name: getattr(SMALL, name)})


def test_other_data_of_the_same_dimension_may_come_in_and_the_frames_follow():
    game = Game(DATA, SMALL)
    steps = play(game, 20, 10, inf)
    assert next(steps).of_modes == 8
    game.change(data=cloud("ring"))
    assert next(steps).of_modes is None
    with pytest.raises(BadArgument, match="the data have 1 dimensions; this game has 2"):
        game.change(data=Cloud("line", np.zeros((1, 1)), 0.1))


@pytest.mark.parametrize(
    ("settings", "cause"),
    [
        (
            Settings(optimiser="sgd", loss="least-squares", rate_d=1.0, rate_g=1.0, activation_d="leaky"),
            "The discriminator's learning rate is 1: each step leaps",
        ),
        (
            Settings(optimiser="sgd", r1=100.0, rate_d=0.04, loss="minimax", activation_d="leaky"),
            "R1 with weight 100 at a rate of 0.04 overshoots",
        ),
    ],
)
def test_a_run_that_blows_up_says_so_and_stands_at_its_last_good_step(settings, cause):
    game = Game(DATA, settings)
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


def test_every_likely_cause_has_its_own_words():
    from explainer.gan import trouble

    base = {"rate_d": 1e-3, "rate_g": 1e-3}
    settings = [
        Settings(**base, loss="wasserstein", gradient_penalty=0.0),
        Settings(**base, loss="least-squares", optimiser="sgd"),
        Settings(rate_g=0.5),
        Settings(**base),
    ]
    starts = ["No penalty holds", "The squares' slope", "The generator's learning rate is 0.5", "The two"]
    for s, start in zip(settings, starts, strict=True):
        assert trouble.cause(Game(DATA, s)).startswith(start)


def test_slow_steps_still_give_frames_in_time():
    frames = list(play(Game(DATA, SMALL), 30, every=1000, seconds=0.0))
    assert [f.step for f in frames] == list(range(31))


def test_a_saved_game_goes_on_bit_for_bit_through_text_too():
    settings = SMALL.changed(spectral_norm=True, loss="wasserstein")
    straight, kept = Game(DATA, settings), Game(DATA, settings)
    for _ in range(15):
        straight.step_both()
        kept.step_both()
    resumed = stored.load(stored.dump(kept.save()), DATA)
    for _ in range(15):
        straight.step_both()
        resumed.step_both()
    assert resumed.step == 30 and resumed.settings == settings
    assert straight.g.theta.tobytes() == resumed.g.theta.tobytes()
    assert straight.d.theta.tobytes() == resumed.d.theta.tobytes()


def edited(**changes):
    import json

    told = json.loads(stored.dump(Game(DATA, SMALL).save()))
    for key, value in changes.items():
        part = told
        *outer, last = key.split("__")
        for name in outer:
            part = part[name]
        part[last] = value
    return json.dumps(told)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ("[1]", "it is not of version 1"),
        (None, "allowed is text"),
        (edited(version=2), "it is not of version 1"),
        (edited(settings__extra=1), "its settings are not those"),
        (edited(settings__width_g=9), "g has 456 bytes; its networks need 548"),
        (
            edited(settings__width_g=10_000),
            "the generator's width is 10000; allowed is a whole number from 1",
        ),
        (edited(arrays__g="!"), "g is no base64"),
        (edited(arrays__d=None), "d is no base64"),
        (edited(arrays=[]), "it holds no arrays"),
        (edited(step=-1), "a count is -1"),
        (edited(counts=[1, 2.5]), r"a count is 2\.5"),
        (edited(counts=3), "count the steps of both"),
        (edited(rng__state={"state": "1", "inc": "2"}), "the state of its draws is none"),
        (edited(rng=None), "the state of its draws is none"),
    ],
)
def test_a_saved_game_that_is_none_is_refused_in_words(text, sentence):
    with pytest.raises(BadArgument, match=sentence):
        stored.load(text, DATA)


@pytest.mark.parametrize(("name", "caps"), CAPS.items())
def test_every_number_has_caps_that_are_told(name, caps):
    low, high = caps
    for good in caps:
        assert getattr(Settings(**{name: good}), name) == good
    for bad in (
        low - 1,
        high + 1,
        float("nan"),
        "many",
        None,
        True,
        *([2.5] if isinstance(low, int) else []),
    ):
        with pytest.raises(BadArgument) as refused:
            Settings(**{name: bad})
        assert refused.value.argument == name
        assert repr(bad) in str(refused.value) and f"{high:,g}" in str(refused.value)


@pytest.mark.parametrize("name", ["loss", "noise", "optimiser", "activation_g", "activation_d", "spectral_norm"])
def test_every_choice_names_what_is_allowed(name):
    with pytest.raises(BadArgument, match=r"is 'cat'; allowed are (\w|-)+") as refused:
        Settings(**{name: "cat"})
    assert refused.value.argument == name


def test_an_unknown_setting_is_named_and_settings_survive_a_link():
    with pytest.raises(BadArgument, match="there is no setting 'colour'; there are loss, width_g"):
        SMALL.changed(colour=1)
    assert Settings(**SMALL.plain()) == SMALL


@pytest.mark.parametrize(("steps", "every"), [(-1, 1), (MAX_STEPS + 1, 1), (2.5, 1), (5, 0), (5, "a")])
def test_a_run_is_bounded(steps, every):
    with pytest.raises(BadArgument, match="allowed"):
        next(play(Game(DATA, SMALL), steps, every))


@pytest.mark.parametrize("noise_dim", [1, 2, 3])
@pytest.mark.parametrize("noise", ["normal", "uniform"])
def test_every_kind_of_noise_and_own_points_play(noise, noise_dim):
    data, _ = own_points([[0, 0], [1e9, 3e8], [5e8, 1e9]])
    frames = list(play(Game(data, SMALL.changed(noise=noise, noise_dim=noise_dim)), 4, 2))
    assert frames[-1].trouble is None and frames[-1].points.shape == (256, 2)
    shape = {1: (17, 2), 2: (17, 17, 2)}.get(noise_dim)
    assert (frames[-1].grid.shape if shape else frames[-1].grid) == shape
