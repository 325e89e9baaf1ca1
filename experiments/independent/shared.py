"""Arms whose means are known functions of one number for each cluster, and policies that use them.

    python3 experiments/independent/shared.py

prints what whittle-counterexample.yaml says is exact, and the worked example of UCB-D.

theta_i = g_i(phi_c). `functions` gives g as an array (clusters, arms, points) over a grid of
phi: exact for what is linear between the points, and evaluated anew for log-odds.
"""
from functools import lru_cache

import numpy as np

from instances import Instances


class Functions:
    """g and its derivative of the arms of one cluster; the same for all clusters."""

    def __init__(self, a):
        own = a["function"]
        self.kind = own["kind"]
        if self.kind in ("logistic", "linear"):
            self.a, self.b = (np.array(own[k], float) for k in ("intercepts", "slopes"))
            self.arms = len(self.a)
            self.range = a.get("range", [-4, 4] if self.kind == "logistic" else [0, 1])
        elif self.kind == "points":
            self.grid, self.values = np.array(own["grid"], float), np.array(own["values"], float)
            self.arms, self.range = len(self.values), [self.grid[0], self.grid[-1]]
        else:
            raise NotImplementedError(self.kind)

    def __call__(self, phi):
        """g_i(phi), with one more axis for the arms."""
        phi = np.asarray(phi, float)[..., None]
        if self.kind == "logistic":
            return 1 / (1 + np.exp(-self.a - self.b * phi))
        if self.kind == "linear":
            return np.clip(self.a + self.b * phi, 0, 1)
        return np.stack(
            [np.interp(phi[..., 0], self.grid, values) for values in self.values], axis=-1)


def environment(a, runs, rng):
    g, clusters = Functions(a), a.get("clusters", 10)
    law = a.get("parameter", "uniform")
    law = {"kind": law} if isinstance(law, str) else law
    if law["kind"] == "uniform":
        phi = rng.uniform(*g.range, (runs, clusters))
    elif law["kind"] == "given":
        phi = np.tile(np.array(law["values"], float), (runs, 1))
    else:
        weights = np.array(law.get("weights", np.ones(len(law["values"]))), float)
        phi = rng.choice(law["values"], (runs, clusters), p=weights / weights.sum())
    members = np.arange(clusters * g.arms).reshape(1, clusters, g.arms)
    return Instances(g(phi).reshape(runs, -1), members, functions=g)


class UCBD:
    """The largest g_i(phi) where D(phi) - min D <= ln t + c ln ln t; clusters without pulls first.

    D(phi) = sum of n kl(mean, g(phi)) over the arms of a cluster. The best phi is found on ever
    finer grids of the range, the ends of the ball by bisection.
    """

    def __init__(self, a, instances, horizon):
        self.g, self.c = instances.functions, a.get("c", 0)
        self.ties = a.get("ties", a.get("tie-break", "uniform"))
        self.clusters, self.m = instances.members.shape[1:]
        shape = (instances.runs, self.clusters)
        self.n, self.s = np.zeros(shape + (self.m,)), np.zeros(shape + (self.m,))
        self.best, self.least = np.zeros(shape), np.zeros(shape)
        self.row = np.arange(instances.runs)

    def loss(self, n, s, phi):
        """D up to a constant: arrays (..., arms) and phi (...)."""
        g = np.clip(self.g(phi), 1e-300, 1 - 1e-16)
        return -(s * np.log(g) + (n - s) * np.log1p(-g)).sum(-1)

    def fit(self, n, s):
        low = np.full(n.shape[:-1], float(self.g.range[0]))
        high = np.full(n.shape[:-1], float(self.g.range[1]))
        share = np.linspace(0, 1, 41)
        for _ in range(9):
            grid = low[..., None] + (high - low)[..., None] * share
            values = self.loss(n[..., None, :], s[..., None, :], grid)
            at = values.argmin(-1)
            width = (high - low) / 40
            middle = low + width * at
            low = np.maximum(low, middle - width)
            high = np.minimum(high, middle + width)
        phi = (low + high) / 2
        # At an end of the range the middle of the last cell is not the best.
        ends = np.stack([phi, low, high])
        values = np.stack([self.loss(n, s, end) for end in ends])
        at = values.argmin(0)
        return np.take_along_axis(ends, at[None], 0)[0], values.min(0)

    def ball(self, level):
        """The ends of the balls of all clusters."""
        ends = []
        for end in self.g.range:
            inside, outside = self.best.copy(), np.full(self.best.shape, float(end))
            free = self.loss(self.n, self.s, outside) <= self.least + level
            for _ in range(36):
                middle = (inside + outside) / 2
                within = self.loss(self.n, self.s, middle) <= self.least + level
                inside = np.where(within, middle, inside)
                outside = np.where(within, outside, middle)
            ends.append(np.where(free, end, inside))
        return ends

    def select(self, t, rng):
        level = np.log(max(t - 1, 1))
        level += self.c * np.log(max(level, 1))
        low, high = self.ball(level)
        index = np.maximum(self.g(low), self.g(high))
        cluster = np.where(self.n.sum(-1) == 0, np.inf, index.max(-1))
        chosen = self.pick(cluster, rng)
        arm = self.pick(index[self.row, chosen], rng)
        return chosen * self.m + arm

    def pick(self, values, rng):
        # Roots carry errors of their own: closer than that is equal.
        best = values >= values.max(-1, keepdims=True) - 1e-10
        if self.ties == "first":
            return best.argmax(-1)
        return np.where(best, rng.random(values.shape), -1).argmax(-1)

    def update(self, t, arms, rewards):
        at = (self.row, arms // self.m, arms % self.m)
        self.n[at] += 1
        self.s[at] += rewards
        own = at[:2]
        self.best[own], self.least[own] = self.fit(self.n[own], self.s[own])


def example():
    g = Functions({"function": {"kind": "logistic", "intercepts": [0, -.5, .5],
                                "slopes": [1, .5, -1]}})
    instance = Instances(np.zeros((1, 3)), np.arange(3).reshape(1, 1, 3), functions=g)
    policy = UCBD({}, instance, 100)
    policy.n[0, 0], policy.s[0, 0] = [10, 5, 3], [7, 2, 1]
    policy.best, policy.least = policy.fit(policy.n, policy.s)
    low, high = policy.ball(np.log(100))
    index = np.maximum(g(low), g(high))
    print("UCB-D:", policy.best[0, 0], low[0, 0], high[0, 0], index[0, 0])


STATES, PROBABILITIES, DISCOUNT = ((0, .1), (1, .7)), (.85, .15), .5


@lru_cache(maxsize=None)
def known(counts):
    """P(state | successes and failures of both arms of a cluster)."""
    weights = []
    for theta, weight in zip(STATES, PROBABILITIES):
        for p, (s, f) in zip(theta, counts):
            weight *= p**s * (1 - p) ** f
        weights.append(weight)
    return [w / sum(weights) for w in weights]


def chance(counts, arm):
    return sum(w * theta[arm] for w, theta in zip(known(counts), STATES))


def after(counts, arm, paid):
    s, f = counts[arm]
    return counts[:arm] + ((s + 1, f) if paid else (s, f + 1),) + counts[arm + 1:]


@lru_cache(maxsize=None)
def index(counts, depth=8):
    """The highest rate sum of discounted rewards over discounted time, and its first arm."""
    low, high = 0.0, 1.0

    @lru_cache(maxsize=None)
    def gain(state, left, rate):
        best = max(0.0, (max(chance(state, i) for i in (0, 1)) - rate) / (1 - DISCOUNT))
        if left == 0:
            return best
        return max(best, max(pull(state, left, rate, i) for i in (0, 1)))

    def pull(state, left, rate, arm):
        p = chance(state, arm)
        later = 0.0
        for q, paid in ((p, True), (1 - p, False)):
            if q > 0:
                later += q * gain(after(state, arm, paid), left - 1, rate)
        return p - rate + DISCOUNT * later

    for _ in range(40):
        middle = (low + high) / 2
        if max(pull(counts, depth, middle, i) for i in (0, 1)) > 0:
            low = middle
        else:
            high = middle
    gains = [pull(counts, depth, low, i) for i in (0, 1)]
    return low, int(gains[1] > gains[0])


FRESH = ((0, 0), (0, 0))


def by_index(state):
    """Of clusters: the arm of the one with the highest index; equal ones share."""
    found = [index(counts) for counts in state]
    best = max(rate for rate, _ in found)
    return [(c, arm) for c, (rate, arm) in enumerate(found) if rate > best - 1e-9]


def myopic(state):
    values = {(c, i): chance(counts, i) for c, counts in enumerate(state) for i in (0, 1)}
    best = max(values.values())
    return [pull for pull, value in values.items() if value > best - 1e-12]


def worth(clusters, choose, rounds=12):
    """Expected sum of discounted rewards of so many rounds; choose None is the best policy."""

    @lru_cache(maxsize=None)
    def value(state, left):
        if left == 0:
            return 0.0
        options = choose(state) if choose else [(c, i) for c in range(clusters) for i in (0, 1)]
        values = []
        for c, i in options:
            p = chance(state[c], i)
            total = p
            for q, paid in ((p, True), (1 - p, False)):
                if q > 0:
                    rest = state[:c] + (after(state[c], i, paid),) + state[c + 1:]
                    total += DISCOUNT * q * value(tuple(sorted(rest)), left - 1)
            values.append(total)
        return sum(values) / len(values) if choose else max(values)

    return value((FRESH,) * clusters, rounds)


if __name__ == "__main__":
    example()
    print("index", index(FRESH))
    for clusters in (1, 2):
        for name, choose in (("optimum", None), ("index", by_index), ("myopic", myopic)):
            print(clusters, name, f"{worth(clusters, choose):.10f}", flush=True)
