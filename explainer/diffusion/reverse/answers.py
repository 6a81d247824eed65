"""What the answers of several parts share: the digits' network and its schedule, and a chosen pixel."""

from explainer.maths import arguments, pictures
from models import backend

MODEL = "unet-mnist"
PLAN = backend.MODELS[MODEL].schedule()


def pixel(row, column) -> tuple[int, int]:
    """The chosen pixel of a 28 × 28 picture; BadArgument names the control that is wrong."""
    chosen = {"row": row, "column": column}
    row, column = (
        arguments.whole(key, value, 0, pictures.SMALL - 1, name=f"the {key}") for key, value in chosen.items()
    )
    return row, column
