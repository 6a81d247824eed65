"""What the section on the U-Net draws: arrays in, places, Plotly dicts and packed arrays out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from explainer.diffusion.unet.words import size, title, what
from explainer.kit import drawn
from explainer.kit.pack import pack

# the diagram on a square of 100: three columns, six rows
WIDE, HIGH, ROW = 25, 12.4, 16.9
LEFT, MIDDLE, RIGHT = 0, 37.5, 75
SIDE = 19


def diagram(blocks: Sequence[Mapping[str, Any]], picture: Sequence[int]) -> dict[str, Any]:
    """Places of the blocks on a square of 100 and the lines between them, for `kit.Diagram`.

    Down the left, across the bottom, up the right, in the order in which they run; what makes a vector
    stands in the middle. `picture` is the shape of x_t.
    """
    flow = [block for block in blocks if len(block["after"]) == 3]
    told_by = [block for block in blocks if len(block["after"]) == 1]
    start = {"name": "xt", "kind": "", "parameters": 0, "takes": [], "before": [], "after": picture}
    spots = _path([start["name"], *(block["name"] for block in flow)])
    for i, block in enumerate(told_by):
        spots[block["name"]] = (MIDDLE - 7.5 + i * (SIDE + 2), 0, SIDE)
    nodes = [_node(block, spots[block["name"]]) for block in [start, *told_by, *flow]]
    return {"nodes": nodes, "edges": [*_flow([start, *flow], spots), *_told(flow, told_by, spots)]}


def _path(names: Sequence[str]) -> dict[str, tuple[float, float, float]]:
    """Left edge, top and width of each block along the U."""
    rows = (len(names) - 1) // 2
    spots = {}
    for i, name in enumerate(names):
        if i < rows:
            spots[name] = (LEFT, i * ROW, WIDE)
        elif i == rows and len(names) % 2:
            spots[name] = (MIDDLE, (rows - 1) * ROW, WIDE)
        else:
            spots[name] = (RIGHT, (len(names) - 1 - i) * ROW, WIDE)
    return spots


def _node(block: Mapping[str, Any], spot: tuple[float, float, float]) -> dict[str, Any]:
    joined = len(block["takes"]) == 2
    kind = f" is a {title(block['kind'])}" if block["kind"] else " is the input"
    shapes = f"{size(block['before'])} → {size(block['after'])}" if block["before"] else size(block["after"])
    count = f", {block['parameters']:,} parameters" if block["parameters"] else ""
    head = f"{'$x_t$' if block['name'] == 'xt' else block['name']}{kind}: {shapes}{count}."
    x, y, wide = spot
    return {
        "name": block["name"],
        "title": "$x_t$" if block["name"] == "xt" else block["name"],
        "shape": size(block["after"]),
        "head": head,
        "words": what(block["name"], block["kind"], joined),
        "box": [x, y, wide, HIGH],
    }


def _flow(flow: Sequence[Mapping[str, Any]], spots) -> list[dict[str, Any]]:
    """From each block to the next, and the skip connections."""
    edges = []
    for before, block in zip(flow, flow[1:], strict=False):
        (x0, y0, w0), (x1, y1, w1) = spots[before["name"]], spots[block["name"]]
        if x0 == x1:
            down = y1 > y0
            points = [[x0 + w0 / 2, y0 + HIGH * down], [x1 + w1 / 2, y1 + HIGH * (not down)]]
        else:
            points = [[x0 + w0, y0 + HIGH / 2], [x1, y1 + HIGH / 2]]
        edges.append({"kind": "flow", "points": points})
        for skipped in block["takes"][1:]:
            xs, ys, ws = spots[skipped]
            points = [[xs + ws, ys + HIGH * 0.35], [x1, y1 + HIGH * 0.35]]
            edges.append({"kind": "skip", "points": points})
    return edges


def _told(flow, told_by, spots) -> list[dict[str, Any]]:
    """From the embeddings, summed, down a trunk to every block that they reach."""
    trunk = MIDDLE + WIDE / 2
    joint = ROW + HIGH * 0.3
    edges = []
    for block in told_by:
        x, y, w = spots[block["name"]]
        points = [[x + w / 2, y + HIGH], [x + w / 2, joint], [trunk, joint]]
        edges.append({"kind": "told", "points": points, "plain": True})
    for block in flow:
        if not block["told"]:
            continue
        x, y, w = spots[block["name"]]
        inner = x + w if x < trunk else x
        if y >= max(spot[1] for spot in spots.values()):  # on the bottom row, from above
            over = inner + (-6 if x < trunk else 6)
            points = [[trunk, joint], [trunk, y - 2.4], [over, y - 2.4], [over, y]]
        else:
            points = [[trunk, joint], [trunk, y + HIGH * 0.75], [inner, y + HIGH * 0.75]]
        edges.append({"kind": "told", "points": points})
    return edges


def atlas(arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """An atlas for the page: maps by block (t, n, height, width), the pictures, and what places look at."""
    names = [key.removeprefix("map:") for key in arrays if key.startswith("map:")]
    n, heads, places, _ = arrays["attention"].shape
    side = round(places**0.5)
    looks = arrays["attention"].reshape(n, heads, side, side, side, side).transpose(0, 2, 3, 1, 4, 5)
    pictures = {key: pack(arrays[key][:, None], "u1") for key in ("xt", "x0_hat", "eps_hat")}
    return {
        "t": pack(arrays["t"], "i4"),
        "maps": {"xt": pictures["xt"]} | {name: pack(arrays[f"map:{name}"], "u1") for name in names},
        **pictures,
        "attention_t": pack(arrays["attention_t"], "i4"),
        "attention": pack(looks, "u1"),
    }


def embedding(ts, waves, learned) -> dict[str, Any]:
    """Both heat maps over t: the waves, and how far each number of the embedding is from its mean over t."""
    learned = np.asarray(learned, np.float64)
    rows = {
        "waves": (np.asarray(waves, np.float64), "sines, then cosines"),
        "learned": (learned - learned.mean(0), "component, minus its mean"),
    }
    answer = {}
    for key, (values, title_) in rows.items():
        limit = float(np.quantile(np.abs(values), 0.99))
        heat = drawn.heatmap(
            ts, np.arange(values.shape[1]), values.T, key, zmin=-limit, zmax=limit, zmid=0, showscale=False,
            colorscale=[[0, "role:data"], [0.5, "role:ground"], [1, "role:model"]],
        )  # fmt: skip
        axis = {"range": [-0.5, values.shape[1] - 0.5]}
        answer[f"{key}_figure"] = drawn.figure([heat], "t", title_, yaxis=axis)
    return answer


def cuts(measured: Mapping[str, np.ndarray], cut: str, labels: Mapping[str, str]) -> dict[str, Any]:
    """The loss over t whole and with the cut, both x̂_0, and a table of all cuts, worst first."""
    names = [str(name) for name in measured["names"]]
    whole, chosen = names.index("none"), names.index(cut)
    ts, loss, error = measured["t"], measured["loss"], measured["error"]

    def curve(row: int, name: str, role: str, dash: str) -> dict[str, Any]:
        bars = {"type": "data", "array": pack(2 * error[row]), "color": f"role:{role}", "thickness": 1.5}
        line = drawn.line(ts, loss[row], name, role, dash)
        return {**line, "mode": "lines+markers", "error_y": bars}

    traces = [curve(whole, "whole", "data", "full")]
    if chosen != whole:
        traces.append(curve(chosen, "with the cut", "wrong", "dash"))
    least, most = np.log10(loss.min() / 2), np.log10(loss.max() * 2)
    return {
        "figure": drawn.figure(
            traces, "t", r"$\|\varepsilon-\hat\varepsilon\|^2$ a pixel",
            showlegend=True, xaxis={"range": [0, 1040]},
            yaxis={"type": "log", "range": [float(least), float(most)], "dtick": 1},
        ),
        "t": pack(ts, "i4"),
        "xt": pack(measured["xt"], "u1"),
        "x0": pack(measured["x0"], "u1"),
        "whole": pack(measured["x0_hat"][whole], "u1"),
        "cut": pack(measured["x0_hat"][chosen], "u1"),
        "loss": float(loss[chosen].mean()),
        "times": float(loss[chosen].mean() / loss[whole].mean()),
        "table": _table(measured, names, whole, labels),
    }  # fmt: skip


def _table(measured, names: list[str], whole: int, labels: Mapping[str, str]) -> dict[str, Any]:
    mean = measured["loss"].mean(1)
    spread = np.sqrt((measured["error"].astype(np.float64) ** 2).sum(1)) / measured["error"].shape[1]
    rows = [
        [labels[names[i]], f"{mean[i]:.4f} ± {spread[i]:.4f}", f"{mean[i] / mean[whole]:.2f}"]
        for i in np.argsort(-mean, kind="stable")
    ]
    return {"head": ["taken away", "loss, mean over t", "relative to whole"], "rows": rows, "notes": []}
