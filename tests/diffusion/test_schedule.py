import math

import numpy as np
import pytest
from diffusers import DDIMScheduler, DDPMScheduler
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from explainer.diffusion import schedule
from explainer.maths.arguments import BadArgument

OTHERS = {
    "linear": {"beta_schedule": "linear", "beta_start": 1e-4, "beta_end": 0.02},
    "cosine": {"beta_schedule": "squaredcos_cap_v2"},
    "sigmoid": {"beta_schedule": "sigmoid", "beta_start": 1e-4, "beta_end": 0.02},
    "constant": {"trained_betas": [0.01] * 1000},
}


@pytest.mark.parametrize(
    ("name", "library"),
    # DDIMScheduler has no sigmoid
    [(name, DDPMScheduler) for name in OTHERS] + [(name, DDIMScheduler) for name in OTHERS if name != "sigmoid"],
)
def test_schedules_are_those_of_diffusers(name, library):
    theirs = library(num_train_timesteps=1000, **OTHERS[name])
    ours = schedule.make(name)
    # diffusers keeps float32: β to its rounding, ᾱ to that of a thousand products
    np.testing.assert_allclose(ours.beta[1:], theirs.betas.numpy(), rtol=2e-6)
    np.testing.assert_allclose(ours.alpha_bar[1:], theirs.alphas_cumprod.numpy(), rtol=5e-4)


@pytest.mark.parametrize("name", schedule.SCHEDULES)
@pytest.mark.parametrize("T", [1, 2, 7, 1000])
def test_alpha_bar_is_the_product_of_alphas_at_fifty_digits(name, T):
    ours = schedule.make(name, T)
    with mp.workdps(50):
        product = mpf(1)
        for t in range(T + 1):
            product *= 1 - mpf(float(ours.beta[t]))
            assert ours.alpha_bar[t] == pytest.approx(float(product), rel=1e-12)


def test_cosine_is_the_paper_s_curve_where_beta_is_not_capped():
    ours = schedule.cosine(1000)
    for t in (1, 10, 500, 990):
        angle = [(u / 1000 + 0.008) / 1.008 * math.pi / 2 for u in (t, 0)]
        expected = math.cos(angle[0]) ** 2 / math.cos(angle[1]) ** 2
        assert ours.alpha_bar[t] == pytest.approx(expected, rel=1e-9)
    assert ours.beta.max() == 0.999


@given(
    name=st.sampled_from(sorted(schedule.SCHEDULES)),
    T=st.integers(1, 4000),
    ends=st.tuples(st.floats(1e-6, 0.9), st.floats(1e-6, 0.9)).map(sorted),
)
def test_the_picture_only_ever_fades(name, T, ends):
    if T == 1:  # its one step is both the first and the last
        ends = (ends[0], ends[0])
    ours = schedule.make(name, T, *ends)
    assert ours.T == T and ours.beta[0] == 0 and ours.alpha_bar[0] == 1
    assert np.all(np.diff(ours.alpha_bar) <= 0)
    assert np.all(np.diff(ours.snr[1:]) <= 0)
    assert np.all(ours.posterior_var <= ours.beta + 1e-15)
    if schedule.SCHEDULES[name].own.keys() == {"start", "end"}:
        assert ours.beta[1:].min() >= ends[0] - 1e-12 and ours.beta[1:].max() <= ends[1] + 1e-12


@pytest.mark.parametrize(
    ("arguments", "argument", "named"),
    [
        (("square",), "name", "'square'"),
        (("linear", 0), "T", "0"),
        (("linear", -1), "T", "-1"),
        (("linear", 10**9), "T", "1000000000"),
        (("linear", "abc"), "T", "'abc'"),
        (("linear", 2.5), "T", "2.5"),
        (("linear", float("nan")), "T", "nan"),
        (("linear", True), "T", "True"),
        (("linear", None), "T", "None"),
        (("linear", 1000, 0.5, 0.1), "start", "0.5"),
        (("linear", 1000, 0.03), "start", "0.03"),
        (("linear", 1000, None, 1e-5), "end", "1e-05"),
        (("linear", 1, None, 0.5), "end", "0.5"),
        (("sigmoid", 1, 0.1, 0.5), "end", "0.5"),
        (("linear", 1000, 0.0, 0.1), "start", "0.0"),
        (("linear", 1000, None, 1.0), "end", "1.0"),
        (("cosine", 1000, None, 1.5), "end", "1.5"),
        (("linear", 1000, float("nan"), 0.1), "start", "nan"),
    ],
)
def test_bad_settings_name_the_argument_the_value_and_what_is_allowed(arguments, argument, named):
    with pytest.raises(BadArgument) as caught:
        schedule.make(*arguments)
    assert caught.value.argument == argument
    assert named in str(caught.value) and "allowed" in str(caught.value)


@pytest.mark.parametrize("beta", [[0.1, 0.2], [0.0], [[0.0, 0.1]], [0.0, 0.0], [0.0, 1.0], [0.0, math.nan]])
def test_a_schedule_refuses_betas_that_are_none(beta):
    with pytest.raises(ValueError):
        schedule.Schedule(np.array(beta))
