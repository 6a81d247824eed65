"""Train the GAN: `python -m models.train_gan gan-mnist --data DIR`.

D ascends V = E[ln D(x)] + E[ln(1 − D(G(z)))]; G descends the non-saturating −E[ln D(G(z))].
"""

import sys

import torch
from torch import nn
from torch.nn import functional as F

from models import backend, data, loop
from models.gan import NOISE, Discriminator

PLAN = loop.Plan(steps=3500, batch=64, rate=5e-4, warmup=100, ema=0.995, clip=0.0, beta1=0.5, beta2=0.99)


class Game(nn.Module):
    """Both players as one module, so that one training loop updates both at once."""

    def __init__(self, generator: nn.Module) -> None:
        super().__init__()
        self.generator, self.discriminator = generator, Discriminator()

    def loss(self, x, z):
        """D's loss + G's; neither has a gradient in the other's weights."""
        fake = self.generator(z)
        self.discriminator.requires_grad_(False)
        for_g = F.softplus(-self.discriminator(fake)).mean()  # −ln D(G(z))
        self.discriminator.requires_grad_(True)
        on_real, on_fake = self.discriminator(x), self.discriminator(fake.detach())
        return for_g + F.softplus(-on_real).mean() + F.softplus(on_fake).mean()


def train(name: str, args) -> None:
    """Train, then write the averaged generator beside the checkpoint."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    pictures, _ = data.load(backend.MODELS[name].data, "train", args.data)
    x = data.to_unit(pictures)
    plan = loop.planned(PLAN, args, quick=10)

    def loss(game, index, generator):
        with torch.autocast("cpu", torch.bfloat16):
            z = torch.randn(len(index), NOISE, generator=generator)
            return game.loss(x[torch.from_numpy(index)], z)

    game = Game(backend.MODELS[name].build())
    title = f"{name}-quick" if args.quick else name
    average, _ = loop.fit(title, game, loss, len(x), plan, args.out, args.fresh)
    loop.write_weights(f"{args.out}/{title}-weights.safetensors", average.generator)


def main(argv: list[str] | None = None) -> None:
    """Read the command line and train."""
    args = loop.arguments(__doc__, ("gan-mnist",)).parse_args(argv)
    train(args.name, args)


if __name__ == "__main__":
    main(sys.argv[1:])
