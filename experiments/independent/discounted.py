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


PI, NU = (np.arange(32) + .5) / 32, np.exp(np.linspace(0, np.log(1000), 16))
PAIRS = np.array([(pi * nu, (1 - pi) * nu) for nu in NU for pi in PI])


def cluster_states(counts, depth):
    """{state: its moves} after up to `depth` pulls of a cluster; arms with equal counts are alike.

    A move is (arm's counts, probability of a success, state after it, state after a failure).
    """
    @lru_cache(maxsize=None)
    def weight(s, f):
        a, b = PAIRS.T
        result = np.ones(len(PAIRS))
        for k in range(s):
            result = result * (a + k) / (a + b + k)
        for k in range(f):
            result = result * (b + k) / (a + b + s + k)
        return result

    states, level = {}, {counts}
    for left in range(depth, -1, -1):
        after = set()
        for state in level:
            joint = np.prod([weight(s, f) for s, f in state], axis=0)
            moves = []
            for arm in sorted(set(state)):
                s, f = arm
                p = (joint * (PAIRS[:, 0] + s) / (PAIRS.sum(1) + s + f)).sum() / joint.sum()
                rest = list(state)
                rest.remove(arm)
                won = tuple(sorted(rest + [(s + 1, f)]))
                lost = tuple(sorted(rest + [(s, f + 1)]))
                moves.append((arm, p, won, lost))
                after |= {won, lost}
            states[state] = left, moves
        level = after
    return states


def rate(states, root, discount, known):
    """(the best rate against a known arm, the counts of the arm to begin with)"""
    @lru_cache(maxsize=None)
    def worth(state):
        left, moves = states[state]
        if left == 0:
            best = max(p for _, p, _, _ in moves)
            return (best / (1 - discount), 1 / (1 - discount)) if best > known else (0, 0)
        return max([pulls(*move) for move in moves] + [(0, 0)], key=gain)

    def pulls(arm, p, won, lost):
        (r, t), (u, v) = worth(won), worth(lost)
        return p + discount * (p * r + (1 - p) * u), 1 + discount * (p * t + (1 - p) * v)

    def gain(pair):
        return pair[0] - known * pair[1]

    best = max(states[root][1], key=lambda move: gain(pulls(*move)))
    reward, time = pulls(*best)
    return reward / time, best[0]


@lru_cache(maxsize=None)
def cluster_index(counts, discount, most):
    """The index of a cluster by the deepest look-ahead of 1, 2, 3, 4, 6, 8, ... that fits."""
    depth, states = 1, cluster_states(counts, 1)
    while True:
        deeper = depth + (1 if depth < 4 else 2)
        more = cluster_states(counts, deeper)
        if len(more) > most:
            break
        depth, states = deeper, more
    known = 0
    while True:
        found = rate(states, counts, discount, known)
        if found[0] <= known * (1 + 1e-14):
            return found
        known = found[0]


def optimum(arms, discount):
    """What the best policy earns on `arms` arms of uniform means.

    V is convex and piecewise linear. In every cell dV/dM has a known mean and lies between its
    values at the ends; cells in which its power is uncertain are halved.
    """
    def points(m):
        value, slope = worth(1, 1, discount, m, DEPTH[discount])
        return np.maximum(value * (1 - discount), m), slope

    m = np.linspace(0, 1, 65)
    value, slope = points(m)
    left, right = (m[:-1], value[:-1], slope[:-1]), (m[1:], value[1:], slope[1:])
    total = 0.0
    for turn in range(28):
        width = right[0] - left[0]
        mean = np.clip((right[1] - left[1]) / width, left[2], right[2])
        unsure = width * arms ** 2 * (right[2] - left[2]) ** 2 > (1e-10 if turn < 27 else 2)
        total += (width * mean ** arms)[~unsure].sum()
        if not unsure.any():
            break
        left, right = [x[unsure] for x in left], [x[unsure] for x in right]
        middle = (left[0] + right[0]) / 2
        new = (middle, *points(middle))
        left, right = (
            [np.concatenate(pair) for pair in zip(left, new)],
            [np.concatenate(pair) for pair in zip(new, right)])
    return (1 - total) / (1 - discount)


def main():
    for arms, discount in ((2, .9), (4, .9), (10, .95)):
        print(f"{arms} arms of uniform means, discount {discount}: {optimum(arms, discount):.6f}")


if __name__ == "__main__":
    main()
