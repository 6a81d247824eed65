"""The data and the q that the controls describe, and what is refused beside them."""

import pytest

from explainer.maths.arguments import BadArgument
from explainer.variational.hand import answers
from tests.variational.by_scipy import data

BAD = [
    ({"gaussian_x": ""}, "gaussian_x", "no data"),
    ({"gaussian_x": "1, 1e6"}, "gaussian_x", "1e6; allowed is −6 to 6"),
    ({"gaussian_x": "1, nan"}, "gaussian_x", "nan"),
    ({"gaussian_x": "1, two"}, "gaussian_x", "“two” is not a number"),
    ({"gaussian_x": ",".join(["1"] * 201)}, "gaussian_x", "201 data points"),
    ({"gaussian_x": "1, " * 10_000}, "gaussian_x", "10,000 data points in 30,000 letters"),
    ({"model": "coin", "heads": 0, "tails": 0}, "heads", "no data"),
    ({"model": "coin", "heads": 10_000}, "heads", "10000"),
    ({"model": "coin", "tails": 1.5}, "tails", "1.5"),
    ({"model": "logistic", "yes": "", "no": ""}, "yes", "no data"),
    ({"model": "logistic", "no": "7"}, "no", "7"),
    ({"model": "banana"}, "model", "banana"),
    ({"model": "dice"}, "model", "dice"),
]


@pytest.mark.parametrize(("changed", "key", "says"), BAD)
def test_bad_data_is_refused_beside_its_control(changed, key, says):
    with pytest.raises(BadArgument, match=says) as refused:
        answers.truth(**(data() | changed))
    assert refused.value.argument == key


@pytest.mark.parametrize(
    ("q", "key"),
    [(("gaussian", 0, 0), "q_std"), (("gaussian", 0, 1e-9), "q_std"), (("gaussian", 0, -1), "q_std"),
     (("gaussian", 1e6, 1), "q_mean"), (("gaussian", None, 1), "q_mean"), (("mixture", 0, 1), "family")],
)  # fmt: skip
def test_a_q_that_cannot_be_is_refused_beside_its_control(q, key):
    with pytest.raises(BadArgument) as refused:
        answers.q(*q, **data())
    assert refused.value.argument == key


@pytest.mark.parametrize("text", ["3, 3, 3, 3", "−6, 6", "0", ", ".join(["6"] * 200)])
def test_odd_data_still_add_up(text):
    answer = answers.q("gaussian", -5.0, 0.05, **data(gaussian_x=text))
    assert answer["kl"] >= 0
    gap = answer["log_evidence"] - answer["elbo"] - answer["kl"]
    assert abs(gap) <= 1e-7 * max(1.0, abs(answer["elbo"]))
