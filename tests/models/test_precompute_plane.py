"""The plane's shipped tables: described by their manifest, and made again from the weights and the maths."""

import hashlib
import json

import numpy as np
import pytest

from models import precompute_plane as plane

MANIFEST = json.loads((plane.FOLDER / "manifest.json").read_text(encoding="utf-8"))


def read(name):
    with np.load(plane.FOLDER / f"{name}.npz", allow_pickle=False) as file:
        return dict(file)


def test_the_manifest_describes_every_file_and_no_other():
    assert set(MANIFEST) == set(plane.RECIPES) == {path.stem for path in plane.FOLDER.glob("*.npz")}
    for name, entry in MANIFEST.items():
        assert hashlib.sha256((plane.FOLDER / f"{name}.npz").read_bytes()).hexdigest() == entry["sha256"]


def test_the_network_says_at_two_times_what_is_shipped(monkeypatch):
    from explainer.diffusion.plane import theory

    monkeypatch.setenv("DIFFUSION_LIVE_DTYPE", "float32")
    monkeypatch.setenv("DIFFUSION_LIVE_DEVICE", "cpu")
    network, stored = plane.Learned("moons").network(), read("learned-moons")
    for i in (2, 9):
        said = network(theory.anchors(), int(stored["ts"][i]))
        np.testing.assert_allclose(said, stored["arrows"][i], atol=6e-3)


@pytest.mark.parametrize("name", ["moons", "8-gaussians"])
def test_shipped_points_are_those_of_the_flow_by_scipy(name):
    """The walk is Heun's; the oracle is DOP853 on another clock, from the same start."""
    from explainer.diffusion.plane import answers, samplers, theory
    from explainer.diffusion.plane.mixture import Mixture
    from explainer.maths.toy2d import cloud

    stored, time = read(f"back-{name}"), answers.clock("linear", 1000)
    start = np.random.default_rng(0).standard_normal((answers.BACK, 2))
    np.testing.assert_allclose(stored["x"][-1], start, atol=2e-3)
    ts = theory.knots(time)
    path = samplers.flow(Mixture.of(cloud(name)).noise, start[:12], time, np.array([time.T, ts[10]]), 1e-6)
    gap = np.linalg.norm(path[-1] - stored["x"][10, :12], axis=1)
    assert np.median(gap) < 0.02
    assert 0 < float(stored["sw"]) < 0.2


def test_guidance_leads_where_is_shipped():
    from explainer.diffusion.plane import answers
    from explainer.diffusion.plane.guidance import theory
    from explainer.diffusion.plane.guidance.answers import WEIGHTS

    stored, data = read("led-overlap")["ends"], theory.labelled("overlap")
    start = np.random.default_rng(5).standard_normal(stored.shape[1:])
    for i in (0, 8, -1):
        end = theory.led(data, answers.clock("linear", 1000), start, WEIGHTS[i])
        np.testing.assert_allclose(end, stored[i], atol=1e-5)
