"""What each part of the U-Net does, in words; its shapes and numbers come from the network."""

from collections.abc import Sequence

# by name first, else by kind
WORDS = {
    "xt": "The noisy picture. Every 2×2 patch is folded into 4 channels: nothing is lost, and all that "
    "follows costs a quarter.",
    "stem": "A 3×3 convolution: each channel answers to one small pattern, such as an edge in one direction.",
    "norm": "Brings the channels to one scale before the last step.",
    "out": r"A 3×3 convolution back to 4 channels, unfolded to 28×28. It predicts v, from which $\hat x_0$ "
    r"and $\hat\varepsilon$ "
    "follow by the formulas of the section Reverse.",
    "time": "Tells the network how noisy the picture is: sines and cosines of t through two linear layers.",
    "label": "Tells the network which class is meant: one learned vector for each, and one for no class.",
    "ResBlock": "Two 3×3 convolutions with a shortcut. Between them t and the class scale and shift "
    "every channel: so one block behaves differently at each noise level.",
    "Down": "Halves the side and doubles the channels: each position now sees twice as far.",
    "Up": "Doubles the side again: each position makes the 2×2 positions that it stands for.",
    "Attention": "Every position of the map looks at every other one, so the two ends of a stroke can agree.",
    "joined": " It also gets the map of that size from the way down: the skip connection.",
}
TITLES = {
    "ResBlock": "residual block",
    "Conv2d": "convolution",
    "GroupNorm": "normalisation",
    "TimeEmbedding": "time embedding",
    "Embedding": "class embedding",
    "Down": "downsampling",
    "Up": "upsampling",
    "Attention": "attention",
}


def what(name: str, kind: str, joined: bool) -> str:
    """The sentences for a block; `joined` where a skip connection ends in it."""
    return WORDS.get(name, WORDS.get(kind, "")) + (WORDS["joined"] if joined else "")


def title(kind: str) -> str:
    """A kind of module in words, its own name where there are none."""
    return TITLES.get(kind, kind)


def size(shape: Sequence[int]) -> str:
    """A shape as 64×14×14."""
    return "×".join(str(side) for side in shape)
