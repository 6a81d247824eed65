"""What the section's tests share."""

import numpy as np
import page
import pytest


@pytest.fixture
def unpacked():
    """The array of a packed one, in float64."""
    return lambda packed: page.unpacked(packed).astype(np.float64)
