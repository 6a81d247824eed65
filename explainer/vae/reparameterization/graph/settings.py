"""The control of one draw."""

from explainer.vae.reparameterization.integrands import MAX_EPS
from explainer.vae.reparameterization.settings import slider

EPSILON = slider("epsilon", "ε", "The draw from N(0, 1): it knows nothing of μ and σ.", -1.2, -MAX_EPS, MAX_EPS)
