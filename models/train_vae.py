"""Train an autoencoder or a VAE: `python -m models.train_vae vae-mnist --data DIR`.

VAE: −ELBO = β D(q(z|x) ‖ p(z)) − E_q[ln p(x|z)], one z per picture. AE: ‖X − G(F(X))‖².
"""

import sys
from dataclasses import replace

import torch

from models import backend, data, loop, vae

PLAN = loop.Plan(steps=7000, batch=128, rate=1e-3, warmup=200, ema=0.999, clip=0.0)
PLANS = {
    name: PLAN if name in ("ae-mnist", "vae-mnist") else replace(PLAN, steps=4000)
    for name, spec in backend.MODELS.items()
    if spec.kind in ("ae", "vae")
}


def train(name: str, args) -> None:
    """Train, then write the averaged weights beside the checkpoint."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    spec = backend.MODELS[name]
    x = (data.to_unit(data.load(spec.data, "train", args.data)[0]) + 1) / 2
    plan = loop.planned(PLANS[name], args, quick=20)

    def loss(net, index, generator):
        pictures = x[torch.from_numpy(index)]
        if spec.kind == "ae":
            return (pictures - net(pictures)).square().flatten(1).sum(1).mean()
        mu, logvar = net.encode(pictures)
        eps = torch.randn(mu.shape, generator=generator)
        z = vae.reparameterize(mu, logvar, eps)
        recon = vae.log_likelihood(net.logits(z), pictures)
        return (net.beta * vae.kl_to_prior(mu, logvar) - recon).mean()

    loop.train(name, spec.build(), loss, len(x), plan, args)


def main(argv: list[str] | None = None) -> None:
    """Read the command line and train."""
    args = loop.arguments(__doc__, tuple(PLANS)).parse_args(argv)
    train(args.name, args)


if __name__ == "__main__":
    main(sys.argv[1:])
