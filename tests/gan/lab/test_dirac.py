"""The Dirac-GAN against SciPy's ODE solver, torch's autograd and NumPy's eigenvalues."""

import numpy as np
import pytest
import torch
from scipy.integrate import solve_ivp

from explainer.gan.game.losses import LOSSES
from explainer.gan.lab import dirac
from explainer.maths.arguments import BadArgument

RAW = {
    "minimax": (torch.nn.functional.softplus, lambda r: -torch.nn.functional.softplus(r)),
    "non-saturating": (torch.nn.functional.softplus, lambda r: torch.nn.functional.softplus(-r)),
    "least-squares": (lambda r: r**2 / 2, lambda r: (r - 1) ** 2 / 2),
    "wasserstein": (lambda r: r, lambda r: -r),
    "hinge": (lambda r: (1 + r).relu(), lambda r: -r),
}
HELD = [{}, {"r1": 0.4}, {"gradient_penalty": 0.3}, {"r1": 0.2, "gradient_penalty": 0.1}]


def torch_field(theta, psi, loss, r1=0.0, gradient_penalty=0.0):
    """−∂L_G/∂θ and −∂L_D/∂ψ by autograd, from the losses written out again."""
    theta, psi = (torch.tensor(float(a), dtype=torch.float64, requires_grad=True) for a in (theta, psi))
    raw = (0.5 if loss == "least-squares" else 0.0) + psi * theta
    fake, g = RAW[loss]
    d_loss = fake(raw) + r1 / 2 * psi**2 + gradient_penalty * (psi.abs() - 1) ** 2
    on_theta = torch.autograd.grad(g(raw), theta, retain_graph=True)
    return -on_theta[0].item(), -torch.autograd.grad(d_loss, psi)[0].item()


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("held", HELD, ids=str)
def test_field_is_autograds(loss, held):
    for theta, psi in [(1.0, 0.5), (-0.7, 1.4), (0.3, -2.0), (2.0, 0.1)]:
        got = dirac.field(theta, psi, loss, **held)
        np.testing.assert_allclose(got, torch_field(theta, psi, loss, **held), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("held", [{}, {"r1": 0.4}, {"gradient_penalty": 2.0}], ids=str)
def test_paths_are_scipys(loss, held):
    """θ and ψ start where hinge stays inside its margin and the penalty keeps ψ away from its kink."""
    start = (0.5, 0.6)
    truth = solve_ivp(lambda _, y: torch_field(*y, loss, **held), (0, 6), start, "DOP853", rtol=1e-10, atol=1e-12)
    got = dirac.path(*start, loss, **held, time=6.0, steps=600)
    np.testing.assert_allclose((got.theta[-1], got.psi[-1]), truth.y[:, -1], rtol=1e-6)
    assert got.t[-1] == pytest.approx(6.0)
    middle = solve_ivp(lambda _, y: torch_field(*y, loss, **held), (0, 3), start, rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose((got.theta[300], got.psi[300]), middle.y[:, -1], rtol=1e-6)


@pytest.mark.parametrize("loss", ["minimax", "wasserstein"])
def test_without_a_regulariser_the_path_closes_and_with_r1_it_comes_home(loss):
    orbit = dirac.path(0.8, 0.0, loss, time=40, steps=1200)
    radius = np.hypot(orbit.theta, orbit.psi)
    last = radius[-400:]
    assert last.min() > 0.7 and last.max() < 1.0
    home = dirac.path(0.8, 0.0, loss, r1=0.5, time=40, steps=1200)
    assert np.hypot(home.theta[-1], home.psi[-1]) < 1e-3


def test_the_wasserstein_orbit_is_a_circle():
    orbit = dirac.path(0.8, 0.3, "wasserstein", time=30, steps=1500)
    np.testing.assert_allclose(np.hypot(orbit.theta, orbit.psi), np.hypot(0.8, 0.3), rtol=1e-8)


def test_the_gradient_penalty_does_not_settle():
    swing = dirac.path(0.8, 0.3, "wasserstein", gradient_penalty=0.3, time=60, steps=3000)
    assert np.abs(swing.theta[-600:]).max() > 0.3


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("r1", [0.0, 0.3, 4.0])
def test_eigenvalues_are_those_of_the_fields_jacobian(loss, r1):
    h = 1e-6
    columns = [
        (np.array(dirac.field(*(h * e), loss, r1)) - np.array(dirac.field(*(-h * e), loss, r1))) / (2 * h)
        for e in np.eye(2)
    ]
    expected = np.sort_complex(np.linalg.eigvals(np.array(columns).T))
    np.testing.assert_allclose(np.sort_complex(dirac.eigenvalues(loss, r1)), expected, atol=1e-8)


def test_simultaneous_steps_spiral_out_and_alternating_ones_do_not():
    together = dirac.updates(0.5, 0.0, "wasserstein", rate=0.1, steps=400)
    in_turn = dirac.updates(0.5, 0.0, "wasserstein", rate=0.1, steps=400, alternating=True)
    # each simultaneous step multiplies the radius by √(1 + rate²)
    radius = np.hypot(together.theta, together.psi)
    np.testing.assert_allclose(radius[1:] / radius[:-1], np.sqrt(1.01), rtol=1e-9)
    assert 0.45 < np.hypot(in_turn.theta, in_turn.psi).max() < 0.56


def test_many_starts_run_at_once():
    starts = np.array([0.2, 0.5, 0.9])
    both = dirac.path(starts, 0.1, "minimax", time=3, steps=300)
    alone = dirac.path(0.5, 0.1, "minimax", time=3, steps=300)
    np.testing.assert_array_equal(both.theta[:, 1], alone.theta)
    assert both.psi.shape == (301, 3)


@pytest.mark.parametrize(
    ("loss", "says"),
    [
        ("minimax", "never changes"),
        ("wasserstein", "never changes"),
        ("non-saturating", "winds slowly inwards"),
        ("least-squares", "winds slowly inwards"),
        ("hinge", "from farther out the path first falls inwards"),
    ],
)
def test_fate_says_what_an_ode_solver_finds(loss, says):
    def radius(start, time):
        run = solve_ivp(
            lambda _, y: np.array(dirac.field(y[0], y[1], loss)), (0, time), [start, start], max_step=0.01
        )
        return np.hypot(*run.y[:, -1]) / np.hypot(start, start)

    near, far = radius(0.4, 8), radius(2.5, 25)
    inwards = near < 1 - 1e-3, far < 1 - 1e-2
    expected = {(False, False): "never changes", (True, True): "winds slowly", (False, True): "from farther out"}
    assert expected[inwards] in says
    assert says in dirac.fate(loss)


def test_fate_says_what_the_eigenvalues_say():
    assert "one turn takes 12.6" in dirac.fate("minimax")
    assert "one turn takes 6.28" in dirac.fate("hinge")
    assert "a real part of −0.15" in dirac.fate("minimax", r1=0.3)
    assert "nothing turns" in dirac.fate("minimax", r1=3.0)
    assert "never agree" in dirac.fate("wasserstein", gradient_penalty=1.0)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: dirac.path(1, 1, "cubic"), "the loss is 'cubic'; allowed are minimax"),
        (
            lambda: dirac.path(1, 1, "hinge", steps=0),
            "the number of steps is 0; allowed is a whole number from 1 to 100,000",
        ),
        (
            lambda: dirac.updates(1, 1, "hinge", rate=-1),
            "the rate is -1; allowed is a number above 0",
        ),
    ],
)
def test_bad_arguments_are_refused_in_words(call, sentence):
    with pytest.raises(BadArgument, match=sentence):
        call()


@pytest.mark.parametrize("start", [(2.5, 2.5), (1.0, 2.0), (-2.0, 1.5)])
def test_the_path_of_the_hinge_is_that_of_a_million_small_steps(start):
    theta, psi = start
    h = 2e-5
    for _ in range(round(25 / h)):
        theta, psi = theta + h * psi, psi - h * theta * (psi * theta > -1)
    path = dirac.path(*start, "hinge", time=25, steps=400)
    assert (path.theta[-1], path.psi[-1]) == pytest.approx((theta, psi), abs=0.015)


def test_the_path_under_a_gradient_penalty_jumps_where_psi_changes_its_sign():
    theta, psi = 2.0, 1.0
    h = 2e-5
    for _ in range(round(25 / h)):
        slope = 1 / (1 + np.exp(-psi * theta))  # of softplus
        push = slope * psi, -slope * theta - 2 * 0.5 * (abs(psi) - 1) * (1 if psi > 0 else -1)
        theta, psi = theta + h * push[0], psi + h * push[1]
    path = dirac.path(2.0, 1.0, "minimax", gradient_penalty=0.5, time=25, steps=400)
    assert (path.theta[-1], path.psi[-1]) == pytest.approx((theta, psi), abs=0.01)
