"""Gittins indices, and what the best policy earns where later rewards count less.

    python3 experiments/independent/discounted.py

prints what discounted.yaml says is exact. The index of Beta(a, b) is found
by bisection: of a known arm it is the mean that makes one indifferent. A look-ahead of DEPTH pulls,
after which nothing more is learned. The best expected discounted reward of independent arms is
Whittle's integral (1980): B - integral from 0 to B of the product of dV/dM over the arms, where V is
what an arm is worth that may be left for M at any time.
"""
from functools import lru_cache

import numpy as np

import special

DEPTH = {.5: 40, .9: 90, .95: 120, .99: 300}


def worth(a, b, discount, known, depth):
    """(V of pulling once, dV/dM) for an array of means m = (1 - discount) M of the known arm."""
    m = np.asarray(known, float)[:, None]
    stop = m / (1 - discount)
    s = np.arange(depth + 1)
    forever = (a + s) / (a + b + depth) / (1 - discount)
    value = np.maximum(stop, forever)
    slope = np.where(forever > stop, 0.0, 1.0)
    for n in range(depth - 1, -1, -1):
        p = (a + s[: n + 1]) / (a + b + n)
        pull = p * (1 + discount * value[:, 1:]) + (1 - p) * discount * value[:, :-1]
        later = discount * (p * slope[:, 1:] + (1 - p) * slope[:, :-1])
        if n == 0:
            return pull[:, 0], np.where(pull > stop, later, 1.0)[:, 0]
        value, slope = np.maximum(stop, pull), np.where(pull > stop, later, 1.0)


@lru_cache(maxsize=None)
def gittins(a, b, discount):
    low, high = a / (a + b), 1.0
    for _ in range(7):
        grid = np.linspace(low, high, 33)
        better = worth(a, b, discount, grid, DEPTH[discount])[0] > grid / (1 - discount)
        at = max(better.sum(), 1)
        low, high = grid[at - 1], grid[min(at, 32)]
    return low


def optimistic(a, b, discount):
    """lambda = (1 - discount) p + discount E max(lambda, theta), by bisection, for arrays."""
    p = a / (a + b)
    low, high = p.copy(), np.ones_like(p)
    for _ in range(40):
        x = (low + high) / 2
        above = np.exp(special.log_upper_tail(a, b, x)[0])
        beyond = np.exp(special.log_upper_tail(a + 1, b, x)[0])
        value = (1 - discount) * p + discount * (x * (1 - above) + p * beyond)
        low, high = np.where(value > x, x, low), np.where(value > x, high, x)
    return low


def optimum(arms, discount, cells=20_000):
    """What the best policy earns on `arms` arms of uniform means.

    V is convex and piecewise linear; in every cell dV/dM is taken at its mean, which errs as the
    square of what it rises there.
    """
    m = np.linspace(0, 1, cells + 1)
    value = np.concatenate(
        [np.maximum(worth(1, 1, discount, part, DEPTH[discount])[0], part / (1 - discount))
         for part in np.array_split(m, 20)])
    slope = np.diff(value) * (1 - discount) * cells
    return (1 - (slope ** arms).mean()) / (1 - discount)


def main():
    for arms, discount in ((2, .9), (4, .9), (10, .95)):
        print(f"{arms} arms of uniform means, discount {discount}: {optimum(arms, discount):.6f}")


if __name__ == "__main__":
    main()
