"""More selection rules, each from its source: `Rule` of rules.py has them beside its own."""
import numpy as np

import special


def size(x):
    """K, the number of candidates: one, or one for each run."""
    return x.valid.sum(1, keepdims=True) if hasattr(x, "valid") else x.n.shape[1]


def highest(x, values):
    """The highest value of the candidates and the second, which equals it where two share it."""
    values = np.where(getattr(x, "valid", True), values, -np.inf)
    ranked = np.sort(np.append(values, np.full((len(values), 1), -np.inf), axis=1), axis=1)
    return ranked[:, -1:], ranked[:, -2:-1]


class Baselines:
    def imed(self, x, rng):
        """Honda and Takemura 2015: the lowest n·kl(mean, highest mean) + ln n."""
        best, _ = highest(x, x.mean)
        return np.where(x.n == 0, np.inf, -x.n * special.kl(x.mean, best) - np.log(x.n))

    def moss(self, x, rng):
        """Audibert and Bubeck 2009: mean + sqrt(max(0, ln(T/(K n)))/n), T the horizon or t."""
        total = x.t if self.a.get("horizon", "known") == "anytime" else self.horizon
        bonus = np.sqrt(np.maximum(np.log(total / (size(x) * x.n)), 0) / x.n)
        return np.where(x.n == 0, np.inf, x.mean + bonus)

    def explore_then_commit(self, x, rng):
        """Every arm m times in one order, then for ever the one that has the highest mean then."""
        if self.ties == "first":
            order = -np.arange(x.n.shape[1]) / x.n.shape[1]
        else:
            # One order of all arms for the whole run.
            if self.order is None:
                self.order = rng.random((len(x.n), x.total))
            arms = np.arange(x.n.shape[1])[None, :] if x.arms is None else x.arms
            order = np.take_along_axis(self.order, arms, 1)
        m, valid = self.a["pulls"], getattr(x, "valid", True)
        exploring = ((x.n < m) & valid).any(axis=1, keepdims=True)
        # The arm that was chosen is the only one with more than m pulls.
        chosen = np.where(x.n > m, np.inf, x.mean)
        return np.where(exploring, order - x.n, chosen)

    def boltzmann(self, x, rng):
        """P ∝ exp(mean/τ), every arm once before: the highest of mean/τ plus Gumbel variables."""
        noisy = x.mean / self.a["temperature"] + rng.gumbel(size=x.n.shape)
        return np.where(x.n == 0, np.inf, noisy)

    def boltzmann_gumbel(self, x, rng):
        """Cesa-Bianchi, Gentile, Lugosi and Neu 2017: mean + C·G/√n with Gumbel variables G."""
        noisy = x.mean + self.a.get("c", 0.5) * rng.gumbel(size=x.n.shape) / np.sqrt(x.n)
        return np.where(x.n == 0, np.inf, noisy)

    def knowledge_gradient(self, x, rng):
        """Ryzhov, Powell and Frazier 2012: mean + (T − t)·(E[highest mean after it] − highest)."""
        p, up = x.alpha / (x.alpha + x.beta), (x.alpha + 1) / (x.alpha + x.beta + 1)
        down = x.alpha / (x.alpha + x.beta + 1)
        best, second = highest(x, p)
        # The best arm only counts by what it can fall below the second, others by what they pass.
        gain = np.where(
            p == best, (1 - p) * np.maximum(second - down, 0), p * np.maximum(up - best, 0)
        )
        return p + (self.horizon - x.t - 1) * gain

    GRID = (np.arange(400) + 0.5) / 400

    def top_two_thompson(self, x, rng):
        """Russo 2016: the highest draw; with probability 1 − share another arm j instead, which is
        the highest of draws that are repeated until it is another: j with P ∝ P(j is the best)."""
        valid = np.broadcast_to(getattr(x, "valid", True), x.n.shape)
        draw = np.where(valid, rng.beta(x.alpha, x.beta), -1)
        leader = draw == draw.max(axis=1, keepdims=True)
        rival = (rng.random(len(draw)) >= self.a.get("share", 0.5)) & (valid.sum(1) > 1)
        if not rival.any():
            return leader * 1.0
        alpha, beta, valid = x.alpha[rival], x.beta[rival], valid[rival]
        log = (alpha - 1)[:, :, None] * np.log(self.GRID)
        log += (beta - 1)[:, :, None] * np.log1p(-self.GRID)
        density = np.exp(log - log.max(axis=2, keepdims=True))
        sums = density.cumsum(axis=2)
        below = np.where(valid[:, :, None], (sums - density / 2) / sums[:, :, -1:], 1)
        best = np.zeros(alpha.shape)
        for j in range(alpha.shape[1]):
            others = np.delete(below, j, axis=1).prod(axis=1)
            best[:, j] = (density[:, j] / sums[:, j, -1:] * others).sum(axis=1)
        best = np.where(valid & ~leader[rival], best, 0).cumsum(axis=1)
        chosen = (best <= rng.random((len(best), 1)) * best[:, -1:]).sum(axis=1)
        leader[rival] = np.arange(x.n.shape[1]) == chosen[:, None]
        return leader * 1.0
