"""The integrands point by point, against the textbook in mpmath."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.divergence.distributions.base import phi
from explainer.divergence.quantities.integrals import share
from explainer.divergence.quantities.integrands import LN2, ROWS, rows

INTERESTING = [0.0, 1e-300, 1e-9, -1e-9, 1e-3, -0.2, 0.34, -0.36, 0.5, -1, 2, -30, 40, -700, 690]


@pytest.mark.parametrize("u", INTERESTING)
def test_phi_keeps_all_digits(u):
    with mp.workdps(60):
        truth = float(mp.expm1(mp.mpf(u)) - mp.mpf(u))
    assert float(phi(np.array(u))) == pytest.approx(truth, rel=4e-15, abs=0)


@pytest.mark.parametrize("u", INTERESTING)
@pytest.mark.parametrize("lp", [-0.3, -80.0])
def test_every_row_is_the_textbooks(lp, u):
    got = dict(zip(ROWS, rows(np.array([lp]), np.array([lp + u]), 0.25, True, True)[:, 0], strict=True))
    with mp.workdps(700):
        shift = mp.exp(mp.mpf("0.25"))
        log_q = mp.mpf(lp + u)
        p, q = mp.exp(mp.mpf(lp)) * shift, mp.exp(log_q) * shift
        m, ratio = (p + q) / 2, mp.mpf(lp) - log_q
        js = (p * mp.log(p / m) + q * mp.log(q / m)) / 2
        truth = {
            "kl_pq": p * ratio - p + q,
            "kl_qp": -q * ratio - q + p,
            "js": js,
            "js_rest": m * mp.log(2) - js,
            "tv": abs(p - q) / 2,
            "tv_rest": min(p, q),
            "hellinger": (mp.sqrt(p) - mp.sqrt(q)) ** 2 / 2,
            "hellinger_rest": mp.sqrt(p * q),
            "entropy_p": -p * mp.mpf(lp),
            "entropy_q": -q * log_q,
            "cross_entropy_pq": -p * log_q,
            "mass_p": p,
            "mass_q": q,
        }
        exact = {name: float(v) for name, v in truth.items()}
    # ln(q/p) arrives rounded to the last digit of ln q; near 0 that is all it can be known to.
    slack = 4e-16 * max(abs(lp), 1) / max(abs(lp + u - lp), 1e-300) if u else 0
    for name, value in exact.items():
        assert got[name] == pytest.approx(value, rel=2e-13 + 4 * slack, abs=1e-310), name


def test_where_one_density_is_zero_the_rows_are_their_limits():
    out = dict(zip(ROWS, rows(np.array([-np.inf]), np.array([0.0]), 0.0, True, False)[:, 0], strict=True))
    assert out["kl_pq"] == 1 and out["js"] == LN2 / 2 and out["tv"] == 0.5
    assert out["js_rest"] == out["tv_rest"] == out["hellinger_rest"] == 0
    nothing = rows(np.array([-np.inf]), np.array([-np.inf]), 0.0, True, True)
    assert (nothing == 0).all()


@given(st.floats(-800, 50), st.floats(-800, 50))
def test_no_row_of_a_divergence_is_negative(lp, lq):
    out = rows(np.array([lp]), np.array([lq]), 0.0, True, True)
    assert (out[:8] >= 0).all() and (out[11:] >= 0).all()


@given(st.floats(0, 1e300), st.floats(1e-300, 1e300), st.sampled_from([LN2, 1.0]))
def test_a_share_never_leaves_its_range(part, rest, top):
    assert 0 <= share(part, rest, top) <= top
