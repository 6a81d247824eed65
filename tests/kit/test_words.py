"""Formulas in the words on screen: typeset in the page, readable wherever no element can stand."""

import ast
import re
import unicodedata

import pytest
from conftest import ROOT

FORMULA = re.compile(r"\$([^$]+)\$")
WORDS = ("settings.py", "tab.py", "figures.py", "answers.py", "labels.py", "theory.py")


def formulas() -> set[str]:
    """Every formula in a text of a chapter, without the numbers that are put in when it is asked for."""
    found = set()
    for path in (ROOT / "explainer").rglob("*.py"):
        if path.name not in WORDS or "kit" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(FORMULA.findall(node.value))
    return found


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("the picture $x_t$", "the picture xₜ"),
        (r"$\hat x_0$ of $p_\theta$", "x̂₀ of p θ"),
        (r"$x_{t-1}=\mu+\sigma_t z$", "xₜ₋₁ = μ + σₜz"),
        (r"$\sqrt{1-\bar\alpha_t}$", "√(1 − ᾱₜ)"),
        (r"$\mathcal N(0, 1)$", "N(0, 1)"),
        (r"$D(p\|q)$ in nats", "D(p‖q) in nats"),
        (r"$-\ln p(x\mid z)$", "−ln p(x | z)"),
        (r"$\tfrac12 a^2$", "1/2a²"),
        (r"$V=2\,\mathrm{JS}-2\ln 2$", "V = 2 JS − 2 ln 2"),
        ("5 $", "5 $"),
    ],
)
def test_a_menu_and_a_tooltip_show_a_formula_s_letters(module, text, letters):
    shown = module("tex.js", "return kit.lettersOf(given);", text)
    assert unicodedata.normalize("NFC", shown) == unicodedata.normalize("NFC", letters)


def test_every_formula_in_the_chapters_words_can_be_typeset_and_drawn(module):
    tex = sorted(formulas())
    assert len(tex) > 60
    faults = module(
        "words.js",
        """const { runs } = await import("/tex.js");
        await kit.typesetter();
        const faults = [];
        for (const tex of given) {
          const box = document.createElement("span");
          box.append(...kit.words(`$${tex}$`));
          const set = box.querySelector(".katex-html") && !box.querySelector(".katex-error");
          if (!set) faults.push(["not typeset", tex]);
          try {
            if (!runs(tex).length) faults.push(["no letters", tex]);
          } catch (error) {
            faults.push([error.message, tex]);
          }
        }
        return faults;""",
        tex,
    )
    assert faults == []


def test_a_formula_that_is_written_before_it_can_be_typeset_is_set_later(module):
    before, after, count = module(
        "words.js",
        """const fresh = await import("/words.js?fresh"); // which has fetched nothing yet
        const [, formula] = fresh.words("of $y_k$ alone");
        const before = formula.textContent;
        await fresh.typesetter();
        return [before, formula.firstElementChild.className, formula.querySelectorAll(".katex-html").length];""",
    )
    assert before == "yₖ" and after == "katex" and count == 1


def test_numbers_of_a_table_have_one_minus(module):
    cells = ["-0.52", "(-5.3, -2)", "± -1", "normal(-1, 2)", "x-1", "class-wise", "e-05", "-∞"]
    shown = module("tex.js", "return given.map(kit.minus);", cells)
    assert shown == ["−0.52", "(−5.3, −2)", "± −1", "normal(−1, 2)", "x-1", "class-wise", "e-05", "−∞"]


def test_plotly_s_markup_escapes_what_it_would_read_as_a_tag(module):
    shown = module("tex.js", "return kit.marked(given);", "if $a<b$")
    assert "<b" not in shown and "&lt;" in shown and shown.count("<span") == shown.count("</span>")


def test_a_formula_on_a_canvas_is_as_wide_as_it_is_said_to_be(module):
    widths = module(
        "tex.js",
        """const pen = document.createElement("canvas").getContext("2d");
        pen.font = "20px sans-serif";
        pen.canvas.width = 400;
        pen.font = "20px sans-serif";
        kit.write(pen, "a $x_t$ b", 5, 60);
        const { data } = pen.getImageData(0, 0, 400, 150);
        let right = 0;
        for (let i = 0; i < data.length / 4; i++) if (data[4 * i + 3] > 40) right = Math.max(right, i % 400);
        return [right, kit.widthOf(pen, "a $x_t$ b")];""",
    )
    inked, told = widths
    assert abs(inked - 5 - told) < 4


@pytest.mark.parametrize("baseline", ["top", "middle", "bottom", "alphabetic"])
def test_a_formula_on_a_canvas_stands_on_the_line_of_the_words(module, baseline):
    """Whatever the pen's position means: the lowest ink of a formula's x is that of a plain one."""
    plain, formula = module(
        "tex.js",
        """const pen = document.createElement("canvas").getContext("2d");
        Object.assign(pen.canvas, { width: 400, height: 150 });
        const lowest = (text) => {
          pen.clearRect(0, 0, 400, 150);
          Object.assign(pen, { font: "40px sans-serif", textBaseline: given });
          kit.write(pen, text, 5, 70);
          const { data } = pen.getImageData(0, 0, 400, 150);
          let low = 0;
          for (let i = 0; i < data.length / 4; i++) if (data[4 * i + 3] > 100) low = Math.floor(i / 400);
          return low;
        };
        return [lowest("x"), lowest("$x$")];""",
        baseline,
    )
    assert abs(plain - formula) <= 1 < plain


def test_bars_round_a_value_stand_close_and_a_condition_s_apart(module):
    text = r"$\mathbb E|x-y|$, $p(x\mid z)$"
    assert module("tex.js", "return kit.lettersOf(given);", text) == "E|x − y|, p(x | z)"
