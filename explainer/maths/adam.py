"""Adam, the optimiser of every run that NumPy computes."""

import numpy as np


class Adam:
    """Adam on a row of parameters (Kingma & Ba, 2015, algorithm 1, with their defaults)."""

    def __init__(self, theta, rate: float, decay: tuple[float, float] = (0.9, 0.999)) -> None:
        self.theta, self.rate, self.decay = np.array(theta, dtype=np.float64), rate, decay
        self._first, self._second, self._count = 0.0, 0.0, 0

    def climb(self, gradient):
        """One step uphill along `gradient`, of theta's shape; the new theta."""
        a, b = self.decay
        self._count += 1
        self._first = a * self._first + (1 - a) * gradient
        self._second = b * self._second + (1 - b) * gradient**2
        first = self._first / (1 - a**self._count)
        second = self._second / (1 - b**self._count)
        self.theta = self.theta + self.rate * first / (np.sqrt(second) + 1e-8)
        return self.theta

    def descend(self, gradient):
        """One step downhill; the new theta."""
        return self.climb(-gradient)
