"""Each training script ends in moments with --quick on data of its own, and leaves weights."""

import json

import numpy as np
import pytest
from safetensors.torch import load_file

from models import backend, train_bound, train_classifier, train_gan, train_mlp, train_unet, train_vae

SCRIPTS = {
    "unet-mnist": train_unet,
    "unet-mnist-bound": train_bound,
    "classifier-fashion": train_classifier,
    "ae-mnist": train_vae,
    "vae-mnist-16": train_vae,
    "vae-fashion": train_vae,
    "vae-mnist-beta-0.1": train_vae,
    "gan-mnist": train_gan,
    "mlp-2d": train_mlp,
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_quick_training_leaves_weights_that_the_network_takes(name, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(train_mlp, "EACH", 600)
    argv = [name, "--quick", "--steps", "2", "--threads", "1", "--out", str(tmp_path)]
    SCRIPTS[name].main([*argv, "--data", str(folder)])
    weights = load_file(tmp_path / f"{name}-quick-weights.safetensors")
    network = backend.MODELS[name].build()
    network.load_state_dict(weights)
    facts = json.loads((tmp_path / f"{name}-quick.json").read_text())
    assert facts["step"] == facts["plan"]["steps"] and np.isfinite(facts["loss"])
    assert facts["threads"] == 1 and facts["seconds"] > 0


def test_every_trainable_network_has_a_script():
    trained = {"unet": train_unet, "classifier": train_classifier, "ae": train_vae}
    trained |= {"vae": train_vae, "gan": train_gan, "mlp": train_mlp, "bound": train_bound}
    assert {spec.kind for spec in backend.MODELS.values()} == set(trained)
