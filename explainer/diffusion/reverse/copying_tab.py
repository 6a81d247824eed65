"""The figure that asks whether the network copies: the exact denoiser of a training set beside it."""

from typing import Any

import numpy as np

from explainer.diffusion.reverse import copying
from explainer.diffusion.reverse.edit_answers import kept
from explainer.diffusion.reverse.settings import T
from explainer.kit import drawn
from explainer.kit.asked import Source
from explainer.kit.figure import Figure
from explainer.kit.film import Film, film_data
from explainer.kit.numbers import Numbers
from explainer.kit.pack import pack
from explainer.kit.plot import Marker, Plot
from explainer.kit.tiles import Tiles

MOST = 8


def film() -> dict[str, Any]:
    """x_t of the network's chain, and what it and the exact denoiser see in it."""
    data = kept("copying")
    t = np.append(data["t"], 0)
    ends = {"xt": "learned", "learned": "learned", "exact": "memory"}
    tracks = {key: np.concatenate([data[key], data[f"end_{end}"][None]]) for key, end in ends.items()}
    tracks["exact"][-1] = data["exact"][-1]  # its own chain ends elsewhere: that is shown below
    return film_data(t, tracks)


def copies() -> dict[str, Any]:
    """How far both estimates are from the nearest training picture along t; both ends and what is nearest."""
    data = kept("copying")
    names = {"learned": ("the network's x̂₀", "model", "full"), "exact": ("the exact x̂₀", "wrong", "dash")}
    gaps = data["gap"].mean(2)
    lines = [drawn.line(data["t"], gaps[:, i], *names[key]) for i, key in enumerate(names)]
    span = {"range": [0, 1000]}
    numbers = data["number"].mean(1)
    rows = [
        [f"{i + 1}", *(f"{far:.3f}" for far in data["far_learned"][i]), f"{data['far_memory'][i, 0]:.4f}"]
        for i in range(len(data["far_learned"]))
    ]
    nearest = [f"{place} nearest" for place in ("", "2nd", "3rd")[: data["far_learned"].shape[1]]]
    return {
        "gap_figure": drawn.figure(
            lines, "t", "distance to the set", showlegend=True, xaxis=span, yaxis={"rangemode": "tozero"}
        ),
        "number_figure": drawn.figure(
            [drawn.line(data["t"], numbers, "pictures it still mixes", "wrong", "dash")], "t",
            "pictures it mixes", xaxis=span, yaxis={"type": "log"},
        ),
        "end_learned": pack(data["end_learned"], "u1"),
        "near_learned": pack(np.concatenate(data["near_learned"].transpose(1, 0, 2, 3)), "u1"),
        "end_memory": pack(data["end_memory"], "u1"),
        "near_memory": pack(data["near_memory"][:, 0], "u1"),
        "table": {
            "head": ["picture", *(f"network’s: {text.strip()}" for text in nearest), "exact denoiser’s: nearest"],
            "rows": rows,
            "notes": [],
        },
    }  # fmt: skip


FILM = Source("copying", film, (), slow=True)
COPIES = Source("copies", copies, (), slow=True)


def copy() -> None:
    """Learned against known by heart, at the same x_t and at the end of both chains."""
    Figure(
        "reverse",
        "copying",
        title="Does it copy?",
        try_this="drag t down: the exact denoiser soon settles on one training picture. Does the network?",
        panels=[
            Film(film="copying", track="xt", label="xₜ of the network's chain"),
            Film(film="copying", track="learned", label="x̂₀ of the network"),
            Film(film="copying", track="exact", label="x̂₀ of the exact denoiser"),
            Plot(
                source="copies",
                figure="gap_figure",
                label="Distance of both estimates to the nearest training picture along t",
                sets="t",
                overlays=(Marker(),),
            ),
            Plot(
                source="copies",
                figure="number_figure",
                label="How many training pictures the exact denoiser mixes along t",
                sets="t",
                overlays=(Marker(),),
            ),
        ],
        sources=[FILM, COPIES],
        scrubbers=[T],
        reflects=("t",),
        code=[copying.exact, copying.memory, copying.distances],
        layout="compare",
        caption="The best denoiser of a finite set is known: a mean of its pictures, weighted by how well each "
        "explains xₜ. It can only give the set back. Here it knows the first 10,000 training pictures, the "
        "network learned from all 60,000; neither is told a class.",
    )


def nearest() -> None:
    """Where both chains end, and the training pictures nearest to that."""
    strip = {"columns": MOST, "size": 1.8}
    Figure(
        "reverse",
        "nearest",
        title="Where both chains end",
        try_this="compare each picture with the ones below it: which were copied?",
        panels=[
            Tiles(
                parts=(
                    ("copies.end_learned", "made by the network"),
                    ("copies.near_learned", "the three training pictures nearest to each"),
                ),
                **strip,
            ),
            Tiles(
                parts=(
                    ("copies.end_memory", "made by the exact denoiser from the same noise"),
                    ("copies.near_memory", "the training picture nearest to each"),
                ),
                **strip,
            ),
            Numbers(source="copies", rows="table", label="Distances to the nearest training pictures"),
        ],
        sources=[COPIES],
        code=[copying.memory, copying.distances],
        layout="compare",
        caption="From the same eight noises. What is nearest was sought among all 60,000 training pictures. "
        "Distances are root mean squared grey: 0 is a copy, 1 black against white.",
    )
