"""Linear policies on contexts: B = λI + Σ x xᵀ, f = Σ r x, for every arm and every cluster."""
import numpy as np

from rules import pick

KINDS = ("lin-ts", "lin-ucb", "lin-tsc", "lin-ucbc")


class Linear:
    def __init__(self, a, instances):
        self.a, self.row = a, np.arange(instances.runs)
        runs, arms, d = instances.vectors.shape
        self.inverse = np.tile(np.eye(d) / a.get("ridge", 1), (runs, arms, 1, 1))
        self.f = np.zeros((runs, arms, d))
        members = np.broadcast_to(instances.members, (runs,) + instances.members.shape[1:])
        self.members = members
        clusters = members.shape[1]
        self.cluster_inverse = np.tile(np.eye(d) / a.get("ridge", 1), (runs, clusters, 1, 1))
        self.cluster_f = np.zeros((runs, clusters, d))

    def scores(self, inverse, f, rng):
        x = self.x[:, None, :]
        direction = (inverse @ x[..., None])[..., 0]  # B⁻¹x
        mean, w = (direction * f).sum(-1), (direction * x).sum(-1)
        if self.a.get("width", "deviation") == "deviation":
            w = np.sqrt(w)
        noise = rng.standard_normal(w.shape) if "ts" in self.a["kind"] else 1
        return mean + self.a.get("scale", self.a.get("alpha", 1)) * w * noise

    def select(self, t, rng):
        ties = self.a.get("ties", "uniform")
        if self.a["kind"] in ("lin-ts", "lin-ucb"):
            return pick(self.scores(self.inverse, self.f, rng), ties, rng)
        self.chosen = c = pick(self.scores(self.cluster_inverse, self.cluster_f, rng), ties, rng)
        arms = self.members[self.row, c]
        at = (self.row[:, None], arms)
        scores = np.where(arms >= 0, self.scores(self.inverse[at], self.f[at], rng), -np.inf)
        return arms[self.row, pick(scores, ties, rng)]

    def learn(self, inverse, f, which, rewards):
        direction = (inverse[self.row, which] @ self.x[..., None])[..., 0]
        scale = 1 + (direction * self.x).sum(-1)  # Sherman–Morrison
        outer = direction[:, :, None] * direction[:, None, :]
        inverse[self.row, which] -= outer / scale[:, None, None]
        f[self.row, which] += rewards[:, None] * self.x

    def update(self, t, arms, rewards):
        self.learn(self.inverse, self.f, arms, rewards)
        if self.a["kind"] in ("lin-tsc", "lin-ucbc"):
            self.learn(self.cluster_inverse, self.cluster_f, self.chosen, rewards)
