"""The one training loop: seeded, resumable, with a moving average of the weights and a CSV log.

The rate rises for `warmup` steps and falls on a cosine to zero at `steps`: for a fixed budget the
annealed end decides the quality. Each step's batch and noise follow from (seed, step) alone, so
a run that was stopped and resumed is the same run.
"""

import argparse
import json
import math
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

CHECKPOINTS = Path("checkpoints")


@dataclass(frozen=True)
class Plan:
    """What decides a run. `ema` is the largest decay of the moving average, 0 for none."""

    steps: int
    batch: int = 128
    rate: float = 1e-3
    warmup: int = 200
    decay: float = 0.0
    ema: float = 0.999
    clip: float = 1.0
    seed: int = 0
    beta1: float = 0.9
    beta2: float = 0.99


@dataclass(frozen=True)
class Step:
    """One step of a run: its number, loss, rate, and the wall and processor seconds so far."""

    step: int
    loss: float
    rate: float
    seconds: float
    cpu: float


def arguments(about: str, names: tuple[str, ...]) -> argparse.ArgumentParser:
    """The command line that every training script has; `names` are the networks it can train."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("name", choices=names, help="the network to train")
    parser.add_argument("--data", help="folder with the IDX files (default: download into data/)")
    parser.add_argument("--steps", type=int, help="training steps (default: the shipped recipe)")
    parser.add_argument("--seed", type=int, default=0, help="of weights, batches and noise")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="processor threads")
    parser.add_argument("--quick", action="store_true", help="a minute's run that proves it works")
    parser.add_argument("--fresh", action="store_true", help="forget an earlier checkpoint")
    parser.add_argument("--compile", action="store_true", help="use torch.compile")
    parser.add_argument("--out", default=str(CHECKPOINTS), help="folder of checkpoints and logs")
    return parser


def planned(plan: Plan, args: argparse.Namespace, quick: int) -> Plan:
    """The recipe with the command line's steps and seed; `quick` steps for `--quick`."""
    return replace(plan, steps=quick if args.quick else args.steps or plan.steps, seed=args.seed)


def train(name, net: nn.Module, loss, n: int, plan: Plan, args: argparse.Namespace) -> nn.Module:
    """`fit`, then the averaged weights as `NAME-weights.safetensors` beside the checkpoint."""
    title = f"{name}-quick" if args.quick else name
    average, _ = fit(title, net, loss, n, plan, args.out, args.fresh)
    write_weights(f"{args.out}/{title}-weights.safetensors", average)
    return average


def spread(n: int, T: int, generator: torch.Generator, focus: float = 0.0) -> Tensor:
    """n steps t on 1 … T, one in each n-th of the probability, which makes the loss less noisy.

    Uniform without `focus` a; with it t/T = u + a sin(2πu)/2π for uniform u, whose density is
    1/(1 + a cos 2πu): T/2 is drawn (1 + a)/(1 − a) times as often as the ends.
    """
    quantiles = (torch.randperm(n, generator=generator) + torch.rand(n, generator=generator)) / n
    quantiles = quantiles + focus * (2 * math.pi * quantiles).sin() / (2 * math.pi)
    return (quantiles * T).long().clamp(max=T - 1) + 1


def rate_at(step: int, plan: Plan) -> float:
    """Learning rate of the step (0-based): linear warm-up, then a cosine to zero at the end."""
    rise = min(1.0, (step + 1) / max(1, plan.warmup))
    return plan.rate * rise * 0.5 * (1 + math.cos(math.pi * min(1.0, step / plan.steps)))


def indices(step: int, n: int, plan: Plan) -> np.ndarray:
    """Which of the n examples the step uses: each epoch is its own seeded permutation."""
    per_epoch = max(1, n // plan.batch)
    epoch, batch = divmod(step, per_epoch)
    order = _permutation(n, plan.seed, epoch)
    return order[batch * plan.batch : (batch + 1) * plan.batch]


def generator(seed: int, step: int) -> torch.Generator:
    """The noise of one step, the same however the run was cut into pieces."""
    return torch.Generator().manual_seed((seed * 1_000_003 + step) % 2**63)


def fit(
    name: str,
    net: nn.Module,
    loss: Callable[[nn.Module, np.ndarray, torch.Generator], Tensor],
    n: int,
    plan: Plan,
    folder: str | Path = CHECKPOINTS,
    fresh: bool = False,
    report: Callable[[Step], None] | None = None,
    save_every: float = 120.0,
) -> tuple[nn.Module, dict]:
    """Minimise `loss(net, indices, generator)` by AdamW; the averaged net and facts for its card.

    Resumes from `folder/name.safetensors` where there is one with the same plan but for `steps`.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    average, adam = Average(net, plan.ema), _optimiser(net, plan)
    first, before, spent = (0, 0.0, 0.0) if fresh else _resume(folder / name, net, average, adam, plan)
    log = _Log(folder / f"{name}.csv", first)
    start, cpu0, saved = time.perf_counter(), time.process_time(), time.monotonic()
    net.train()
    smooth = None
    for step in range(first, plan.steps):
        number = _descend(net, adam, loss(net, indices(step, n, plan), generator(plan.seed, step)), step, plan)
        average.update(net, step)
        if not math.isfinite(number):
            raise FloatingPointError(f"{name}: the loss is {number} at step {step}")
        smooth = number if smooth is None else 0.98 * smooth + 0.02 * number
        wall, cpu = before + time.perf_counter() - start, spent + time.process_time() - cpu0
        now = Step(step + 1, smooth, rate_at(step, plan), wall, cpu)
        log.write(now, plan.steps, step + 1 - first, time.perf_counter() - start)
        if report is not None:
            report(now)
        if time.monotonic() - saved > save_every or step + 1 == plan.steps:
            _save(folder / name, net, average, adam, plan, now)
            saved = time.monotonic()
    log.close()
    facts = json.loads((folder / f"{name}.json").read_text())
    return average.net.eval(), facts


def _optimiser(net: nn.Module, plan: Plan) -> torch.optim.AdamW:
    """AdamW that decays matrices and kernels but neither biases nor norms."""
    groups = [
        {"params": [p for p in net.parameters() if p.ndim > 1], "weight_decay": plan.decay},
        {"params": [p for p in net.parameters() if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, plan.rate, betas=(plan.beta1, plan.beta2), foreach=True)


def _descend(net: nn.Module, adam: torch.optim.Optimizer, loss: Tensor, step: int, plan: Plan) -> float:
    """One update of the weights (step is 0-based); the loss as a number."""
    for group in adam.param_groups:
        group["lr"] = rate_at(step, plan)
    adam.zero_grad(set_to_none=True)
    loss.backward()
    if plan.clip:
        nn.utils.clip_grad_norm_(net.parameters(), plan.clip)
    adam.step()
    return loss.item()


class Average:
    """Exponential moving average of a network, warmed up like (1 + step)/(10 + step)."""

    def __init__(self, net: nn.Module, decay: float) -> None:
        import copy

        self.net = copy.deepcopy(net).requires_grad_(False)
        self.decay = decay

    def update(self, net: nn.Module, step: int) -> None:
        """Move the average towards the network of this step (0-based)."""
        keep = min(self.decay, (1 + step) / (10 + step))
        with torch.no_grad():
            mine, its = list(self.net.parameters()), list(net.parameters())
            torch._foreach_lerp_(mine, its, 1 - keep)
            for a, b in zip(self.net.buffers(), net.buffers(), strict=True):
                a.copy_(b)


def write_weights(path: str | Path, net: nn.Module, dtype: torch.dtype = torch.float16) -> None:
    """Store a network under another name and rename it to `path`, so that nobody reads half a file."""
    state = {
        key: (value.to(dtype) if value.is_floating_point() else value).contiguous()
        for key, value in net.state_dict().items()
    }
    _atomic(Path(path), state)


def _permutation(n: int, seed: int, epoch: int, cache: dict = {}) -> np.ndarray:  # noqa: B006
    if cache.get("key") != (n, seed, epoch):
        cache["key"] = (n, seed, epoch)
        cache["order"] = np.random.default_rng((seed, epoch)).permutation(n)
    return cache["order"]


def beside(stem: Path, ending: str) -> Path:
    """The file NAME + ending; `with_suffix` would cut the last digits of "beta-0.1"."""
    return stem.with_name(stem.name + ending)


def _atomic(path: Path, tensors: dict[str, Tensor]) -> None:
    part = beside(path, ".part")
    save_file(tensors, part)
    part.replace(path)


def _save(stem: Path, net, average, adam, plan: Plan, now: Step) -> None:
    tensors = {f"net.{k}": v.contiguous() for k, v in net.state_dict().items()}
    tensors |= {f"average.{k}": v.contiguous() for k, v in average.net.state_dict().items()}
    for number, state in adam.state_dict()["state"].items():
        tensors |= {f"adam.{number}.{k}": v.contiguous() for k, v in state.items()}
    _atomic(beside(stem, ".safetensors"), tensors)
    facts = {"plan": asdict(plan), **asdict(now), "torch": torch.__version__}
    facts["threads"] = torch.get_num_threads()
    part = beside(stem, ".json.part")
    part.write_text(json.dumps(facts, indent=1) + "\n")
    part.replace(beside(stem, ".json"))


def _resume(stem: Path, net, average, adam, plan: Plan) -> tuple[int, float, float]:
    facts_at, weights_at = beside(stem, ".json"), beside(stem, ".safetensors")
    if not (facts_at.is_file() and weights_at.is_file()):
        return 0, 0.0, 0.0
    facts = json.loads(facts_at.read_text())
    old, new = facts["plan"], asdict(plan)
    if any(new[key] != value for key, value in old.items() if key != "steps"):
        raise ValueError(f"{facts_at} was made by another plan {old}; give --fresh to start again")
    tensors = load_file(weights_at)

    def part(prefix: str) -> dict[str, Tensor]:
        return {k[len(prefix) :]: v for k, v in tensors.items() if k.startswith(prefix)}

    net.load_state_dict(part("net."))
    average.net.load_state_dict(part("average."))
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in part("adam.").items():
        number, what = key.split(".", 1)
        state.setdefault(int(number), {})[what] = value
    adam.load_state_dict({"state": state, "param_groups": adam.state_dict()["param_groups"]})
    return facts["step"], facts["seconds"], facts["cpu"]


class _Log:
    """CSV on disk every 50 steps and one line with the time left on the terminal."""

    def __init__(self, path: Path, first: int) -> None:
        fresh = first == 0 or not path.exists()
        self.file = path.open("w" if fresh else "a")
        if fresh:
            self.file.write("step,loss,rate,seconds,cpu_seconds\n")
        self.last = 0.0

    def write(self, now: Step, steps: int, done: int, seconds: float) -> None:
        if now.step % 50 == 0 or now.step == steps:
            self.file.write(f"{now.step},{now.loss:.6f},{now.rate:.3e},{now.seconds:.1f},{now.cpu:.1f}\n")
            self.file.flush()
        if time.monotonic() - self.last > 2 or now.step == steps:
            self.last = time.monotonic()
            left = seconds / done * (steps - now.step)
            end = "\n" if now.step == steps or not sys.stderr.isatty() else "\r"
            print(
                f"step {now.step}/{steps}  loss {now.loss:.4f}  {seconds / done * 1000:.0f} ms/step"
                f"  {left / 60:.1f} min left",
                end=end,
                file=sys.stderr,
                flush=True,
            )

    def close(self) -> None:
        self.file.close()
