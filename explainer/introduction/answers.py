"""What the first screen asks: one finished chain, small enough to be there at once."""

from functools import cache

from explainer import shipped
from explainer.kit.asked import Source
from explainer.kit.film import film_data
from explainer.maths import chains


@cache
def chain() -> dict:
    """x_t of the mixed digits, black to white for −1 to 1; the same for every visitor."""
    shown = chains.as_grey(shipped.arrays("reverse/unet-mnist-mixed"))
    return film_data(shown["t"], {"xt": shown["xt"]})


SOURCES = {source.name: source for source in (Source("chain", chain, (), slow=True),)}
