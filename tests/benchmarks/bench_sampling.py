"""Sampling: click → 16 digits against diffusers, the shell's 1,000 pictures, start and memory.

Run alone: `python tests/benchmarks/bench_sampling.py [--quick]`. Prints a table; both sides of a
ratio run in turn in one process. Quality and training data stand in the networks' cards.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
os.environ.setdefault("HF_HUB_OFFLINE", "1")
sys.path.insert(0, str(ROOT))

COLD = """
import time; begin = time.perf_counter()
import numpy as np
from models import sample
next(sample.generate("unet-mnist", np.arange(16) % 10))
print(time.perf_counter() - begin)
"""
IMPORT = """
import time; begin = time.perf_counter()
import models.backend, models.sample
print(time.perf_counter() - begin)
"""


def rival():
    """diffusers' pipeline in float32 with a U-Net of about as many parameters as ours."""
    from diffusers import DDIMPipeline, DDIMScheduler, UNet2DModel

    net = UNet2DModel(
        sample_size=28,
        in_channels=1,
        out_channels=1,
        layers_per_block=1,
        block_out_channels=(40, 80, 144),
        down_block_types=("DownBlock2D", "DownBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "UpBlock2D", "UpBlock2D"),
        norm_num_groups=8,
    ).eval()
    pipeline = DDIMPipeline(net, DDIMScheduler(num_train_timesteps=1000))
    pipeline.set_progress_bar_config(disable=True)
    return pipeline, sum(p.numel() for p in net.parameters())


def seconds(function) -> float:
    """Wall seconds of one call."""
    begin = time.perf_counter()
    function()
    return time.perf_counter() - begin


def fresh(code: str) -> float:
    """The number that a fresh Python process prints."""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return float(out.stdout)


def shell(n: int, guidance: float) -> tuple[float, float]:
    """Wall seconds and peak MB of the shell's own process, start and all."""
    with tempfile.TemporaryDirectory() as folder:
        argv = ["-m", "models.sample", "--n", str(n), "--guidance", str(guidance)]
        child = subprocess.Popen(
            [sys.executable, *argv, "--out", f"{folder}/x.npz"], stderr=subprocess.DEVNULL, cwd=ROOT
        )
        begin = time.perf_counter()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"the shell ended with code {child.returncode}")
    return time.perf_counter() - begin, usage.ru_maxrss / 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two rounds and 100 pictures")
    quick = parser.parse_args().quick
    rounds, n = (2, 100) if quick else (7, 1000)
    import numpy as np

    from models import backend, sample

    labels = np.arange(16) % 10
    facts = backend.info("unet-mnist")
    pipeline, parameters = rival()

    def ours():
        sample.pictures("unet-mnist", labels, sampler="ddim", steps=50, seed=1)

    def theirs():
        pipeline(batch_size=16, num_inference_steps=50, eta=0.0, output_type="np")

    def first_frame():
        next(sample.generate("unet-mnist", labels, sampler="ddim", steps=50, seed=1))

    ours(), theirs()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    mine, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    warm = statistics.median(seconds(first_frame) for _ in range(rounds))
    rows = [
        ("16 digits, 50 DDIM steps, ours", f"{mine:.2f} s ({facts['parameters']:,} parameters)"),
        ("the same, diffusers in float32", f"{other:.2f} s ({parameters:,} parameters)"),
        ("ratio (must be ≥ 3)", f"{ratio:.2f}"),
        ("first frame, warm (≤ 0.2 s)", f"{warm:.3f} s"),
        ("first frame, fresh process (≤ 1.5 s)", f"{fresh(COLD):.2f} s, imports of torch included"),
        ("import of models", f"{fresh(IMPORT):.3f} s"),
    ]
    for guidance in (0, 1):
        took, memory = shell(n, guidance)
        limit = " (≤ 90 s, ≤ 1500 MB)" if n == 1000 else ""
        rows.append((f"shell, {n}, 50 steps, guidance {guidance}{limit}", f"{took:.1f} s, {memory:.0f} MB"))
    print(f"{facts['device']}, {facts['dtype']}, {facts['threads']} threads, torch {facts['torch']}\n")
    print("| measured | |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
