"""Policies over policies that share their pulls: UCB1 and Thompson over them, regret balancing."""
import numpy as np

import policies
from rules import Candidates, Rule, pick


class Master:
    def __init__(self, a, instances, horizon):
        bases = a.get("policies", ["tsc", "thompson"])
        bases = [{"kind": base} if isinstance(base, str) else base for base in bases]
        self.bases = [policies.make(base, instances, horizon) for base in bases]
        self.row = np.arange(instances.runs)
        shape = (instances.runs, len(bases))
        self.n, self.u = np.zeros(shape), np.zeros(shape)
        members = np.broadcast_to(
            instances.members, (instances.runs,) + instances.members.shape[1:]
        )
        # The cluster of every arm, for bases that ask where a pull of another one went.
        self.cluster = np.zeros((instances.runs, instances.arms + 1), int)
        for c in range(members.shape[1]):
            for place in range(members.shape[2]):
                self.cluster[self.row, members[:, c, place]] = c
        self.a, self.rule = a, Rule({"kind": "ucb1"}, horizon)
        self.start()

    def start(self):
        pass

    def scores(self, t, rng):
        many = np.maximum(self.n, 1)
        x = Candidates(self.n, self.u / many, 0, 1 + self.u, 1 + self.n - self.u, t - 1)
        return self.rule.scores(x, rng)

    def select(self, t, rng):
        self.base = pick(self.scores(t, rng), "uniform", rng)
        arms = np.stack([base.select(t, rng) for base in self.bases])
        return arms[self.base, self.row]

    def update(self, t, arms, rewards):
        self.n[self.row, self.base] += 1
        self.u[self.row, self.base] += rewards
        for base in self.bases:
            base.chosen = self.cluster[self.row, arms]
            base.update(t, arms, rewards)


class Thompson(Master):
    def start(self):
        self.rule = Rule({"kind": "thompson"}, 0)


class Balance(Master):
    """Pacchiano, Dann and Gentile 2024: least d·sqrt(n); d is doubled where a policy lags."""

    def start(self):
        self.least = self.a.get("minimum", 1)
        self.d = np.full(self.n.shape, float(self.least))
        self.phi = self.d.copy()

    def scores(self, t, rng):
        return -self.phi

    def width(self, n):
        loglog = np.log(np.maximum(1, np.log(np.maximum(n, 1))))
        inside = np.log(self.n.shape[1] / self.a.get("delta", 0.05)) + loglog
        return self.a.get("c", 1) * np.sqrt(inside / np.maximum(n, 1))

    def update(self, t, arms, rewards):
        super().update(t, arms, rewards)
        mean, width = self.u / np.maximum(self.n, 1), self.width(self.n)
        best = np.where(self.n > 0, mean - width, -np.inf).max(axis=1)
        at = (self.row, self.base)
        self.move(at, self.n[at], mean[at] + width[at], best)

    def move(self, at, n, upper, best):
        self.d[at] *= np.where(upper + self.d[at] / np.sqrt(n) < best, 2, 1)
        self.phi[at] = self.d[at] * np.sqrt(n)


class Estimate(Balance):
    def move(self, at, n, upper, best):
        d = np.maximum(self.least, np.sqrt(n) * (best - upper))
        self.phi[at] = np.clip(d * np.sqrt(n), self.phi[at], 2 * self.phi[at])


KINDS = {"meta-ucb": Master, "meta-thompson": Thompson, "d3rb": Balance, "ed2rb": Estimate}
