"""The IDX reader against files made by hand, and the way of pictures to [−1, 1] and back."""

import gzip
import struct

import numpy as np
import pytest
import torch

from models import data


def idx(array: np.ndarray) -> bytes:
    """The format written out independently: magic, axes, bytes."""
    head = bytes([0, 0, 8, array.ndim]) + b"".join(struct.pack(">I", n) for n in array.shape)
    return head + array.astype(np.uint8).tobytes()


@pytest.fixture
def folder(tmp_path):
    """A data set of seven pictures, one file gzipped, one not."""
    rng = np.random.default_rng(0)
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for split, n in (("train", 7), ("t10k", 3)):
        (raw / f"{split}-images-idx3-ubyte").write_bytes(idx(rng.integers(0, 256, (n, 28, 28))))
        packed = gzip.compress(idx(np.arange(n) % 10))
        (raw / f"{split}-labels-idx1-ubyte.gz").write_bytes(packed)
    return tmp_path


def test_pictures_and_labels_come_back_as_they_were_written(folder):
    pictures, labels = data.load("mnist", "train", folder)
    again = np.random.default_rng(0).integers(0, 256, (7, 28, 28))
    np.testing.assert_array_equal(pictures, again)
    assert pictures.dtype == np.uint8 and labels.dtype == np.int64
    assert labels.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert len(data.load("mnist", "test", folder)[0]) == 3


def test_the_raw_folder_itself_will_do(folder):
    assert len(data.load("mnist", "train", folder / "MNIST" / "raw")[0]) == 7


@pytest.mark.parametrize("cut", [3, 9, 100])
def test_a_file_cut_short_is_said_to_be(tmp_path, cut):
    path = tmp_path / "x"
    path.write_bytes(idx(np.zeros((2, 28, 28)))[:cut])
    with pytest.raises(ValueError, match="x is "):
        data.read_idx(path)


def test_another_file_is_no_idx_file(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"\x89PNG and more")
    with pytest.raises(ValueError, match="no IDX file"):
        data.read_idx(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ValueError, match="train-images-idx3-ubyte"):
        data.load("mnist", "train", tmp_path)


@pytest.mark.parametrize(("name", "split"), [("cifar", "train"), ("mnist", "valid")])
def test_unknown_names_are_named(name, split, tmp_path):
    with pytest.raises(ValueError, match="allowed are"):
        data.load(name, split, tmp_path)


def test_every_grey_level_survives_the_way_to_the_unit_range_and_back():
    greys = np.arange(256, dtype=np.uint8).repeat(4)[: 28 * 28].reshape(1, 28, 28)
    unit = data.to_unit(greys)
    assert unit.min() == -1 and unit.max() <= 1
    np.testing.assert_array_equal(data.to_bytes(unit), greys)


def test_what_lies_outside_is_clipped():
    far = torch.full((1, 1, 28, 28), 3.0)
    assert (data.to_bytes(far) == 255).all() and (data.to_bytes(-far) == 0).all()
