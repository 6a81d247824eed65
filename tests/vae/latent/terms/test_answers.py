"""Both terms of the test picture next to the hand."""

import numpy as np
import pytest

from explainer.vae import atlas
from explainer.vae.latent.terms import answers


def test_the_nearest_test_picture_is_the_nearest(unpacked):
    said = answers.near("vae-mnist", "1,1")
    kept = atlas.shipped("vae-mnist")
    i = int(np.hypot(*(kept["points"] - [1, 1]).T).argmin())
    np.testing.assert_array_equal(unpacked(said["given"])[0], atlas.shipped("mnist")["pictures"][i])
    assert (
        unpacked(said["kl"])[0] == pytest.approx(kept["kl"][i])
        and f"Test picture {i}" in said["rows"]["notes"][0]
    )
