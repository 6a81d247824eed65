"""Inside the U-Net: its blocks as they run, the output of each for a picture, and what cuts do.

A network is an argument: `network(xt, t, y)` predicts v for x_t (n, 1, 28, 28) at t (n,) int64 for
the classes y (n,) int64. Its children are its blocks; each module of a list is a block. Hooks read
and change what flows, so nobody else may run the network meanwhile.
"""

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from numpy.typing import NDArray

from explainer.diffusion import process
from explainer.diffusion.schedule import Schedule
from explainer.maths import arguments


@dataclass(frozen=True)
class Block:
    """A block as it was run: shapes without the batch; `takes` names the blocks whose outputs it reads.

    The last of two in `takes` is a skip connection. `told` says whether t and the class reach it.
    """

    name: str
    kind: str
    parameters: int
    takes: tuple[str, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    told: bool


def blocks(network) -> dict:
    """The network's blocks by name, in the order of its children; a list's are called `down.0`, …"""
    found = {}
    for name, child in network.named_children():
        parts = list(child) if type(child).__name__ == "ModuleList" else None
        if parts is None:
            found[name] = child
        else:
            found |= {f"{name}.{i}": part for i, part in enumerate(parts)}
    return found


def walk(network, xt, t, y) -> list[Block]:
    """Every block in the order in which it runs on these inputs, found by watching one run.

    A block takes another's output where these very numbers stand in its input. Whether t reaches it is
    found by a second run with another embedding.
    """
    import torch

    calls = []
    named = blocks(network)
    hooks = [
        part.register_forward_hook(lambda part, given, made, name=name: calls.append((name, given, made)))
        for name, part in named.items()
    ]
    try:
        with torch.no_grad():
            network(xt, t, y)
    finally:
        for hook in hooks:
            hook.remove()
    walked, made = [], {}
    for name, given, out in calls:
        part = named[name]
        told = len(given) > 1 and not torch.equal(_run(part, given[0], given[1] + 1), out)
        takes = _sources(given[0], made) if given[0].ndim == 4 else ()
        count = sum(p.numel() for p in part.parameters())
        kind = type(part).__name__
        walked.append(Block(name, kind, count, takes, tuple(given[0].shape[1:]), tuple(out.shape[1:]), told))
        made[name] = out
    return walked


def _run(part, *given):
    import torch

    with torch.no_grad():
        return part(*given)


def _sources(x, made: dict) -> tuple[str, ...]:
    """The blocks whose outputs, side by side, are x; () for the picture and for what is made between blocks."""
    import torch

    found, start = [], 0
    while start < x.shape[1]:
        for name, out in reversed(made.items()):
            wide = out.shape[1]
            if out.ndim == 4 and out.shape[2:] == x.shape[2:] and torch.equal(x[:, start : start + wide], out):
                found.append(name)
                start += wide
                break
        else:
            return ()
    return tuple(found)


def observe(network, xt, t, y) -> tuple:
    """The network's v and the output of each of its blocks, by name (forward hooks)."""
    import torch

    made = {}
    hooks = [
        part.register_forward_hook(lambda part, given, out, name=name: made.__setitem__(name, out))
        for name, part in blocks(network).items()
    ]
    try:
        with torch.no_grad():
            return network(xt, t, y), made
    finally:
        for hook in hooks:
            hook.remove()


def estimates(xt, t, v, schedule: Schedule) -> tuple:
    """x̂_0, cut to [−1, 1], and ε̂ that follow from v."""
    return process.x0_from_v(xt, t, v, schedule).clamp(-1, 1), process.eps_from_v(xt, t, v, schedule)


def embedding(network, ts: Sequence[int]) -> tuple[NDArray, NDArray]:
    """The waves of each t, (len(ts), size), and what the network's two layers make of them."""
    import torch

    with torch.no_grad():
        t = torch.as_tensor(ts)
        return network.time.waves(t).numpy(), network.time(t).numpy()


def attention(network, made: dict) -> NDArray:
    """What each place (row) of the attention block looks at, (n, heads, places, places); rows sum to 1.

    `made` are the outputs that `observe` returned for the same run.
    """
    import torch

    name, before = attention_block(network)
    with torch.no_grad():
        return blocks(network)[name].weights(made[before]).numpy()


def attention_block(network) -> tuple[str, str]:
    """The name of the block that has attention weights, and of the one before it."""
    names = list(blocks(network))
    name = next(name for name in names if hasattr(blocks(network)[name], "weights"))
    return name, names[names.index(name) - 1]


@contextmanager
def changed(network, *, skips: Sequence[str] = (), silent: Sequence[str] = (), bypassed: Sequence[str] = ()):
    """The network with parts taken out, for as long as the context lasts.

    `skips`: blocks whose second input, the last half of their channels, becomes 0. `silent`: blocks
    whose output becomes 0 (`label`, `time`). `bypassed`: blocks that pass on their input. BadArgument
    for an unknown block.
    """
    named = blocks(network)
    for block in (*skips, *silent, *bypassed):
        arguments.choice("block", block, named)

    def half(part, given):
        x = given[0].clone()
        x[:, x.shape[1] // 2 :] = 0
        return (x, *given[1:])

    hooks = [named[name].register_forward_pre_hook(half) for name in skips]
    hooks += [named[name].register_forward_hook(lambda part, given, out: 0 * out) for name in silent]
    hooks += [named[name].register_forward_hook(lambda part, given, out: given[0]) for name in bypassed]
    try:
        yield network
    finally:
        for hook in hooks:
            hook.remove()


def squared_errors(network, x0, t: int, y, eps, schedule: Schedule, shift: int = 0, batch: int = 64) -> tuple:
    """‖ε − ε̂‖² per pixel of each picture at step t, (n,), and x̂_0; the network is given t + shift in 1 … T."""
    import torch

    xt = process.q_sample(x0, t, eps, schedule)
    given_t = min(schedule.T, max(1, t + shift))
    parts = zip(xt.split(batch), y.split(batch), strict=True)
    with torch.no_grad():
        v = torch.cat([network(x, torch.full((len(x),), given_t), label) for x, label in parts])
    x0_hat, eps_hat = estimates(xt, t, v, schedule)
    return (eps - eps_hat).square().flatten(1).mean(1), x0_hat


def cuts(walked: Sequence[Block], shifts: Sequence[int]) -> dict[str, tuple[dict, int]]:
    """What can be taken from a network, by name: the arguments of `changed`, and by how much t is shifted.

    `wrong-class` and `no-class` change the class it is given, which is up to the caller: nothing is cut there.
    """
    joins = tuple(block.name for block in walked if len(block.takes) == 2)
    looking = tuple(block.name for block in walked if block.kind == "Attention")
    return {
        "none": ({}, 0),
        **{f"skip:{name}": ({"skips": (name,)}, 0) for name in joins},
        "skips": ({"skips": joins}, 0),
        "attention": ({"bypassed": looking}, 0),
        "time": ({"silent": ("time",)}, 0),
        "class": ({"silent": ("label",)}, 0),
        "no-class": ({}, 0),
        "wrong-class": ({}, 0),
        **{f"shift:{shift}": ({}, shift) for shift in shifts},
    }
