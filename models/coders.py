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
