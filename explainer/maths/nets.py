"""A small fully connected network with its derivatives written out, on one flat vector.

At this size a framework spends its time on bookkeeping; here a pass is a handful of matrix
products. All parameters (and all gradients) are views into one vector, so that an optimiser's step
is a few operations.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
LEAK = 0.2
BLOCK = 512  # rows whose hidden layers fit into a core's own cache


@dataclass(eq=False)
class Tape:
    """What `backward` needs: each layer's input, each hidden layer's slope φ′, the output (n, o)."""

    inputs: list[Array]
    slopes: list[Array]
    out: Array


class Net:
    """n → hidden × depth → o, with leaky ReLU or tanh between; x is (batch, n).

    `weights` and `biases` are views into `theta`, `d_weights` and `d_biases` into `grad`. With
    `spectral` each layer applies W/σ(W), where power iteration estimates the largest singular value σ
    (Miyato et al. 2018, algorithm 1), one round per call of `normalise`.
    """

    def __init__(
        self,
        sizes: tuple[int, ...],
        activation: str,
        rng: np.random.Generator,
        dtype: type = np.float32,
    ) -> None:
        self.sizes, self.activation, self.spectral = sizes, activation, False
        shapes = list(zip(sizes, sizes[1:], strict=False))
        count = sum(a * b + b for a, b in shapes)
        self.theta, self.grad = np.zeros(count, dtype), np.zeros(count, dtype)
        self.weights, self.biases = self._views(self.theta, shapes)
        self.d_weights, self.d_biases = self._views(self.grad, shapes)
        gain = np.sqrt(2 / (1 + LEAK**2)) if activation == "leaky" else 1.0
        for w, (a, _) in zip(self.weights, shapes, strict=True):
            w[:] = gain / np.sqrt(a) * rng.standard_normal(w.shape)  # He et al. 2015
        self.left = [unit(rng.standard_normal(a).astype(dtype)) for a, _ in shapes]
        self.right = [unit(rng.standard_normal(b).astype(dtype)) for _, b in shapes]
        self.sigma = [dtype(1)] * len(shapes)
        self.used = self.weights
        self._ones = np.ones(0, dtype)

    @staticmethod
    def _views(flat: Array, shapes: list[tuple[int, int]]) -> tuple[list[Array], list[Array]]:
        weights, biases, at = [], [], 0
        for a, b in shapes:
            weights.append(flat[at : at + a * b].reshape(a, b))
            biases.append(flat[at + a * b : at + a * b + b])
            at += a * b + b
        return weights, biases

    def normalise(self, rounds: int = 1) -> None:
        """Bring the weights in use up to date: W, or W/σ(W) after some rounds of power iteration."""
        if not self.spectral:
            self.used = self.weights
            return
        used = []
        for i, w in enumerate(self.weights):
            for _ in range(rounds):
                self.right[i] = unit(self.left[i] @ w)
                self.left[i] = unit(w @ self.right[i])
            self.sigma[i] = max(self.left[i] @ w @ self.right[i], w.dtype.type(1e-12))
            used.append(w / self.sigma[i])
        self.used = used

    def forward(self, x: Array) -> Tape:
        """The output at x, with what `backward` needs."""
        inputs, slopes, last = [x], [], len(self.used) - 1
        for i, (w, b) in enumerate(zip(self.used, self.biases, strict=True)):
            a = x @ w
            a += b
            if i == last:
                return Tape(inputs, slopes, a)
            if self.activation == "leaky":
                slope = (a > 0).astype(a.dtype)  # faster than np.where
                slope *= 1 - LEAK
                slope += LEAK
                x = a
                x *= slope
            else:
                x = np.tanh(a)
                slope = x * x
                np.subtract(1, slope, out=slope)
            inputs.append(x)
            slopes.append(slope)
        raise AssertionError("a network has at least one layer")

    def __call__(self, x: Array) -> Array:
        """The output (n, o) at x, without the slopes that only `backward` needs."""
        if len(x) > BLOCK:
            return np.concatenate([self(x[a : a + BLOCK]) for a in range(0, len(x), BLOCK)])
        last = len(self.used) - 1
        for i, (w, b) in enumerate(zip(self.used, self.biases, strict=True)):
            x = x @ w
            x += b
            if i < last:
                x = np.maximum(x, LEAK * x) if self.activation == "leaky" else np.tanh(x, out=x)
        return x

    def backward(self, tape: Tape, delta: Array, params: bool = True, inputs: bool = False) -> Array | None:
        """From ∂L/∂out (n, o): ∂L/∂θ into `grad` (overwritten) and, with `inputs`, ∂L/∂x (n, sizes[0]).

        With spectral norm `grad` belongs to the normalised weights until `settle` is called.
        """
        if params:
            ones = self._ones_of(len(delta))
        for i in range(len(self.used) - 1, -1, -1):
            if params:
                np.matmul(tape.inputs[i].T, delta, out=self.d_weights[i])
                np.matmul(ones, delta, out=self.d_biases[i])
            if i or inputs:
                delta = delta @ self.used[i].T
            if i:
                delta *= tape.slopes[i - 1]
        return delta if inputs else None

    def slope(self, x: Array) -> tuple[Tape, list[Array], Array]:
        """The tape, each layer's ∂out/∂a for `bend`, and ∇ₓ of the single output at x (n, d)."""
        tape = self.forward(x)
        deltas = [np.ones_like(tape.out)]
        for i in range(len(self.used) - 1, 0, -1):
            deltas.append((deltas[-1] @ self.used[i].T) * tape.slopes[i - 1])
        deltas.reverse()
        return tape, deltas, deltas[0] @ self.used[0].T

    def bend(self, tape: Tape, deltas: list[Array], v: Array) -> None:
        """Add ∂/∂θ Σ v·∇ₓD(x) to `grad`, v (n, d) held fixed.

        With v = ∂s/∂(∇ₓD) this is the gradient of a penalty Σ s(∇ₓD): reverse mode through the
        derivative along v. φ″ = 0 for leaky ReLU, −2 φ φ′ for tanh.
        """
        curved = self.activation == "tanh"
        last = len(self.used) - 1
        along, pulls = [v], []  # each layer's input and its change along v
        for i in range(last):
            pulls.append(along[-1] @ self.used[i])
            along.append(pulls[-1] * tape.slopes[i])
        for i in range(last + 1):
            self.d_weights[i] += along[i].T @ deltas[i]
        if not curved:
            return
        ones = self._ones_of(len(v))
        back = np.zeros_like(along[-1])  # ∂/∂(layer's output) through the curvature above it
        for i in range(last - 1, -1, -1):
            above = deltas[i + 1] @ self.used[i + 1].T
            a = tape.slopes[i] * (back - 2 * tape.inputs[i + 1] * pulls[i] * above)
            self.d_weights[i] += tape.inputs[i].T @ a
            self.d_biases[i] += ones @ a
            back = a @ self.used[i].T

    def settle(self) -> None:
        """Turn the gradient of W/σ in `grad` into that of W, with σ = uᵀWv and u, v held fixed."""
        if not self.spectral:
            return
        for i, d in enumerate(self.d_weights):
            share = (d * self.used[i]).sum()
            d -= share * np.outer(self.left[i], self.right[i])
            d /= self.sigma[i]

    def _ones_of(self, n: int) -> Array:
        if len(self._ones) < n:
            self._ones = np.ones(n, self.theta.dtype)
        return self._ones[:n]


def unit(v: Array) -> Array:
    """v/‖v‖; 0 where v = 0."""
    return v / max(np.sqrt(v @ v), v.dtype.type(1e-12))


class Optimiser:
    """Steps on a flat vector, in place: Adam (β₂ = 0.99), RMSProp (decay 0.99) or SGD with momentum.

    `first` and `second` are the running means of the gradient and of its square; `steps` counts them.
    """

    DECAY, TINY = 0.99, 1e-8

    def __init__(self, size: int, dtype: type = np.float32) -> None:
        self.first, self.second = np.zeros(size, dtype), np.zeros(size, dtype)
        self.steps = 0
        self._a, self._b = np.empty(size, dtype), np.empty(size, dtype)

    def step(self, theta: Array, grad: Array, rate: float, momentum: float, kind: str) -> None:
        """θ ← θ − rate · direction(grad); Kingma and Ba 2015, algorithm 1, for Adam."""
        self.steps += 1
        first, second, a, b = self.first, self.second, self._a, self._b
        if kind == "sgd":
            first *= momentum
            first += grad
            np.multiply(first, rate, out=a)
            theta -= a
            return
        np.multiply(grad, grad, out=a)
        a *= 1 - self.DECAY
        second *= self.DECAY
        second += a
        if kind == "adam":
            first *= momentum
            np.multiply(grad, 1 - momentum, out=a)
            first += a
            # bias corrections: m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ)
            np.multiply(second, 1 / (1 - self.DECAY**self.steps), out=b)
            np.sqrt(b, out=b)
            b += self.TINY
            np.divide(first, b, out=a)
            a *= rate / (1 - momentum**self.steps)
        else:
            np.sqrt(second, out=b)
            b += self.TINY
            np.divide(grad, b, out=b)
            first *= momentum
            first += b
            np.multiply(first, rate, out=a)
        theta -= a
