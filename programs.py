"""What programs may ask of the app by name, through `gradio_client` or "Use via API"."""

from math import isfinite, isnan

import gradio as gr

from explainer.divergence.calculator import answers, theory
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument

LONGEST = 20_000  # characters of a text


def divergence(p: str, q: str, unit: str = "nats") -> dict:
    """Compare two distributions: KL divergences, Jensen–Shannon, total variation and more, with their errors.

    Args:
        p: The first distribution, such as "normal(0, 1)" or "0.3*normal(-2, 1) + 0.7*laplace(1, 2)".
        q: The second distribution, written in the same language.
        unit: The unit of information, "nats" or "bits".

    Returns:
        For each quantity by name, such as "kl_pq", its value, the error that is known, its unit, the method, and
        why where the value is no number: then it is the text "inf", "-inf" or "nan", which strict JSON can hold.
    """
    try:
        for name, text in (("p", p), ("q", q)):
            arguments.text(name, text, LONGEST)
        results = theory.table(*answers.both(p, q), unit).results
    except BadArgument as bad:
        raise gr.Error(str(bad), print_exception=False) from None
    return {
        name: {
            "value": best.value if isfinite(best.value) else str(best.value),
            "error": None if isnan(best.error) else best.error,
            "unit": best.unit,
            "method": best.method,
            "why": best.why,
        }
        for name, (best, *_) in results.items()
    }


def offer() -> None:
    """Add the functions to the page under construction, each as an endpoint of its own name."""
    gr.api(divergence, api_name="divergence", concurrency_limit=1)
