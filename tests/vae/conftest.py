"""Shared by the tests of the VAE chapter: what the page is sent, as arrays again."""

import base64

import numpy as np
import pytest


@pytest.fixture(scope="session")
def unpacked():
    """unpacked(packed): the array that `kit.pack` packed."""

    def unpack(packed) -> np.ndarray:
        flat = np.frombuffer(base64.b64decode(packed["bdata"]), np.dtype(packed["dtype"]).newbyteorder("<"))
        return flat.reshape([int(side) for side in packed["shape"].split(",")])

    return unpack
