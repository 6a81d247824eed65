"""Where the networks run: the device, its number format, and each network loaded once, checked.

Torch is imported when the first network is asked for, not before: the app must start at once.
What a network is stands in `MODELS`; what it can do stands in its card, `weights/NAME.json`.
"""

import hashlib
import importlib.util
import json
import logging
import os
import threading
import timeit
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explainer.diffusion import schedule as schedules
from explainer.diffusion.schedule import Schedule

log = logging.getLogger(__name__)
WEIGHTS = Path(__file__).parent / "weights"
CHUNK = 64  # pictures a forward pass: larger batches no longer fit the caches, and are slower


@dataclass(frozen=True)
class Spec:
    """What a network is: its module and class, how it is built, its data and its process.

    `power` spaces the steps of its samples unless told otherwise, t ∝ (i/S)^power. In wide steps at
    large t, σ² = β̃ falls short of the true spread: fewer digits leave the class that was asked for,
    but clothes lose more of their variety than they gain.
    """

    kind: str
    data: str
    where: str
    options: dict[str, Any] = field(default_factory=dict)
    T: int | None = None
    power: float = 1.0

    def build(self):
        """The untrained network."""
        module, name = self.where.rsplit(".", 1)
        return getattr(importlib.import_module(module), name)(**self.options)

    def schedule(self) -> Schedule:
        """The noise that the network was trained on; ValueError where it knows no noise."""
        if self.T is None:
            raise ValueError(f"a network of kind {self.kind} has no schedule")
        return (schedules.linear if self.kind == "mlp" else schedules.cosine)(self.T)


def _vae(data: str, latent: int = 2, beta: float = 1.0) -> Spec:
    return Spec("vae", data, "models.vae.VAE", {"latent": latent, "beta": beta})


MODELS: dict[str, Spec] = {
    "unet-mnist": Spec("unet", "mnist", "models.unet.UNet", {"inner": 2}, T=1000, power=4.0),
    "unet-fashion": Spec("unet", "fashion", "models.unet.UNet", {"inner": 2}, T=1000),
    "unet-mnist-bound": Spec("bound", "mnist", "models.bound_unet.BoundUNet", T=1000),
    "ae-mnist": Spec("ae", "mnist", "models.vae.Autoencoder", {"latent": 2}),
    "vae-mnist": _vae("mnist"),
    "vae-mnist-16": _vae("mnist", 16),
    "vae-fashion": _vae("fashion"),
    **{f"vae-mnist-beta-{b}": _vae("mnist", 2, float(b)) for b in ("0.1", "0.5", "2", "4", "10")},
    "gan-mnist": Spec("gan", "mnist", "models.gan.Generator"),
    "classifier-mnist": Spec("classifier", "mnist", "models.classifier.Classifier"),
    "classifier-fashion": Spec("classifier", "fashion", "models.classifier.Classifier"),
    "mlp-2d": Spec("mlp", "plane", "models.mlp.PlaneNet", T=1000),
}

_lock = threading.RLock()
_loaded: dict[str, Any] = {}
_fallen_back = False


def device() -> str:
    """`cuda`, `mps` or `cpu`, the best there is; DIFFUSION_LIVE_DEVICE decides where it is set.

    A device that is unknown or not there is named in one warning, and the best there is takes its place.
    """
    import torch

    asked = os.environ.get("DIFFUSION_LIVE_DEVICE", "").strip().lower()
    there = {"cuda": torch.cuda.is_available(), "mps": _mps(), "cpu": True}
    best = next(name for name in there if there[name])
    if asked and not there.get(asked, False):
        can = ", ".join(name for name in there if there[name])
        warnings.warn(f"DIFFUSION_LIVE_DEVICE is {asked!r}; this machine has {can}: {best} is used", stacklevel=1)
        asked = ""
    return "cpu" if _fallen_back else asked or best


def dtype(on: str | None = None):
    """`torch.bfloat16` where the hardware multiplies it faster, else `torch.float32`.

    DIFFUSION_LIVE_DTYPE decides where it is set; another word than these two is named in one warning.
    """
    import torch

    on = on or device()
    asked = os.environ.get("DIFFUSION_LIVE_DTYPE", "").strip().lower()
    if asked in ("bfloat16", "float32"):
        return getattr(torch, asked)
    if asked:
        warnings.warn(f"DIFFUSION_LIVE_DTYPE is {asked!r}; allowed are bfloat16, float32", stacklevel=1)
    if on == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    if on == "cpu" and getattr(torch.cpu, "_is_avx512_bf16_supported", bool)():
        return torch.bfloat16
    return torch.float32


def autocast(on: str | None = None):
    """A context in which matrix products run in `dtype()`."""
    import torch

    on = on or device()
    return torch.autocast(on, dtype(on), enabled=dtype(on) != torch.float32)


def load(name: str):
    """The trained network, in evaluation mode on `device()`; one for the process, safe in threads.

    Raises ValueError for an unknown name and for weights that are missing, cut short, or not those
    of the card (sha256).
    """
    if name not in MODELS:
        raise ValueError(f"model is {name!r}; allowed are {', '.join(MODELS)}")
    with _lock:
        if name not in _loaded:
            _threads()
            _loaded[name] = _place(read(name))
        return _loaded[name]


def read(name: str, folder: Path | None = None):
    """A fresh copy of the trained network on the CPU in float32, checked as `load` says."""
    from safetensors.torch import load as parse

    path = (folder or WEIGHTS) / f"{name}.safetensors"
    try:
        raw = path.read_bytes()
    except OSError:
        log.error("no file %s", path)
        raise ValueError(f"the weights of {name} are not there on this server") from None
    if hashlib.sha256(raw).hexdigest() != card(name, folder)["sha256"]:
        log.error("%s has another sha256 than its card", path)
        raise ValueError(f"the weights of {name} are not the file that the card describes (sha256)")
    network = MODELS[name].build()
    stored = parse(raw)
    network.load_state_dict({k: stored[k].to(v.dtype) for k, v in network.state_dict().items()})
    return network.eval().requires_grad_(False)


def card(name: str, folder: Path | None = None) -> dict[str, Any]:
    """The facts of `weights/NAME.json`; ValueError for an unknown name or an unreadable card."""
    if name not in MODELS:
        raise ValueError(f"model is {name!r}; allowed are {', '.join(MODELS)}")
    path = (folder or WEIGHTS) / f"{name}.json"
    try:
        facts = json.loads(path.read_text())
        facts["sha256"]  # noqa: B018  a card without it is none
    except (OSError, ValueError, KeyError, TypeError):
        log.error("%s can't be read", path)
        raise ValueError(f"the card of {name} can't be read on this server") from None
    return facts


def eps_model(name: str) -> Callable:
    """`eps_model(xt, t, y) → eps`, the contract of the samplers, by the network of that name.

    xt (n, …) float32; t in 1 … T, a whole number or int64 (n,); y int64 (n,), or None for no class.
    The U-Net's v is converted exactly. The answer is float32 on xt's device.
    """
    import torch

    spec = MODELS[name] if name in MODELS else None
    if spec is None or spec.kind not in ("unet", "mlp"):
        able = [key for key, spec in MODELS.items() if spec.kind in ("unet", "mlp")]
        raise ValueError(f"model is {name!r}; those that denoise are {', '.join(able)}")
    load(name)
    plan = spec.schedule()
    from models.unet import NO_CLASS, eps_from_v

    def eps(xt, t, y=None):
        n = len(xt)
        steps = torch.as_tensor(t).expand(n)
        classes = torch.full((n,), NO_CLASS) if y is None else y
        parts = zip(*(part.split(CHUNK) for part in (xt, steps, classes)), strict=True)
        out = torch.cat([run(name, *part) for part in parts])
        return eps_from_v(xt, t, out, plan) if spec.kind == "unet" else out

    return eps


def run(name: str, *inputs):
    """The network's answer in float32 on the inputs' device; a GPU that fails hands over for good.

    One warning, then everything runs on the CPU.
    """
    import torch

    global _fallen_back
    home = inputs[0].device
    with torch.no_grad():
        try:
            on = device()
            with autocast(on):
                return load(name)(*(tensor.to(on) for tensor in inputs)).float().to(home).clone()
        except RuntimeError as error:
            if device() == "cpu":
                raise
            with _lock:
                if not _fallen_back:
                    warnings.warn(f"{device()} failed ({error}); the CPU goes on", stacklevel=2)
                _fallen_back = True
                _loaded.clear()
        return load(name)(*inputs).float().clone()


def info(name: str | None = None) -> dict[str, Any]:
    """Device, number format and threads; for a network also its parameters and ms a step (16)."""
    import torch

    facts = {
        "device": device(),
        "dtype": str(dtype()).removeprefix("torch."),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
    }
    if name is not None:
        network = load(name)
        facts |= {"name": name, "parameters": sum(p.numel() for p in network.parameters())}
        if MODELS[name].kind == "unet":
            facts["ms_a_step"] = _milliseconds(name)
    return facts


def gpu(function: Callable) -> Callable:
    """`spaces.GPU` on a Space with borrowed GPUs; the function itself everywhere else."""
    if importlib.util.find_spec("spaces") is None:
        return function
    return importlib.import_module("spaces").GPU(function)


def warm(*names: str, prepare: Callable = info) -> threading.Thread:
    """Load networks in the background, so that the first click finds them; the running thread."""

    def prepared() -> None:
        try:
            for name in names:
                prepare(name)
        except ValueError as problem:  # told when it is asked for
            log.warning("%s", problem)

    thread = threading.Thread(target=prepared, daemon=True)
    thread.start()
    return thread


def _milliseconds(name: str, n: int = 16) -> float:
    import torch

    model, x = eps_model(name), torch.randn(n, 1, 28, 28)
    y = torch.zeros(n, dtype=torch.int64)
    return 1000 * min(timeit.repeat(lambda: model(x, 500, y), number=1, repeat=4))


def _place(network):
    import torch

    network = network.to(memory_format=torch.channels_last)  # what the convolutions like best
    try:
        return network.to(device())
    except RuntimeError as error:
        global _fallen_back
        if device() == "cpu":
            raise
        warnings.warn(f"{device()} failed ({error}); the CPU goes on", stacklevel=3)
        _fallen_back = True
        return network.to("cpu")


def _threads() -> None:
    """All cores on a small machine; on a larger one, one is left to answer the visitors."""
    import torch

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(cores if cores <= 2 else min(cores - 1, 8))


def _mps() -> bool:
    import torch

    return torch.backends.mps.is_available()
