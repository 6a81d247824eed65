"""Untrained networks in the place of the shipped ones, where weights are not the point."""

import hashlib
import json

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
