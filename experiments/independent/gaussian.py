"""Models in which normal arms of a cluster move together: a hierarchy (C) and a covariance (D)."""
import numpy as np

from policies import Counts
from rules import pick


class Hierarchy(Counts):
    """Model C: μ_c ~ N(m0, t0²), θ_i | μ_c ~ N(μ_c, t²), rewards N(θ_i, s²)."""

    def __init__(self, a, instances, horizon, model=None):
        super().__init__(a, instances, horizon)
        p = {**a, **(model or {})}
        self.m0, self.v0 = p.get("prior-mean", 0), p.get("prior-standard-deviation", 1) ** 2
        self.v = p.get("arm-standard-deviation", 0.5) ** 2
        self.noise = p.get("standard-deviation", instances.deviation) ** 2
        members = np.broadcast_to(
            instances.members, (instances.runs,) + instances.members.shape[1:]
        )
        clusters = members.shape[1]
        self.one_hot = np.zeros((instances.runs, instances.arms, clusters))
        run, c, place = np.nonzero(members >= 0)
        self.one_hot[run, members[run, c, place], c] = 1

    def joint_draw(self, rng):
        n, s = self.n[:, :-1], self.s[:, :-1]
        many = np.maximum(n, 1)
        inverse = np.where(n > 0, 1 / (self.v + self.noise / many), 0)
        total = (inverse[:, None, :] @ self.one_hot)[:, 0] + 1 / self.v0
        pull = ((inverse * s / many)[:, None, :] @ self.one_hot)[:, 0] + self.m0 / self.v0
        mu = pull / total + rng.standard_normal(total.shape) / np.sqrt(total)
        mu = (self.one_hot @ mu[:, :, None])[..., 0]
        precision = 1 / self.v + n / self.noise
        mean = (mu / self.v + s / self.noise) / precision
        return mean + rng.standard_normal(n.shape) / np.sqrt(precision)

    def select(self, t, rng):
        return pick(self.joint_draw(rng), "first", rng)


class Covariance:
    """Model D: the joint normal posterior under the prior covariance of every cluster."""

    def __init__(self, a, instances, horizon):
        self.a, self.row = a, np.arange(instances.runs)
        self.covariance = instances.covariance.copy()
        self.root = np.linalg.cholesky(self.covariance)
        self.mean = np.full(self.covariance.shape[:3], float(instances.prior_mean))
        self.size = self.mean.shape[2]
        self.noise = a.get("standard-deviation", instances.deviation) ** 2

    def update(self, t, arms, rewards):
        c, i = arms // self.size, arms % self.size
        sigma = self.covariance[self.row, c]
        column = sigma[self.row, i]
        scale = (column[self.row, i] + self.noise)[:, None]
        surprise = (rewards - self.mean[self.row, c, i])[:, None]
        self.mean[self.row, c] += column * surprise / scale
        sigma = sigma - column[:, :, None] * column[:, None, :] / scale[:, :, None]
        self.covariance[self.row, c] = sigma
        if not isinstance(self, CovarianceUCB):
            self.root[self.row, c] = np.linalg.cholesky(sigma)

    def select(self, t, rng):
        noise = rng.standard_normal(self.mean.shape)
        draw = self.mean + (self.root @ noise[..., None])[..., 0]
        return pick(draw.reshape(len(self.row), -1), "first", rng)


class TwoLevelCovariance(Covariance):
    """Thompson outside on the normal distribution of a cluster's average (MEAN) or of its arm of
    highest posterior mean (MAX), Thompson inside on a joint draw of its arms."""

    def select(self, t, rng):
        strategy = self.a.get("strategy", "mean")
        if (strategy if isinstance(strategy, str) else strategy["kind"]) == "mean":
            r, v = self.mean.mean(axis=2), self.covariance.mean(axis=(2, 3))
        else:
            best = self.mean.argmax(axis=2)[:, :, None]
            r = np.take_along_axis(self.mean, best, 2)[..., 0]
            v = np.take_along_axis(np.einsum("rkii->rki", self.covariance), best, 2)[..., 0]
        c = (r + np.sqrt(v) * rng.standard_normal(r.shape)).argmax(axis=1)
        noise = rng.standard_normal((len(self.row), self.size, 1))
        draw = self.mean[self.row, c] + (self.root[self.row, c] @ noise)[..., 0]
        return c * self.size + draw.argmax(axis=1)


class CovarianceUCB(Covariance):
    """GP-UCB (Srinivas, Krause, Kakade and Seeger 2012): β = 2 ln(N t² π² / (6δ))."""

    def select(self, t, rng):
        arms = self.mean.shape[1] * self.size
        beta = 2 * np.log(arms * t**2 * np.pi**2 / (6 * self.a.get("delta", 0.1)))
        variance = np.einsum("rkii->rki", self.covariance)
        bound = self.mean + self.a.get("scale", 1) * np.sqrt(beta * variance)
        return pick(bound.reshape(len(self.row), -1), self.a.get("ties", "uniform"), rng)


def flat(a, model, instances, horizon):
    if model["kind"] == "covariance":
        return Covariance(a, instances, horizon)
    return Hierarchy({}, instances, horizon, model)


def two_level(a, model, instances, horizon):
    if model["kind"] != "covariance":
        # The hierarchy is the covariance t0² + t²·[i = j].
        m = instances.members.shape[2]
        assert (instances.members >= 0).all(), "clusters of equal sizes only"
        t0, t = model.get("prior-standard-deviation", 1), model.get("arm-standard-deviation", 0.5)
        shape = (instances.runs, instances.members.shape[1], m, m)
        instances.covariance = np.broadcast_to(t0**2 + t**2 * np.eye(m), shape)
        instances.prior_mean = model.get("prior-mean", 0)
    return TwoLevelCovariance(a, instances, horizon)


KINDS = {
    "gaussian-hierarchical-thompson": Hierarchy,
    "gaussian-cluster-thompson": Covariance, "gp-ts": Covariance, "gp-thompson": Covariance,
    "gaussian-cluster-ucb": CovarianceUCB, "gp-ucb": CovarianceUCB,
}  # fmt: skip
