"""The file that is a whole diffusion model: against the house's process and samplers, and against diffusers."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import DDPMScheduler

from explainer.coding import ddpm
from explainer.coding.ddpm import Schedule, Settings
from explainer.diffusion import process, schedule
from explainer.diffusion.reverse import samplers

SMALL = Settings(T=30, width=8, batch=4, target="v")
TYPES = {"eps": "epsilon", "x0": "sample", "v": "v_prediction"}


def house(s: Settings) -> schedule.Schedule:
    """The same schedule as the forward section makes it, in float64."""
    ends = {"linear": {"start": 0.1 / s.T, "end": 20 / s.T}}
    return schedule.make(s.schedule, s.T, **ends.get(s.schedule, {}))


def network(s: Settings) -> ddpm.UNet:
    """A network whose every layer counts: fresh ones answer 0."""
    torch.manual_seed(1)
    net = ddpm.UNet(s)
    with torch.no_grad():
        for weight in net.parameters():
            weight.add_(0.05 * torch.randn(weight.shape))
    return net


@pytest.fixture
def batch():
    g = torch.Generator().manual_seed(2)
    x0 = torch.rand(5, 1, 28, 28, generator=g) * 2 - 1
    return x0, torch.tensor([1, 2, 9, 20, 30]), torch.randn(x0.shape, generator=g)


def test_it_is_one_file_of_150_lines_that_needs_torch_alone():
    text = Path(ddpm.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {
        name.name if isinstance(node, ast.Import) else node.module for node in imports for name in node.names
    }
    assert {name.split(".")[0] for name in names} == {"collections", "dataclasses", "torch"}


@pytest.mark.parametrize("T", [2, 30, 1000])
@pytest.mark.parametrize("kind", ["linear", "cosine", "constant"])
def test_schedules_are_those_of_the_forward_section(kind, T):
    s = Settings(T=T, schedule=kind)
    if kind == "linear" and T < 25:
        with pytest.raises(ValueError):  # 20/T is no variance there; the file cuts it to 0.999
            house(s)
        assert Schedule(s).beta.max() == pytest.approx(0.999)
        return
    ours, theirs = Schedule(s), house(s)
    for name in ("beta", "alpha", "alpha_bar"):
        values = getattr(ours, name).flatten().numpy()
        np.testing.assert_allclose(values, getattr(theirs, name), rtol=2e-5, atol=1e-7)
    np.testing.assert_allclose(ours.noise.flatten(), np.sqrt(1 - theirs.alpha_bar), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("kind", ["linear", "cosine", "constant"])
def test_the_jump_and_v_are_those_of_the_forward_section_and_of_diffusers(kind, batch):
    x0, t, eps = batch
    s = replace(SMALL, schedule=kind)
    ours, plan, other = Schedule(s), house(s), scheduler(s)
    xt, v = ddpm.q_sample(x0, t, eps, ours), ddpm.target(x0, t, eps, ours, "v")
    torch.testing.assert_close(xt, process.q_sample(x0, t, eps, plan), rtol=1e-5, atol=1e-6)
    torch.testing.assert_close(xt, other.add_noise(x0, eps, t - 1), rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(v, process.v_from_eps(x0, t, eps, plan), rtol=1e-5, atol=1e-6)
    torch.testing.assert_close(v, other.get_velocity(x0, eps, t - 1), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("kind", TYPES)
def test_every_target_leads_back_to_the_picture(kind, batch):
    x0, t, eps = batch
    ours = Schedule(replace(SMALL, schedule="linear"))
    xt = ddpm.q_sample(x0, t, eps, ours)
    found = ddpm.x0_hat(ddpm.target(x0, t, eps, ours, kind), xt, t, ours, kind)
    torch.testing.assert_close(found, x0, rtol=1e-4, atol=1e-4)


def scheduler(s: Settings) -> DDPMScheduler:
    beta = house(s).beta[1:]
    return DDPMScheduler(s.T, trained_betas=beta, variance_type="fixed_small", prediction_type=TYPES[s.target])


@pytest.mark.parametrize("kind", ["linear", "cosine", "constant"])
@pytest.mark.parametrize("target", TYPES)
def test_algorithm_2_walks_as_diffusers_does_from_the_same_noise(kind, target):
    s = replace(SMALL, schedule=kind, target=target)
    net, other = network(s).eval(), scheduler(s)
    other.set_timesteps(s.T)
    ours = list(ddpm.sample(net, 3, Schedule(s), s, seed=7))
    assert [t for t, _ in ours] == list(range(s.T, -1, -1))
    g = torch.Generator().manual_seed(7)
    xt = torch.randn(3, 1, 28, 28, generator=g)
    for (t, mine), place in zip(ours, other.timesteps, strict=False):
        torch.testing.assert_close(mine, xt, rtol=1e-3, atol=2e-3)
        with torch.no_grad():
            out = net(mine, torch.full((3,), t))
        xt = other.step(out, place, mine, generator=g).prev_sample
    torch.testing.assert_close(ours[-1][1], xt, rtol=1e-3, atol=2e-3)


@pytest.mark.parametrize("target", TYPES)
def test_algorithm_2_walks_as_the_reverse_section_does_from_the_same_noise(target):
    s = replace(SMALL, target=target)
    net, plan = network(s).eval(), house(s)
    back = {"v": process.eps_from_v, "x0": process.eps_from_x0, "eps": lambda xt, t, out, plan: out}[target]

    def eps_model(xt, t, y):
        with torch.no_grad():
            return back(xt, t, net(xt, torch.full((len(xt),), t)), plan)

    g = torch.Generator().manual_seed(3)
    xT = torch.randn(1, 1, 28, 28, generator=g)
    walked = samplers.ddpm(eps_model, xT, None, plan, generators=[g])
    for (_, mine), step in zip(ddpm.sample(net, 1, Schedule(s), s, seed=3), walked, strict=False):
        torch.testing.assert_close(mine, step.xt, rtol=1e-3, atol=2e-3)


def test_a_step_of_training_descends_the_loss_that_it_reports():
    """One step by hand: the batch is drawn again, the loss by another route, the descent by torch's AdamW."""
    pictures = torch.rand(40, 1, 28, 28, generator=torch.Generator().manual_seed(0)) * 2 - 1
    training = ddpm.Training(pictures, SMALL)
    torch.manual_seed(SMALL.seed)
    net = ddpm.UNet(SMALL)
    g = torch.Generator().manual_seed(0)
    x0 = pictures[torch.randint(40, (4,), generator=g)]
    t = torch.randint(1, SMALL.T + 1, (4,), generator=g)
    eps, plan = torch.randn(x0.shape, generator=g), house(SMALL)
    out = net(process.q_sample(x0, t, eps, plan), t)
    loss = (out - process.v_from_eps(x0, t, eps, plan)).square().mean()
    assert training.step() == pytest.approx(loss.item(), rel=1e-5)
    loss.backward()
    adam = torch.optim.AdamW(net.parameters(), SMALL.rate / 100, betas=(0.9, 0.99), weight_decay=0)
    adam.step()
    for mine, other in zip(training.model.parameters(), net.parameters(), strict=True):
        torch.testing.assert_close(mine, other, rtol=1e-4, atol=2e-6)


def test_the_loss_falls_and_the_average_follows_the_weights():
    pictures = torch.ones(8, 1, 28, 28)
    training = ddpm.Training(pictures, replace(SMALL, batch=16))
    losses = [training.step() for _ in range(120)]
    assert sum(losses[-20:]) < 0.5 * sum(losses[:20])
    last = torch.cat([(a - b).abs().flatten() for a, b in zip(
        training.average.parameters(), training.model.parameters(), strict=True)])  # fmt: skip
    assert 0 < last.max() < 0.1


def test_the_same_seed_is_the_same_run_and_another_seed_is_another():
    pictures = torch.rand(40, 1, 28, 28)
    a, b, c = (ddpm.Training(pictures, replace(SMALL, seed=seed)) for seed in (0, 0, 1))
    first, again, other = ([training.step() for _ in range(3)] for training in (a, b, c))
    assert first == again != other


def test_a_network_that_is_not_told_t_answers_the_same_at_every_t(batch):
    x0, t, _ = batch
    told, blind = network(SMALL), network(replace(SMALL, told=False))
    assert not torch.allclose(told(x0, t), told(x0, torch.ones_like(t)), atol=1e-3)
    torch.testing.assert_close(blind(x0, t), blind(x0, torch.ones_like(t)))


def test_without_the_root_the_picture_stays_in_x_t(batch):
    x0, _, eps = batch
    t = torch.full((5,), SMALL.T)
    xt = ddpm.q_sample(x0, t, eps, Schedule(replace(SMALL, scaled=False)))
    torch.testing.assert_close(xt, x0 + eps, atol=1e-3, rtol=1e-3)
    assert ddpm.q_sample(x0, t, eps, Schedule(SMALL)).sub(eps).abs().max() < 0.01
