"""Trained denoisers as what the bound needs of them: the mean of x_0 given x_t, and its variance if taught."""

from collections.abc import Callable

from explainer.diffusion.bound.sigmas import of_eps
from models import backend


def x0_model(name: str) -> Callable:
    """`net(xt, t, y)` → mean and variance of x_0 given x_t, float32 on xt's device; t int64 (n,).

    The variance is None where the network was taught none. ValueError as `backend.eps_model`.
    """
    import torch

    if name not in backend.MODELS or backend.MODELS[name].kind != "bound":
        model = backend.eps_model(name)
        return of_eps(model, backend.MODELS[name].schedule())
    network = backend.load(name)

    def net(xt, t, y):
        on, home = backend.device(), xt.device
        with torch.no_grad():
            return tuple(part.to(home) for part in network(xt.to(on), t.to(on), y.to(on)))

    return net
