"""Two levels on normal arms: a cluster is the mean of its rewards or its best arm."""
import numpy as np

from policies import TwoLevel
from rules import Candidates, pick


class NormalTwoLevel(TwoLevel):
    """MEAN: all rewards of a cluster as those of one arm; MAX: its arm of highest observed mean."""

    def __init__(self, a, instances, horizon):
        super().__init__(a, instances, horizon)
        if self.strategy["kind"] == "pmax":
            raise NotImplementedError("PMAX of normal arms")
        self.sigma2 = instances.deviation**2
        outer = self.outer.a
        tau = outer.get("prior-standard-deviation")
        if tau is not None and self.strategy["kind"] == "max" and not self.strategy.get(
            "observed-only"
        ):
            # Arms represent by their posterior mean, also without pulls.
            weight = outer.get("standard-deviation", instances.deviation) ** 2 / tau**2
            self.prior = (outer.get("prior-mean", 0), weight)
        else:
            self.prior = None

    def estimate(self, c):
        pass

    def parts(self):
        """Pulls, sums and sums of squares of every arm of every cluster; 0 where there is none."""
        at = (self.row[:, None, None], self.members)
        return [np.where(self.valid, x[at], 0) for x in (self.n, self.s, self.q)]

    def clusters(self, t):
        n, s, q = self.parts()
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
        if rule.kind == "thompson":
            outer = rule is self.outer and self.strategy.get("variance") == "estimated"
            return self.draw(rule, own, x.mean, rng, x.variance if outer else None)
        return rule.scores(x, rng)

    def select(self, t, rng):
        x = self.clusters(t)
        c = pick(self.choose(self.outer, x, self.own, rng), self.outer.ties, rng)
        x = self.inside(c)
        scores = self.choose(self.inner, x, x.n, rng)
        scores = np.where(self.valid[self.row, c], scores, -np.inf)
        self.chosen = c
        return self.members[self.row, c, pick(scores, self.inner.ties, rng)]
