"""The exact denoiser of a finite training set: what a network that knew the set by heart would do."""

from collections.abc import Callable

from explainer.diffusion import process
from explainer.diffusion.schedule import Schedule


def exact(data, xt, t: int, schedule: Schedule) -> tuple:
    """E[x_0 | x_t] where x_0 is one of `data` (m, …), each as likely; and the weights (n, m), float64.

    The weight of picture i is the softmax over i of −‖x_t − √ᾱ_t x_i‖² / 2(1 − ᾱ_t): Bayes with the
    jump (DDPM eq. 4) as the likelihood.
    """
    signal, noise = (process.at(row, t, xt) for row in process.jump(schedule))
    pictures, states = data.flatten(1).double(), xt.flatten(1).double()
    square = (
        states.square().sum(1)[:, None]
        - 2 * signal * states @ pictures.T
        + signal**2 * pictures.square().sum(1)[None]
    )
    weights = (-square / (2 * noise**2)).softmax(1)
    return (weights @ pictures).view(xt.shape).to(xt.dtype), weights


def memory(data, schedule: Schedule) -> Callable:
    """An `eps_model` for the samplers that knows `data` by heart; it ignores the class."""

    def eps_model(xt, t: int, y=None):
        x0_hat, _ = exact(data, xt, t, schedule)
        return process.eps_from_x0(xt, t, x0_hat, schedule)

    return eps_model


def effective_number(weights):
    """How many pictures the weights (n, m) are spread over: e to their entropy, 1 to m, shape (n,)."""
    logs = weights.clamp_min(1e-300).log()
    return (-(weights * logs).sum(1)).exp()


def distances(x, data) -> tuple:
    """Root mean squared grey distance (n,) of pictures x (n, …) in [−1, 1] to the nearest of `data`; its index.

    0 is a copy, 1 is black against white.
    """
    flat, pictures = x.flatten(1).double(), data.flatten(1).double()
    square = flat.square().sum(1)[:, None] - 2 * flat @ pictures.T + pictures.square().sum(1)[None]
    place = square.argmin(1)
    gap = (flat - pictures[place]).square().mean(1).sqrt() / 2  # exactly, for the winner
    return gap, place
