"""Bits pixel by pixel: their mean is the term, and a first look agrees with what ships."""

import numpy as np
import pytest

from explainer.diffusion.bound import shown
from explainer.diffusion.bound.answers import NETWORK, looked, question
from explainer.diffusion.bound.question import look
from explainer.diffusion.bound.where import answers, figures
from explainer.maths.arguments import BadArgument
from tests.page import unpacked


@pytest.mark.parametrize("picture", shown.PICTURES)
def test_the_maps_are_the_terms_of_their_pixels(picture):
    """The mean over pixels is the term that was measured; the sum over t is the bound."""
    _, found = looked(picture, None, None)
    terms = found.bits[np.array(found.knots) - 1]
    np.testing.assert_allclose(found.maps.mean((1, 2)), terms, rtol=0.02, atol=3e-5)
    assert found.whole.mean() == pytest.approx(found.bits.sum(), rel=1e-4)


def test_a_first_look_meets_what_ships():
    levels, shipped = looked("digit-3", None, None)
    first = look(question(NETWORK, "learned", 1000, None, levels.tobytes()), shown.KNOTS, 3, 1)
    assert first.bits.sum() == pytest.approx(shipped.bits.sum(), abs=0.06)
    assert first.whole.mean() == pytest.approx(first.bits.sum(), rel=1e-6)
    assert np.corrcoef(first.whole.ravel(), shipped.whole.ravel())[0, 1] > 0.9
    near = np.abs(first.x0_hat[0].astype(int) - levels.astype(int))
    assert near.mean() < 2 and first.x0_hat.shape == shipped.x0_hat.shape
    assert first.square[0] < first.square[500] < first.square[-1]


def test_both_pictures_and_the_table_arrive():
    answer = answers.where("digit-3", None, None, "black")
    assert answer["mine"]["total"] > 5 * answer["theirs"]["total"]  # a blank picture is more likely
    for side in ("mine", "theirs"):
        assert unpacked(answer[side]["maps"]).shape == (25, 1, 28, 28)
        assert unpacked(answer[side]["x0"]).shape == unpacked(answer[side]["whole"]).shape == (1, 28, 28)
    rows = {row[0]: row[1:] for row in answer["rows"]["rows"]}
    assert rows["grey pixels"][1] == rows["white pixels"][1] == "none"
    assert rows["black pixels"][1].startswith("784 with")
    assert float(rows["the bound, bits a pixel"][0]) == pytest.approx(answer["mine"]["total"], abs=1e-3)


def test_the_brightness_is_the_root_of_the_share():
    assert figures.bright(np.array([[4.0, 1.0], [0.0, 0.25]])).tolist() == [[255, 128], [0, 64]]


def test_what_is_not_there_is_refused_beside_its_control():
    for asked, key in ((("digit-3", None, None, "own"), "other"), (("digit-9", None, None, "black"), "picture")):
        with pytest.raises(BadArgument) as refused:
            answers.where(*asked)
        assert refused.value.argument == key
