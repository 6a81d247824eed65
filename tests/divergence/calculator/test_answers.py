"""What the calculator answers: the theory's numbers, and sentences where there are none."""

import base64

import numpy as np
import pytest

from explainer.divergence import labels
from explainer.divergence.calculator import answers, theory
from explainer.divergence.calculator.settings import PRESETS
from explainer.divergence.quantities.table import Result


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_preset_can_be_drawn_and_its_numbers_are_the_theory_s(ask, unpacked, preset):
    found = ask("table", p=preset.p, q=preset.q)
    table = theory.table(preset.p, preset.q)
    for name in ("kl_pq", "kl_qp", "js"):
        assert float(found[name]) == table.best(name).value
    assert len(found["rows"]["rows"]) == len(table.results)
    drawn = ask("curves", p=preset.p, q=preset.q)["drawn"]
    assert all(np.isfinite(unpacked(part[axis])).all() for part in drawn.values() for axis in "xy")


def test_the_filled_areas_are_the_numbers(ask, unpacked):
    drawn = ask("curves")["drawn"]
    for name, key in (("pq", "kl_pq"), ("qp", "kl_qp")):
        x = unpacked(drawn[f"{name}_up"]["x"])
        area = np.trapezoid(unpacked(drawn[f"{name}_up"]["y"]) + unpacked(drawn[f"{name}_down"]["y"]), x)
        assert area == pytest.approx(float(ask("table")[key]), rel=0.005)


def test_in_bits_every_number_and_area_is_divided_by_ln_2(ask, unpacked):
    nats, bits = ask("table"), ask("table", unit="bits")
    for name in ("kl_pq", "kl_qp", "js"):
        assert float(nats[name]) / float(bits[name]) == pytest.approx(np.log(2), rel=1e-14)
    tall = [unpacked(ask("curves", unit=unit)["drawn"]["pq_up"]["y"]).max() for unit in ("nats", "bits")]
    assert tall[1] / tall[0] == pytest.approx(1 / np.log(2), rel=1e-6)


def test_a_frame_stands_still_for_a_small_move_and_follows_a_large_one(ask):
    keys = [ask("curves", p=f"normal({m}, 1)")["density_figure"]["key"] for m in (0, 0.05, 9)]
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize(
    ("given", "key", "says"),
    [
        ({"p": "normal(0, -1)"}, "p", "must be above 0"),
        ({"p": "nromal(0, 1)"}, "p", "unknown distribution"),
        ({"q": "categorical(0.5, 0.6)"}, "q", "0.1 too much"),
        ({"q": "bernoulli(0.5)"}, "q", "probability 0"),
        ({"p": "samples(upload)"}, "p", "upload a file"),
        ({"p": "samples(/etc/passwd)"}, "p", "upload a file"),
        ({"p": "__import__('os')"}, "p", "__import__"),
        ({"p": "(" * 10_000}, "p", "deep"),
        ({"p": "x" * 10_000_000}, "p", "10,000,000"),
        ({"p": None}, "p", "NoneType"),
    ],
)
def test_bad_input_is_refused_beside_its_field(ask, given, key, says):
    for name in ("curves", "table", "funnel"):
        error = ask(name, **given)["error"]
        assert error["key"] == key and says.lower() in error["message"].lower()
        assert len(error["message"]) < 700


def test_a_caret_stands_below_the_place_that_is_wrong(ask):
    lines = ask("table", p="normal(0, -1)")["error"]["message"].split("\n")
    assert lines[0] == "normal(0, -1)" and lines[0][lines[1].index("^")] == "-"


def upload(numbers) -> str:
    return base64.b64encode("\n".join(map(str, numbers)).encode()).decode()


def test_an_estimate_from_samples_claims_no_more_than_it_knows(ask):
    rng = np.random.default_rng(0)
    files = {"upload_p": upload(rng.normal(0, 1, 4000)), "upload_q": upload(rng.normal(1, 2, 4000))}
    table = ask("table", p="samples(upload)", q="samples(upload)", **files)
    rows = table["rows"]["rows"]
    stated = {name: error for name, _, error, *_ in rows if error not in ("not known", "–")}
    assert set(stated) == {"Wasserstein $W_1$", "$H(p)$", "$H(q)$"}
    assert all(error.startswith(" ± 0.") and error.endswith(" (95 %)") for error in stated.values())
    assert not any("±" in cell for row in rows for cell in row[3:])
    assert any("do not rely on" in note for note in table["rows"]["notes"] if isinstance(note, str))
    exact = ask("table", p="normal(0, 1)", q="normal(1, 2)")["rows"]
    assert all(error != "not known" for _, _, error, *_ in exact["rows"])


@pytest.mark.parametrize(("value", "error", "says"), [(np.nan, np.nan, "–"), (np.inf, 0.0, "exact")])
def test_what_is_undefined_is_not_called_exact(value, error, says):
    way = Result("wasserstein", value, "closed form", error, "x")
    assert answers._how_sure(way) == says


def test_an_upload_becomes_a_density_and_says_by_which_estimator(ask):
    values = np.random.default_rng(0).normal(1, 2, 400)
    found = ask("table", p="samples(upload)", upload_p=upload(values), q="normal(1, 2)")
    assert 0 <= float(found["kl_pq"]) < 0.1
    assert any("kernel" in cell for row in found["rows"]["rows"] for cell in row)


@pytest.mark.parametrize(
    ("text", "says"),
    [("a\nb\nc", "not a number"), ("5", "1 number"), ("2\n2\n2", "no density"), ("1\nnan", "finite")],
)
def test_a_bad_upload_is_refused_in_words(ask, text, says):
    given = base64.b64encode(text.encode()).decode()
    assert says in ask("table", p="samples(upload)", upload_p=given)["error"]["message"]


TWO = {"p": "mvn([0, 0], [[1, 0.4], [0.4, 1]])", "q": "mvn([1, 0], [[2, 0], [0, 1]])"}


def test_two_dimensions_are_drawn_and_what_is_drawn_adds_up_to_the_numbers(ask, unpacked):
    drawn, found = ask("curves", **TWO), ask("table", **TWO)
    for name, key in (("pq", "kl_pq"), ("qp", "kl_qp"), ("halves", "js")):
        heat = drawn[f"{name}_figure"]["data"][0]
        x, y = unpacked(heat["x"]), unpacked(heat["y"])
        z = unpacked(heat["z"]).reshape(len(y), len(x))
        assert np.trapezoid(np.trapezoid(z, x), y) == pytest.approx(float(found[key]), rel=0.01)
    rings = drawn["density_figure"]["data"][0]
    widths = unpacked(rings["z"]).reshape(len(unpacked(rings["y"])), -1)
    at = [np.argmin(np.abs(unpacked(rings[axis]) - place)) for axis, place in (("y", 0), ("x", 2))]
    x = unpacked(rings["x"])[at[1]]
    assert widths[at[0], at[1]] == pytest.approx(x / np.sqrt(1 - 0.4**2), abs=0.02)  # Mahalanobis, y = 0


def test_more_dimensions_are_drawn_by_their_first_two_and_say_so(ask, unpacked):
    eye = "[[1, 0, 0], [0, 1, 0], [0, 0, 1]]"
    three = {"p": f"mvn([0, 0, 0], {eye})", "q": f"mvn([0, 0, 2], {eye})"}
    found = ask("curves", **three)
    assert "first two of 3 dimensions" in found["note"]
    assert np.abs(unpacked(found["pq_figure"]["data"][0]["z"])).max() < 1e-12  # there p and q are the same
    assert float(ask("table", **three)["kl_pq"]) == pytest.approx(2)


@pytest.mark.parametrize(
    ("p", "q"),
    [("normal(0, 1)", "normal(1, 2)"), ("poisson(3)", "poisson(4)"), ("cauchy(0, 1)", "normal(0, 1)"),
     ("categorical(0.5, 0.3, 0.2)", "categorical(0.5, 0.5, 0)"), (TWO["p"], TWO["q"])],
)  # fmt: skip
@pytest.mark.parametrize("unit", ["nats", "bits"])
def test_by_chance_every_number_comes_out_within_its_standard_error(ask, p, q, unit):
    column = ask("chance", p=p, q=q, unit=unit, seed=3)["column"]
    table = theory.table(p, q, unit)
    assert column["of"] == ask("table", p=p, q=q, unit=unit)["rows"]["of"] and column["head"] == "10,000 draws"
    for name, cell in zip(table.results, column["cells"], strict=True):
        best = table.best(name)
        if not np.isfinite(best.value):
            assert cell in ("–", "∞") or "never settles" in cell
        elif "never" not in cell:
            mean, error = map(read, cell.split(" ± "))
            assert abs(mean - best.value) < 5 * error + 1e-5 * abs(mean) + 1e-12  # as printed


def read(shown: str) -> float:
    """The number of a cell as people read it, such as −8.5·10⁻⁴."""
    mantissa, _, power = shown.replace("−", "-").partition("·10")
    return float(mantissa) * 10.0 ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)


def test_bad_draws_are_refused_beside_their_control(ask):
    assert ask("chance", draws="7")["error"]["key"] == "draws"
    assert ask("chance", seed="x")["error"]["key"] == "seed"


@pytest.mark.parametrize(
    ("text", "offer"),
    [("categorical(0.5, 0.3, 0.4)", "categorical(0.416666666667, 0.25, 0.333333333333)"),
     ("0.5*normal(0, 1) + 0.6*normal(1, 1)", "0.454545454545*normal(0, 1) + 0.545454545455*normal(1, 1)")],
)  # fmt: skip
def test_probabilities_that_miss_one_come_with_the_text_put_right(ask, text, offer):
    error = ask("table", p=text)["error"]
    assert error["key"] == "p" and error["offer"] == offer
    assert "offer" not in ask("table", p="normal(0, -1)")["error"]


def test_a_closed_form_is_set_with_its_numbers_in_it(ask):
    notes = ask("table")["rows"]["notes"]
    first = next(note for note in notes if note.startswith(r"$D(p\|q)$"))
    assert first.endswith(" = 0.443147181 nats")
    assert r"\frac{2}{1}" in first  # the stds, in ln


def test_draws_from_an_upload_are_held_against_the_kernel_density_they_come_from(ask):
    """Otherwise the funnel would say that it is many standard errors off a number that it does not estimate."""
    rng = np.random.default_rng(5)
    files = [base64.b64encode("\n".join(map(str, rng.normal(m, 1 + m, 3000))).encode()).decode() for m in (0, 1)]
    own = {"p": "samples(upload)", "q": "samples(upload)", "upload_p": files[0], "upload_q": files[1]}
    told = ask("funnel", **own, draws="10000", seed=3)["says"]
    assert answers.DRAWN in told
    assert float(told.split("off by ")[1].split()[0]) < 4
    notes = ask("table", **own)["rows"]["notes"]
    assert labels.SAMPLED in notes and any(answers.DRAWN in str(note) for note in notes)


def test_where_only_random_draws_know_a_value_its_error_is_called_what_it_is(ask):
    solid = ["mvn([0,0,0],[[1,0,0],[0,1,0],[0,0,1]])", "mvn([1,0,0],[[2,0,0],[0,1,0],[0,0,1]])"]
    rows = {row[0]: row for row in ask("table", p=solid[0], q=solid[1])["rows"]["rows"]}
    assert rows["JS"][3].startswith("Monte Carlo") and rows["JS"][2].endswith("(one standard error)")
    assert "standard" not in rows["Hellinger"][2]


def test_a_mean_of_draws_that_is_infinite_is_said_as_such():
    """A draw from p that q never gives: ln p/q is ∞ there, and so is every mean that holds it."""
    says = answers.funnel(p="poisson(3)", q="binomial(4, 0.5)", unit="nats", draws="10000", seed=0)["says"]
    assert says.split("\n")[1] == "∞ nats"
