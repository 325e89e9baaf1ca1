"""Two levels on normal arms: a cluster is the mean of its rewards, its best arm, or the posterior
of its best mean."""
import math

import numpy as np

from policies import TwoLevel
from rules import Candidates, pick


# The standard normal distribution function, to be interpolated.
Z = np.linspace(-8, 8, 1601)
PHI = np.array([math.erfc(-z / math.sqrt(2)) / 2 for z in Z])
# Where an arm's posterior is looked at, in its standard deviations from its mean.
AROUND = np.linspace(-5, 5, 21)


def best_mean(mean, deviation):
    """E[max] and Var[max] of independent normals in every row; of deviation -1 there is none.

    The integrals of 1 - ΠF and 2x(1 - ΠF) from the lowest point on, by Simpson's rule between
    neighbors of all points around all means.
    """
    here = deviation >= 0
    at = (mean[..., None] + np.where(here, deviation, 0)[..., None] * AROUND).reshape(len(mean), -1)
    anywhere = np.where(here, mean, -np.inf).max(axis=1, keepdims=True)
    anywhere = np.where(here.any(axis=1, keepdims=True), anywhere, 0)
    at = np.where(np.repeat(here, len(AROUND), axis=1), at, anywhere)
    ends = np.sort(at, axis=1)
    width = np.diff(ends, axis=1)
    at = np.concatenate([ends, ends[:, :-1] + width / 2], axis=1)
    below = np.ones(at.shape)
    for j in range(mean.shape[1]):
        z = (at - mean[:, j : j + 1]) / np.maximum(deviation[:, j : j + 1], 1e-12)
        below *= np.where(here[:, j : j + 1], np.interp(z, Z, PHI), 1)
    x, low = at - ends[:, :1], ends[:, 0]

    def integral(f):
        left, middle = f[:, : ends.shape[1]], f[:, ends.shape[1] :]
        return (width * (left[:, :-1] + 4 * middle + left[:, 1:])).sum(axis=1) / 6

    r, square = integral(1 - below), integral(2 * x * (1 - below))
    return low + r, square - r * r


class NormalTwoLevel(TwoLevel):
    """MEAN: all rewards of a cluster as those of one arm; MAX: its arm of highest observed mean;
    PMAX: the maximum of the posteriors of its arms, of the pulled ones under a flat prior."""

    def __init__(self, a, instances, horizon):
        super().__init__(a, instances, horizon)
        self.sigma2 = instances.deviation**2
        outer = self.outer.a
        tau = outer.get("prior-standard-deviation")
        self.best, self.spread = np.zeros(self.m.shape), np.zeros(self.m.shape)
        if self.strategy["kind"] == "pmax":
            self.sigma2 = outer.get("standard-deviation", instances.deviation) ** 2
            self.m0, self.tau = outer.get("prior-mean", 0), tau
            self.recount()
        if tau is not None and self.strategy["kind"] == "max" and not self.strategy.get(
            "observed-only"
        ):
            # Arms represent by their posterior mean, also without pulls.
            weight = outer.get("standard-deviation", instances.deviation) ** 2 / tau**2
            self.prior = (outer.get("prior-mean", 0), weight)
        else:
            self.prior = None

    def estimate(self, c):
        """PMAX of the cluster c of every run; MEAN and MAX keep nothing."""
        if not hasattr(self, "tau"):
            return
        at, valid = (self.row[:, None], self.members[self.row, c]), self.valid[self.row, c]
        n, s = self.n[at], self.s[at]
        weight = 0 if self.tau is None else self.sigma2 / self.tau**2
        with np.errstate(all="ignore"):
            mean = (self.m0 * weight + s) / (weight + n)
            deviation = np.sqrt(self.sigma2 / (weight + n))
        none = ~valid | (weight + n == 0)
        mean, deviation = np.where(none, 0, mean), np.where(none, -1, deviation)
        r, v = best_mean(mean, deviation)
        # Where there is no posterior yet, nothing is known; of one arm its own is.
        alone = (~none).sum(axis=1) == 1
        only = (~none).argmax(axis=1)
        r = np.where(alone, mean[self.row, only], r)
        v = np.where(alone, deviation[self.row, only] ** 2, v)
        self.best[self.row, c] = np.where(none.all(axis=1), 0, r)
        self.spread[self.row, c] = np.where(none.all(axis=1), np.inf, v)

    def parts(self):
        """Pulls, sums and sums of squares of every arm of every cluster; 0 where there is none."""
        at = (self.row[:, None, None], self.members)
        return [np.where(self.valid, x[at], 0) for x in (self.n, self.s, self.q)]

    def clusters(self, t):
        n, s, q = self.parts()
        if self.strategy["kind"] == "pmax":
            # Squares about the means of their arms.
            inside = np.maximum(q - s**2 / np.maximum(n, 1), 0).sum(2) / np.maximum(self.m, 1)
            matched = self.a.get("counts") == "matched"
            count = np.where(self.m == 0, 0, self.sigma2 / self.spread) if matched else self.m
            return Candidates(count, self.best, inside, 0, 0, t - 1)
        if self.strategy["kind"] == "max":
            mean = np.where(n > 0, s / np.maximum(n, 1), -np.inf)
            if self.prior:
                m0, weight = self.prior
                mean = np.where(self.valid, (m0 * weight + s) / (weight + n), -np.inf)
            tied = mean == mean.max(axis=2, keepdims=True)
            best = np.where(tied, n, -1).argmax(axis=2)[:, :, None]
            n, s, q = (np.take_along_axis(x, best, 2) for x in (n, s, q))
        self.own, s, q = n.sum(2), s.sum(2), q.sum(2)
        many = np.maximum(self.own, 1)
        mean = s / many
        variance = np.maximum(q / many - mean**2, 0)
        count = self.own if self.a.get("counts") == "matched" else self.m
        return Candidates(count, mean, variance, 0, 0, t - 1)

    def draw(self, rule, n, mean, rng, seen=None):
        """The highest draw of N(mean, σ²/n), or of the posterior under the rule's prior."""
        variance = rule.a.get("standard-deviation", np.sqrt(self.sigma2)) ** 2
        if seen is not None:
            # MEAN with an estimated variance: (sigma^2 + squared deviations)/n.
            variance = variance / np.maximum(n, 1) + seen
        tau = rule.a.get("prior-standard-deviation")
        weight = 0 if tau is None else variance / tau**2
        with np.errstate(all="ignore"):
            center = (rule.a.get("prior-mean", 0) * weight + mean * n) / (weight + n)
            value = center + rng.standard_normal(n.shape) * np.sqrt(variance / (weight + n))
        return np.where(weight + n == 0, np.inf, value)

    def choose(self, rule, x, own, rng):
        if rule is self.outer and rule.kind == "thompson" and self.strategy["kind"] == "pmax":
            value = self.best + rng.standard_normal(self.best.shape) * np.sqrt(self.spread)
            return np.where(np.isinf(self.spread), np.inf, value)
        if rule.kind == "thompson":
            outer = rule is self.outer and self.strategy.get("variance") == "estimated"
            return self.draw(rule, own, x.mean, rng, x.variance if outer else None)
        return rule.scores(x, rng)

    def select(self, t, rng):
        x = self.clusters(t)
        c = pick(self.choose(self.outer, x, getattr(self, "own", None), rng), self.outer.ties, rng)
        x = self.inside(c)
        scores = self.choose(self.inner, x, x.n, rng)
        scores = np.where(self.valid[self.row, c], scores, -np.inf)
        self.chosen = c
        return self.members[self.row, c, pick(scores, self.inner.ties, rng)]
