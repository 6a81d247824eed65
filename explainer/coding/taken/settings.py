"""What can be taken away, and where the notebook can be opened."""

from explainer.kit import controls
from explainer.kit.head import REPOSITORY

NOTEBOOK = "assets/notebooks/diffusion.ipynb"
FILES = [
    controls.Download(
        key=f"file_{kind}",
        label=label,
        help=text,
        source="taken",
        asks=("kind", kind),
        elem_id=f"coding-download-{kind}",
    )
    for kind, label, text in (
        ("py", "Download diffusion.py", "The file with these settings and its digits: it needs PyTorch alone."),
        ("ipynb", "Download diffusion.ipynb", "The talk's path in cells, with these settings and its digits."),
    )
]


def colab(repository: str = REPOSITORY) -> str:
    """Where the notebook opens in Colab, in Markdown; without a public repository, what to do instead."""
    if repository:
        address = f"https://colab.research.google.com/github/{repository}/blob/main/{NOTEBOOK}"
        return f"**[Open the notebook in Colab]({address})**, with the settings of the file."
    return (
        "There is no public repository of this app from which Colab could open the notebook. Download it above; "
        "on colab.research.google.com choose File, Upload notebook."
    )
