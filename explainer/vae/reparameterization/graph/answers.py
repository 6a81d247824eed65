"""What the two graphs ask: what stands still in them, and one draw forward and back."""

from explainer.kit.asked import Source
from explainer.maths import arguments
from explainer.vae.reparameterization.graph import figures, theory
from explainer.vae.reparameterization.integrands import MAX_EPS, integrand
from explainer.vae.reparameterization.settings import Q_KEYS


def boards():
    """What stands still: both graphs and the axes of the map."""
    return {
        "sampled_figure": figures.board(pathwise=False),
        "moved_figure": figures.board(pathwise=True),
        "map_figure": figures.map_board(),
    }


def draw(f, mu, sigma, epsilon):
    """One ε forward and back through both graphs."""
    chosen = integrand(f, mu, sigma)
    arguments.number("epsilon", epsilon, -MAX_EPS, MAX_EPS)
    return figures.one_draw(theory.draw(chosen, mu, sigma, epsilon), mu, sigma, epsilon)


SOURCES = {
    source.name: source
    for source in (
        Source("boards", boards, (), shipped=True),
        Source("draw", draw, (*Q_KEYS, "epsilon"), shipped=True),
    )
}
