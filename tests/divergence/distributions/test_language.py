"""The little language: what it reads, and how it refuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.divergence.distributions.families import FAMILIES
from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.distributions.language import MAX_LENGTH, LanguageError, parse


def refused(text, read=None):
    with pytest.raises(LanguageError) as caught:
        distribution(text, read)
    sentence = str(caught.value)
    assert "\n" not in sentence and len(sentence) < 400
    return sentence, caught.value


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("normal(0, 1)", "normal(mean=0, std=1)"),
        ("normal()", "normal(std = 1.0)"),
        ("student_t(1)", "cauchy()"),
        ("gamma(1, 2)", "exponential(0.5)"),
        ("beta(1, 1)", "uniform()"),
        ("binomial(1, 0.25)", "bernoulli(0.25)"),
        ("bernoulli(0.25)", "categorical(0.75, 0.25)"),
        ("categorical([0.5, 0.5])", "categorical(0.5, 0.5, 0)"),
        ("mvn([1], [[4]])", "normal(1, 2)"),
        ("0.25*laplace() + 3/4*laplace()", "laplace()"),
        ("0.3*normal() + 0.7*cauchy()", "0.7*cauchy() + 0.3*normal()"),
        ("0.5*(0.5*normal() + 0.5*cauchy()) + 0.5*normal()", "0.75*normal() + 0.25*cauchy()"),
        ("drawn([0, 1], [1, 2])", "drawn([0, 2], [1, 4])"),
    ],
)
def test_two_ways_to_say_the_same(text, same):
    assert distribution(text).key == distribution(same).key


def test_order_of_the_parameters_and_signs():
    p = distribution("normal(std=2e0, mean=-1.5)")
    assert (p.loc, p.scale) == (-1.5, 2.0)
    assert distribution("normal(−3, .5)").loc == -3


@pytest.mark.parametrize(
    "text",
    [
        *(
            f"{name}({', '.join(['0.5'] * len(f.parameters))})"
            for name, f in FAMILIES.items()
            if name not in ("binomial", "uniform")
        ),
        "0.25*normal(-2, 1) + 0.75*student_t(3, 2, 0.5)",
        "mvn([0, 1], [[2, 0.5], [0.5, 1]])",
        "drawn([0, 0], [1, 2], [3, 0])",
        "0.5*mvn([0, 0], [[1, 0], [0, 1]]) + 0.5*mvn([1, 1], [[1, 0], [0, 1]])",
    ],
)
def test_what_is_printed_reads_back_as_the_same(text):
    p = distribution(text)
    assert distribution(str(p)).key == p.key


@pytest.mark.parametrize(
    ("text", "says", "at"),
    [
        ("", "is empty", 0),
        ("foo(1)", "unknown distribution 'foo'", 0),
        ("__import__('os')", "unknown distribution '__import__'", 0),
        ("normal(0, 1, 2)", "takes 2 parameter", 13),
        ("normal(0, 0)", "std of normal is 0; it must be above 0", 10),
        ("normal(0, -1)", "std of normal is -1; it must be above 0", 10),
        ("normal(0, nan)", "nan is not allowed", 10),
        ("normal(-inf, 1)", "inf is not allowed", 8),
        ("normal(1e400, 1)", "too large", 7),
        ("normal(1e70, 1)", "mean of normal is 1e+70; allowed", 7),
        ("normal(1e20, 1e-5)", "below what a float can tell apart", 0),
        ("normal(0 1)", "expected ','", 9),
        ("normal(0, 1", "found the end of the text", 11),
        ("normal(0, 1))", "expected '+' or the end", 12),
        ("normal(mean=0, 3)", "needs its name", 15),
        ("normal(std=1, std=2)", "given twice", 14),
        ("normal(mu=1)", "no parameter 'mu'", 10),
        ("student_t()", "needs a value for df", 0),
        ("uniform(2, 1)", "a must be below b", 0),
        ("binomial(2.5, 0.1)", "n of binomial is 2.5", 9),
        ("bernoulli(1.2)", "p of bernoulli is 1.2; allowed is a number from 0 to 1", 10),
        ("categorical(0.5, 0.6)", "add up to 1.1 and not to 1 (0.1 too much)", 0),
        ("categorical(0.5, -0.5)", "a probability of categorical is -0.5", 17),
        ("0.5*normal() + 0.6*cauchy()", "add up to 1.1 and not to 1 (0.1 too much)", 0),
        ("0.5*normal()", "add up to 0.5 and not to 1 (0.5 too little)", 0),
        ("-1*normal()", "a weight is -1", 0),
        ("1/0*normal()", "division by 0", 0),
        ("0.5*normal() + 0.5*poisson(3)", "different kinds", 19),
        ("0.5*normal() + 0.5*mvn([0,0],[[1,0],[0,1]])", "different dimensions", 19),
        ("mvn([0,0], [[1,2],[2,1]])", "not positive definite: its least eigenvalue is -1", 11),
        ("mvn([0,0], [[1,0.1],[0.2,1]])", "not symmetric", 11),
        ("mvn([0,0], [[1,0]])", "2 lists of 2 numbers", 11),
        ("mvn([0,0,0,0,0,0,0,0,0,0,0], [[1]])", "1 to 10 numbers", 4),
        ("drawn([0, 1])", "allowed are 2 to", 0),
        ("drawn([0, 1], [0, 2])", "from left to right", 14),
        ("drawn([0, 1], [1, -2])", "must not be < 0", 14),
        ("normal(0, 1) # hm", "'#' has no meaning", 13),
        ("samples(/etc/passwd)", "not allowed here", 0),
    ],
)
def test_a_mistake_is_one_sentence_with_its_place(text, says, at):
    sentence, error = refused(text)
    assert says in sentence
    assert error.position == at
    line, mark = error.caret().split("\n")
    assert mark.index("^") == at and line == text


def test_sums_that_miss_one_come_with_an_offer_that_is_accepted():
    for text in ("categorical(1, 1, 1)", "categorical(0.1, 0.2, 0.33)"):
        sentence, _ = refused(text)
        distribution(sentence.split("normalised they are ")[1])


def test_monsters_are_refused_at_once():
    assert "allowed are 20,000" in refused("x" * 10_000_000)[0]
    assert "nested more than" in refused("(" * 10_000)[0]
    assert "nested more than" in refused("mvn(" + "[" * 10_000)[0]
    assert "more than 64 parts" in refused(" + ".join(["1/99*normal()"] * 99))[0]
    assert "expected" in refused("samples(" * 2000, read=lambda name: None)[0]
    assert "expected" in refused("normal(1" + "/1" * 9000 + ")")[0]
    long = "normal(" + " " * (MAX_LENGTH - 8) + "?"
    mark = refused(long)[1].caret().split("\n")
    assert len(mark[0]) < 80 and mark[0][mark[1].index("^")] == "?"


@pytest.mark.parametrize("thing", [None, 5, b"normal()", ["normal()"]])
def test_what_is_not_text_is_refused(thing):
    assert "is written as text" in refused(thing)[0]


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60) | st.text("normalbetmvncgri(),=[]+*.-/0123456789e '\"", max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        assert parse(text)
        distribution(text)
    except LanguageError as error:
        assert 0 <= error.position <= len(text)
        assert error.caret().count("\n") == 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=20), st.randoms())
def test_weights_end_up_as_written(weights, random):
    scaled = np.array(weights) / sum(weights)
    means = random.sample(range(1000), len(weights))
    text = " + ".join(f"{w!r}*normal({m})" for w, m in zip(scaled.tolist(), means, strict=True))
    p = distribution(text)
    assert np.allclose(p.weights, scaled, rtol=1e-12)
    assert [part.loc for part in p.parts] == means
