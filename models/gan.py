"""A small convolutional GAN on pictures, for comparison with the VAE and the diffusion model."""

from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm

NOISE = 64


class Generator(nn.Module):
    """z (n, 64) ~ N(0, I) → pictures (n, 1, 28, 28) in (−1, 1)."""

    def __init__(self, width: int = 48) -> None:
        super().__init__()
        self.width = width
        self.stem = nn.Linear(NOISE, 2 * width * 49, bias=False)
        self.norm1 = nn.BatchNorm2d(2 * width)
        self.up1 = nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)
        self.up2 = nn.ConvTranspose2d(width, 1, 4, 2, 1)

    def forward(self, z: Tensor) -> Tensor:
        h = F.relu(self.norm1(self.stem(z).view(-1, 2 * self.width, 7, 7)))
        return self.up2(F.relu(self.norm2(self.up1(h)))).tanh()


class Discriminator(nn.Module):
    """Pictures (n, 1, 28, 28) → ln D/(1 − D), (n,); spectral norms bound its slope."""

    def __init__(self, width: int = 48) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            spectral_norm(nn.Conv2d(1, width, 4, 2, 1)),
            nn.LeakyReLU(0.1),
            spectral_norm(nn.Conv2d(width, 2 * width, 4, 2, 1)),
            nn.LeakyReLU(0.1),
            spectral_norm(nn.Conv2d(2 * width, 2 * width, 3, 1, 1)),
            nn.LeakyReLU(0.1),
        )
        self.head = nn.Linear(2 * width * 49, 1)  # without the norm, or D could never be sure

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.layers(x).flatten(1)).squeeze(1)
