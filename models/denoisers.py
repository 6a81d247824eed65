"""Trained denoisers as what the bound needs of them: the mean of x_0 given x_t, and its variance if taught.

Always in float32: a bound is a sum of squares of small errors, and half floats would add 0.05 bits a pixel.
"""

from collections.abc import Callable

from explainer.diffusion import process
from explainer.maths import arguments
from models import backend

KINDS = ("unet", "bound")


def x0_model(name: str) -> Callable:
    """`net(xt, t, y)` → mean and variance of x_0 given x_t, float32 on xt's device; t int64 (n,).

    The variance is None where the network was taught none. BadArgument for a network of another kind.
    """
    import torch

    able = [key for key, spec in backend.MODELS.items() if spec.kind in KINDS]
    arguments.choice("model", name, able)
    spec, network = backend.MODELS[name], backend.load(name)
    plan = spec.schedule()

    def net(xt, t, y):
        on, home = backend.device(), xt.device
        with torch.no_grad():
            answer = network(xt.to(on), t.to(on), y.to(on))
            if spec.kind == "bound":
                return tuple(part.to(home) for part in answer)
            return process.x0_from_v(xt, t, answer.to(home), plan), None

    return net
