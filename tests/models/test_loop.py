"""The training loop: resumed runs, the rate's curve, the average, and what stops it."""

import json
import math

import numpy as np
import pytest
import torch
from torch import nn

from models import loop


def problem():
    """A small regression with noise from the loop's generator, so that a lost step would show."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(3, 8), nn.SiLU(), nn.Linear(8, 1))
    x = torch.randn(50, 3)

    def loss(net, index, generator):
        batch = x[torch.from_numpy(index)]
        noise = 0.1 * torch.randn((len(index), 1), generator=generator)
        return (net(batch) - batch[:, :1] - noise).square().mean()

    return net, loss


PLAN = loop.Plan(steps=60, batch=8, rate=1e-2, warmup=5, ema=0.9)


class Stopped(Exception):
    """A run that is killed."""


def test_a_run_that_was_killed_and_resumed_is_the_same_run(tmp_path):
    net, loss = problem()
    whole, facts = loop.fit("a", net, loss, 50, PLAN, tmp_path / "whole")

    def die(step):
        if step.step == 25:
            raise Stopped

    net, loss = problem()
    with pytest.raises(Stopped):
        loop.fit("a", net, loss, 50, PLAN, tmp_path / "cut", report=die, save_every=0.0)
    net, loss = problem()
    cut, _ = loop.fit("a", net, loss, 50, PLAN, tmp_path / "cut")
    for mine, its in zip(whole.state_dict().values(), cut.state_dict().values(), strict=True):
        assert torch.equal(mine, its)
    assert facts["step"] == 60 and facts["loss"] < 0.5


def test_another_plan_does_not_resume(tmp_path):
    net, loss = problem()
    loop.fit("a", net, loss, 50, PLAN, tmp_path)
    other = loop.Plan(**{**PLAN.__dict__, "rate": 0.5})
    with pytest.raises(ValueError, match="another plan"):
        loop.fit("a", net, loss, 50, other, tmp_path)
    loop.fit("a", net, loss, 50, other, tmp_path, fresh=True)


def test_the_log_has_a_line_for_the_end(tmp_path):
    net, loss = problem()
    loop.fit("a", net, loss, 50, PLAN, tmp_path)
    head, *rows = (tmp_path / "a.csv").read_text().splitlines()
    assert head == "step,loss,rate,seconds,cpu_seconds"
    assert [int(row.split(",")[0]) for row in rows] == [50, 60]
    assert json.loads((tmp_path / "a.json").read_text())["plan"]["steps"] == 60
    assert not list(tmp_path.glob("*.part"))


def test_the_rate_rises_then_falls_on_a_cosine_to_zero():
    plan = loop.Plan(steps=1000, rate=2.0, warmup=10)
    assert loop.rate_at(0, plan) == pytest.approx(0.2)
    assert loop.rate_at(500, plan) == pytest.approx(1.0)
    assert loop.rate_at(250, plan) == pytest.approx(1 + math.sqrt(0.5))
    assert loop.rate_at(1000, plan) == pytest.approx(0, abs=1e-12)
    later = [loop.rate_at(step, plan) for step in range(10, 1001)]
    assert all(a > b for a, b in zip(later, later[1:], strict=False))


def test_an_epoch_sees_every_example_once_and_the_next_in_another_order():
    plan = loop.Plan(steps=10, batch=5)
    first = np.concatenate([loop.indices(step, 20, plan) for step in range(4)])
    second = np.concatenate([loop.indices(step, 20, plan) for step in range(4, 8)])
    assert sorted(first) == sorted(second) == list(range(20))
    assert first.tolist() != second.tolist()


def test_the_average_is_the_recursion_written_out():
    net = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        net.weight.fill_(0.0)
    average = loop.Average(net, 0.5)
    expected = 0.0
    for step, value in enumerate([1.0, 3.0, -2.0]):
        with torch.no_grad():
            net.weight.fill_(value)
        average.update(net, step)
        keep = min(0.5, (1 + step) / (10 + step))
        expected = keep * expected + (1 - keep) * value
    assert average.net.weight.item() == pytest.approx(expected)


def test_a_loss_that_is_no_number_stops_the_run(tmp_path):
    net, _ = problem()
    with pytest.raises(FloatingPointError, match="the loss is nan at step 0"):
        loop.fit("a", net, lambda net, i, g: net[0].weight.sum() * math.nan, 50, PLAN, tmp_path)


def test_spread_steps_are_uniform_and_one_in_each_part():
    source = torch.Generator().manual_seed(0)
    drawn = torch.stack([loop.spread(10, 1000, source) for _ in range(400)])
    assert drawn.min() >= 1 and drawn.max() <= 1000
    parts = ((drawn - 1) // 100).sort(1).values
    assert torch.equal(parts, torch.arange(10).expand(400, 10))
    # 4,000 draws of a uniform on 1 … 1000: mean 500.5, and stratified even closer
    assert drawn.double().mean().item() == pytest.approx(500.5, abs=5)
    means = drawn.double().mean(0)  # shuffled: no position in the batch prefers a part
    assert means.min() > 430 and means.max() < 570


def test_focus_draws_the_middle_more_often_by_the_stated_density():
    """Counts in ten parts against the integral of 1/(1 + a cos 2πu) for a = 0.6."""
    source = torch.Generator().manual_seed(1)
    drawn = torch.cat([loop.spread(1000, 1000, source, 0.6) for _ in range(40)])
    u = np.linspace(0, 1, 200_001)
    knots = u + 0.6 * np.sin(2 * np.pi * u) / (2 * np.pi)
    expected = np.diff(np.interp(np.linspace(0, 1, 11), knots, u))
    share = torch.bincount((drawn - 1) // 100, minlength=10) / len(drawn)
    np.testing.assert_allclose(share.numpy(), expected, atol=0.004)
    assert share[4] > 2 * share[0]
