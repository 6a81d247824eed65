"""The exact denoiser copies and the network does not; the figures show what ships of both."""

import numpy as np
import pytest
from page import unpacked

from explainer import shipped
from explainer.diffusion.reverse.copying import answers


def test_the_exact_denoiser_ends_in_copies_and_the_network_does_not():
    data = shipped.arrays("edits/copying")
    assert data["far_memory"][:, 0].max() < 1e-3
    assert data["far_learned"][:, 0].min() > 0.01
    assert (np.diff(data["far_learned"], axis=1) >= 0).all()
    np.testing.assert_allclose(data["end_memory"], data["near_memory"][:, 0], atol=5)
    gap = (data["end_learned"][:, None].astype(float) - data["near_learned"]) / 255
    np.testing.assert_allclose(np.sqrt((gap**2).mean((2, 3))), data["far_learned"], atol=0.01)
    assert data["number"][0].min() > 100 and data["number"][-1].max() < 1.01
    early, late = data["gap"][0].mean(1), data["gap"][-1].mean(1)
    assert late[1] < 1e-3 < late[0] and early[1] > 0.1


def test_the_film_and_the_table_of_copies_are_what_ships():
    data, film, copies = shipped.arrays("edits/copying"), answers.chain(), answers.copies()
    assert unpacked(film["times"])[-1] == 0
    np.testing.assert_array_equal(unpacked(film["tracks"]["exact"])[:-1], data["exact"])
    np.testing.assert_array_equal(unpacked(film["tracks"]["xt"])[-1], data["end_learned"])
    assert float(copies["table"]["rows"][2][1]) == pytest.approx(data["far_learned"][2, 0], abs=5e-4)
    np.testing.assert_array_equal(unpacked(copies["near_learned"])[8:16], data["near_learned"][:, 1])
