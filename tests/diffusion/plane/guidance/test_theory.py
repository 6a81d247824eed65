"""Guided densities by SciPy's quadrature and known weights, guided noise by finite differences."""

import numpy as np
import pytest
from page import unpacked
from scipy.integrate import dblquad

from explainer.diffusion.plane.answers import clock
from explainer.diffusion.plane.guidance import answers, theory
from explainer.maths.arguments import BadArgument

BLOBS = theory.labelled("overlap")
A, S = 0.8, 0.6
AXIS = np.linspace(-4, 4, 321)


def unnormalised(x, y, w):
    at = np.array([[x, y]])
    return float(np.exp((1 + w) * BLOBS.wanted.log_density(at, A, S) - w * BLOBS.whole.log_density(at, A, S))[0])


@pytest.mark.parametrize("w", [-0.5, 2.0])
def test_the_density_is_that_of_quadrature(w):
    total = dblquad(lambda y, x: unnormalised(x, y, w), -4, 4, -4, 4, epsabs=1e-5, epsrel=1e-5)[0]
    density = theory.tilted(BLOBS, w, AXIS, A, S)
    assert density[170, 200] == pytest.approx(unnormalised(AXIS[200], AXIS[170], w) / total, rel=1e-4)
    assert density.sum() * (AXIS[1] - AXIS[0]) ** 2 == pytest.approx(1)


def test_minus_one_is_all_data_and_zero_the_class():
    np.testing.assert_allclose(theory.tilted(BLOBS, -1, AXIS, A, S), BLOBS.whole.on_grid(AXIS, A, S), atol=1e-6)
    np.testing.assert_allclose(theory.tilted(BLOBS, 0, AXIS, A, S), BLOBS.wanted.on_grid(AXIS, A, S), atol=1e-6)


def test_guided_noise_is_the_slope_of_the_tilted_density():
    w, x, h = 3.0, np.array([[0.3, -0.2]]), 1e-5
    slope = [
        (np.log(unnormalised(*(x[0] + step), w)) - np.log(unnormalised(*(x[0] - step), w))) / (2 * h)
        for step in h * np.eye(2)
    ]
    np.testing.assert_allclose(BLOBS.noise(w)(x, A, S)[0], -S * np.array(slope), rtol=1e-6)


def test_points_led_by_minus_one_and_zero_are_those_of_the_data_and_the_class():
    start = np.random.default_rng(1).standard_normal((2000, 2))
    for w, part in ((-1.0, BLOBS.whole), (0.0, BLOBS.wanted)):
        end = theory.led(BLOBS, clock("linear", 1000), start, w)
        np.testing.assert_allclose(end.mean(0), part.centres.mean(0), atol=0.05)
        cov = part.centres.T @ part.centres / len(part.centres) - np.outer(*[part.centres.mean(0)] * 2)
        np.testing.assert_allclose(np.cov(end.T), cov + part.variance * np.eye(2), atol=0.05)


def test_the_class_s_own_points_are_one_in_a_hundred_beyond_and_far_ones_all():
    real = BLOBS.wanted.centres[0] + 0.4 * np.random.default_rng(2).standard_normal((4000, 2))
    own, far = theory.measures(BLOBS, real, np.stack([real, real + [5, 0]]))
    assert (own.beyond, own.spread) == pytest.approx((0.01, 1.0), abs=1e-3)
    assert far.beyond == 1


@pytest.mark.parametrize("name", theory.KINDS)
def test_more_guidance_is_narrower_and_leaves_blobs_but_not_the_thin_moon(name):
    led, zero = answers.led(name), list(answers.WEIGHTS).index(0)
    ends = unpacked(led["ends"]).astype(float)
    assert ends.shape == (len(answers.WEIGHTS), answers.LED, 2)
    assert ends[-1].var(0).sum() < ends[zero].var(0).sum()
    assert led["beyond"][zero] < 0.03
    assert (led["beyond"][-1] > 0.3) == (name != "moons")


@pytest.mark.parametrize("w", [-1.1, 9, float("nan")])
def test_weights_outside_are_refused(w):
    with pytest.raises(BadArgument) as refused:
        BLOBS.noise(w)
    assert refused.value.argument == "w"
    with pytest.raises(BadArgument) as refused:
        answers.tilted("overlap", -3)
    assert refused.value.argument == "level"
