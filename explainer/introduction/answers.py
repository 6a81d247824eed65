"""What the first screen asks: one finished chain, small enough to be there at once."""

from explainer.kit.asked import Source
from explainer.kit.film import film_data
from explainer.maths.chains import shipped


def chain() -> dict:
    """x_t of the mixed digits, black to white for −1 to 1."""
    kept = shipped("unet-mnist-mixed")
    return film_data(kept["t"], {"xt": kept["xt"]})


SOURCES = [Source("chain", chain, (), slow=True)]
