"""Adam against torch's and against its definition as weighted means."""

import numpy as np
import pytest
import torch

from explainer.maths.adam import Adam


@pytest.mark.parametrize("up", [True, False])
def test_adam_equals_torchs_step_for_step(up):
    theta = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True)
    theirs, ours = torch.optim.Adam([theta], lr=0.3, maximize=up), Adam([1.0, -2.0], 0.3)
    move = ours.climb if up else ours.descend
    for _ in range(20):
        theirs.zero_grad()
        (-((theta - torch.tensor([3.0, 0.5])) ** 4).sum()).backward()
        gradient = theta.grad.numpy().copy()
        theirs.step()
        assert move(gradient) == pytest.approx(theta.detach().numpy(), abs=1e-12)


def test_adam_steps_by_weighted_means_of_all_gradients_so_far():
    gradients = np.random.default_rng(2).normal(0.3, 1, (12, 4))
    adam, theta = Adam(np.zeros(4), 0.03), np.zeros(4)
    for count in range(1, 13):
        ages = np.arange(count)[::-1, None]
        first, second = (
            (decay**ages * gradients[:count] ** power).sum(0) / (decay**ages).sum(0)
            for decay, power in ((0.9, 1), (0.999, 2))
        )
        theta = theta - 0.03 * first / (np.sqrt(second) + 1e-8)
        assert adam.descend(gradients[count - 1]) == pytest.approx(theta, abs=1e-13)
