"""Untrained networks in the place of the shipped ones, where weights are not the point."""

import hashlib
import json
import struct

import numpy as np
import pytest
import torch

from models import backend, loop


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """A weights folder of its own, and a backend that has loaded nothing yet."""
    monkeypatch.setattr(backend, "WEIGHTS", tmp_path)
    monkeypatch.setattr(backend, "_loaded", {})
    monkeypatch.setattr(backend, "_fallen_back", False)
    monkeypatch.setenv("DIFFUSION_LIVE_DEVICE", "cpu")
    return tmp_path


@pytest.fixture
def put(empty):
    """put(name): random weights and their card into the folder."""

    def put(name: str) -> None:
        torch.manual_seed(sum(name.encode()))
        network = backend.MODELS[name].build()
        with torch.no_grad():
            for weight in network.parameters():
                weight.add_(0.02 * torch.randn(weight.shape))
        path = empty / f"{name}.safetensors"
        loop.write_weights(path, network)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        (empty / f"{name}.json").write_text(json.dumps({"name": name, "sha256": sha256}))

    return put


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Both data sets with 260 random training and 20 test pictures, as their own files."""
    root, rng = tmp_path_factory.mktemp("data"), np.random.default_rng(0)
    for name in ("MNIST", "FashionMNIST"):
        raw = root / name / "raw"
        raw.mkdir(parents=True)
        for split, n in (("train", 260), ("t10k", 20)):
            head = struct.pack(">4B3I", 0, 0, 8, 3, n, 28, 28)
            pictures = rng.integers(0, 256, (n, 28, 28)).astype(np.uint8)
            (raw / f"{split}-images-idx3-ubyte").write_bytes(head + pictures.tobytes())
            head = struct.pack(">4BI", 0, 0, 8, 1, n)
            labels = (np.arange(n) % 10).astype(np.uint8)
            (raw / f"{split}-labels-idx1-ubyte").write_bytes(head + labels.tobytes())
    return root
