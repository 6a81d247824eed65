"""What the talks say beside a figure is so: numbers and answers, computed anew at the stop's own settings."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, optimize, stats

import app
from explainer.kit import language, talks
from explainer.kit.figure import figures

ASSETS = Path(__file__).parents[1] / "assets"
T = 1000
TALKS = {talk.name: talk for talk in talks.shipped(talks.known(figures(app.demo)))}
STOPS = [stop for talk in TALKS.values() for stop in talk.stops]


def said(words: str) -> talks.Stop:
    """The stop that says this, whose settings are the defaults but for its link's."""
    return next(stop for stop in STOPS if words in f"{stop.say} {stop.question} {stop.answer}")


def alpha_bar() -> np.ndarray:
    """ᾱ of the cosine schedule of 1,000 steps, β cut at 0.999, (T + 1,)."""
    f = np.cos((np.arange(T + 1) / T + 0.008) / 1.008 * np.pi / 2) ** 2
    return np.cumprod(np.r_[1.0, 1 - np.minimum(1 - f[1:] / f[:-1], 0.999)])


def test_the_answer_to_a_choice_begins_with_the_right_one_in_each_language():
    for stop in STOPS:
        if stop.choices:
            (right,) = [one for one in stop.choices if stop.answer.lower().startswith(one.lower())]
            for code in set(language.offered()) - {"en"}:
                words = language.catalogue(code).text
                assert words(stop.answer).lower().startswith(words(right).lower()), stop.answer


def test_half_of_the_bound_and_half_of_the_loss_lie_where_the_stop_says():
    assert said("at t ≤ 13").say.count("t ≤ 203") == 1 and said("at t ≤ 13").raw == {}
    a = alpha_bar()
    with np.load(ASSETS / "bound" / "unet-mnist.npz") as stored:
        error = stored["square"].astype(float).mean(0) * a[1:] / (1 - a[1:])  # of ε, from that of x̂_0
    alpha = a[1:] / a[:-1]
    tilde = (1 - a[:-1]) / (1 - a[1:]) * (1 - alpha)
    terms = np.r_[0.0, (error * (1 - alpha) ** 2 / (2 * np.maximum(tilde, 1e-30) * alpha * (1 - a[1:])))[1:]]
    for values, half in ((terms, 13), (error, 203)):
        share = np.cumsum(values) / values.sum()
        assert share[half - 2] < 0.5 <= share[half - 1]


def test_the_bits_of_the_opening_digit_are_paid_where_the_stops_say():
    stop = said("Four fifths of the bits are paid at t ≤ 100, more than a quarter at t = 1 alone")
    from explainer.diffusion.bound import shown
    from explainer.diffusion.bound.measured.settings import NETWORK, SIGMA
    from explainer.diffusion.bound.sigmas import SIGMAS

    assert stop.raw == {} and (NETWORK.value, SIGMA.value) == ("unet-mnist-bound", "learned")
    row = shown.MEASURED[NETWORK.value].index("digit-3")
    with np.load(ASSETS / "bound" / "unet-mnist-bound.npz") as stored:
        bits = stored["bits_1000"][row, list(SIGMAS).index("learned")].astype(float)
        square = stored["square"][row].astype(float)
    share = np.cumsum(bits) / bits.sum()
    assert 0.78 < share[99] < 0.84 and 0.25 < share[0] < 0.3
    assert "Two thirds of the bits" in said("within one per cent of x₀").say
    levels = 255 / 2 * np.sqrt(np.convolve(np.pad(square, 1, "edge"), [1 / 3] * 3, "valid"))
    near = int(np.argmax(levels > 2.55))  # steps within 1% of the 255 levels
    assert 0.62 < share[near - 1] < 0.72


def test_variety_falls_to_w_3_and_the_distance_from_real_digits_grows_all_the_way():
    assert "from w = 0 to w = 3" in said("Ask for a class").question
    with np.load(ASSETS / "reverse" / "guidance.npz") as made:
        w, accuracy, variety, distance = (made[key] for key in ("weights", "accuracy", "diversity", "frechet"))
    assert (accuracy[w >= 0.5] == 1).all() and accuracy[w < 0.5].max() < 1
    assert (np.diff(variety[w <= 3]) < 0).all() and (np.diff(variety[w >= 3]) > 0).all()
    assert (np.diff(distance) > 0).all()


def test_more_places_of_the_autoencoder_s_plane_are_far_from_every_digit():
    assert "11% of the places" in (answer := said("decode to no digit").answer) and "2% in the VAE's" in answer
    with np.load(ASSETS / "vae" / "lines.npz") as stored:
        autoencoder, vae = (stored["box_near"] > 0.2).mean(1)
    assert (round(100 * autoencoder), round(100 * vae)) == (11, 2)


def test_the_curve_with_the_factor_stays_at_1_and_both_stay_in_the_plot():
    assert said("Which curve stays at 1").answer.startswith("With √(1 − β)")
    from explainer.diffusion.forward import answers

    for steps in (10, 1000, 4000):
        beta, kept, grown = np.linspace(1e-4, 0.02, steps), 1.0, 1.0
        for b in beta:
            kept, grown = (1 - b) * kept + b, grown + b
        assert kept == pytest.approx(1)
        low, high = answers.variance("linear", steps, None, None, 0)["figure"]["layout"]["yaxis"]["range"]
        assert low <= kept and grown <= high


def test_a_thousand_walk_and_a_thousand_jump():
    from explainer.diffusion.forward.answers import RUNS

    assert "A thousand walks" in said("a thousand jumps").say and RUNS == 1000


def test_the_reverse_direction_is_the_smaller_one_wherever_q_is_the_narrow_one():
    assert said("if q is the narrow one").answer.startswith("D(p‖q)")
    from explainer.divergence.lessons.settings import ASYMMETRY

    scale, shift = ASYMMETRY
    for s in np.linspace(scale.minimum, 0.99, 40):
        for m in np.linspace(shift.minimum, shift.maximum, 7):
            forward = math.log(s) + (1 + m * m) / (2 * s * s) - 0.5
            reverse = -math.log(s) + (s * s + m * m) / 2 - 0.5
            assert forward > reverse


def test_the_way_round_is_shorter_than_the_way_straight():
    from explainer.divergence.lessons.settings import TRIANGLE

    assert said("the way round is shorter").raw == {}
    a, b, c = (one.value for one in TRIANGLE[:3])
    assert all(one.value == 1 for one in TRIANGLE[3:])
    assert ((b - a) ** 2 + (c - b) ** 2) / 2 < (c - a) ** 2 / 2


def test_twenty_dimensions_outlast_the_universe_on_any_computer():
    assert "universe" in said("twenty dimensions").answer
    points, a_second, age = 33**20, 1e12, 4.35e17
    assert points / a_second > age


def test_the_chain_of_the_first_screen_begins_with_noise_that_tells_nothing():
    assert said("How much of a digit").answer.startswith("None")
    recipe = json.loads((ASSETS / "reverse" / "manifest.json").read_text())["unet-mnist-mixed"]["recipe"]
    assert recipe["sampler"] == "ddpm"  # by DDIM the noise would settle every picture
    with np.load(ASSETS / "reverse" / "unet-mnist-mixed.npz") as stored:
        assert stored["t"][0] == T


def test_js_is_all_but_flat_where_the_stop_pulls_both_apart():
    stop = said("all but flat just below ln 2")
    distance = float(stop.raw["apart_distance"])

    def js(d: float) -> float:
        def term(x: float) -> float:
            p, q = stats.norm.pdf(x), stats.norm.pdf(x, d)
            return sum(0.5 * one * np.log(2 * one / (p + q)) for one in (p, q) if one > 0)

        return integrate.quad(term, -12, d + 12, limit=200, points=(0, d))[0]

    assert 0 < math.log(2) - js(distance) < 0.01
    assert 0 < (js(distance + 0.1) - js(distance)) / 0.1 < 0.01


def test_the_gan_covers_least_at_the_end_of_every_shipped_race():
    assert "Of each shipped race the GAN covers least" in next(
        figure.parts["caption"] for figure in figures(app.demo) if figure.parts["id"] == "families-figure"
    )
    for file in (ASSETS / "plane").glob("families-*.npz"):
        with np.load(file) as stored:
            vae, gan, diffusion = stored["coverage"][-1]
        assert gan < min(vae, diffusion)


def test_the_runs_of_the_program_do_what_their_presets_and_the_talk_say():
    assert "hardly a digit comes" in said("One thing changed").say

    def run(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        with np.load(ASSETS / "coding" / f"{name}.npz") as stored:
            return tuple(stored[key] for key in ("step", "loss", "read", "pictures"))

    reached = {name: run(name)[0][run(name)[2] >= 8][0] for name in ("minute", "v", "slides", "untold")}
    assert reached["minute"] < reached["v"] < reached["slides"] and reached["slides"] > 5 * reached["minute"]
    assert reached["untold"] <= 1.5 * reached["minute"]
    _, loss, read, _ = run("no-scaling")
    assert read.max() <= 2 and loss[-1] < min(run(name)[1][-1] for name in ("minute", "slides", "v", "untold"))
    assert run("two-steps")[2].max() < 8 and run("too-fast")[2].max() == 0
    with np.load(ASSETS / "coding" / "digits.npz") as stored:
        ink = (stored["pictures"] > 127).mean()
    assert (run("constant")[3][-1] > 127).mean() > 1.3 * ink > (run("minute")[3][-1] > 127).mean()


def test_grey_edges_cost_most_bits_and_the_background_next_to_none():
    assert "the grey edges of the strokes cost most" in said("Pixel by pixel").say
    from explainer.diffusion.bound import shown

    with np.load(ASSETS / "bound" / "unet-mnist-bound.npz") as stored:
        bits = stored["whole"][shown.MEASURED["unet-mnist-bound"].index("digit-3")]
    grey = shown.picture("digit-3")
    edge, ink, ground = (bits[mask].mean() for mask in ((grey > 0) & (grey < 230), grey >= 230, grey == 0))
    assert edge > 2 * ink and ground < 0.02 * edge


def test_the_score_function_s_error_grows_with_the_dimension_and_the_path_s_does_not():
    assert said("grows with the dimension; the path's does not").at == "reparameterization"
    rng, mu, sigma = np.random.default_rng(0), 0.3, 0.7
    spread = {}
    for dim in (1, 64):
        eps = rng.standard_normal((40_000, dim))
        z = mu + sigma * eps
        spread[dim] = (((z - 1) ** 2).sum(1) * eps[:, 0] / sigma).std(), (2 * (z[:, 0] - 1)).std()
    assert spread[64][0] > 10 * spread[1][0] and spread[64][1] == pytest.approx(spread[1][1], rel=0.05)


def test_answers_of_the_forward_section_hold_where_they_say_so():
    """Their condition matters: with few steps nearly all of the picture is left at T."""
    answers = " ".join(figure.parts["answer"] for figure in figures(app.demo) if figure.section == "forward")
    assert answers.count("T steps leave nothing of") == 2
    left = {steps: np.prod(1 - np.linspace(1e-4, 0.02, steps)) for steps in (10, 1000)}
    assert left[1000] < 1e-4 and left[10] > 0.9


def test_no_talk_promises_an_hour_that_it_does_not_take():
    assert not [stop.title for stop in STOPS if "In an hour" in stop.say]


def test_the_places_that_the_room_is_asked_for_are_where_the_answers_say():
    """The densities cross by root finding; the conjugate posterior of a normal by its textbook formula."""
    from explainer.gan.lab.answers import P
    from explainer.variational.posteriors.one_number import GaussianMean

    stop = said("equally high")
    assert stop.place and stop.raw == {}
    generated = stats.norm(-0.2, 0.8)

    def apart(x: float) -> float:
        return float(P.pdf(np.array([x]))[0] - generated.pdf(x))

    grid = np.linspace(-4, 4, 801)
    pairs = [(a, b) for a, b in zip(grid, grid[1:], strict=False) if apart(a) * apart(b) < 0]
    crossings = [optimize.brentq(apart, a, b) for a, b in pairs]
    words = ", ".join(f"{x:.1f}".replace("-", "−") for x in crossings[:-1])
    assert f"{words} and {crossings[-1]:.1f}" in stop.answer
    stop = said("how high? Tap there")
    assert stop.place and set(stop.raw) == {"q_mean", "q_std"}
    model, data = GaussianMean(), np.array(GaussianMean.EXAMPLE)
    assert (model.prior_mean, model.prior_std, model.noise_std) == (0, 2, 1)
    precision = 1 / 4 + len(data)
    assert f"z = {data.sum() / precision:.2f}, {math.sqrt(precision / (2 * math.pi)):.2f} high" in stop.answer
