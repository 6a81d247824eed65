"""Algorithm 2 taken apart: its moments add up to the sampler's own steps."""

import torch

from explainer.diffusion import schedule
from explainer.diffusion.reverse import samplers
from explainer.diffusion.reverse.algorithm import theory

PLAN = schedule.cosine(1000)


def test_moments_follow_algorithm_2_and_add_up_to_its_step():
    def stub(xt, t, y):
        return 0.5 * xt

    sources = samplers.generators(1, 1)
    run = list(samplers.ddpm(stub, samplers.start((1, 4, 4), sources), None, PLAN, [900, 400, 10],
                             generators=sources))  # fmt: skip
    found = list(theory.moments(run))
    stages = [moment.stage for moment in found]
    assert stages == ["start", *["loop", "eps", "mean", "noise", "next"] * 3, "return"]
    for number, step in enumerate(run):
        last = found[5 * number + 5]
        torch.testing.assert_close(last.mean + last.sigma * last.z, step.xs, rtol=1e-6, atol=1e-6)
        assert (last.t, last.s) == (step.t, step.s)
    assert found[-1].sigma == 0 and not found[-1].z.any()  # z = 0 where t = 1: no noise is added at the end
    drawn = torch.cat([moment.z.flatten() for moment in found if moment.stage == "noise"][:2])
    again = samplers.generators(1, 1)
    samplers.start((1, 4, 4), again)
    fresh = torch.cat([samplers.noise(run[0].xt, again).flatten() for _ in range(2)])
    torch.testing.assert_close(drawn, fresh, rtol=1e-3, atol=1e-3)
