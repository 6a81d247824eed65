"""The solvers' answers: the start, the orders, and refusals beside their control."""

import numpy as np
import pytest
from page import unpacked

from explainer.diffusion.plane.solvers import answers
from explainer.maths.arguments import BadArgument

WHERE = {"data": "moons", "points": None, "schedule": "linear", "T": 1000, "start_x": 1.1, "start_y": 1.6}
PLAIN = {**WHERE, "sampler": "all", "steps": 24, "amount": 1.0, "eta": 0.0, "seed": 0}


def test_all_paths_begin_at_the_start():
    paths = answers.paths(**PLAIN)
    for name in ("euler", "heun", "ddim", "ddpm", "sde"):
        x, y = unpacked(paths[f"{name}_x"]), unpacked(paths[f"{name}_y"])
        assert len(x) == len(y) == 25
        np.testing.assert_allclose([x[0], y[0]], [1.1, 1.6], rtol=1e-6)


def test_without_noise_the_sde_is_the_flow_by_euler_and_eta_one_is_ddpm():
    paths = answers.paths(**{**PLAIN, "amount": 0.0, "eta": 1.0})
    for one, other in (("sde", "euler"), ("ddim", "ddpm")):
        np.testing.assert_array_equal(unpacked(paths[f"{one}_x"]), unpacked(paths[f"{other}_x"]))


def test_one_solver_can_be_drawn_alone():
    paths = answers.paths(**{**PLAIN, "sampler": "heun"})
    assert np.isnan(unpacked(paths["euler_x"])).all()
    assert np.isfinite(unpacked(paths["heun_x"])).all()


def test_the_orders_that_the_page_names_are_one_and_two():
    orders = answers.slopes(**{**WHERE, "data": "8-gaussians"})["orders"]
    assert abs(orders["euler"] - 1) < 0.3 and abs(orders["ddim"] - 1) < 0.3 and abs(orders["heun"] - 2) < 0.5


@pytest.mark.parametrize(
    "change, key",
    [
        ({"start_x": 99.0}, "start_x"),
        ({"start_y": float("nan")}, "start_y"),
        ({"steps": 0}, "steps"),
        ({"steps": 5000}, "steps"),
        ({"sampler": "rk45"}, "sampler"),
        ({"eta": 2.0}, "eta"),
        ({"amount": -1.0}, "amount"),
        ({"seed": -4}, "seed"),
    ],
)
def test_bad_input_is_refused_beside_its_control(change, key):
    with pytest.raises(BadArgument) as refused:
        answers.paths(**{**PLAIN, **change})
    assert refused.value.argument == key
