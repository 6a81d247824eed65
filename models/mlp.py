"""The ε-network of the plane: a few residual layers, one network for all the toy data sets."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from explainer.diffusion import process
from explainer.diffusion.schedule import Schedule
from explainer.maths.points import DATASETS, SPREAD, centres
from models.unet import NO_CLASS, TimeEmbedding

NAMES = tuple(DATASETS)  # the class y of a data set is its index here


class PlaneNet(nn.Module):
    """x_t (n, 2), t (n,) in 1 … T, y (n,) the data set's number or 10 for any → ε (n, 2)."""

    def __init__(self, width: int = 192, layers: int = 4) -> None:
        super().__init__()
        self.time = TimeEmbedding(64, width)
        self.label = nn.Embedding(NO_CLASS + 1, width)
        self.register_buffer("waves", torch.tensor([1.0, 2.0, 4.0, 8.0]))
        self.stem = nn.Linear(2 + 4 * len(self.waves), width)
        self.layers = nn.ModuleList(nn.Linear(2 * width, width) for _ in range(layers))
        self.out = nn.Linear(width, 2)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, xt: Tensor, t: Tensor, y: Tensor) -> Tensor:
        angle = (xt[:, :, None] * self.waves).flatten(1)  # fine detail needs fine waves
        h = self.stem(torch.cat([xt, angle.sin(), angle.cos()], 1))
        emb = F.silu(self.time(t) + self.label(y))
        for layer in self.layers:
            h = h + F.silu(layer(torch.cat([h, emb], 1)))
        return self.out(h)


def exact_eps(xt: Tensor, t: Tensor, name: str, schedule: Schedule) -> Tensor:
    """E[ε | x_t] of a toy data set, (n, 2): the best that any network can do.

    The data are Σ N(c_k, s² I)/m, so q(x_t) = Σ N(√ᾱ c_k, (ᾱ s² + 1 − ᾱ) I)/m, and
    ε = −√(1 − ᾱ) ∇ ln q(x_t) (Tweedie).
    """
    means = torch.from_numpy(centres(name)).to(xt)
    signal, noise = (process.at(factor, t, xt) for factor in process.jump(schedule))
    var = (signal * SPREAD) ** 2 + noise**2
    gap = signal[..., None] * means - xt[:, None]
    share = (-gap.square().sum(-1) / (2 * var)).softmax(1)
    return -noise / var * (share[..., None] * gap).sum(1)
