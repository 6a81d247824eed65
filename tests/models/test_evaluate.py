"""`evaluate`: it measures, writes both forms of the card, and refuses in one line."""

import json
import shutil

import numpy as np
import pytest

from models import backend, cards, evaluate, measures, scores


@pytest.fixture
def small(put, empty, monkeypatch):
    """Eight samples of two steps, judged by a network that has learned nothing."""
    monkeypatch.setattr(measures, "SAMPLES", 8)
    monkeypatch.setattr(measures.sample, "STEPS", 2)
    put("classifier-mnist")
    scores.remember("classifier-mnist", np.random.default_rng(0).standard_normal((99, 128)))
    return put


def trained(name, folder, weights):
    """What a training leaves: weights and the log's facts."""
    shutil.copyfile(weights, folder / f"{name}-weights.safetensors")
    plan = {"steps": 5, "batch": 2, "seed": 0, "rate": 0.1, "ema": 0.9}
    facts = {"plan": plan, "step": 5, "loss": 0.5, "seconds": 60.0, "cpu": 120.0}
    (folder / f"{name}.json").write_text(json.dumps(facts | {"threads": 2, "torch": "2"}))


@pytest.mark.parametrize("name", ["unet-mnist", "vae-mnist", "ae-mnist", "gan-mnist", "mlp-2d"])
def test_a_card_is_measured_and_written_in_both_forms(small, empty, folder, tmp_path, capsys, name):
    small(name)
    run = tmp_path / "run"
    run.mkdir()
    trained(name, run, empty / f"{name}.safetensors")
    evaluate.main([name, "--data", str(folder), "--adopt", str(run)])
    facts = backend.card(name)
    assert facts["training"]["step"] == 5 and facts["scores"]
    assert facts["parameters"] == sum(p.numel() for p in backend.load(name).parameters())
    page = (empty / f"{name}.md").read_text()
    assert page == cards.text(facts) + "\n" == capsys.readouterr().out
    evaluate.main([name, "--data", str(folder)])  # again, from the card alone
    again = backend.card(name)
    assert again["scores"] == facts["scores"]
    assert again["training"] == facts["training"]


def test_a_judges_accuracy_is_the_share_it_reads_right(small, empty, folder, tmp_path):
    trained("classifier-mnist", tmp_path, empty / "classifier-mnist.safetensors")
    evaluate.main(["classifier-mnist", "--data", str(folder), "--adopt", str(tmp_path)])
    _, test, truth = measures._pictures("classifier-mnist", str(folder))
    read, features = scores.judge("classifier-mnist", test)
    right = sum(int(a == b) for a, b in zip(read, truth, strict=True)) / len(truth)
    assert backend.card("classifier-mnist")["scores"]["accuracy"] == right
    assert features.shape == (20, 128)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["unet-cifar"], "model is 'unet-cifar'; allowed are"),
        (["unet-mnist"], "card of unet-mnist can't be read"),
        (["unet-mnist", "--adopt", "nowhere"], "nowhere has no finished training of unet-mnist"),
        (
            ["unet-mnist", "--before", "3600"],
            "--before adds to the seconds of weights",
        ),
    ],
)
def test_what_can_not_be_measured_is_one_line_and_exit_code_2(empty, capsys, argv, words):
    with pytest.raises(SystemExit) as stop:
        evaluate.main(argv)
    err = capsys.readouterr().err
    assert stop.value.code == 2 and words in err and err.count("\n") == 1
    assert list(empty.iterdir()) == []
