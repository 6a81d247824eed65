"""What the section's tests share: its sources asked at their defaults, and the arrays of their answers."""

import numpy as np
import page
import pytest

from explainer.divergence.calculator import answers as calculator
from explainer.divergence.calculator import settings
from explainer.divergence.lessons import answers as lessons
from explainer.divergence.lessons import settings as lesson_settings
from explainer.kit.asked import answered

SOURCES = {**calculator.SOURCES, **lessons.SOURCES}
DEFAULTS = {
    control.key: control.value
    for group in (
        settings.MAIN, settings.BY_CHANCE, lesson_settings.COIN, lesson_settings.ASYMMETRY,
        lesson_settings.TRIANGLE, lesson_settings.APART, lesson_settings.FIT, lesson_settings.PLANE,
    )
    for control in group
}  # fmt: skip


@pytest.fixture(scope="session")
def ask():
    """`ask(source, key=value, …)`: what the page gets, with the other controls at their defaults."""

    def asked(name: str, **values) -> dict:
        source = SOURCES[name]
        return answered(source, {key: {**DEFAULTS, **values}.get(key) for key in source.keys})

    return asked


@pytest.fixture(scope="session")
def unpacked():
    """The array of a packed one, flat and in float64."""

    return lambda packed: page.unpacked(packed).ravel().astype(np.float64)
