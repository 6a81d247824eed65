"""The U-Net that is trained for the bound: it knows that most pixels are exactly black, and how sure it is.

Two things cost a network for ε most of its bits on digits. It must tell a pixel that is exactly black
from one that is nearly so, at noise of a hundredth; and its one width a step is too wide for these
pixels and too narrow for the grey ones. Here x̂_0 is a mixture of black, of the six lightest levels and
of the network's own grey, whose logits are exact for a pixel by itself (Bayes' rule under the histogram
of grey levels) and corrected by the network, which sees the neighbours. The same mixture has a
variance, from which the reverse step's follows: σ_t² = β̃_t + c_t² Var[x_0 | x_t], with c_t the weight
of x_0 in the posterior's mean. Related: Fourier features in Kingma et al., arXiv 2107.00630; learned
variances in Nichol & Dhariwal, arXiv 2102.09672.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from explainer.diffusion import process, schedule
from models.unet import UNet

PLAN = schedule.cosine(1000)
LIGHT = tuple(range(250, 256))  # grey levels that stand for white


class BoundUNet(UNet):
    """x_t (n, 1, 28, 28), t (n,) in 1 … T, y (n,) → mean and variance of x_0 given x_t, each like x_t."""

    def __init__(self, inner: int = 2) -> None:
        super().__init__(inner=inner)
        self.stem = nn.Conv2d(16, self.stem.out_channels, 3, padding=1)
        self.out = nn.Conv2d(self.out.in_channels, 20, 3, padding=1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)
        self.register_buffer("hist", torch.full((256,), 1 / 256))  # of the training set's grey levels

    def warm(self, weights: dict[str, Tensor], hist: Tensor) -> None:
        """Begin as a `UNet` with these weights: new inputs count nothing, new outputs say nothing."""
        mine = self.state_dict()
        mine["hist"].copy_(hist / hist.sum())
        for key, value in weights.items():
            if key == "stem.weight":
                mine[key].zero_()[:, :4] = value
            elif key.startswith("out."):
                mine[key].zero_()[:4] = value
            else:
                mine[key].copy_(value)
        self.load_state_dict(mine)

    def forward(self, xt: Tensor, t: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        signal, noise = (process.at(values, t, xt) for values in process.jump(PLAN))
        black, white = (xt + signal) / noise, (xt - signal) / noise  # distances in units of the noise
        inputs = [xt, *(d.clamp(-5, 5) * (-d.square() / 50).exp() for d in (black, white))]
        inputs.append((-black.square() / 2).exp())
        out = self.channels(torch.cat([F.pixel_unshuffle(x, 2) for x in inputs], 1), t, y)
        v, more = F.pixel_shuffle(out[:, :4], 2), F.pixel_shuffle(out[:, 4:], 2)
        return self.mixture(xt, signal, noise, v, more)

    def mixture(self, xt, signal, noise, v, more) -> tuple[Tensor, Tensor]:
        """Mean and variance of x_0: black, light and grey, with the network's corrections `more` (n, 4, …)."""
        own = (signal * xt - noise * v).clamp(-1, 1)  # x_0 from v: the network's grey
        levels = xt.new_tensor([level / 127.5 - 1 for level in LIGHT]).view(-1, 1, 1, 1, 1)
        share = self.hist[list(LIGHT)].clamp_min(1e-9).log().view(-1, 1, 1, 1, 1)

        def log_normal(level):
            return -0.5 * ((xt - signal * level) / noise).square() - noise.log()

        each = share + log_normal(levels)
        light = each.logsumexp(0)
        within = (each - light).exp()
        mean_light = (within * levels).sum(0)
        var_light = (within * (levels - mean_light).square()).sum(0)
        # grey levels are taken as even on [−1, 1], blurred by the noise
        root = math.sqrt(2) * noise
        inside = 0.5 * (torch.erf((xt + signal) / root) - torch.erf((xt - signal) / root))
        density = (1 - self.hist[0] - self.hist[LIGHT[0] :].sum()) / 2
        grey = (density / signal).log() + 0.5 * math.log(2 * math.pi) + inside.clamp_min(1e-7).log()
        var_grey = (noise / signal).square().clamp(max=0.25) * more[:, 2:3].clamp(-6, 3).exp()
        logits = [self.hist[0].log() + log_normal(-1.0) + more[:, 0:1], light + more[:, 1:2], grey]
        weights = torch.stack(logits).softmax(0)
        means = torch.stack([-torch.ones_like(xt), mean_light, own])
        variances = torch.stack([torch.zeros_like(xt), var_light, var_grey])
        mean = (weights * means).sum(0)
        var = (weights * (variances + (means - mean).square())).sum(0)
        return mean, var * more[:, 3:4].clamp(-6, 6).exp()
