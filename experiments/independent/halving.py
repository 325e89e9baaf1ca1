"""Sequential halving (Karnin, Koren and Somekh 2013), and of clusters first, run after run."""
import math

import numpy as np


def phases(count):
    return math.ceil(math.log2(count))


def best_half(items, values, ties, rng):
    """The better half, rounded up; equal values in the order of the items or at random."""
    second = -np.arange(len(items)) if ties == "first" else rng.random(len(items))
    ranked = sorted(range(len(items)), key=lambda i: (values[i], second[i]), reverse=True)
    return [items[i] for i in sorted(ranked[: (len(items) + 1) // 2])]


def shuffled(items, ties, rng):
    return list(items) if ties == "first" else list(rng.permutation(items))


class Run:
    def __init__(self, a, clusters, horizon, rng):
        self.a, self.clusters, self.horizon, self.rng = a, clusters, horizon, rng
        self.ties = a.get("ties", "uniform")
        self.t = 0
        self.forget()

    def forget(self):
        count = max(max(cluster) for cluster in self.clusters) + 1
        self.n, self.s = np.zeros(count), np.zeros(count)

    def mean(self, arms):
        return self.s[arms].sum() / self.n[arms].sum()

    def value(self, cluster):
        arms = self.clusters[cluster]
        if self.a.get("value", "mean") == "mean":
            return self.mean(arms)
        return max(self.mean([arm]) for arm in arms if self.n[arm] > 0)

    def halve(self, items, budget, arm_of, value):
        """Yields arms until one of the items is left, which it returns."""
        length = budget // max(1, phases(len(items)))
        while len(items) > 1:
            items = shuffled(items, self.ties, self.rng)
            for _ in range(max(1, length // len(items))):
                for item in items:
                    arm = arm_of(item)
                    reward = yield arm
                    self.t += 1
                    self.n[arm] += 1
                    self.s[arm] += reward
            items = best_half(items, [value(item) for item in items], self.ties, self.rng)
            if self.a.get("samples", "phase") == "phase":
                self.forget()
        return items[0]

    def play(self):
        orders = [shuffled(cluster, self.ties, self.rng) for cluster in self.clusters]
        turns = [0] * len(orders)

        def next_of(cluster):
            turns[cluster] += 1
            return orders[cluster][(turns[cluster] - 1) % len(orders[cluster])]

        outer = phases(len(orders))
        both = outer + phases(max(map(len, orders)))
        budget = self.horizon * outer // max(1, both)
        last = yield from self.halve(range(len(orders)), budget, next_of, self.value)
        left = self.horizon - self.t
        arm = yield from self.halve(
            self.clusters[last], left, lambda arm: arm, lambda arm: self.mean([arm])
        )
        while True:
            yield arm


class Halving:
    """The runs of one kind, played in step."""

    def __init__(self, a, instances, horizon):
        self.a, self.horizon, self.arms = a, horizon, instances.arms
        members = instances.members
        self.members = np.broadcast_to(members, (instances.runs,) + members.shape[1:])
        self.games = None

    def clusters(self, run):
        if self.a["kind"] == "sequential-halving":
            return [list(range(self.arms))]
        rows = [[int(arm) for arm in row if arm >= 0] for row in self.members[run]]
        return [row for row in rows if row]

    def select(self, t, rng):
        if self.games is None:
            runs = range(len(self.members))
            self.games = [Run(self.a, self.clusters(r), self.horizon, rng).play() for r in runs]
            self.next = [next(game) for game in self.games]
        return np.array(self.next)

    def update(self, t, arms, rewards):
        self.next = [game.send(reward) for game, reward in zip(self.games, rewards)]


KINDS = {"sequential-halving": Halving, "cluster-halving": Halving}
