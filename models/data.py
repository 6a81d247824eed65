"""MNIST and Fashion-MNIST as arrays, read from their own IDX files with NumPy.

`load(name, folder)` looks for the files in `folder` (as they are, gzipped, or in a `raw` folder as
torchvision leaves them) and, where no folder is given, lets torchvision download them into `data/`.
"""

import gzip
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explainer.maths import arguments

DATASETS = {"mnist": "MNIST", "fashion": "FashionMNIST"}
CLASSES = {
    "mnist": tuple("0123456789"),
    "fashion": (
        "T-shirt",
        "trousers",
        "pullover",
        "dress",
        "coat",
        "sandal",
        "shirt",
        "sneaker",
        "bag",
        "ankle boot",
    ),
}
SPLITS = {"train": "train", "test": "t10k"}
FOLDER = Path("data")


def load(
    name: str, split: str = "train", folder: str | Path | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Pictures uint8 (n, 28, 28) and labels int64 (n,) of the data set's `train` or `test` split.

    BadArgument for an unknown name or split; ValueError for a missing file or one that is no IDX file.
    """
    arguments.choice("name", name, DATASETS, name="data set")
    arguments.choice("split", split, SPLITS)
    if folder is None:
        _download(name, FOLDER)
    root = FOLDER if folder is None else Path(folder)
    pictures = read_idx(_find(root, name, f"{SPLITS[split]}-images-idx3-ubyte"))
    labels = read_idx(_find(root, name, f"{SPLITS[split]}-labels-idx1-ubyte"))
    if pictures.ndim != 3 or labels.shape != pictures.shape[:1]:
        raise ValueError(f"{root} holds {pictures.shape} pictures for {labels.shape} labels")
    return pictures, labels.astype(np.int64)


def read_idx(path: str | Path) -> NDArray[np.uint8]:
    """The array of bytes in an IDX file, gzipped or not; ValueError if it is no such file.

    Format: two zero bytes, the type (8: unsigned byte), the number of axes, each axis as a
    big-endian uint32, the bytes in C order.
    """
    path = Path(path)
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    if len(raw) < 4 or raw[:3] != b"\0\0\x08":
        raise ValueError(f"{path} is no IDX file of bytes; it starts with {raw[:4]!r}")
    axes, start = raw[3], 4 + 4 * raw[3]
    shape = struct.unpack(f">{axes}I", raw[4:start]) if len(raw) >= start else ()
    if len(raw) - start != int(np.prod(shape)) or not shape:
        raise ValueError(f"{path} is cut short: {len(raw)} bytes for an array of shape {shape}")
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape)


def to_unit(pictures: NDArray[np.uint8]):
    """Bytes (n, 28, 28) as a float32 tensor (n, 1, 28, 28) in [−1, 1]; DDPM, section 3.3."""
    import torch

    return torch.from_numpy(np.array(pictures)).float().div_(127.5).sub_(1).unsqueeze(1)


def to_bytes(pictures) -> NDArray[np.uint8]:
    """Tensor (n, 1, 28, 28) as bytes (n, 28, 28): the nearest grey level, clipped to [−1, 1]."""
    scaled = (pictures.detach().float().clamp(-1, 1) + 1) * 127.5
    return scaled.round().byte().squeeze(1).cpu().numpy()


def _find(root: Path, name: str, file: str) -> Path:
    folders = (root, root / "raw", root / DATASETS[name] / "raw", root / DATASETS[name])
    for folder in (root / DATASETS[name] / "raw", root / DATASETS[name], *folders):
        for candidate in (folder / file, folder / f"{file}.gz"):
            if candidate.is_file():
                return candidate
    raise ValueError(f"{root} has no file {file}; give the folder that holds {DATASETS[name]}/raw")


def _download(name: str, root: Path) -> None:
    if (root / DATASETS[name] / "raw").is_dir():
        return
    try:
        import torchvision
    except ImportError:
        raise ValueError(
            f"no data here: give --data DIR, or install torchvision to download {DATASETS[name]}"
        ) from None
    getattr(torchvision.datasets, DATASETS[name])(str(root), download=True)
