"""Exact expected values of small problems, from the formulas and with Python alone.

    python3 experiments/independent/exact.py

prints the lines of `references:` of exact-two-arms.yaml and exact-four-arms.yaml. The probability
of every state of counts is carried forward pull by pull, so nothing is drawn and nothing has a
standard error. Equal indices share a pull evenly; an index of an arm without pulls is infinite.
Thompson sampling takes an arm with the probability that its Beta variable is the highest: of two by the closed form
P(Beta(a, b) > Beta(c, d)) = sum over i < a of B(c + i, d + b)/((b + i) B(1 + i, b) B(c, d)).
"""
from collections import defaultdict
from functools import lru_cache
from math import exp, inf, lgamma, log, sqrt


def log_beta(a, b):
    return lgamma(a) + lgamma(b) - lgamma(a + b)


@lru_cache(maxsize=None)
def beats(a, b, c, d):
    """P(Beta(a, b) > Beta(c, d)) for whole numbers."""
    return sum(
        exp(log_beta(c + i, d + b) - log(b + i) - log_beta(1 + i, b) - log_beta(c, d))
        for i in range(a))


def shared(values):
    """The arms of the highest value, evenly; values closer than rounding are equal."""
    best = max(values)
    at_top = [v == best or best < inf and best - v <= 1e-12 * best for v in values]
    return [top / sum(at_top) for top in at_top]


def index(formula):
    """The law of an index policy: `formula(n, s, t)` after t pulls, n of them of the arm."""
    def law(state, horizon):
        t = sum(s + f for s, f in state)
        return shared([formula(s + f, s, t) if s + f else inf for s, f in state])
    return law


def ucb1(n, s, t):
    return s / n + sqrt(2 * log(t) / n)


def tuned(n, s, t):
    p = s / n
    return p + sqrt(log(t) / n * min(.25, p * (1 - p) + sqrt(2 * log(t) / n)))


@lru_cache(maxsize=None)
def kl_ucb(n, s, t):
    p, low, high = s / n, s / n, 1.0
    def kl(q):
        left = p * log(p / q) if p else 0.0
        return left + ((1 - p) * log((1 - p) / (1 - q)) if p < 1 else 0.0)
    for _ in range(60):
        q = (low + high) / 2
        low, high = (q, high) if q < 1 and n * kl(q) <= log(t) else (low, q)
    return low


def greedy(epsilon):
    """0 stands for the mean of an arm without pulls."""
    def law(state, horizon):
        top = shared([s / (s + f) if s + f else 0.0 for s, f in state])
        return [epsilon / len(state) + (1 - epsilon) * p for p in top]
    return law


def thompson(state, horizon):
    (s, f), (u, g) = state
    p = beats(1 + s, 1 + f, 1 + u, 1 + g)
    return [p, 1 - p]


def tsc(clusters):
    """Two clusters of two arms: Thompson sampling on sums, then inside."""
    def law(state, horizon):
        sums = [tuple(map(sum, zip(*(state[i] for i in arms)))) for arms in clusters]
        outer, result = thompson(sums, horizon), [0.0] * len(state)
        for q, arms in zip(outer, clusters):
            for i, p in zip(arms, thompson([state[i] for i in arms], horizon)):
                result[i] = q * p
        return result
    return law


@lru_cache(maxsize=None)
def optimum(state, left):
    """The best expected number of successes in `left` pulls, and each arm's, uniform priors."""
    if not left:
        return 0.0, ()
    values = []
    for i, (s, f) in enumerate(state):
        p = (1 + s) / (2 + s + f)
        win = tuple((s + 1, f) if j == i else x for j, x in enumerate(state))
        lose = tuple((s, f + 1) if j == i else x for j, x in enumerate(state))
        values.append(
            p * (1 + optimum(win, left - 1)[0]) + (1 - p) * optimum(lose, left - 1)[0])
    return max(values), tuple(values)


def bayes_optimal(state, horizon):
    return shared(optimum(state, horizon - sum(s + f for s, f in state))[1])


def expected(law, horizon, rounds, means=None, arms=2):
    """{round: (successes, regret)}; without means they are uniform, and there is no regret."""
    states, result, reward, regret = {((0, 0),) * arms: 1.0}, {}, 0.0, 0.0
    for t in range(1, horizon + 1):
        after = defaultdict(float)
        for state, weight in states.items():
            for i, p in enumerate(law(state, horizon)):
                if not p:
                    continue
                s, f = state[i]
                mean = means[i] if means else (1 + s) / (2 + s + f)
                reward += weight * p * mean
                regret += weight * p * (max(means) - mean) if means else 0.0
                for won, q in ((1, mean), (0, 1 - mean)):
                    new = state[:i] + ((s + won, f + 1 - won),) + state[i + 1:]
                    after[new] += weight * p * q
        states = after
        if t in rounds:
            result[t] = reward, regret
    return result


LAWS = {
    "Thompson": thompson, "UCB1": index(ucb1), "UCB1-tuned": index(tuned),
    "KL-UCB": index(kl_ucb), "ε = 0.1": greedy(.1), "greedy": greedy(0),
    "Bayes-optimal": bayes_optimal,
}
CLUSTERS = {
    "two clusters": [(0, 1), (2, 3)], "other clusters": [(0, 2), (1, 3)],
}


def line(environment, policy, metric, t, value):
    print(
        f'  - {{environment: {environment}, policy: {policy}, metric: {metric}, round: {t}, '
        f'mean: {value:.10g}, standard-deviation: 0, replications: 1, source: "independent/exact.py"}}')


def main():
    for policy, law in LAWS.items():
        for t, (_, regret) in expected(law, 60, (10, 60), means=(.5, .6)).items():
            line("two arms", policy, "regret", t, regret)
    for policy, law in LAWS.items():
        for t, (reward, _) in expected(law, 60, (60,)).items():
            line("uniform arms", policy, "reward", t, reward)
    for name, clusters in CLUSTERS.items():
        for t, (_, regret) in expected(tsc(clusters), 12, (5, 12), (.7, .6, .4, .3), 4).items():
            line(name, "TSC", "regret", t, regret)


if __name__ == "__main__":
    import sys
    sys.setrecursionlimit(10_000)
    main()
