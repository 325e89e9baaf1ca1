"""k-means on a line: optimal by dynamic programming, or one run of Lloyd's algorithm."""
import numpy as np


def labels(x, clusters, how, rng):
    """Labels of the sorted places x."""
    return optimal(x, clusters) if how == "optimal" else lloyd(x, clusters, rng)


def lloyd(x, clusters, rng):
    """Assign to the nearest center, move centers to means, from distinct random places on."""
    centers = np.sort(rng.choice(x, clusters, replace=False))
    old = None
    while True:
        new = np.searchsorted((centers[1:] + centers[:-1]) / 2, x)
        if old is not None and np.array_equal(old, new):
            return new
        old = new
        for c in np.unique(new):
            centers[c] = x[new == c].mean()


def optimal(x, clusters):
    """Clusters are intervals: best[k][j] = min over i of best[k−1][i] + cost(i, j)."""
    n = len(x)
    total, square = np.concatenate([[0], np.cumsum(x)]), np.concatenate([[0], np.cumsum(x * x)])
    i, j = np.arange(n + 1)[:, None], np.arange(n + 1)[None, :]
    with np.errstate(all="ignore"):
        cost = square[j] - square[i] - (total[j] - total[i]) ** 2 / (j - i)
    cost = np.where(j > i, cost, np.inf)
    best, back = cost[0].copy(), []
    for _ in range(clusters - 1):
        candidates = best[:, None] + cost
        back.append(candidates.argmin(axis=0))
        best = candidates.min(axis=0)
    result, end = np.zeros(n, int), n
    for c in range(clusters - 1, 0, -1):
        start = back[c - 1][end]
        result[start:end] = c
        end = start
    return result


def tree(x, arms, levels, children, how, rng):
    """Nested lists: every node with at least `children` arms is split, down to the given level."""
    if levels == 0 or len(arms) < children:
        return [int(arm) for arm in arms]
    split = labels(x[arms], children, how, rng)
    return [
        tree(x, arms[split == c], levels - 1, children, how, rng) for c in np.unique(split)
    ]
