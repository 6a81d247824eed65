"""A thousand estimates as the page asks them: their counts, their table, their moral, and refusals."""

import numpy as np
import pytest

from explainer.maths.arguments import BadArgument
from explainer.vae.reparameterization import settings as q
from explainer.vae.reparameterization.estimates import answers, settings
from explainer.vae.reparameterization.estimates.figures import BINS, TALL, above
from explainer.vae.reparameterization.estimators import NAMES
from explainer.vae.reparameterization.figures import readable
from explainer.vae.reparameterization.graph import answers as graph
from explainer.vae.reparameterization.graph.settings import EPSILON

ASKED = {"f": "quadratic", "mu": -0.5, "sigma": 0.8, "n": 10, "dim": 1, "by": "mu", "estimator": "all", "seed": 0}


def test_histograms_count_the_thousand_estimates_bin_by_bin(unpacked):
    found = answers.measured(**ASKED)
    rng = np.random.default_rng(0)
    eps = rng.standard_normal((1000, 10))
    path = (2 * (-0.5 + 0.8 * eps - 1)).mean(1)
    assert found["variance_pathwise"] == pytest.approx(path.var(ddof=1), rel=1e-12)
    assert found["exact"] == pytest.approx(-3, abs=1e-12)
    outline = found["rows"]["pathwise"]
    x, y = unpacked(outline["x"]), unpacked(outline["y"])
    heights = y[1:-1:2] / TALL
    inside = np.array([((path + 3 >= a) & (path + 3 < b)).sum() for a, b in zip(x[1::2], x[2::2], strict=False)])
    assert len(heights) == BINS and inside.sum() == 1000
    assert heights == pytest.approx(inside / inside.max(), abs=2 / inside.max())  # edges in half the digits


def test_the_table_tells_measured_and_exact_side_by_side():
    found = answers.measured(**ASKED)
    rows = {row[0]: row[1:] for row in found["table"]["rows"]}
    assert set(rows) == set(NAMES.values())
    assert {row[1] for row in rows.values()} == {"−3.000"}
    assert rows["pathwise"][3] == readable(4 * 0.8**2 / 10, 4)  # 4σ²/n
    assert rows["pathwise"][2] == readable(found["variance_pathwise"], 4)
    assert "Pathwise is the quieter one" in found["table"]["notes"][0]


def test_at_a_step_the_page_says_why_the_path_is_wrong():
    found = answers.measured(**(ASKED | {"f": "step"}))
    assert found["variance_pathwise"] == 0 and found["exact"] > 0.3
    assert (
        "no draw ever hits" in found["table"]["notes"][0]
        and readable(found["exact"]) in found["table"]["notes"][0]
    )
    drawn = answers.scaling(**{key: ASKED[key] for key in ("f", "mu", "sigma", "n", "dim", "by", "seed")})
    assert drawn["dims_figure"]["data"]
    stepped = answers.scaling("step", -0.5, 0.8, 10, 1, "mu", 0)
    assert "pathwise: 0, and wrong" in [trace.get("name") for trace in stepped["draws_figure"]["data"]]


def test_a_wide_q_under_the_cosine_says_that_the_score_function_is_quieter():
    found = answers.measured(**(ASKED | {"f": "cosine", "mu": 0.6, "sigma": 1.5}))
    assert "Here the score function is the quieter one" in found["table"]["notes"][0]
    assert found["variance_score"] < found["variance_pathwise"]


def test_an_axis_holds_its_estimator_and_seldom_moves():
    wide, near = (answers.measured(**(ASKED | {"estimator": kind})) for kind in ("all", "pathwise"))
    assert (
        near["histograms_figure"]["layout"]["xaxis"]["range"][1]
        < wide["histograms_figure"]["layout"]["xaxis"]["range"][1]
    )
    values = np.geomspace(1e-3, 50, 300)
    tops = [above(value) for value in values]
    assert all(value <= top <= 2 * value for value, top in zip(values, tops, strict=True))
    assert len(set(tops)) < 40


@pytest.mark.parametrize(
    "key, value",
    [("f", "sine"), ("mu", 9), ("mu", None), ("sigma", -1), ("n", 1), ("dim", 65), ("by", "rho"),
     ("estimator", "best"), ("seed", 0.5)],
)  # fmt: skip
def test_bad_input_is_refused_beside_its_control(key, value):
    with pytest.raises(BadArgument) as caught:
        answers.measured(**(ASKED | {key: value}))
    assert caught.value.argument == key and repr(value) in str(caught.value)


def test_defaults_of_the_controls_are_what_the_sources_take():
    graph.draw(q.F.value, q.MU.value, q.SIGMA.value, EPSILON.value)
    more = (settings.N, settings.DIM, settings.BY, settings.ESTIMATOR, q.SEED)
    answers.measured(q.F.value, q.MU.value, q.SIGMA.value, *(control.value for control in more))
    assert set(NAMES) < {value for value, *_ in settings.ESTIMATOR.choices}
