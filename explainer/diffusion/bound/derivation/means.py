"""Every mean of the derivation on the exact chain, each an integral by itself, in nats."""

from functools import cached_property

import numpy as np

from explainer.diffusion import process
from explainer.diffusion.bound.derivation.exact_chain import EPS, GRID, Chain, log_normal
from explainer.maths.gaussians import normal_kl


class Means:
    """Means under q(x_{1:T} | x_0) of logarithms, divergences and squares; lists over t start at t = 0."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain

    def over_pair(self, t: int, values) -> float:
        """E_q of a function of (x_{t−1}, x_t), t ≥ 2."""
        return float((self.chain.pairs[t] * values).sum())

    def over(self, t: int, values) -> float:
        """E_q of a function of x_t."""
        return float(self.chain.singles[t] @ values)

    @cached_property
    def log_evidence(self) -> float:
        """ln p_θ(x_0)."""
        return self.chain.log_evidence

    @cached_property
    def mean_evidence(self) -> float:
        """E_q[ln p_θ(x_0)]: the constant times the integral of q."""
        return self.log_evidence * self.chain.singles[self.chain.T].sum()

    @cached_property
    def steps(self) -> list[float]:
        """E_q[ln q(x_t | x_{t−1})]."""
        return [0.0, self.over(1, self.chain.log_jump[1])] + [
            self.over_pair(t, self.chain.log_step) for t in self.chain.ts[1:]
        ]

    @cached_property
    def back(self) -> list[float]:
        """E_q[ln p_θ(x_{t−1} | x_t)]."""
        return [0.0, self.over(1, self.chain.log_back[1])] + [
            self.over_pair(t, self.chain.log_back[t]) for t in self.chain.ts[1:]
        ]

    @cached_property
    def posterior(self) -> list[float]:
        """E_q[ln q(x_{t−1} | x_t, x_0)], t ≥ 2."""
        return [0.0, 0.0] + [self.over_pair(t, self.chain.log_posterior[t]) for t in self.chain.ts[1:]]

    @cached_property
    def jumps(self) -> list[float]:
        """E_q[ln q(x_t | x_0)]."""
        return [0.0] + [self.over(t, self.chain.log_jump[t]) for t in self.chain.ts]

    @cached_property
    def prior(self) -> float:
        """E_q[ln p(x_T)]."""
        return self.over(self.chain.T, self.chain.log_marginal[self.chain.T])

    @cached_property
    def path(self) -> float:
        """E_q[ln p_θ(x_{1:T} | x_0)] by the chain's own forward conditionals.

        A Markov chain is one in both directions: p_θ(x_t | x_{t−1}) = p_θ(x_{t−1} | x_t) p_θ(x_t)/p_θ(x_{t−1}).
        """
        rows = self.chain.log_marginal
        at_x0 = self.log_evidence
        found = self.over(1, self.chain.log_back[1] + rows[1]) - at_x0
        for t in self.chain.ts[1:]:
            found += self.over_pair(t, self.chain.log_back[t] + rows[t][None] - rows[t - 1][:, None])
        return found

    @cached_property
    def kl_path(self) -> float:
        """D(q(x_{1:T}|x_0) ‖ p_θ(x_{1:T}|x_0)), step after step by the chain rule of divergences."""
        rows, chain = self.chain.log_marginal, self.chain
        found = self.over(1, chain.log_jump[1] - (chain.log_back[1] + rows[1] - self.log_evidence))
        for t in chain.ts[1:]:
            ahead = chain.log_back[t] + rows[t][None] - rows[t - 1][:, None]
            found += self.over_pair(t, chain.log_step - ahead)
        return found

    @cached_property
    def kl_prior(self) -> float:
        """L_T = D(q(x_T | x_0) ‖ N(0, 1)), in closed form."""
        signal, noise = (float(row[-1]) for row in process.jump(self.chain.plan))
        return float(normal_kl(signal * self.chain.x0, 2 * np.log(noise)))

    @cached_property
    def kl_steps(self) -> list[float]:
        """L_{t−1}: the divergence in closed form at each x_t, its mean by quadrature; t ≥ 2."""
        return [0.0, 0.0] + [self.constant(t) + self.gap(t) / (2 * self.chain.var(t)) for t in self.chain.ts[1:]]

    def constant(self, t: int) -> float:
        """C_t, what the two widths alone cost: D(N(0, β̃_t) ‖ N(0, σ_t²)); ½ ln 2πσ_1² at t = 1."""
        var = self.chain.var(t)
        if t == 1:
            return 0.5 * float(np.log(2 * np.pi * var))
        return float(normal_kl(0.0, np.log(self.chain.plan.posterior_var[t]), 0.0, np.log(var)))

    def gap(self, t: int) -> float:
        """E_q[(μ̃ − μ_θ)²] over x_t, both means by the posterior's formula."""
        true = process.posterior(self.chain.x0, GRID, t, self.chain.plan)[0]
        return self.over(t, (true - self.chain.mean(GRID, t)) ** 2)

    # over ε instead of x_t

    def over_eps(self, values) -> float:
        """E of a function of ε ~ N(0, 1)."""
        return float(np.exp(log_normal(EPS, 0.0, 1.0)) @ values * (EPS[1] - EPS[0]))

    def gap_by_eps(self, t: int) -> float:
        """E_ε[(μ̃ − μ_θ)²] with x_t by the jump and μ̃ from ε (DDPM eq. 11)."""
        xt = process.q_sample(self.chain.x0, t, EPS, self.chain.plan)
        return self.over_eps((process.mean_from_eps(xt, t, EPS, self.chain.plan) - self.chain.mean(xt, t)) ** 2)

    def miss(self, t: int) -> float:
        """E_ε[(ε − ε_θ)²]."""
        xt = process.q_sample(self.chain.x0, t, EPS, self.chain.plan)
        eps = process.eps_from_x0(xt, t, self.chain.guess(xt, t), self.chain.plan)
        return self.over_eps((EPS - eps) ** 2)

    def weight(self, t: int) -> float:
        """β² / (2σ² α (1 − ᾱ)) of this chain."""
        plan = self.chain.plan
        return float(plan.beta[t] ** 2 / (2 * self.chain.var(t) * plan.alpha[t] * (1 - plan.alpha_bar[t])))
