"""Plotly figures as plain dicts, and the key by which the page knows them again."""

import numpy as np

from explainer.kit import drawn


def plot(y, **layout):
    return drawn.keyed(drawn.figure([drawn.line([0, 1], y, "f", "p")], "x", "y", **layout))


def test_a_figure_is_known_again_by_all_that_is_in_it():
    keys = [plot([0, 1])["key"], plot(np.array([0.0, 1.0]))["key"], plot([0, 2])["key"]]
    keys += [plot([0, 1], yaxis={"range": [0, np.float64(top)]})["key"] for top in (1, 2)]
    assert keys[0] == keys[1] and len(set(keys)) == 4
