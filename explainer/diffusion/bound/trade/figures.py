"""Two networks side by side: their scores as a table, and what each step costs as curves."""

from typing import Any

from explainer.kit import drawn

TITLES = {"simple": "trained by the unweighted loss", "bound": "trained by the bound"}
DRAWN = "beta-tilde"  # Σ of the samples
SIGMAS = {"beta-tilde": r"$\sigma^2=\tilde\beta$", "best": "best width a step", "learned": "learned width"}


def table(scores: dict[str, Any], errors: dict[str, Any]) -> dict[str, Any]:
    """Bits, Fréchet distance and accuracy with their standard errors (`theory.errors`), a row for each score."""
    names = list(TITLES)
    rows = [
        [f"bits a pixel, {title}"]
        + [f"{scores[name][key]['bits']:.3f} ± {scores[name][key]['standard_error']:.3f}" for name in names]
        for key, title in SIGMAS.items()
    ]
    drawn_with = {name: scores[name][DRAWN] for name in names}
    far = zip(names, errors["frechet"], strict=True)
    rows.append(["Fréchet distance of samples"] + [f"{drawn_with[n]['frechet']:.3f} ± {e:.3f}" for n, e in far])
    read = [(100 * drawn_with[n]["accuracy"], 100 * errors["accuracy"][n]) for n in names]
    rows.append(["read as the digit asked for"] + [f"{share:.1f}% ± {error:.1f}" for share, error in read])
    gap = drawn_with["bound"]["frechet"] - drawn_with["simple"]["frechet"]
    steps, batch = (scores["training"]["simple"]["plan"][key] for key in ("steps", "batch"))
    return {
        "head": ["", *TITLES.values()],
        "rows": rows,
        "notes": [
            f"One architecture from the same random weights, {steps:,} steps of {batch} digits each. Bits on "
            f"{scores['test_digits']:,} test digits without their class; Fréchet distance and accuracy of "
            rf"{scores['samples']:,} samples in {scores['sampling_steps']} steps, $\sigma^2=\tilde\beta$, "
            rf"the same noise.",
            f"From the same noise both distances err alike: they differ by {gap:.3f} ± {errors['gap']:.3f}. "
            f"These errors are those of as many samples of two shipped networks, by the jackknife.",
            "The first network was never taught a width: its learned row has the width that follows from its "
            "mean alone, so compare the two in the other rows.",
            "The curve has the best width a step, on 500 of the digits, one draw of noise each.",
        ],
    }


def curves(knots, bits: dict[str, Any]) -> dict[str, Any]:
    """Each step's term of the first network as a multiple of the second's, over t; 1 is level."""
    lines = [
        drawn.line([knots[0], knots[-1]], [1, 1], TITLES["bound"], "q", "dash"),
        drawn.line(knots, bits["simple"] / bits["bound"], TITLES["simple"], "p", mode="lines+markers"),
    ]
    log = {"type": "log", "exponentformat": "power", "dtick": 1}
    return drawn.figure(lines, "t", "term, relative", xaxis=log, showlegend=True)
