"""The backend: what it refuses, what it shares, what it costs before it is asked."""

import os
import subprocess
import sys
import threading
import warnings

import pytest
import torch
from conftest import ROOT

from explainer.diffusion import process
from models import backend


def test_importing_the_backend_imports_no_torch_and_loads_nothing():
    code = "import sys, models.backend as b; print('torch' in sys.modules, len(b._loaded))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "0"]


def test_a_network_is_loaded_once_for_all_threads(put):
    put("unet-mnist")
    got = []
    threads = [threading.Thread(target=lambda: got.append(backend.load("unet-mnist"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8 and len({id(one) for one in got}) == 1
    assert not got[0].training and not any(p.requires_grad for p in got[0].parameters())


@pytest.mark.parametrize("name", ["unet-cifar", "", "../unet-mnist"])
def test_an_unknown_model_is_named(empty, name):
    for function in (backend.load, backend.card, backend.eps_model):
        with pytest.raises(ValueError, match="allowed are|that denoise are"):
            function(name)


def test_missing_weights_are_named(empty):
    with pytest.raises(ValueError, match="weights of unet-mnist are not there"):
        backend.load("unet-mnist")


def test_a_visitor_reads_no_path_of_the_server_and_its_log_does(put, empty, caplog):
    for spoil in (lambda path: path.write_bytes(b""), lambda path: path.unlink()):
        put("unet-mnist")
        caplog.clear()
        spoil(empty / "unet-mnist.safetensors")
        with pytest.raises(ValueError) as told:
            backend.load("unet-mnist")
        assert str(empty) not in str(told.value) and str(empty) in caplog.text


def test_weights_cut_short_are_refused(put, empty):
    put("unet-mnist")
    path = empty / "unet-mnist.safetensors"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(ValueError, match="not the file that the card"):
        backend.load("unet-mnist")


def test_swapped_weights_are_refused(put, empty):
    put("unet-mnist")
    put("classifier-mnist")
    (empty / "classifier-mnist.safetensors").replace(empty / "unet-mnist.safetensors")
    with pytest.raises(ValueError, match="not the file that the card"):
        backend.load("unet-mnist")


@pytest.mark.parametrize("text", [None, "{", "[]", "{}"])
def test_an_unreadable_card_is_named(put, empty, text):
    put("unet-mnist")
    card = empty / "unet-mnist.json"
    card.unlink() if text is None else card.write_text(text)
    with pytest.raises(ValueError, match="card of unet-mnist"):
        backend.load("unet-mnist")


@pytest.mark.parametrize("wish", ["cuda", "mps", "tpu", "cuda:9"])
def test_a_device_that_is_not_there_is_named_once_and_the_networks_run_without_it(put, monkeypatch, wish):
    put("unet-mnist")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(backend, "_mps", lambda: False)
    monkeypatch.setenv("DIFFUSION_LIVE_DEVICE", wish)
    inputs = (torch.randn(1, 1, 28, 28), torch.tensor([5]), torch.tensor([5]))
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("default")
        assert all(backend.run("unet-mnist", *inputs).isfinite().all() for _ in range(2))
    told = [str(warning.message) for warning in seen if warning.category is UserWarning]
    assert told == [f"DIFFUSION_LIVE_DEVICE is '{wish}'; this machine has cpu: cpu is used"]


def test_eps_is_the_exact_conversion_of_the_networks_v(put):
    put("unet-mnist")
    model, plan = backend.eps_model("unet-mnist"), backend.MODELS["unet-mnist"].schedule()
    xt, y = torch.randn(3, 1, 28, 28), torch.tensor([1, 2, 3])
    for t in (1, 500, 1000):
        v = backend.run("unet-mnist", xt, torch.full((3,), t), y)
        assert torch.equal(model(xt, t, y), process.eps_from_v(xt, t, v, plan))
        back = process.q_sample(process.x0_from_eps(xt, t, model(xt, t, y), plan), t, xt * 0, plan)
        assert back.isfinite().all()


def test_one_step_for_all_is_the_same_as_a_step_each(put):
    put("unet-mnist")
    model = backend.eps_model("unet-mnist")
    xt, y = torch.randn(4, 1, 28, 28), torch.arange(4)
    torch.testing.assert_close(model(xt, 300, y), model(xt, torch.full((4,), 300), y))


def test_no_class_differs_from_each_class(put):
    put("unet-mnist")
    model, xt = backend.eps_model("unet-mnist"), torch.randn(1, 1, 28, 28)
    free = model(xt, 900, None)
    assert all((model(xt, 900, torch.tensor([k])) - free).abs().max() > 0 for k in range(10))


def test_many_pictures_are_cut_in_pieces_that_fit_together(put, monkeypatch):
    put("unet-mnist")
    model, xt = backend.eps_model("unet-mnist"), torch.randn(10, 1, 28, 28)
    whole = model(xt, 700, torch.arange(10))
    monkeypatch.setattr(backend, "CHUNK", 3)
    pieces = model(xt, 700, torch.arange(10))
    torch.testing.assert_close(pieces, whole, rtol=0, atol=2e-2)  # bf16 rounds per batch size


def test_a_gpu_that_fails_hands_over_to_the_cpu_with_one_warning(put, monkeypatch):
    put("unet-mnist")
    real = backend.load("unet-mnist")
    calls = []

    class Broken(torch.nn.Module):
        def forward(self, *inputs):
            calls.append(1)
            raise RuntimeError("CUDA out of memory")

    def load(name):
        return Broken() if backend.device() == "mps" else real

    monkeypatch.delenv("DIFFUSION_LIVE_DEVICE")
    monkeypatch.setattr(backend, "_mps", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(backend, "load", load)
    monkeypatch.setattr(torch.Tensor, "to", lambda self, *where, **more: self)
    inputs = (torch.randn(1, 1, 28, 28), torch.tensor([5]), torch.tensor([5]))
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        first = backend.run("unet-mnist", *inputs)
        second = backend.run("unet-mnist", *inputs)
    assert first.shape == second.shape == (1, 1, 28, 28)
    assert len(calls) == 1 and len([w for w in seen if "the CPU goes on" in str(w.message)]) == 1
    assert backend.device() == "cpu"


def test_an_error_on_the_cpu_is_not_hidden(put):
    put("unet-mnist")
    with pytest.raises(RuntimeError):
        backend.run("unet-mnist", torch.zeros(1, 3, 28, 28), torch.tensor([5]), torch.tensor([5]))


def test_info_tells_the_footer_what_runs(put):
    put("unet-mnist")
    facts = backend.info("unet-mnist")
    assert facts["device"] == "cpu" and facts["dtype"] in ("bfloat16", "float32")
    expected = sum(p.numel() for p in backend.MODELS["unet-mnist"].build().parameters())
    assert facts["parameters"] == expected and facts["ms_a_step"] > 0


def test_a_network_without_noise_has_no_schedule():
    with pytest.raises(ValueError, match="no schedule"):
        backend.MODELS["classifier-mnist"].schedule()


def test_gpu_is_a_no_op_where_no_gpu_is_lent():
    def function():
        return 1

    assert backend.gpu(function) is function


def test_the_number_format_can_be_asked_for(empty, monkeypatch):
    for word in ("float32", "bfloat16"):
        monkeypatch.setenv("DIFFUSION_LIVE_DTYPE", word)
        assert backend.info()["dtype"] == word
    monkeypatch.delenv("DIFFUSION_LIVE_DTYPE")
    best = backend.dtype()
    monkeypatch.setenv("DIFFUSION_LIVE_DTYPE", "int4")
    with pytest.warns(UserWarning, match="DIFFUSION_LIVE_DTYPE is 'int4'; allowed are bfloat16"):
        assert backend.dtype() == best


def test_gpu_is_borrowed_where_the_package_of_a_space_is(monkeypatch, tmp_path):
    (tmp_path / "spaces.py").write_text("def GPU(function):\n    return ('borrowed', function)\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "spaces", raising=False)
    assert backend.gpu(abs) == ("borrowed", abs)
    del sys.modules["spaces"]


def test_threads_that_wait_for_one_another_leave_the_cores_to_others():
    """The setting is read when torch is loaded: it must stand before."""
    probe = "import os, sys, app; assert 'torch' not in sys.modules; print(os.environ['OMP_WAIT_POLICY'])"
    free = {key: value for key, value in os.environ.items() if key != "OMP_WAIT_POLICY"}
    for given, holds in (({}, "PASSIVE"), ({"OMP_WAIT_POLICY": "ACTIVE"}, "ACTIVE")):
        told = subprocess.run(
            [sys.executable, "-c", probe], cwd=ROOT, env=free | given, capture_output=True, text=True, check=True
        )
        assert told.stdout.split()[-1] == holds
