"""The notebook: generated, valid, run whole away from the repository; its numbers against the app."""

import json
import math
import re

import nbformat
import pytest
import torch
from nbclient import NotebookClient

from explainer.coding import ddpm, notebook, program, runs, take_away
from explainer.diffusion import schedule
from explainer.diffusion.bound import terms

STEPS = 12
RIGHT = {
    "q_step": "return schedule.alpha[t].sqrt() * x_prev + schedule.beta[t].sqrt() * eps",
    "eps_from_x0": "return (xt - schedule.signal[t] * x0) / schedule.noise[t]",
    "kl_normals": "return log(sigma2 / sigma1) + (sigma1**2 + (mu1 - mu2)**2) / (2 * sigma2**2) - 0.5",
}
WRONG = [
    ("q_step", "return x_prev + schedule.beta[t].sqrt() * eps", "Is √(1 − β) there?"),
    ("q_step", "return schedule.alpha[t].sqrt() * x_prev + schedule.beta[t] * eps", "√β and not β"),
    ("eps_from_x0", "return (schedule.signal[t] * x0 - xt) / schedule.noise[t]", "the sign is turned"),
    ("eps_from_x0", "return xt - x0", "it is off by"),
    ("eps_from_x0", "return xt.mean()", "its shape is ()"),
    ("kl_normals", "return log(sigma1 / sigma2) + (sigma2**2 + (mu1 - mu2)**2) / (2 * sigma1**2) - 0.5",
     "the order is the other one"),
    ("kl_normals", "return 0.0", "it is 0.5000 nats, not 0.0000"),
]  # fmt: skip


def read():
    return nbformat.reads(notebook.SHIPPED.read_text(encoding="utf-8"), 4)


def tagged(book, tag):
    return next(cell for cell in book.cells if tag in cell.metadata.get("tags", ()))


def answered(source: str, answers: dict[str, str]) -> str:
    for name, body in answers.items():
        source = re.sub(rf"(def {name}\(.*\):\n    )raise NotImplementedError", lambda m: m[1] + body, source)  # noqa: B023
    return source


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What the notebook prints with few steps of training and the exercises solved, run in an empty folder."""
    book = read()
    tagged(book, "parameters").source = f"STEPS = {STEPS}"
    for cell in book.cells:
        cell.source = answered(cell.source, RIGHT)
    folder = str(tmp_path_factory.mktemp("away"))
    client = NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}})
    client.execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", ())]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 10
    return "\n".join(output.get("text", "") for output in outputs)


def test_it_ships_as_it_is_generated_and_is_valid():
    assert notebook.SHIPPED.read_text(encoding="utf-8") == notebook.text()
    nbformat.validate(read())


def test_its_cells_are_the_file_in_its_order():
    assert "\n\n\n".join(notebook.pieces(program.text())) == program.text().strip()
    sources = ["".join(cell["source"]) for cell in notebook.cells({"T": 50, "seed": 3})["cells"]]
    for piece in notebook.pieces(program.filled({"T": 50, "seed": 3})):
        assert piece in sources


def test_it_needs_what_its_first_cell_names():
    code = "\n".join(cell.source for cell in read().cells if cell.cell_type == "code")
    first = re.search(r"%pip install -q (.*)", code)[1].split()
    found = set(re.findall(r"(?m)^(?:import|from) (\w+)", code))
    assert found - {"base64", "struct", "time", "zlib", "collections", "dataclasses", "math"} == set(first)


def test_its_numbers_are_the_apps_for_the_same_seed(said):
    assert "D(p‖q) = 0.0225824 nats, D(q‖p) = 0.0216009 nats" in said
    training = ddpm.Training(runs.digits(), ddpm.Settings())
    losses = [training.step() for _ in range(STEPS)]
    assert f"step {STEPS}: loss {sum(losses) / STEPS:.4f}" in said
    told = re.search(r"L_T = ([\d.]+), ΣL = ([\d.]+), L_0 = ([\d.]+): at most ([\d.]+)", said)
    prior, total, decoder, whole = map(float, told.groups())
    expected_prior, expected = bound(training)
    assert prior == pytest.approx(expected_prior, abs=2e-5)
    assert total == pytest.approx(expected, rel=2e-3)
    assert whole == pytest.approx(prior + total + decoder, abs=2e-4) and decoder > 0


def bound(training) -> tuple[float, float]:
    """L_T and Σ L_{t−1} over t ≥ 2 in bits a pixel, by the formulas of the section Bound."""
    x0, plan = runs.digits()[:64], schedule.cosine(training.s.T)
    g, bits, total = torch.Generator().manual_seed(0), torch.log(torch.tensor(2.0)), 0.0
    for t in range(1, training.s.T + 1):
        ts = torch.full((64,), t)
        xt = ddpm.q_sample(x0, ts, torch.randn(x0.shape, generator=g), training.schedule)
        if t == 1:
            continue
        with torch.no_grad():
            out = training.average(xt, ts)
        mean = ddpm.x0_hat(out, xt, ts, training.schedule, training.s.target).double()
        total += terms.pixel_terms(mean, torch.zeros_like(mean), x0.double(), xt.double(), ts, plan).mean()
    return float(terms.prior_terms(x0.double(), plan).mean() / bits), float(total / bits)


def test_right_answers_are_found_right(said):
    assert said.count("right\n") == 3 and "not right" not in said and "not answered" not in said


@pytest.mark.parametrize("name, body, why", WRONG)
def test_wrong_answers_are_told_why(name, body, why, capsys):
    cells = [cell.source for cell in read().cells if cell.cell_type == "code"]
    at = next(i for i, source in enumerate(cells) if f"def {name}(" in source)
    settings = ddpm.Settings()
    space = {
        **vars(ddpm), "log": math.log, "settings": settings,
        "schedule": ddpm.Schedule(settings), "digits": runs.digits(),
    }  # fmt: skip
    checker = next(source for source in cells if "def checked(" in source)
    for source in (checker, answered(cells[at], {name: body}), cells[at + 1]):
        exec(source, space)
    assert why in capsys.readouterr().out


def test_a_download_is_the_notebook_with_the_settings_on_screen():
    from explainer.coding.taken.answers import taken

    settings = program.defaults() | {"T": 50, "target": "eps"}
    book = taken("ipynb", **settings)
    assert book["file"] == "diffusion.ipynb"
    nbformat.validate(nbformat.reads(book["text"], 4))
    assert "    T: int = 50" in book["text"] and 'target: str = \\"eps\\"' in book["text"]
    file = taken("py", **settings)
    assert file == {"file": "diffusion.py", "text": take_away.python(settings, 2000)}
    rows = taken(None, **settings)["rows"]
    assert rows["notes"] == ["2 of 9 differ from the file's own."] and ["T", "50", "200"] in rows["rows"]
    assert json.loads(book["text"])["nbformat"] == 4


def test_colab_opens_the_notebook_of_a_public_repository_and_says_so_where_there_is_none():
    from explainer.coding.taken.settings import NOTEBOOK, colab
    from explainer.kit.head import REPOSITORY

    assert (notebook.SHIPPED.parents[2] / NOTEBOOK).samefile(notebook.SHIPPED)
    assert "https://colab.research.google.com/github/a/b/blob/main/" + NOTEBOOK in colab("a/b")
    assert REPOSITORY or "no public repository" in colab()
