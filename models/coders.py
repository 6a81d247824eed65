"""The encoders and decoders of the latent planes as functions of NumPy arrays; float32 inside."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from models import backend


def encoded(name: str, x: NDArray) -> tuple[NDArray, NDArray]:
    """μ and ln σ² (n, d) of pictures x (n, 784) in [0, 1], float64; ln σ² = −∞ for an autoencoder."""
    import torch

    network = backend.load(name)
    with torch.no_grad():
        code = network.encode(torch.from_numpy(np.asarray(x, np.float32)).to(_device(network)))
    if isinstance(code, tuple):
        return tuple(part.double().cpu().numpy() for part in code)
    code = code.double().cpu().numpy()
    return code, np.full(code.shape, -np.inf)


def decoder(name: str) -> Callable[[NDArray], NDArray]:
    """logits(z) of the network: (n, d) → (n, 784), float32."""
    import torch

    network = backend.load(name)

    def logits(z):
        with torch.no_grad():
            return network.decoder(torch.from_numpy(np.array(z, np.float32)).to(_device(network))).cpu().numpy()

    return logits


def _device(network):
    return next(network.parameters()).device


def layers(name: str, x: NDArray, eps: NDArray) -> dict[str, NDArray]:
    """What each layer of a VAE makes of one picture x (784,) with ε (d,), float64, in the order of the run.

    `x`, `encoder 1`, `encoder 2`, `mu`, `logvar`, `z`, `decoder 1`, `decoder 2`, `p`: after their SiLU, p the
    probabilities of ink.
    """
    import torch

    network = backend.load(name)
    made, now = {}, torch.from_numpy(np.asarray(x, np.float32)).to(_device(network))[None]
    with torch.no_grad():
        made["x"] = now
        for k in (1, 2):
            now = made[f"encoder {k}"] = network.encoder[2 * k - 1](network.encoder[2 * k - 2](now))
        made["mu"], made["logvar"] = network.encoder[4](now).chunk(2, 1)
        noise = torch.from_numpy(np.asarray(eps, np.float32)).to(_device(network))
        now = made["z"] = made["mu"] + (made["logvar"] / 2).exp() * noise
        for k in (1, 2):
            now = made[f"decoder {k}"] = network.decoder[2 * k - 1](network.decoder[2 * k - 2](now))
        made["p"] = network.decoder[4](now).sigmoid()
    return {key: value[0].double().cpu().numpy() for key, value in made.items()}


def parameters(name: str) -> dict[str, int]:
    """How many numbers each linear layer of a VAE has learned, by the names of `layers`."""
    network = backend.load(name)
    found = {}
    for part, last in (("encoder", "mu"), ("decoder", "p")):
        for k in (0, 1, 2):
            layer = getattr(network, part)[2 * k]
            found[last if k == 2 else f"{part} {k + 1}"] = sum(p.numel() for p in layer.parameters())
    return found
