"""The picture that is encoded: as it was, and advice where it is unlike a training picture."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from explainer.maths import pictures
from explainer.vae import encoder_input

DIGIT = pictures.shipped("digit-3")[..., 0].astype(float)
SHADE = np.linspace(0, 60, 28)


def uploaded(levels: np.ndarray, invert: bool = False) -> tuple[np.ndarray, str]:
    file = io.BytesIO()
    Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)).save(file, "PNG")
    return encoder_input.ink("own", base64.b64encode(file.getvalue()).decode(), None, invert)


@pytest.mark.parametrize("paper", [255 - DIGIT, 102 - 0.35 * DIGIT, 70 + SHADE - 0.3 * DIGIT, 120 - 0.4 * DIGIT])
def test_dark_ink_on_lighter_paper_is_advised_to_be_inverted(paper):
    assert "switch Invert on" in uploaded(paper)[1]


def test_light_ink_on_black_needs_no_advice_and_on_grey_another():
    assert uploaded(DIGIT)[1] == ""
    assert "not black at its edge" in uploaded(60 + 0.7 * DIGIT)[1]


def test_a_negative_that_is_inverted_is_the_digit_again():
    np.testing.assert_allclose(uploaded(255 - DIGIT, True)[0], DIGIT.ravel() / 255, atol=1e-12)
