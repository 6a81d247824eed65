"""The live numbers of both graphs, and a bad ε refused beside its slider."""

import pytest

from explainer.maths.arguments import BadArgument
from explainer.vae.reparameterization.graph import answers


def test_the_graph_s_numbers_are_those_of_the_chain_rule_by_hand(unpacked):
    # z = −0.5 − 0.96, f = (z − 1)², f′ = 2(z − 1); ln q's slopes ε/σ and (ε² − 1)/σ
    found = answers.draw("quadratic", -0.5, 0.8, -1.2)
    assert found["z_value"] == pytest.approx(-1.46, abs=1e-12)
    assert [found[key] for key in ("f", "slope", "path_mu", "path_sigma")] == [
        "$f$ 6.05", "$f'(z)$ = −4.92", r"$f'\cdot 1$ = −4.92", r"$f'\cdot\varepsilon$ = 5.90",
    ]  # fmt: skip
    assert found["score_mu"] == r"$f\cdot\partial\ln q/\partial\mu$ = 6.05 · −1.50 = −9.08"
    assert found["score_sigma"] == r"$f\cdot\partial\ln q/\partial\sigma$ = 6.05 · 0.55 = 3.33"
    assert unpacked(found["line_y"]) == pytest.approx(-0.5 + 0.8 * unpacked(found["line_x"]), abs=1e-5)


@pytest.mark.parametrize("value", [3, float("inf"), "0.5"])
def test_a_bad_epsilon_is_refused_beside_its_slider(value):
    with pytest.raises(BadArgument, match="-2.5 to 2.5") as caught:
        answers.draw("cosine", 0.0, 1.0, value)
    assert caught.value.argument == "epsilon"
