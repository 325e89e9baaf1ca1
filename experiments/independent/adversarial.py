"""Policies that draw an arm from weights of estimated losses: EXP3-IX and Tsallis-INF."""
import numpy as np


class Losses:
    """Sums of the arms' estimated losses; a loss is 1 − reward."""

    def __init__(self, a, instances, horizon):
        self.row = np.arange(instances.runs)
        self.sums = np.zeros((instances.runs, instances.arms))

    def select(self, t, rng):
        self.p = self.weights(t)
        drawn = self.p.cumsum(axis=1) <= rng.random((len(self.row), 1)) * self.p.sum(1)[:, None]
        arms = np.minimum(drawn.sum(axis=1), self.p.shape[1] - 1)
        self.chance = self.p[self.row, arms]
        return arms

    def update(self, t, arms, rewards):
        self.sums[self.row, arms] += (1 - rewards) / (self.chance + self.bias(t))

    def bias(self, t):
        return 0


class EXP3IX(Losses):
    """Neu 2015: P ∝ exp(−η·sum), η = sqrt(ln K/(K t)); the loss over P + η/2."""

    def rate(self, t):
        arms = self.sums.shape[1]
        return np.sqrt(np.log(arms) / (arms * t))

    def weights(self, t):
        w = np.exp(-self.rate(t) * (self.sums - self.sums.min(axis=1, keepdims=True)))
        return w / w.sum(axis=1, keepdims=True)

    def bias(self, t):
        return self.rate(t) / 2


class TsallisINF(Losses):
    """Zimmert and Seldin 2019: P = 4/(η·(sum − x))², η = 2/√t, x < every sum with ΣP = 1."""

    def weights(self, t):
        least, arms = self.sums.min(axis=1, keepdims=True), self.sums.shape[1]
        eta = 2 / np.sqrt(t)
        # The least sum alone has P ≤ 1, and all of them together at least that of K equal ones.
        low, high = least - 2 * np.sqrt(arms) / eta, least - 2 / eta
        for _ in range(60):
            x = (low + high) / 2
            above = (4 / (eta * (self.sums - x)) ** 2).sum(axis=1, keepdims=True) > 1
            low, high = np.where(above, low, x), np.where(above, x, high)
        w = 4 / (eta * (self.sums - low)) ** 2
        return w / w.sum(axis=1, keepdims=True)


KINDS = {"exp3-ix": EXP3IX, "tsallis-inf": TsallisINF}
