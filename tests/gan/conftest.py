"""What the section's tests share."""

import base64

import numpy as np
import pytest

KINDS = {"f2": "<f2", "f4": "<f4", "u1": "u1"}


@pytest.fixture
def unpacked():
    """The array of a packed one, in float64."""

    def unpack(packed) -> np.ndarray:
        shape = [int(n) for n in packed["shape"].split(",")]
        array = np.frombuffer(base64.b64decode(packed["bdata"]), KINDS[packed["dtype"]])
        return array.reshape(shape).astype(np.float64)

    return unpack
