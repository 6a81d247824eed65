"""What `assets/` ships is loaded once and can't be changed."""

import numpy as np
import pytest

from explainer import shipped


def test_arrays_are_loaded_once_and_read_only():
    known = shipped.arrays("reverse/known")
    assert known is shipped.arrays("reverse/known")
    for array in known.values():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    with pytest.raises(TypeError):
        known["x"] = np.zeros(1)


def test_a_pickle_is_refused(tmp_path, monkeypatch):
    np.savez(tmp_path / "evil.npz", x=np.array([{}], dtype=object))
    monkeypatch.setattr(shipped, "ASSETS", tmp_path)
    with pytest.raises(ValueError, match="allow_pickle"):
        shipped.arrays("evil")


def test_facts_are_the_content_of_the_file():
    assert "unet-mnist-mixed" in str(shipped.facts("reverse/manifest"))
