"""What the forward section refuses, and what follows from the record of the schedules."""

import pytest

from explainer.diffusion.forward import answers, settings
from explainer.diffusion.schedule import SCHEDULES
from explainer.maths.arguments import BadArgument


def test_every_schedule_stands_in_both_menus_and_draws_its_curves():
    menus = [control for control in (*settings.MAIN, *settings.RIVAL) if control.key in ("schedule", "rival")]
    for menu in menus:
        assert list(menu.choices) == [(name, kind.title) for name, kind in SCHEDULES.items()]
    assert len(menus) == 2
    for name, kind in SCHEDULES.items():
        curves = answers.curves(name, 50, None, None, name)["beta_figure"]["data"]
        assert [curve["name"] for curve in curves] == [kind.title, f"{kind.title} (right)"]


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda: answers.coefficients("square", 1000, None, None), "schedule"),
        (lambda: answers.coefficients("linear", 0, None, None), "steps"),
        (lambda: answers.coefficients("linear", 1000, 0.5, 0.1), "beta_start"),
        (lambda: answers.coefficients("linear", 1000, None, 2), "beta_end"),
        (lambda: answers.rival_coefficients("square", 1000), "rival"),
        (lambda: answers.rival_coefficients("linear", 0), "steps"),
        (lambda: answers.picture("elephant", None, None), "picture"),
        (lambda: answers.picture("own", "no base64!", None), "upload"),
        (lambda: answers.picture("drawing", None, None), "drawing"),
        (lambda: answers.noise("digit-3", "x", False), "seed"),
        (lambda: answers.noise("digit-3", -1, False), "seed"),
        (lambda: answers.variance("linear", 10, None, None, -1), "seed"),
        (lambda: answers.river("linear", 10, None, None, "sea", 0), "data"),
        (lambda: answers.jump_and_walk("linear", 10, None, None, 7.0, 0), "start"),
    ],
)
def test_bad_settings_are_refused_beside_their_control(call, key):
    with pytest.raises(BadArgument) as caught:
        call()
    assert caught.value.argument == key
