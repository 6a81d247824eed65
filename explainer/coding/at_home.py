"""What the file needs away from this app: its digits out of a text, pictures as a PNG, and a run from a shell."""

import base64
import struct
import time
import zlib

import torch

from explainer.coding.ddpm import Settings, Training, sample

SHADES = 16


def unpacked(text: str) -> torch.Tensor:
    """Digits (n, 1, 28, 28) in [−1, 1] out of a text: base85 of zlib of two pixels a byte, 16 shades each."""
    raw = bytearray(zlib.decompress(base64.b85decode("".join(text.split()))))
    pairs = torch.frombuffer(raw, dtype=torch.uint8)
    shades = torch.stack([pairs // SHADES, pairs % SHADES], 1).view(-1, 1, 28, 28)
    return shades / (SHADES - 1) * 2 - 1


def png(pictures: torch.Tensor, columns: int = 8) -> bytes:
    """Pictures (n, 1, 28, 28) in [−1, 1] side by side as the bytes of a PNG; n is a multiple of `columns`."""
    rows = pictures.view(-1, columns, 28, 28).transpose(1, 2).reshape(-1, columns * 28)
    grey = ((rows.clamp(-1, 1) + 1) * 127.5).round().byte()
    height, width = grey.shape
    lines = torch.cat([torch.zeros(height, 1, dtype=torch.uint8), grey], 1)  # each line begins with its filter, 0

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(lines.flatten().tolist())))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def main(digits: torch.Tensor, steps: int) -> None:
    """Train, say how it goes, and write samples.png."""
    settings, device = Settings(), "cuda" if torch.cuda.is_available() else "cpu"
    training, begun, total = Training(digits, settings, device), time.perf_counter(), 0.0
    for step in range(1, steps + 1):
        total += training.step()
        if step % 100 == 0 or step == steps:
            ms = 1000 * (time.perf_counter() - begun) / step
            print(f"step {step}: loss {total / (step % 100 or 100):.4f}, {ms:.1f} ms a step", flush=True)
            total = 0.0
    for _, xt in sample(training.average, 64, training.schedule, settings, settings.seed):
        last = xt
    with open("samples.png", "wb") as file:
        file.write(png(last))
    print("samples.png holds 64 samples")
