"""How much would mirrored reward streams, 1 - U for U in every second run, be worth?

    python3 experiments/independent/mirrored.py

Prints the correlation of the pseudo-regrets of a run and of its mirror image, on three arms and
2,000 rounds: pairs whose correlation is c need 1 + c times as many runs as independent ones.
"""
import numpy as np

import rules

MEANS = np.array([0.4, 0.6, 0.8])


def play(policy, draws, rng):
    """The pseudo-regret of every run; draws are the uniforms behind the rewards, a row for each."""
    runs, horizon = draws.shape
    n, s, row = np.zeros((runs, 3)), np.zeros((runs, 3)), np.arange(runs)
    regret = np.zeros(runs)
    for t in range(horizon):
        with np.errstate(all="ignore"):
            mean = np.where(n == 0, np.inf, s / n)
            bonus = np.where(n == 0, 0, np.sqrt(2 * np.log(max(t, 1)) / n))
        if policy == "Thompson":
            arm = rng.beta(1 + s, 1 + n - s).argmax(axis=1)
        elif policy == "UCB1":
            arm = rules.pick(mean + bonus, "uniform", rng)
        else:
            arm = rules.pick(mean, "uniform", rng)
            arm = np.where(rng.random(runs) < 0.1, rng.integers(3, size=runs), arm)
        n[row, arm] += 1
        s[row, arm] += draws[:, t] < MEANS[arm]
        regret += MEANS.max() - MEANS[arm]
    return regret


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    for policy in ["Thompson", "UCB1", "ε-greedy, ε = 0.1"]:
        draws = rng.random((4000, 2000))
        pair = play(policy, draws, rng), play(policy, 1 - draws, rng)
        print(f"{policy}: {np.corrcoef(*pair)[0, 1]:+.3f}")
