"""Distortion over rate, both over t, and the numbers at each t."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack


def rate(levels, look, rates, distortions, unseen: dict[float, tuple[int, float]]) -> dict[str, Any]:
    """`rates` for t = 0 … T, `distortions` for t = 1 … T; `unseen` by grey levels: (t, share of the bits)."""
    total = rates[0]
    known = np.concatenate([[0.0], distortions])
    ts = np.arange(len(rates))
    kept = np.unique(np.concatenate([[0], np.geomspace(1, len(ts) - 1, 300).round().astype(int)]))
    curve = drawn.line(rates[kept], known[kept], "distortion", "data")
    log = {"type": "log", "range": [-0.05, 3.05], "exponentformat": "power", "dtick": 1}
    sent = drawn.line(ts[kept[1:]], rates[kept[1:]], "bits a pixel sent", "model")
    rows = [
        [
            ["sent by t", f"{rates[t]:.4f} bits a pixel"],
            ["for the whole picture", f"{784 * rates[t]:.0f} bits"],
            ["of all its bits", f"{rates[t] / total:.1%}"],
            [r"RMSE of $\hat x_0$", f"{known[t]:.2f} grey levels"],
        ]
        for t in ts[1:]
    ]
    notes = [
        [
            f"within {limit:g} grey levels from",
            f"t = {t}" if t else "never",
            f"{share:.0%} of the bits come after",
        ]
        for limit, (t, share) in unseen.items()
    ]
    return {
        "figure": drawn.keyed(
            drawn.figure(
                [curve], "bits a pixel sent", r"RMSE of $\hat x_0$, grey levels",
                xaxis={"range": [0, total * 1.05]}, yaxis={"range": [0, float(known.max()) * 1.08]},
            )
        ),
        "rate_figure": drawn.keyed(
            drawn.figure([sent], "t", "bits a pixel sent by t", xaxis=log, yaxis={"range": [0, total * 1.08]})
        ),
        "rates": pack(rates),
        "distortions": pack(known),
        "all_t": pack(ts, "i4"),
        "times": pack(ts[1:], "i4"),
        "tracks": {"rows": rows},
        "t": pack(look.knots, "i4"),
        "x0_hat": pack(look.x0_hat[:, None], "u1"),
        "x0": pack(levels[None], "u1"),
        "rows": {"head": [r"$\hat x_0$ is", "", ""], "rows": notes, "notes": []},
        "unseen": unseen[min(unseen)][1],
    }  # fmt: skip
