"""Options: their ranges and choices, and the sentences that name them."""

import json

import pytest

from explainer.gan.game.options import CAPS, Options
from explainer.maths.arguments import BadArgument


@pytest.mark.parametrize(("name", "caps"), CAPS.items())
def test_every_number_has_caps_that_its_refusal_names(name, caps):
    low, high = caps
    for good in caps:
        assert getattr(Options(**{name: good}), name) == good
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
            Options(**{name: bad})
        assert refused.value.argument == name
        assert repr(bad) in str(refused.value) and f"{high:,g}" in str(refused.value)


@pytest.mark.parametrize("name", ["loss", "noise", "optimiser", "activation_g", "activation_d", "spectral_norm"])
def test_every_choice_names_what_is_allowed(name):
    with pytest.raises(BadArgument, match=r"is 'cat'; allowed are (\w|-)+") as refused:
        Options(**{name: "cat"})
    assert refused.value.argument == name


def test_an_unknown_option_is_named_and_options_survive_a_link():
    small = Options(width_g=8, width_d=8, batch=16, seed=4)
    with pytest.raises(BadArgument, match="there is no setting 'colour'; allowed are loss, width_g"):
        small.changed(colour=1)
    assert Options(**small.plain()) == small


def test_whole_numbers_of_a_page_become_floats_where_the_option_is_one():
    written = json.dumps(Options(**Options.typed({"rate_g": 1, "r1": 0, "seed": 3})).plain())
    assert written == json.dumps(Options(rate_g=1.0, r1=0.0, seed=3).plain())
    assert Options.typed({"rate_g": "1", "width_g": 8, "r1": True}) == {"rate_g": "1", "width_g": 8, "r1": True}
