"""The functions f: what is refused, and by which name."""

import pytest

from explainer.maths.arguments import BadArgument
from explainer.vae.reparameterization.integrands import integrand


@pytest.mark.parametrize(
    "argument, value",
    [("mu", 3), ("mu", float("nan")), ("mu", None), ("sigma", 0), ("sigma", True), ("n", 1), ("n", 2.5),
     ("n", 1000), ("dim", 0), ("dim", 65), ("seed", -1), ("seed", "7")],
)  # fmt: skip
def test_a_bad_argument_is_named_with_its_value(argument, value):
    given = {"f": "cosine", "mu": 0.0, "sigma": 1.0} | {argument: value}
    with pytest.raises(BadArgument) as caught:
        integrand(**given)
    assert caught.value.argument == argument and repr(value) in str(caught.value)


def test_an_unknown_function_is_named():
    with pytest.raises(BadArgument, match="'sine'; allowed are quadratic, cosine, step"):
        integrand("sine", 0.0, 1.0)
