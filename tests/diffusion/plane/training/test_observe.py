"""What is shown of a training: looking changes nothing, the numbers are true, the goal is reached."""

import numpy as np
import pytest
from scipy import stats
from scipy.stats import wasserstein_distance

from explainer.diffusion.plane import samplers, targets
from explainer.diffusion.plane.clock import Clock
from explainer.diffusion.plane.distance import Judge
from explainer.diffusion.plane.training import observe
from explainer.diffusion.plane.training.denoiser import CUT, Denoiser
from explainer.diffusion.plane.training.observe import CELLS, Ground, Observer
from explainer.diffusion.plane.training.options import Options
from explainer.diffusion.plane.training.training import Training
from explainer.diffusion.plane.training.weights import noise_error, weights
from explainer.diffusion.schedule import SCHEDULES, make
from explainer.maths.toy2d import cloud

DATA = cloud("moons")


def test_looking_at_a_training_does_not_change_it():
    small = Options(width=8, batch=16, T=50)
    watched, alone = Training(DATA, small), Training(DATA, small)
    observer = Observer(Ground(DATA, watched.clock))
    for _ in range(30):
        watched.next_line()
        observer.frame(watched)
    while alone.step < watched.step:
        alone.advance()
    assert watched.model.net.theta.tobytes() == alone.model.net.theta.tobytes()


def test_the_goal_is_reached_within_the_steps_of_a_few_seconds():
    training = Training(DATA)
    observer = Observer(Ground(DATA, training.clock))
    first = observer.frame(training)
    while training.step < 12_000:
        training.advance()
    last = observer.frame(training)
    floor = observer.ground.judge.floor
    assert first.sw > 8 * floor and last.sw < 2 * floor
    assert min(last.sw, *more(training, observer)) <= observe.GOAL * floor
    best, guess = observe.known_losses(observer.ground, "eps", training.weights, np.random.default_rng(1))
    assert best * 0.93 < last.loss < best * 1.15 < guess
    near = np.linalg.norm(observer.ground.anchors, axis=1) < 1.0
    middle = [i for i, t in enumerate(observer.ground.knots) if 300 < t < 1000]
    error = last.error.reshape(len(last.error), -1)
    assert error[middle][:, near].mean() < 0.1


def more(training, observer):
    """Distances a few thousand steps later."""
    for _ in range(4):
        for _ in range(1000):
            training.advance()
        yield observer.frame(training).sw


@pytest.mark.parametrize("T", [1, 2, 4000])
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_schedule_has_frames_of_numbers(schedule, T):
    training = Training(DATA, Options(schedule=schedule, T=T, width=4, batch=4, target="v"))
    training.advance()
    frame = Observer(Ground(DATA, training.clock)).frame(training)
    assert frame.finite and np.isfinite(frame.error).all() and np.isfinite(frame.sw)
    assert len(frame.points) == len(frame.arrows) == len(frame.error)


def test_the_field_of_a_perfect_network_has_no_error_and_the_judge_no_complaint():
    class Perfect:
        def __init__(self, ground):
            self.noise = ground.mixture.noise
            self.at = dict(zip(ground.knots.tolist(), samplers.levels(ground.clock, ground.knots), strict=True))
            self.at[1] = samplers.levels(ground.clock, np.array([1]))[0]

        def eps(self, x, t):
            return np.concatenate([self.noise(x[i : i + 1], *self.at[int(t[i])]) for i in range(len(x))])

    training = Training(DATA, Options(width=4))
    ground = Ground(DATA, training.clock)
    training.mean = Perfect(ground)
    frame = Observer(ground).frame(training)
    assert frame.error.max() < 1e-12
    assert frame.sw < 1.5 * ground.judge.floor


def test_the_error_over_t_is_a_mean_over_the_square_and_a_mean_under_p_t():
    """Weights by SciPy's densities of the noised mixture."""
    ground = Ground(DATA, Training(DATA).clock)
    error = np.random.default_rng(0).uniform(0, 2, (len(ground.knots), CELLS, CELLS))
    everywhere, where_data_are = ground.over_t(error)
    for k in (0, 4, len(ground.knots) - 1):
        ((a, s),) = samplers.levels(ground.clock, np.maximum(ground.knots[k : k + 1], 1))
        mixture, std = ground.mixture, np.sqrt(a * a * ground.mixture.variance + s * s)
        bells = stats.norm.pdf(ground.anchors[:, None], a * mixture.centres, std)
        density = bells.prod(-1).mean(-1)
        square = error[k].ravel() ** 2
        assert everywhere[k] == pytest.approx(np.mean(square))
        assert where_data_are[k] == pytest.approx((density * square).sum() / density.sum(), rel=1e-6)


@pytest.mark.parametrize("target", ["eps", "x0", "v"])
def test_a_network_says_the_same_noise_whatever_its_target(target):
    """One that says the exact target; converted, it is the exact ε̂, but for x̂_0 that is cut."""
    clock, mixture = Clock(make("linear", 1000)), Ground(DATA, Clock(make("linear", 1000))).mixture
    model = Denoiser(clock, target, 4, 1, np.random.default_rng(0), np.float64)
    x = np.random.default_rng(1).standard_normal((50, 2))
    for t in (1, 40, 400):
        a, s = float(clock.signal(t)), float(clock.sigma(t))
        exact = targets.converted("eps", target, mixture.noise(x, a, s), x, a, s)
        said = exact - model.guess(x, a, s)
        model.net = lambda _, said=said: said
        np.testing.assert_allclose(model.eps(x, t), mixture.noise(x, a, s), rtol=1e-9, atol=1e-9)
        x0 = np.clip(mixture.denoised(x, a, s), -CUT, CUT)
        np.testing.assert_allclose(a * x0 + s * model.noise(x, a, s), x, atol=1e-12)


def test_errors_of_the_targets_stand_in_the_stated_ratio():
    rng = np.random.default_rng(2)
    x0, eps, off = rng.standard_normal((3, 40, 2))
    for bar in (0.9, 0.3):
        a, s = np.sqrt(bar), np.sqrt(1 - bar)
        xt = a * x0 + s * eps
        for target in ("eps", "x0", "v"):
            true, said = (targets.converted("eps", target, e, xt, a, s) for e in (eps, eps + off))
            ratio = ((true - said) ** 2).sum() / (off**2).sum()
            assert noise_error(target, np.array([bar]))[0] == pytest.approx(ratio)


def test_weights_have_mean_1_and_make_the_same_loss_for_every_target():
    for name in ("linear", "cosine"):
        schedule = make(name, 100)
        bar = schedule.alpha_bar[1:]
        for weighting in ("simple", "bound", "min-snr"):
            for target in ("eps", "x0", "v"):
                found = weights(weighting, target, schedule)
                assert found[1:].mean() == pytest.approx(1) and found[0] == 0
                if weighting == "simple":
                    assert (found[1:] == 1).all()
                    continue
                on_eps = found[1:] * noise_error(target, bar)  # times ‖ε − ε̂‖² is the loss
                known = (
                    schedule.beta[1:] ** 2 / (2 * schedule.beta[1:] * schedule.alpha[1:] * (1 - bar))
                    if weighting == "bound"
                    else np.minimum(schedule.snr[1:], 5) * (1 - bar) / bar
                )
                np.testing.assert_allclose(on_eps / on_eps[20], known / known[20], rtol=1e-6)


def test_known_losses_are_those_of_plain_monte_carlo():
    clock = Clock(make("linear", 200))
    ground, rng = Ground(cloud("8-gaussians"), clock), np.random.default_rng(3)
    for target, weighting in (("eps", "simple"), ("v", "min-snr")):
        weighed = weights(weighting, target, clock.schedule)
        best, guess = observe.known_losses(ground, target, weighed, rng)
        losses = []
        for t in rng.integers(1, 201, 3000):
            x0, eps = ground.data.sample(4, rng), rng.standard_normal((4, 2))
            a, s = np.sqrt(clock.schedule.alpha_bar[t]), np.sqrt(1 - clock.schedule.alpha_bar[t])
            xt = a * x0 + s * eps
            true = targets.of_pair(target, x0, eps, a, s)
            exact = targets.converted("eps", target, ground.mixture.noise(xt, a, s), xt, a, s)
            losses.append([weighed[t] * ((true - said) ** 2).sum(1).mean() for said in (exact, s * xt)][:1])
        assert best == pytest.approx(np.mean(losses), rel=0.1) and guess > best


def test_the_judge_is_the_mean_of_scipys_distances_and_knows_its_floor():
    judge, rng = Judge(DATA, 500, directions=4), np.random.default_rng(6)
    real = DATA.sample(20_000, rng)
    for shift in (0.0, 0.3):
        x = DATA.sample(500, rng) + [shift, 0]
        angles = np.pi * (np.arange(4) + 0.5) / 4
        scipys = [wasserstein_distance(x @ (np.cos(a), np.sin(a)), real @ (np.cos(a), np.sin(a))) for a in angles]
        assert judge(x) == pytest.approx(np.mean(scipys), rel=0.1, abs=0.004)
    far = judge(DATA.sample(20_000, rng) + [3.0, 0])
    assert far == pytest.approx(3 * np.mean(np.abs(np.cos(angles))), rel=0.01)
    floors = [judge(DATA.sample(500, rng)) for _ in range(30)]
    assert judge.floor == pytest.approx(np.mean(floors), rel=0.3)
