"""Walks and sums: their points, what the network makes of them, and bad paths refused."""

import numpy as np
import pytest

from explainer.maths.arguments import BadArgument
from explainer.vae import atlas, theory
from explainer.vae.latent.walk import answers
from models import coders


@pytest.mark.parametrize("way", ["line", "sphere"])
def test_a_walk_shows_what_the_network_makes_of_its_places(way, unpacked):
    said = answers.walk("vae-mnist", way, "-1,0.5", "2,1", None)
    path = unpacked(said["path"])
    np.testing.assert_allclose(path[[0, 100]], [[-1, 0.5], [2, 1]], atol=1e-6)
    again = theory.grey(coders.decoder("vae-mnist")(path[::10])).astype(int)
    assert np.abs(unpacked(said["strip"]) - again).max() <= 1
    assert said["length"] >= np.hypot(3, 0.5) - 1e-6


def test_a_drawn_walk_follows_the_stroke_and_none_is_refused(unpacked):
    path = unpacked(answers.walk("vae-mnist", "drawn", "0,0", "0,0", "0,0 1,0 1,1")["path"])
    np.testing.assert_allclose(path[50], [1, 0], atol=1e-6)
    for stroke in (None, "0,0", "0,0 0,0", "0,0 99,0", "x,y 1,1"):
        with pytest.raises(BadArgument) as caught:
            answers.walk("vae-mnist", "drawn", "0,0", "0,0", stroke)
        assert caught.value.argument == "way"


def test_a_sum_of_means_is_the_sum_of_the_means(unpacked):
    said = answers.centre_sum("vae-mnist", "7", "1", "0")
    kept = atlas.shipped("vae-mnist")
    mean = {k: kept["points"][kept["labels"] == k].astype(float).mean(0) for k in (7, 1, 0)}
    np.testing.assert_allclose(unpacked(said["result"])[0], mean[7] - mean[1] + mean[0], atol=1e-5)
    with pytest.raises(BadArgument, match="allowed are 0, 1, 2, 3, 4, 5, 6, 7, 8, 9"):
        answers.centre_sum("vae-mnist", "7", "11", "0")
