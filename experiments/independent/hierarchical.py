"""Models in which 0/1 arms of a cluster move together, and the index that knows their spread."""
import copy

import numpy as np

import special
from policies import Counts
from rules import pick


def labels(instances):
    """The cluster of every arm, and of one more that is nobody's."""
    members = np.where(instances.members < 0, instances.arms, instances.members)
    result = np.zeros((instances.runs, instances.arms + 1), int)
    for c in range(members.shape[1]):
        which = np.broadcast_to(members[:, c], (instances.runs, members.shape[2]))
        np.put_along_axis(result, which, c, 1)
    return result


class GridModel(Counts):
    """Model A: θ_i | π, ν ~ Beta(πν, (1−π)ν), (π, ν) on a grid with weights for each cluster."""

    def __init__(self, a, instances, horizon, model=None):
        super().__init__(a, instances, horizon)
        low, high = (model or {}).get("cohesion", [1, 1000])
        pi, nu = np.meshgrid(
            (np.arange(32) + 0.5) / 32, np.exp(np.linspace(np.log(low), np.log(high), 16))
        )
        self.up, self.nu = (pi * nu).ravel(), nu.ravel()
        runs, clusters = instances.runs, instances.members.shape[1]
        self.cluster_of = labels(instances)
        self.log_weights = np.zeros((runs, clusters, len(self.nu)))
        even = np.arange(1, len(self.nu) + 1) / len(self.nu)
        self.cumulated = np.tile(even, (runs, clusters, 1))

    def success(self, arms):
        """P(success) of each run's arm in every cell of the grid."""
        n, s = self.n[self.row, arms][:, None], self.s[self.row, arms][:, None]
        return (self.up + s) / (self.nu + n)

    def predicted(self, arms):
        """P(success) of each run's arm."""
        weights = np.exp(self.log_weights[self.row, self.cluster_of[self.row, arms]])
        return (weights * self.success(arms)).sum(axis=1) / weights.sum(axis=1)

    def update(self, t, arms, rewards):
        c, success = self.cluster_of[self.row, arms], self.success(arms)
        likelihood = np.where(rewards[:, None] == 1, success, 1 - success)
        likelihood[arms == self.instances.arms] = 1
        log = self.log_weights[self.row, c] + np.log(likelihood)
        self.log_weights[self.row, c] = log - log.max(axis=1, keepdims=True)
        weights = np.exp(self.log_weights[self.row, c]).cumsum(axis=1)
        self.cumulated[self.row, c] = weights / weights[:, -1:]
        super().update(t, arms, rewards)

    def joint_draw(self, rng):
        """θ of every arm: g from the weights of its cluster, then Beta(πν + s, (1−π)ν + f)."""
        u = rng.random(self.cumulated.shape[:2])
        g = np.minimum((self.cumulated < u[:, :, None]).sum(2), len(self.nu) - 1)
        g = np.take_along_axis(g, self.cluster_of[:, :-1], 1)
        up, nu = self.up[g], self.nu[g]
        n, s = self.n[:, :-1], self.s[:, :-1]
        return rng.beta(up + s, nu - up + n - s)

    def select(self, t, rng):
        return pick(self.joint_draw(rng), "first", rng)


def pooled(instances):
    """The same arms, all of them in one cluster."""
    alike = copy.copy(instances)
    alike.members = np.arange(instances.arms).reshape(1, 1, -1)
    return alike


class Mixture(Counts):
    """Draws a model by its evidence, then θ from it: every arm Beta(1, 1), all arms one cluster of
    model A, or the clusters as they are. The three are as likely before the first pull."""

    def __init__(self, a, instances, horizon):
        super().__init__(a, instances, horizon)
        self.models = [GridModel(a, x, horizon) for x in (pooled(instances), instances)]
        self.evidence = np.zeros((instances.runs, 3))

    def update(self, t, arms, rewards):
        alone = (1 + self.s[self.row, arms]) / (2 + self.n[self.row, arms])
        p = np.stack([alone, *(model.predicted(arms) for model in self.models)], axis=1)
        self.evidence += np.log(np.where(rewards[:, None] == 1, p, 1 - p))
        super().update(t, arms, rewards)
        for model in self.models:
            model.update(t, arms, rewards)

    def select(self, t, rng):
        weights = np.exp(self.evidence - self.evidence.max(axis=1, keepdims=True)).cumsum(axis=1)
        drawn = (weights <= rng.random((len(self.row), 1)) * weights[:, -1:]).sum(axis=1)
        n, s = self.n[:, :-1], self.s[:, :-1]
        draws = [rng.beta(1 + s, 1 + n - s), *(model.joint_draw(rng) for model in self.models)]
        return pick(np.stack(draws)[drawn, self.row], "uniform", rng)


class ClusUCB(Counts):
    """q with n_i kl⁺(m_i, q) + Σ over siblings n_j kl⁺(m_j, q − w) ≤ ln t + c ln ln t."""

    def __init__(self, a, instances, horizon):
        super().__init__(a, instances, horizon)
        label = labels(instances)[:, :-1]
        self.siblings = label[:, :, None] == label[:, None, :]
        self.siblings[:, np.arange(instances.arms), np.arange(instances.arms)] = False

    def select(self, t, rng):
        n, s = self.n[:, :-1], self.s[:, :-1]
        mean = s / np.maximum(n, 1)
        level = np.log(max(t - 1, 1))
        level += self.a.get("c", 0) * np.log(max(level, 1)) if level > 0 else 0
        w = self.a.get("spread", self.a.get("width"))
        low, high = np.zeros(n.shape), np.ones(n.shape)
        for _ in range(40):
            q = (low + high) / 2
            cost = n * self.kl_plus(mean, q)
            siblings = n[:, None, :] * self.kl_plus(mean[:, None, :], q[:, :, None] - w)
            cost = cost + np.where(self.siblings, siblings, 0).sum(axis=2)
            low, high = np.where(cost <= level, q, low), np.where(cost <= level, high, q)
        return pick(np.where(high == 1, 1, low), self.a.get("ties", "uniform"), rng)

    @staticmethod
    def kl_plus(p, q):
        return np.where(p < q, special.kl(p, np.maximum(q, 1e-300)), 0)


class TwoLevelGrid(GridModel):
    """Thompson outside on the Beta of the moments of a cluster's average (MEAN) or of its arm of
    highest posterior mean (MAX), Thompson inside on a joint draw of its arms."""

    def __init__(self, a, instances, horizon, model):
        super().__init__(a, instances, horizon, model)
        strategy = a.get("strategy", "mean")
        self.strategy = strategy if isinstance(strategy, str) else strategy["kind"]
        if {a.get("outer", "thompson"), a.get("inner", "thompson")} != {"thompson"}:
            raise NotImplementedError("other rules than Thompson under a model")
        if self.strategy == "pmax":
            raise NotImplementedError("PMAX under a model")
        shape = (instances.runs,) + instances.members.shape[1:]
        members = np.broadcast_to(instances.members, shape)
        self.valid, self.members = members >= 0, np.where(members < 0, instances.arms, members)
        self.alpha, self.beta = np.ones(shape[:2]), np.ones(shape[:2])
        for c in range(shape[1]):
            self.estimate(np.full(len(self.row), c))

    def estimate(self, c):
        weights = np.exp(self.log_weights[self.row, c])
        weights = (weights / weights.sum(axis=1, keepdims=True))[:, None, :]
        arms, valid = self.members[self.row, c], self.valid[self.row, c]
        n, s = self.n[self.row[:, None], arms], self.s[self.row[:, None], arms]
        p = (self.up + s[:, :, None]) / (self.nu + n[:, :, None])  # (runs, places, cells)
        v = p * (1 - p) / (self.nu + n[:, :, None] + 1)
        if self.strategy == "mean":
            m = valid.sum(axis=1)[:, None, None]
            p = (p * valid[:, :, None]).sum(axis=1, keepdims=True) / m
            v = (v * valid[:, :, None]).sum(axis=1, keepdims=True) / m**2
            best = np.zeros(len(self.row), int)
        else:
            mean = np.where(valid, (weights * p).sum(axis=2), -1)
            near = mean > mean.max(axis=1, keepdims=True) - 1e-12
            best = np.where(near, n, -1).argmax(axis=1)  # of equal ones the most pulled
        p, v, weights = p[self.row, best], v[self.row, best], weights[:, 0]
        r = (weights * p).sum(axis=1)
        variance = (weights * (v + p * p)).sum(axis=1) - r * r
        nu = r * (1 - r) / variance - 1
        self.alpha[self.row, c], self.beta[self.row, c] = r * nu, (1 - r) * nu

    def select(self, t, rng):
        self.chosen = rng.beta(self.alpha, self.beta).argmax(axis=1)
        draw = np.append(self.joint_draw(rng), np.full((len(self.row), 1), -1.0), axis=1)
        arms = self.members[self.row, self.chosen]
        return arms[self.row, draw[self.row[:, None], arms].argmax(axis=1)]

    def update(self, t, arms, rewards):
        super().update(t, arms, rewards)
        self.estimate(self.cluster_of[self.row, arms])


class EmpiricalBayes(Counts):
    """Model B: Beta(pν, (1−p)ν) for each cluster, fitted by moments (Kleinman 1973) at 1, 2, 4, …
    pulls of it, as soon as two arms were pulled, more pulls than arms, and 0 < p < 1."""

    def __init__(self, a, instances, horizon):
        super().__init__(a, instances, horizon)
        self.label = labels(instances)
        shape = (instances.runs, instances.members.shape[1])
        self.pulls, self.alpha, self.beta = np.zeros(shape), np.ones(shape), np.ones(shape)

    def update(self, t, arms, rewards):
        super().update(t, arms, rewards)
        c = self.label[self.row, arms]
        self.pulls[self.row, c] += 1
        for run in self.row[np.log2(self.pulls[self.row, c]) % 1 == 0]:
            self.fit(run, c[run])

    def fit(self, run, c):
        inside = (self.label[run] == c) & (self.n[run] > 0)
        inside[-1] = False
        n, s = self.n[run, inside], self.s[run, inside]
        total, m, p = n.sum(), len(n), s.sum() / n.sum()
        if m < 2 or p in (0, 1) or total <= m:
            return
        x = (n * (s / n - p) ** 2).sum()
        rho = (x / (p * (1 - p)) - (m - 1)) / (total - (n * n).sum() / total - (m - 1))
        nu = 1 / np.clip(rho, 1e-4, 0.999) - 1
        self.alpha[run, c], self.beta[run, c] = p * nu, (1 - p) * nu

    def select(self, t, rng):
        n, s, label = self.n[:, :-1], self.s[:, :-1], self.label[:, :-1]
        alpha = np.take_along_axis(self.alpha, label, 1) + s
        beta = np.take_along_axis(self.beta, label, 1) + n - s
        return pick(rng.beta(alpha, beta), "uniform", rng)


def flat(a, model, instances, horizon):
    if model["kind"] == "empirical-bayes":
        return EmpiricalBayes(a, instances, horizon)
    if model["kind"] == "pooled":
        instances = pooled(instances)
    return GridModel(a, instances, horizon, model)


def two_level(a, model, instances, horizon):
    if model["kind"] == "empirical-bayes":
        raise NotImplementedError("two-level under empirical Bayes")
    return TwoLevelGrid(a, instances, horizon, model)


def hierarchical_thompson(a, instances, horizon):
    model = a.get("model", "hierarchical")
    return flat(a, {"kind": model} if isinstance(model, str) else model, instances, horizon)


KINDS = {
    "hierarchical-thompson": hierarchical_thompson, "clus-ucb": ClusUCB, "mixture": Mixture,
}  # fmt: skip
