"""The judge: a small residual network that reads a picture's class and provides features for scores.

It judges samples but is trained on real pictures alone.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

FEATURES = 128


class Classifier(nn.Module):
    """Pictures (n, 1, 28, 28) in [−1, 1] → class scores (n, 10)."""

    def __init__(self, width: int = 32, classes: int = 10) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU())
        self.blocks = nn.Sequential(
            Block(width, 2 * width, stride=2),
            Block(2 * width, 2 * width),
            Block(2 * width, FEATURES, stride=2),
            Block(FEATURES, FEATURES),
        )
        self.head = nn.Linear(FEATURES, classes)

    def features(self, x: Tensor) -> Tensor:
        """The last block's maps averaged over the picture, (n, 128)."""
        return self.blocks(self.stem(x)).float().mean((2, 3))

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.features(x))


class Block(nn.Module):
    """Two 3×3 convolutions and a shortcut around them."""

    def __init__(self, before: int, after: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(before, after, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(after)
        self.conv2 = nn.Conv2d(after, after, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(after)
        self.way = nn.Identity()
        if stride != 1 or before != after:
            self.way = nn.Sequential(nn.Conv2d(before, after, 1, stride, bias=False), nn.BatchNorm2d(after))

    def forward(self, x: Tensor) -> Tensor:
        h = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(h)) + self.way(x))


def augment(x: Tensor, generator: torch.Generator, flip: bool, strength: float = 1.0) -> Tensor:
    """Turned by ≤ 10°, scaled by ≤ 10 %, moved by ≤ 2 pixels, all times `strength`; `flip` mirrors."""
    n = len(x)
    angle, scale, dx, dy, mirror = (torch.rand((5, n, 1), generator=generator) * 2 - 1).unbind()
    angle, scale = strength * angle * torch.pi / 18, 1 + strength * 0.1 * scale
    side = torch.where(mirror < 0, -1.0, 1.0) if flip else torch.ones_like(mirror)
    cos, sin = angle.cos() * scale, angle.sin() * scale
    rows = torch.stack(
        [
            torch.cat([cos * side, -sin, strength * dx * 2 / 14], 1),
            torch.cat([sin * side, cos, strength * dy * 2 / 14], 1),
        ],
        1,
    )
    grid = F.affine_grid(rows, x.shape, align_corners=False)
    return F.grid_sample(x + 1, grid, align_corners=False) - 1  # outside is black, −1
