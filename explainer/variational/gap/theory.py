"""The families side by side: each one's best q on the same posterior."""

from dataclasses import dataclass

from explainer.variational.families.two_numbers import FAMILIES, families_for
from explainer.variational.posteriors.theory import Posterior
from explainer.variational.search.best import Best, best, forward


@dataclass(frozen=True)
class Compared:
    """A family's best q on one posterior by D(q‖p), which is the ELBO's, and by D(p‖q)."""

    title: str
    reverse: Best
    forward: Best


def compare(post: Posterior) -> tuple[Compared, ...]:
    """Every family over the model's number of latent numbers, with both of its best q's."""
    families = [FAMILIES[name] for name in families_for(post.model.dim)]
    return tuple(Compared(family.TITLE, best(post, family), forward(post, family)) for family in families)
