"""A whole diffusion model in one file: the forward process, a network, training, sampling. It needs PyTorch.

After Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models" (arXiv 2006.11239). Pictures are
tensors (n, 1, 28, 28) in [−1, 1]. t runs from 1 to T; index 0 of a schedule is the picture itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Settings:
    """What decides a run."""

    T: int = 200
    schedule: str = "cosine"  # linear, cosine or constant
    target: str = "x0"  # what the network predicts: eps, x0 or v
    width: int = 32  # channels at 14×14; twice as many at 7×7
    rate: float = 0.002
    batch: int = 32
    seed: int = 0
    scaled: bool = True  # False leaves √ᾱ_t out: x_t = x_0 + √(1 − ᾱ_t) ε
    told: bool = True  # False hides t from the network


class Schedule:
    """β_t, α_t = 1 − β_t, ᾱ_t = α_1 ⋯ α_t, and the jump's √ᾱ_t and √(1 − ᾱ_t), each (T + 1, 1, 1, 1)."""

    def __init__(self, s: Settings) -> None:
        t = torch.arange(s.T + 1, dtype=torch.float64)[:, None, None, None]
        f = torch.cos((t / s.T + 0.008) / 1.008 * torch.pi / 2) ** 2
        beta = {
            "linear": (0.1 + 19.9 * (t - 1) / (s.T - 1)) / s.T,  # DDPM's 0.0001 … 0.02 at T = 1000
            "cosine": 1 - f / f.roll(1, 0),  # Nichol and Dhariwal, arXiv 2102.09672, eq. 17
            "constant": torch.full_like(t, 0.01),
        }[s.schedule].clamp(max=0.999)
        beta[0] = 0
        alpha_bar = (1 - beta).cumprod(0)
        self.beta, self.alpha, self.alpha_bar = beta.float(), (1 - beta).float(), alpha_bar.float()
        self.signal = self.alpha_bar.sqrt() if s.scaled else torch.ones_like(self.beta)
        self.noise = (1 - alpha_bar).sqrt().float()


def q_sample(x0: Tensor, t: Tensor, eps: Tensor, schedule: Schedule) -> Tensor:
    """x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε: t steps of noise in one jump; DDPM eq. 4."""
    return schedule.signal[t] * x0 + schedule.noise[t] * eps


def target(x0: Tensor, t: Tensor, eps: Tensor, schedule: Schedule, kind: str) -> Tensor:
    """What the network has to predict: ε, x_0, or v = √ᾱ_t ε − √(1 − ᾱ_t) x_0."""
    return {"eps": eps, "x0": x0, "v": schedule.signal[t] * eps - schedule.noise[t] * x0}[kind]


def x0_hat(out: Tensor, xt: Tensor, t: Tensor, schedule: Schedule, kind: str) -> Tensor:
    """The picture that the network's output amounts to, cut to [−1, 1]."""
    signal, noise = schedule.alpha_bar[t].sqrt(), schedule.noise[t]
    return {"eps": (xt - noise * out) / signal, "x0": out, "v": signal * xt - noise * out}[kind].clamp(-1, 1)


class Block(nn.Module):
    """Two 3×3 convolutions and a shortcut around them; t's embedding scales and shifts in between."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(8, before), nn.Conv2d(before, after, 3, padding=1)
        self.norm2, self.conv2 = nn.GroupNorm(8, after), nn.Conv2d(after, after, 3, padding=1)
        self.time = nn.Linear(128, 2 * after)
        self.way = nn.Conv2d(before, after, 1) if before != after else nn.Identity()
        nn.init.zeros_(self.conv2.weight)

    def forward(self, x: Tensor, emb: Tensor) -> Tensor:
        scale, shift = self.time(emb)[:, :, None, None].chunk(2, 1)
        h = self.conv1(F.silu(self.norm1(x)))
        return self.way(x) + self.conv2(F.silu(self.norm2(h) * (1 + scale) + shift))


class UNet(nn.Module):
    """x_t (n, 1, 28, 28) and t (n,) → what `target` says, like x_t. 28×28 is folded to 14×14, then 7×7."""

    def __init__(self, s: Settings) -> None:
        super().__init__()
        self.s, w = s, s.width
        self.embed = nn.Sequential(nn.Linear(64, 128), nn.SiLU(), nn.Linear(128, 128), nn.SiLU())
        self.first, self.down = nn.Conv2d(4, w, 3, padding=1), nn.Conv2d(w, 2 * w, 3, stride=2, padding=1)
        self.high, self.low1, self.low2 = Block(w, w), Block(2 * w, 2 * w), Block(2 * w, 2 * w)
        self.norm1, self.look = nn.GroupNorm(8, 2 * w), nn.MultiheadAttention(2 * w, 4, batch_first=True)
        self.up, self.join = nn.Conv2d(2 * w, 4 * w, 1), Block(2 * w, w)
        self.norm2, self.last = nn.GroupNorm(8, w), nn.Conv2d(w, 4, 3, padding=1)
        nn.init.zeros_(self.look.out_proj.weight)
        nn.init.zeros_(self.last.weight)

    def forward(self, xt: Tensor, t: Tensor) -> Tensor:
        angle = 1000 / self.s.T * t[:, None] * torch.logspace(0, -4, 32).to(xt) * self.s.told
        emb = self.embed(torch.cat([angle.sin(), angle.cos()], 1))
        high = self.high(self.first(F.pixel_unshuffle(xt, 2)), emb)  # (n, width, 14, 14)
        low = self.low1(self.down(high), emb)  # (n, 2 width, 7, 7)
        h = self.norm1(low).flatten(2).transpose(1, 2)  # each of the 49 positions looks at all of them
        low = low + self.look(h, h, h, need_weights=False)[0].transpose(1, 2).unflatten(2, (7, 7))
        up = F.pixel_shuffle(self.up(self.low2(low, emb)), 2)  # (n, width, 14, 14)
        joined = self.join(torch.cat([up, high], 1), emb)
        return F.pixel_shuffle(self.last(F.silu(self.norm2(joined))), 2)


class Training:
    """Algorithm 1: a network, the moving average of its weights, and one step of descent after another."""

    def __init__(self, pictures: Tensor, s: Settings, device: str = "cpu") -> None:
        torch.manual_seed(s.seed)
        self.pictures, self.s, self.device, self.schedule, self.steps = pictures, s, device, Schedule(s), 0
        self.model, self.average = UNet(s).to(device), UNet(s).to(device)
        self.average.load_state_dict(self.model.state_dict())
        self.adam = torch.optim.AdamW(self.model.parameters(), s.rate, betas=(0.9, 0.99), weight_decay=0)

    def step(self) -> float:
        """One step; its loss, the mean square of target − prediction over a batch."""
        g = torch.Generator().manual_seed(self.s.seed * 1_000_003 + self.steps)
        x0 = self.pictures[torch.randint(len(self.pictures), (self.s.batch,), generator=g)]
        t = torch.randint(1, self.s.T + 1, (self.s.batch,), generator=g)
        eps = torch.randn(x0.shape, generator=g)
        xt, y = q_sample(x0, t, eps, self.schedule), target(x0, t, eps, self.schedule, self.s.target)
        loss = F.mse_loss(self.model(xt.to(self.device), t.to(self.device)), y.to(self.device))
        self.adam.param_groups[0]["lr"] = self.s.rate * min(1, (self.steps + 1) / 100)
        self.adam.zero_grad()
        loss.backward()
        self.adam.step()
        self.steps += 1
        fresh = max(0.002, 10 / (self.steps + 10))
        torch._foreach_lerp_([*self.average.state_dict().values()], [*self.model.state_dict().values()], fresh)
        return loss.item()


@torch.no_grad()
def sample(model: nn.Module, n: int, schedule: Schedule, s: Settings, seed: int) -> Iterator[tuple[int, Tensor]]:
    """Algorithm 2: (t, x_t) for t = T … 0, from pure noise to n pictures."""
    g, device = torch.Generator().manual_seed(seed), next(model.parameters()).device
    xt = torch.randn(n, 1, 28, 28, generator=g)
    for t in range(s.T, 0, -1):
        yield t, xt
        beta, alpha, noise = schedule.beta[t], schedule.alpha[t], schedule.noise[t]
        ts = torch.full((n,), t)
        x0 = x0_hat(model(xt.to(device), ts.to(device)).cpu(), xt, ts, schedule, s.target)
        eps = (xt - schedule.alpha_bar[t].sqrt() * x0) / noise
        mean = (xt - beta / noise * eps) / alpha.sqrt()
        sigma = beta.sqrt() * schedule.noise[t - 1] / noise
        xt = mean + sigma * torch.randn(xt.shape, generator=g) if t > 1 else mean
    yield 0, xt
