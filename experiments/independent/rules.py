"""Selection rules: one score for each candidate, the highest is taken.

A rule sees candidates: pulls n, mean, variance, the Beta (alpha, beta) of what it may believe, and
t, the pulls made so far in the group (one number, or one for each run).
"""
import numpy as np

import special
from baselines import Baselines, size


def pick(scores, ties, rng):
    if np.isnan(scores).any():
        raise ValueError("a score is not a number")
    if ties == "first":
        return scores.argmax(axis=1)
    best = scores == scores.max(axis=1, keepdims=True)
    if best.sum() == len(scores):
        return best.argmax(axis=1)
    return np.where(best, rng.random(scores.shape), -1).argmax(axis=1)


class Candidates:
    """More is which of them are `valid`, and what `arms` they are of `total` (None: all)."""

    def __init__(self, n, mean, variance, alpha, beta, t, **more):
        self.n, self.mean, self.variance, self.t = n, mean, variance, t
        self.alpha, self.beta = alpha, beta
        self.arms, self.total = None, n.shape[1]
        self.__dict__.update(more)


class Rule(Baselines):
    def __init__(self, a, horizon):
        self.a = {"kind": a} if isinstance(a, str) else a
        self.kind, self.horizon = self.a["kind"], horizon
        self.ties = self.a.get("ties", self.a.get("tie-break", "uniform"))
        self.scale, self.order = self.a.get("scale", 1), None

    def scores(self, x, rng):
        rule = getattr(self, self.kind.replace("-", "_"), None)
        if rule is None:
            raise NotImplementedError(self.kind)
        with np.errstate(all="ignore"):
            scores = rule(x, rng)
        if (np.isnan(scores) & getattr(x, "valid", True)).any():
            raise ValueError(f"{self.kind}: a score is not a number at t = {np.min(x.t)}")
        return scores

    def ucb(self, x, rng):
        """mean + c·scale·sqrt(2 ln t / n) (Auer, Cesa-Bianchi and Fischer 2002 for c = 1)."""
        c = self.a.get("c", 1)
        if isinstance(c, dict):
            # After the first pull ln t = 0 and the rest comes first, whatever the bonus.
            c = np.where(x.t > 1, 1 / np.log(x.t), 0)
        bonus = c * self.scale * np.sqrt(2 * np.log(x.t) / x.n)
        return np.where(x.n == 0, np.inf, x.mean + bonus)

    ucb1 = ucb

    def ucb_as_printed(self, x, rng):
        """The unpublished article's 2·ln(t/n)."""
        return np.where(x.n == 0, np.inf, x.mean + 2 * np.log(np.maximum(x.t, 1) / x.n))

    def ucb1_tuned(self, x, rng):
        """Auer, Cesa-Bianchi and Fischer 2002, section 4, for rewards of any range."""
        v = x.variance + self.scale**2 * np.sqrt(2 * np.log(x.t) / x.n)
        bonus = np.sqrt(np.log(x.t) / x.n * np.minimum(self.scale**2 / 4, v))
        return np.where(x.n == 0, np.inf, x.mean + bonus)

    def kl_ucb(self, x, rng):
        """Garivier and Cappé 2011: sup{q: n·kl(mean, q) ≤ ln t + c·ln ln t}; plus: ln(t/n);
        plus-plus (Ménard and Garivier 2017): ln⁺(y·(1 + (ln⁺ y)²)) with y = T/(K n)."""
        c, exploration = self.a.get("c", 0), self.a.get("exploration", "standard")
        level = np.log(np.maximum(x.t, 1))
        level = level + (c * np.log(np.maximum(level, 1)) if c else 0)
        if exploration == "plus":
            level = np.log(x.t / np.maximum(x.n, 1))
        elif exploration == "plus-plus":
            y = self.horizon / (size(x) * np.maximum(x.n, 1))
            level = np.maximum(np.log(y * (1 + np.maximum(np.log(y), 0) ** 2)), 0)
        level = np.broadcast_to(level, x.n.shape) * 1.0
        index = special.once(special.kl_index, np.nan_to_num(x.mean), x.n, level)
        return np.where(x.n == 0, np.inf, index)

    def bayes_ucb(self, x, rng):
        """Kaufmann, Cappé and Garivier 2012: the quantile 1 − 1/(t·(ln T)^c), t = 1, 2, …"""
        log_p = -np.log(x.t + 1.0) - self.a.get("c", 0) * np.log(np.log(self.horizon))
        log_p = np.broadcast_to(log_p, x.n.shape) * 1.0
        quantile = special.once(special.beta_quantile, x.alpha, x.beta, np.minimum(log_p, -1e-300))
        return np.where(log_p == 0, 0, quantile)

    def optimistic_gittins(self, x, rng):
        """Gutin and Farias 2016 with one pull of look-ahead; 1 - 1/(t + c) without a discount."""
        import discounted

        discount = self.a.get("discount", 1 - 1 / (x.t + 1 + self.a.get("c", 100)))
        discount = np.broadcast_to(discount, x.n.shape) * 1.0
        return special.once(discounted.optimistic, x.alpha, x.beta, discount)

    def thompson(self, x, rng):
        draw = rng.beta(x.alpha, x.beta)
        if self.a.get("optimistic"):
            draw = np.maximum(draw, x.alpha / (x.alpha + x.beta))
        return draw

    def epsilon_greedy(self, x, rng):
        """With probability ε_t a uniform candidate, else the highest mean."""
        epsilon, t = self.a.get("epsilon", self.a.get("eps")), x.t + 1.0
        if isinstance(epsilon, dict):
            if epsilon["schedule"] == "inverse-sqrt":
                epsilon = t**-0.5
            else:
                arms = x.n.shape[1] if not hasattr(x, "valid") else x.valid.sum(1, keepdims=True)
                epsilon = np.minimum(1, epsilon["c"] * arms / (epsilon["d"] ** 2 * t))
        scores = x.mean
        if self.a.get("start") == "each-once":
            scores = np.where(x.n == 0, np.inf, scores)
            epsilon = np.where((x.n == 0).any(axis=1, keepdims=True), 0, epsilon)
        explore = rng.random((len(scores), 1)) < epsilon
        return np.where(explore, rng.random(scores.shape), scores)
