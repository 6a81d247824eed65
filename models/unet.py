"""The U-Net of the diffusion chapter: 28×28 pictures folded to 14×14×4, then 14 → 7 → 14.

Folding each 2×2 patch into channels (a lossless "space to depth") costs no information and makes
every convolution a quarter of the price, which two cores feel. The network predicts
v = √ᾱ_t ε − √(1 − ᾱ_t) x_0 (Salimans & Ho, arXiv 2202.00512, appendix D): at t near T, where x_t
is all noise, ε says nothing about the picture and v says everything. `eps_from_v` converts it
exactly, so that everything outside sees the talk's ε_θ(x_t, t, y).
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from explainer.diffusion.process import eps_from_v as eps_from_v
from explainer.diffusion.process import v_from_eps as v_from_eps

NO_CLASS = 10


class UNet(nn.Module):
    """x_t (n, 1, 28, 28), t (n,) in 1 … T, y (n,) in 0 … 9 or 10 for "no class" → v like x_t.

    `inner` times as many channels run between the two convolutions of a block on the smallest map,
    where a channel is cheapest and the whole picture is decided.
    """

    def __init__(
        self,
        widths: tuple[int, ...] = (64, 128),
        blocks: int = 1,
        classes: int = 10,
        heads: int = 4,
        inner: int = 1,
    ) -> None:
        super().__init__()
        first, emb = widths[0], 4 * widths[0]
        within = {wide: wide for wide in widths} | {widths[-1]: inner * widths[-1]}
        self.time = TimeEmbedding(first, emb)
        self.label = nn.Embedding(classes + 1, emb)
        self.stem = nn.Conv2d(4, first, 3, padding=1)
        self.down, self.up = nn.ModuleList(), nn.ModuleList()
        width = first
        for level, wide in enumerate(widths):
            if level:
                self.down.append(Down(width, wide))
            self.down.extend(ResBlock(wide, wide, emb, within[wide]) for _ in range(blocks))
            width = wide
        self.middle = nn.ModuleList(
            [
                ResBlock(width, width, emb, within[width]),
                Attention(width, heads),
                ResBlock(width, width, emb, within[width]),
            ]
        )
        for level, wide in reversed(list(enumerate(widths))):
            self.up.extend(ResBlock(2 * wide, wide, emb, within[wide]) for _ in range(blocks))
            width = wide
            if level:
                self.up.append(Up(width, width := widths[level - 1]))
        self.norm = nn.GroupNorm(8, width)
        self.out = nn.Conv2d(width, 4, 3, padding=1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, xt: Tensor, t: Tensor, y: Tensor) -> Tensor:
        return F.pixel_shuffle(self.channels(F.pixel_unshuffle(xt, 2), t, y), 2)

    def channels(self, folded: Tensor, t: Tensor, y: Tensor) -> Tensor:
        """The output's channels in float32, (n, c, 14, 14), of folded inputs (n, 4k, 14, 14)."""
        emb = F.silu(self.time(t) + self.label(y))
        h = self.stem(folded.contiguous(memory_format=torch.channels_last))
        skips = []
        for block in self.down:
            h = block(h, emb)
            if isinstance(block, ResBlock):
                skips.append(h)
        for block in self.middle:
            h = block(h, emb)
        for block in self.up:
            if isinstance(block, ResBlock):
                h = torch.cat([h, skips.pop()], 1)
            h = block(h, emb)
        return self.out(F.silu(self.norm(h))).float()


class ResBlock(nn.Module):
    """Norm, SiLU, convolution, twice, and a way round; the embedding scales and shifts between."""

    def __init__(self, before: int, after: int, emb: int, inner: int) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(8, before)
        self.conv1 = nn.Conv2d(before, inner, 3, padding=1)
        self.film = nn.Linear(emb, 2 * inner)
        self.norm2 = nn.GroupNorm(8 * inner // after, inner)
        self.conv2 = nn.Conv2d(inner, after, 3, padding=1)
        self.way = nn.Conv2d(before, after, 1) if before != after else nn.Identity()
        nn.init.zeros_(self.conv2.weight)  # each block begins as the way round
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x: Tensor, emb: Tensor) -> Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        scale, shift = self.film(emb)[:, :, None, None].chunk(2, 1)
        h = self.conv2(F.silu(self.norm2(h) * (1 + scale) + shift))
        return h + self.way(x)


class Attention(nn.Module):
    """Every place of the 7×7 map looks at every other one."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.GroupNorm(8, width)
        self.qkv = nn.Conv2d(width, 3 * width, 1)
        self.out = nn.Conv2d(width, width, 1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, x: Tensor, emb: Tensor) -> Tensor:
        n, c, h, w = x.shape
        q, k, v = self.split(x)
        mixed = (attention(q, k) @ v).transpose(-1, -2).reshape(n, c, h, w)
        return x + self.out(mixed.contiguous(memory_format=torch.channels_last))

    def split(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values, each (n, heads, places, channels a head)."""
        qkv = self.qkv(self.norm(x)).flatten(2).unflatten(1, (3, self.heads, -1))
        q, k, v = qkv.transpose(-1, -2).unbind(1)
        return q, k, v

    def weights(self, x: Tensor) -> Tensor:
        """Softmax of q·k/√d, (n, heads, places, places): what each place (row) looks at."""
        q, k, _ = self.split(x)
        return attention(q, k)


def attention(q: Tensor, k: Tensor) -> Tensor:
    """Softmax of q·k/√d over the last axis (n, heads, places, places); Vaswani et al. eq. 1."""
    return (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).softmax(-1)


class Down(nn.Module):
    """Half the side by a strided convolution."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, after, 3, stride=2, padding=1)

    def forward(self, x: Tensor, emb: Tensor) -> Tensor:
        return self.conv(x)


class Up(nn.Module):
    """Twice the side: each place makes the 2×2 that it stands for."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, 4 * after, 1)

    def forward(self, x: Tensor, emb: Tensor) -> Tensor:
        shuffled = F.pixel_shuffle(self.conv(x), 2)
        return shuffled.contiguous(memory_format=torch.channels_last)


class TimeEmbedding(nn.Module):
    """Sines and cosines of t at geometric frequencies, then two linear layers; DDPM, appendix B."""

    def __init__(self, size: int, emb: int) -> None:
        super().__init__()
        self.size = size
        self.mlp = nn.Sequential(nn.Linear(size, emb), nn.SiLU(), nn.Linear(emb, emb))

    def waves(self, t: Tensor) -> Tensor:
        """sin and cos of t·10000^(−i/half), i = 0 … half − 1, shape (n, size)."""
        half = self.size // 2
        rate = torch.exp(torch.arange(half, device=t.device) * (-math.log(10_000) / half))
        angle = t.float()[:, None] * rate
        return torch.cat([angle.sin(), angle.cos()], 1)

    def forward(self, t: Tensor) -> Tensor:
        return self.mlp(self.waves(t))


def grown(net: UNet, smaller: dict[str, Tensor]) -> UNet:
    """The net with the weights of one that is narrower inside its blocks: at first it answers alike.

    New channels keep their own first weights where they are made, and count nothing where they are
    read; Chen, Goodfellow & Shlens, arXiv 1511.05641, in spirit.
    """
    state = net.state_dict()
    for key, old in smaller.items():
        new = state[key]
        if new.shape == old.shape:
            new.copy_(old)
        elif ".film." in key:  # scales first, then shifts
            for half, part in zip(new.chunk(2), old.chunk(2), strict=True):
                half[: len(part)] = part
        elif ".conv2." in key:
            new.zero_()[:, : old.shape[1]] = old
        else:
            new[: len(old)] = old
    net.load_state_dict(state)
    return net
