"""Flat and two-level policies on counts; `make(arguments, instances, horizon)` gives any kind."""
import csv
import os

import numpy as np

from plan import FOLDER
from rules import Candidates, Rule, pick


class Random:
    def __init__(self, a, instances, horizon):
        self.shape = instances.means.shape

    def select(self, t, rng):
        return rng.integers(0, self.shape[1], self.shape[0])

    def update(self, t, arms, rewards):
        pass

    def forget(self, dead):
        pass


class Oracle(Random):
    def __init__(self, a, instances, horizon):
        self.instances, self.best = instances, instances.means.argmax(axis=1)

    def select(self, t, rng):
        return self.best

    def forget(self, dead):
        self.best = self.instances.means.argmax(axis=1)


class Counts:
    """Pulls, sums and squares of every arm, and of one more that is nobody's (index N)."""

    def __init__(self, a, instances, horizon):
        self.a, self.horizon, self.instances = a, horizon, instances
        self.row = np.arange(instances.runs)
        shape = (instances.runs, instances.arms + 1)
        self.n, self.s, self.q = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        # Pulls before the first round, which count as the policy's own, also in ln t.
        self.before = 0
        if "history" in a:
            with open(os.path.join(FOLDER, a["history"]), encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    self.n[:, int(row["arm"])] = int(row["pulls"])
                    self.s[:, int(row["arm"])] = self.q[:, int(row["arm"])] = int(row["successes"])
            self.before = self.n[0].sum()

    def update(self, t, arms, rewards):
        self.n[self.row, arms] += 1
        self.s[self.row, arms] += rewards
        self.q[self.row, arms] += rewards**2

    def forget(self, dead):
        """The arms that are marked (runs, arms) died: of what replaces them nothing is known."""
        for counts in (self.n, self.s, self.q):
            counts[:, :-1][dead] = 0

    def candidates(self, arms, t, prior=(1, 1), start=0, **more):
        """What a rule sees of the arms (None: all of them)."""
        if arms is None:
            n, s, q = self.n[:, :-1], self.s[:, :-1], self.q[:, :-1]
        else:
            at = (self.row[:, None], arms)
            n, s, q = self.n[at], self.s[at], self.q[at]
        many = np.maximum(n, 1)
        mean = s / many if start == 0 else np.where(n == 0, start, s / many)
        variance = np.maximum(q / many - mean**2, 0)
        alpha, beta = prior[0] + s, prior[1] + n - s
        more.update(arms=arms, total=self.n.shape[1])
        return Candidates(n, mean, variance, alpha, beta, t, **more)


# Rules for which a pull whose reward is pending counts as if it had paid the mean of its arm
# (Desautels, Krause and Burdick 2014), and what may be played in batches: those, and what draws.
PENDING = ["ucb", "ucb1", "ucb1-tuned", "kl-ucb"]
BATCHES = ["random", "oracle", "thompson", "tsc", "ts-max", "hierarchical-thompson"]
BATCHES += ["epsilon-greedy", *PENDING]


class Flat(Counts):
    def __init__(self, a, instances, horizon):
        super().__init__(a, instances, horizon)
        self.rule, self.pending = Rule(a, horizon), np.zeros(self.n.shape)
        prior = a.get("prior", [1, 1])
        self.prior = prior if np.ndim(prior) == 1 else np.array(prior, float).T

    def select(self, t, rng):
        x = self.candidates(None, t - 1 + self.before, self.prior)
        n0 = self.a.get("initial-count", 0)
        if n0:
            # The root's alone: the mean is the observed one, the clock counts real pulls.
            x.mean = self.s[:, :-1] / np.maximum(x.n, 1)
            x.n, x.t = x.n + n0, np.maximum(x.t, 1)
        if self.rule.kind in ("ucb", "ucb1") and "prior" in self.a:
            x.mean = x.alpha / (x.alpha + x.beta)
        if self.rule.kind in PENDING:
            x.n = x.n + self.pending[:, :-1]
        arms = pick(self.rule.scores(x, rng), self.rule.ties, rng)
        self.pending[self.row, arms] += 1
        return arms

    def update(self, t, arms, rewards):
        super().update(t, arms, rewards)
        self.pending[self.row, arms] -= 1

    def forget(self, dead):
        super().forget(dead)
        self.pending[:, :-1][dead] = 0


class Greedy(Flat):
    """ε-greedy: Q starts at `start` and follows the average, or a constant step."""

    def __init__(self, a, instances, horizon):
        super().__init__(a, instances, horizon)
        start = a.get("start", 0)
        start = start if isinstance(start, (int, float)) else 0
        n, s = self.n[:, :-1], self.s[:, :-1]
        self.value = np.where(n > 0, s / np.maximum(n, 1), float(start))

    def update(self, t, arms, rewards):
        super().update(t, arms, rewards)
        alive = arms < self.instances.arms
        at, rewards = (self.row[alive], arms[alive]), rewards[alive]
        if "step" in self.a:
            self.value[at] += self.a["step"] * (rewards - self.value[at])
        else:
            self.value[at] = self.s[at] / self.n[at]

    def forget(self, dead):
        super().forget(dead)
        start = self.a.get("start", 0)
        self.value[dead] = start if isinstance(start, (int, float)) else 0

    def select(self, t, rng):
        x = Candidates(self.n[:, :-1], self.value, 0, 0, 0, t - 1 + self.before)
        return pick(self.rule.scores(x, rng), self.rule.ties, rng)


class Gittins(Flat):
    """The highest Gittins index, of the arms' own posteriors."""

    def select(self, t, rng):
        import discounted

        x = self.candidates(None, t - 1, self.prior)
        pairs, back = np.unique(
            np.stack([x.alpha.ravel(), x.beta.ravel()]), axis=1, return_inverse=True)
        indices = [discounted.gittins(a, b, self.a["discount"]) for a, b in pairs.T]
        return pick(np.array(indices)[back].reshape(x.n.shape), self.rule.ties, rng)


class GaussianThompson(Flat):
    """θ ~ N(m0, τ²), or flat: then every arm is pulled once; rewards N(θ, σ²)."""

    def select(self, t, rng):
        n, s = self.n[:, :-1], self.s[:, :-1]
        variance = self.a.get("standard-deviation", self.instances.deviation) ** 2
        m0, tau = self.a.get("prior-mean"), self.a.get("prior-standard-deviation")
        precision = n / variance + (0 if tau is None else 1 / tau**2)
        pull = s / variance + (0 if tau is None else m0 / tau**2)
        with np.errstate(all="ignore"):
            draw = pull / precision + rng.standard_normal(n.shape) / np.sqrt(precision)
        return pick(np.where(precision == 0, np.inf, draw), self.rule.ties, rng)


class TwoLevel(Counts):
    """An outer rule picks a cluster by its estimate (r, v), an inner rule an arm of it."""

    def __init__(self, a, instances, horizon):
        super().__init__(a, instances, horizon)
        self.outer = Rule(a.get("outer", "thompson"), horizon)
        self.inner = Rule(a.get("inner", "thompson"), horizon)
        strategy = a.get("strategy", "mean")
        self.strategy = {"kind": strategy} if isinstance(strategy, str) else strategy
        members = np.broadcast_to(
            instances.members, (instances.runs,) + instances.members.shape[1:]
        )
        self.members = np.where(members < 0, instances.arms, members)
        self.valid = members >= 0
        self.m = np.zeros(members.shape[:2])
        self.alpha, self.beta = np.ones(self.m.shape), np.ones(self.m.shape)
        self.recount()

    def estimate(self, c):
        """The Beta that stands for the cluster c of every run."""
        a0, b0 = self.strategy.get("prior", [1, 1])
        arms, valid = self.members[self.row, c], self.valid[self.row, c]
        n = np.where(valid, self.n[self.row[:, None], arms], 0)
        s = np.where(valid, self.s[self.row[:, None], arms], 0)
        if self.strategy["kind"] == "mean":
            alpha, beta = a0 + s.sum(1), b0 + n.sum(1) - s.sum(1)
        elif self.strategy["kind"] == "max":
            allowed = valid & (n > 0) if self.strategy.get("observed-only") else valid
            mean = np.where(allowed, (a0 + s) / (a0 + b0 + n), -1)
            # Of equal posterior means the most pulled arm represents.
            tied = mean == mean.max(axis=1, keepdims=True)
            best = (np.where(tied, n, -1).argmax(axis=1),)
            plus = 1 if self.strategy.get("plus-one") else 0
            n, s = n[self.row, best[0]], s[self.row, best[0]]
            alpha, beta = a0 + s + plus, b0 + n - s + plus
        else:
            alpha, beta = self.pmax(c, arms, valid, n, s, a0, b0)
        self.alpha[self.row, c], self.beta[self.row, c] = alpha, beta

    GRID = (np.arange(400) + 0.5) / 400

    def pmax(self, c, arms, valid, n, s, a0, b0):
        """r = ∫(1 − ΠF) dx, E[max²] = ∫2x(1 − ΠF) dx; a Beta with their moments."""
        x = self.GRID
        log = (a0 + s - 1)[:, :, None] * np.log(x) + (b0 + n - s - 1)[:, :, None] * np.log1p(-x)
        density = np.exp(log - log.max(axis=2, keepdims=True))
        # F in the middle of each cell of the grid.
        cumulated = density.cumsum(axis=2)
        cdf = (cumulated - density / 2) / cumulated[:, :, -1:]
        above = 1 - np.where(valid[:, :, None], cdf, 1).prod(axis=1)
        r, square = above.mean(axis=1), (2 * x * above).mean(axis=1)
        nu = r * (1 - r) / (square - r * r) - 1
        return r * nu, (1 - r) * nu

    def clusters(self, t):
        mean = self.alpha / (self.alpha + self.beta)
        n = self.m
        if self.a.get("counts") == "matched":
            n = np.where(self.m == 0, 0, self.alpha + self.beta)
        t = t - 1 + self.before
        return Candidates(n, mean, mean * (1 - mean), self.alpha, self.beta, t)

    def inside(self, c):
        return self.candidates(
            self.members[self.row, c], self.m[self.row, c][:, None], valid=self.valid[self.row, c]
        )

    def select(self, t, rng):
        c = pick(self.outer.scores(self.clusters(t), rng), self.outer.ties, rng)
        scores = self.inner.scores(self.inside(c), rng)
        scores = np.where(self.valid[self.row, c], scores, -np.inf)
        self.chosen = c
        return self.members[self.row, c, pick(scores, self.inner.ties, rng)]

    def update(self, t, arms, rewards):
        super().update(t, arms, rewards)
        self.m[self.row, self.chosen] += arms < self.instances.arms
        self.estimate(self.chosen)

    def forget(self, dead):
        super().forget(dead)
        if dead.any():
            self.recount()

    def recount(self):
        """Pulls and estimate of every cluster, from the counts of its arms."""
        for c in range(self.m.shape[1]):
            n = self.n[self.row[:, None], self.members[:, c]]
            self.m[:, c] = np.where(self.valid[:, c], n, 0).sum(1)
            self.estimate(np.full(len(self.row), c))


class CountsFromOne(TwoLevel):
    """UCBC of De Luisa 2022: all counts start at 1, means are those of Beta(1, 1) posteriors."""

    def clusters(self, t):
        x = super().clusters(t)
        x.n, x.t = x.n + 1, x.t + 1
        return x

    def inside(self, c):
        x = super().inside(c)
        x.n, x.t, x.mean = x.n + 1, x.t + 1, x.alpha / (x.alpha + x.beta)
        return x


class ClusterGittins(TwoLevel):
    """The arm of the cluster with the highest index under the hierarchical model."""

    def select(self, t, rng):
        import discounted

        arms, self.chosen = np.zeros(len(self.row), int), np.zeros(len(self.row), int)
        for run in self.row:
            clusters = [members[members < self.instances.arms] for members in self.members[run]]
            counts = [[(int(self.s[run, i]), int(self.n[run, i] - self.s[run, i])) for i in c]
                      for c in clusters]
            found = [discounted.cluster_index(
                tuple(sorted(c)), self.a["discount"], self.a.get("states", 300)) for c in counts]
            best = max(index for index, _ in found)
            at = rng.choice([c for c in range(len(found)) if found[c][0] == best])
            alike = [i for i, own in zip(clusters[at], counts[at]) if own == found[at][1]]
            arms[run] = rng.choice(alike)
            self.chosen[run] = at
        return arms


def make(a, instances, horizon):
    import adversarial
    import directed
    import gaussian
    import halving
    import hierarchical
    import linear
    import masters
    import normal as normal_arms
    import shared
    import trees

    kind = {"uniform": "random", "ts": "thompson"}.get(a["kind"], a["kind"])
    model = a.get("model", "independent")
    model = {"kind": model} if isinstance(model, str) else model
    normal = instances.deviation is not None
    if kind in ("tsc", "ts-max", "ucbc"):
        strategy = {"tsc": "mean", "ts-max": "max", "ucbc": a.get("strategy", "mean")}[kind]
        strategy = {**a, "kind": strategy}
        rule = "ucb1" if kind == "ucbc" else "thompson"
        history = {"history": a["history"]} if "history" in a else {}
        a = {"kind": "two-level", "strategy": strategy, "outer": rule, "inner": rule, **history}
        from_one = strategy.get("counts-from-one")
        if normal:
            return normal_arms.NormalTwoLevel(a, instances, horizon)
        return (CountsFromOne if from_one else TwoLevel)(a, instances, horizon)
    if kind in halving.KINDS:
        return halving.KINDS[kind](a, instances, horizon)
    if kind in adversarial.KINDS:
        return adversarial.KINDS[kind](a, instances, horizon)
    if kind in masters.KINDS:
        return masters.KINDS[kind](a, instances, horizon)
    if kind in hierarchical.KINDS:
        return hierarchical.KINDS[kind](a, instances, horizon)
    if kind in directed.KINDS:
        return directed.KINDS[kind](a, instances, horizon)
    if kind in gaussian.KINDS:
        return gaussian.KINDS[kind](a, instances, horizon)
    if kind == "ucb-d":
        return shared.UCBD(a, instances, horizon)
    if kind == "cluster-gittins" and model["kind"] == "shared-parameter":
        raise NotImplementedError("shared.py has its exact values")
    if kind == "cluster-gittins":
        return ClusterGittins(a, instances, horizon)
    if kind == "two-level":
        if model["kind"] == "independent":
            levels = normal_arms.NormalTwoLevel if normal else TwoLevel
            return levels(a, instances, horizon)
        return (gaussian if normal else hierarchical).two_level(a, model, instances, horizon)
    if kind == "thompson":
        if model["kind"] != "independent":
            return (gaussian if normal else hierarchical).flat(a, model, instances, horizon)
        return (GaussianThompson if normal else Flat)(a, instances, horizon)
    if kind in linear.KINDS:
        return linear.Linear(a, instances)
    if kind in ("hts", "uct"):
        return {"hts": trees.HTS, "uct": trees.UCT}[kind](a, instances)
    if kind == "epsilon-greedy":
        return Greedy(a, instances, horizon)
    kinds = {"random": Random, "oracle": Oracle, "gittins": Gittins}
    return kinds.get(kind, Flat)(a, instances, horizon)
