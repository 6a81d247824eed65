"""The calculator in a shell: table, JSON, refusals with a caret and exit code 2."""

import json
import subprocess
import sys
from math import log

import numpy as np
import pytest

from explainer.divergence.__main__ import main
from explainer.divergence.labels import SAMPLED

NAMES = {"kl_pq", "kl_qp", "js", "js_distance", "tv", "hellinger", "wasserstein"}
NAMES |= {"entropy_p", "entropy_q", "cross_entropy_pq"}


def shell(capsys, *arguments):
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_json_has_every_name_with_value_method_error_and_unit(capsys):
    code, out, _ = shell(capsys, "normal(0,1)", "cauchy()", "--json")
    data = json.loads(out)
    assert code == 0 and NAMES <= set(data)
    for name in NAMES:
        assert {"value", "method", "error", "unit", "ways"} <= set(data[name])
    assert data["kl_qp"]["value"] == "inf" and "diverges" in data["kl_qp"]["why"]
    assert "Infinity" not in out
    assert data["kl_pq"]["value"] == pytest.approx(0.2592445324, rel=1e-9)


def test_json_says_null_where_nothing_is_defined(capsys):
    code, out, _ = shell(capsys, "mvn([0,0],[[1,0],[0,1]])", "mvn([1,0],[[1,0],[0,1]])", "--json")
    data = json.loads(out)
    assert code == 0 and data["wasserstein"]["value"] is None and "NaN" not in out
    assert data["kl_pq"]["value"] == pytest.approx(0.5, rel=1e-12)


def test_bits_and_monte_carlo(capsys):
    args = ("bernoulli(0.6)", "bernoulli(0.7)", "--json", "--bits", "--samples", "5000", "--seed", "4")
    _, out, _ = shell(capsys, *args)
    data = json.loads(out)
    assert data["kl_pq"]["value"] == pytest.approx(0.022582421084 / log(2), rel=1e-9)
    assert data["kl_pq"]["unit"] == "bits"
    drawn = data["kl_pq"]["ways"][-1]
    assert drawn["method"] == "Monte Carlo" and drawn["n"] == 5000
    assert shell(capsys, *args)[1] == out


def test_the_table_names_everything_and_explains_infinity(capsys):
    code, out, _ = shell(capsys, "uniform(0,1)", "uniform(2,3)")
    assert code == 0
    for label in ("D(p‖q)", "D(q‖p)", "JS", "√JS", "Wasserstein", "∞", "which holds 1 of p"):
        assert label in out
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("p", "q", "says", "mark"),
    [
        ("normal(0, -1)", "normal()", "P: std of normal is -1; it must be above 0", 10),
        ("normal()", "gauss(0)", "Q: unknown distribution 'gauss'", 0),
        ("__import__('os')", "normal()", "P: unknown distribution '__import__'", 0),
        ("normal(1e400)", "normal()", "P: the number is too large", 7),
    ],
)
def test_a_refusal_is_a_sentence_and_a_caret_with_exit_code_2(capsys, p, q, says, mark):
    code, out, err = shell(capsys, p, q)
    sentence, line, caret = err.splitlines()
    assert code == 2 and out == "" and sentence.startswith(says)
    assert caret == " " * mark + "^" and line in (p, q)


def test_pairs_that_do_not_compare_exit_with_2(capsys):
    code, _, err = shell(capsys, "normal()", "poisson(3)")
    assert code == 2 and "single number has probability 0" in err
    code, _, err = shell(capsys, "normal()", "cauchy()", "--samples", "-5")
    assert code == 2 and "samples is -5" in err


def test_files_are_read_and_bad_ones_refused(capsys, tmp_path):
    rng = np.random.default_rng(0)
    good = tmp_path / "good numbers.csv"
    np.savetxt(good, rng.normal(0, 1, 3000), header="height", comments="")
    code, out, _ = shell(capsys, f"samples({good})", "normal()", "--json")
    data = json.loads(out)
    assert code == 0 and data["kl_pq"]["method"] == "mean over the sample − k-NN"
    assert 0 <= data["kl_pq"]["value"] <= data["kl_pq"]["error"] < 0.06 and data["js"]["error"] is None
    contents = {"a\n1\ntwo\n3\n": "'two' on data line 2", "1\n": "1 number", "5\n5\n5\n": "all 3 numbers"}
    contents |= {"1,2\n3,4\n": "2 columns", "": "0 number", "1\nnan\n2\n": "nan", "x,y\n1,2\n": "2 columns"}
    for i, (text, says) in enumerate(contents.items()):
        bad = tmp_path / f"{i}.csv"
        bad.write_text(text)
        code, _, err = shell(capsys, f"samples({bad})", "normal()")
        assert code == 2 and says in err.splitlines()[0], text
    code, _, err = shell(capsys, "samples(nowhere.csv)", "normal()")
    assert code == 2 and "there is no file 'nowhere.csv'" in err
    (tmp_path / "b.bin").write_bytes(bytes(range(256)))
    code, _, err = shell(capsys, f"samples({tmp_path / 'b.bin'})", "normal()")
    assert code == 2 and "not a text file" in err


def test_as_a_module_it_starts_without_gradio_torch_or_plotly():
    probe = (
        "import runpy, sys\n"
        "sys.argv = ['divergence', 'bernoulli(0.6)', 'bernoulli(0.7)']\n"
        "try:\n    runpy.run_module('explainer.divergence', run_name='__main__')\n"
        "except SystemExit as end:\n    assert end.code == 0\n"
        "heavy = {'gradio', 'torch', 'plotly', 'scipy.stats'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "0.02258242108" in done.stdout


def test_json_is_strict_and_gives_no_error_that_is_not_known(capsys, tmp_path):
    def strict(text):
        raise AssertionError(text)  # Infinity and NaN are no JSON

    main(["cauchy()", "normal()", "--json"])
    told = json.loads(capsys.readouterr().out, parse_constant=strict)
    assert told["kl_pq"]["value"] == "inf" and told["kl_pq"]["why"]
    (tmp_path / "a.csv").write_text("\n".join(str(k / 7) for k in range(50)))
    main([f"samples({tmp_path / 'a.csv'})", "normal()", "--json"])
    told = json.loads(capsys.readouterr().out, parse_constant=strict)
    assert told["tv"]["value"] > 0 and told["tv"]["error"] is None and told["note"] == SAMPLED
    main([f"samples({tmp_path / 'a.csv'})", "normal()"])
    assert SAMPLED in " ".join(capsys.readouterr().out.split("\n"))
