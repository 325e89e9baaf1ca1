"""Information-directed sampling (Russo and Van Roy, Operations Research 66, 2018): an arm from the
distribution with the least (expected regret)² / information about the best arm.

With p(b) the chance that b is the best arm, Δ_a = E max θ − E θ_a, and the information in a pull
of a is Σ p(b) (E[θ_a | b best] − E θ_a)² (`v-ids`) or its mutual information with the best arm,
Σ p(b) kl(E[θ_a | b best], E θ_a) (`ids`), since rewards are 0 or 1. By integrals where arms are
independent and no number of draws is asked for, else all of it from draws of all the means.
"""
import numpy as np

import hierarchical
from policies import Counts
from rules import pick
from special import kl


class Directed(Counts):
    def __init__(self, a, instances, horizon):
        super().__init__(a, instances, horizon)
        model = a.get("model", "independent")
        model = {"kind": model} if isinstance(model, str) else model
        self.model, self.kept, self.members = None, None, instances.members
        self.cluster_of = hierarchical.labels(instances)
        if model["kind"] != "independent":
            self.model = hierarchical.flat(a, model, instances, horizon)
            if model["kind"] not in ("hierarchical", "exact"):
                raise NotImplementedError(f"information-directed sampling, {model['kind']}")
        if a.get("ties", "uniform") != "uniform":
            raise NotImplementedError("information-directed sampling, ties: first")

    def update(self, t, arms, rewards):
        super().update(t, arms, rewards)
        self.pulled = arms
        if self.model:
            self.model.update(t, arms, rewards)

    def draws(self, many, rng):
        """(runs, draws, arms) means from the posterior.

        Clusters are independent: those of a cluster are drawn anew when one of its arms was pulled.
        """
        instances = self.instances
        if self.kept is None:
            self.kept = np.zeros((instances.runs, many, instances.arms + 1))
            for c in range(instances.members.shape[1]):
                self.draw(np.full(instances.runs, c), many, rng)
        else:
            self.draw(self.cluster_of[self.row, self.pulled], many, rng)
        return self.kept[:, :, :-1]

    def draw(self, c, many, rng):
        """Draws the means of a cluster of every run."""
        members = np.broadcast_to(self.members, (len(c),) + self.members.shape[1:])[self.row, c]
        arms = np.where(members < 0, self.instances.arms, members)
        n = np.take_along_axis(self.n, arms, 1)[:, None]
        s = np.take_along_axis(self.s, arms, 1)[:, None]
        shape = (len(c), many, arms.shape[1])
        if self.model is None:
            theta = rng.beta(1 + s, 1 + n - s, shape)
        else:
            # As joint_draw: a cell for each draw, in which the arms are independent.
            steps = self.model.cumulated[self.row, c]
            u = rng.random((len(c), many))
            g = np.array([np.searchsorted(steps[run], u[run]) for run in self.row])
            g = np.minimum(g, steps.shape[1] - 1)[:, :, None]
            up, nu = self.model.up[g], self.model.nu[g]
            theta = rng.beta(up + s, nu - up + n - s, shape)
        np.put_along_axis(self.kept, np.broadcast_to(arms[:, None], shape), theta, 2)

    def between(self, given, mean):
        return kl(given, mean) if self.a["kind"] == "ids" else (given - mean) ** 2

    def from_draws(self, theta):
        """Δ, information, p of every arm: the draws in groups of the same best arm."""
        runs, many, arms = theta.shape
        mean, best = theta.mean(axis=1), theta.argmax(axis=2)
        group = (self.row[:, None] * arms + best).ravel()
        order = np.argsort(group, kind="stable")
        which, first, size = np.unique(group[order], return_index=True, return_counts=True)
        given = np.add.reduceat(theta.reshape(-1, arms)[order], first) / size[:, None]
        run = which // arms
        share = np.zeros((runs, arms))
        share[run, which % arms] = size / many
        told = (size / many)[:, None] * self.between(given, mean[run])
        told = np.add.reduceat(told, np.searchsorted(run, self.row))
        return theta.max(axis=2).mean(axis=1)[:, None] - mean, told, share

    def integrals(self, cells=1000):
        """The same of independent Beta posteriors, in the middles of a grid's cells."""
        x = (np.arange(cells) + 0.5) / cells
        alpha, beta = 1 + self.s[:, :-1], 1 + self.n[:, :-1] - self.s[:, :-1]
        log = (alpha - 1)[..., None] * np.log(x) + (beta - 1)[..., None] * np.log1p(-x)
        f = np.exp(log - log.max(axis=2, keepdims=True))
        f /= f.sum(axis=2, keepdims=True)
        F = np.maximum(f.cumsum(axis=2) - f / 2, 1e-300)  # P(θ < x)
        Q = (f * x).cumsum(axis=2) - f * x / 2  # E[θ; θ < x]
        density = f / F * F.prod(axis=1, keepdims=True)  # of the best arm's mean
        share = density.sum(axis=2)
        mean = (f * x).sum(axis=2)
        given = density @ np.swapaxes(Q / F, 1, 2) / np.maximum(share, 1e-300)[..., None]
        own = (density * x).sum(axis=2) / np.maximum(share, 1e-300)
        given[:, range(mean.shape[1]), range(mean.shape[1])] = own
        told = (share[..., None] * self.between(given, mean[:, None])).sum(axis=1)
        gap = (share * own).sum(axis=1, keepdims=True) - mean
        return np.maximum(gap, 0), told, share

    def select(self, t, rng):
        if self.model is None and "draws" not in self.a:
            gap, told, share = self.integrals()
        else:
            gap, told, share = self.from_draws(self.draws(self.a.get("draws", 150), rng))
        arms = least_ratio(gap, told, rng)
        # Nothing is to be learned of the best arm where it is known.
        return np.where(share.max(axis=1) >= 1, share.argmax(axis=1), arms)


def least_ratio(gap, told, rng):
    """An arm from the distribution over one or two arms that has the least Δ² / information.

    That of a pair, (Δ_j + q (Δ_i − Δ_j))² / (g_j + q (g_i − g_j)), is least at an end or where its
    derivative in q is 0, at Δ_j/(Δ_i − Δ_j) − 2 g_j/(g_i − g_j)."""
    arms = np.arange(gap.shape[1])
    i, j = np.triu_indices(len(arms), 1)
    a, b, c, d = gap[:, j], gap[:, i] - gap[:, j], told[:, j], told[:, i] - told[:, j]
    with np.errstate(all="ignore"):
        q = a / b - 2 * c / d
        single, pair = gap**2 / told, (a + q * b) ** 2 / (c + q * d)
    single = np.where(np.isnan(single), np.inf, single)
    pair = np.where((q > 0) & (q < 1), pair, np.inf)
    i, j = np.append(arms, i), np.append(arms, j)
    row, chosen = np.arange(len(gap)), pick(-np.append(single, pair, axis=1), "uniform", rng)
    q = np.append(np.ones(gap.shape), q, axis=1)[row, chosen]
    return np.where(rng.random(len(row)) < q, i[chosen], j[chosen])


KINDS = {"ids": Directed, "v-ids": Directed}
