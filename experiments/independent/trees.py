"""Policies that go down a tree of clusters: HTS and UCT (Carlsson, Dubhashi and Johansson 2021).

A tree is an array of children (inner nodes, places) filled up with -1: nodes 0 … N−1 are the arms,
node N is the root, and the children of node N + k are in row k.
"""
import numpy as np

from rules import pick


def lowest(tree):
    """The innermost lists of arms: the clusters of policies that know of no tree."""
    if not any(isinstance(branch, list) for branch in tree):
        return [tree]
    return [arms for branch in tree for arms in lowest(branch)]


def halved(arms, levels):
    if levels == 0 or len(arms) == 1:
        return arms
    half = (len(arms) + 1) // 2
    return [halved(arms[:half], levels - 1), halved(arms[half:], levels - 1)]


def from_lists(tree, arms):
    nodes = []

    def add(node):
        if not isinstance(node, list):
            return node
        number = len(nodes)
        nodes.append(None)
        nodes[number] = [add(child) for child in node]
        return arms + number

    add(tree)
    width = max(map(len, nodes))
    return np.array([[node + [-1] * (width - len(node)) for node in nodes]])


def stack(arrays):
    """Arrays (1, nodes, places) or (nodes, places) of several runs as one, filled up with -1."""
    arrays = [array[-1] if array.ndim == 3 else array for array in arrays]
    shape = [max(array.shape[k] for array in arrays) for k in range(2)]
    result = np.full([len(arrays)] + shape, -1)
    for run, array in enumerate(arrays):
        result[run, : array.shape[0], : array.shape[1]] = array
    return result


def cut(children, arms, depth):
    """The tree of one run whose nodes at the given depth hold all the arms below them."""

    def below(node):
        if node < arms:
            return [int(node)]
        return [arm for child in children[node - arms] if child >= 0 for arm in below(child)]

    def lists(node, level):
        if node < arms:
            return int(node)
        if level == depth:
            return below(node)
        return [lists(child, level + 1) for child in children[node - arms] if child >= 0]

    return from_lists(lists(arms, 0), arms)


class Tree:
    def __init__(self, a, instances):
        self.a, self.arms = a, instances.arms
        tree = instances.tree
        if tree is None:  # the clusters, and nothing above them
            tree = stack([
                from_lists([[int(arm) for arm in c if arm >= 0] for c in run], instances.arms)
                for run in instances.members
            ])
        if "depth" in a:
            tree = stack([cut(run, instances.arms, a["depth"]) for run in tree])
        self.children = tree
        self.row = np.arange(instances.runs)
        self.n = np.zeros((instances.runs, instances.arms + tree.shape[1]))
        self.s = np.zeros_like(self.n)

    def select(self, t, rng):
        node = np.full(len(self.row), self.arms)
        self.path = [node]
        active = self.row
        while len(active):
            run = active if len(self.children) > 1 else 0
            kids = self.children[run, node[active] - self.arms]
            n, s = self.n[active[:, None], kids], self.s[active[:, None], kids]
            scores = self.scores(n, s, self.n[active, node[active]][:, None], rng)
            scores = np.where(kids >= 0, scores, -np.inf)
            place = pick(scores, self.a.get("ties", "uniform"), rng)
            node = node.copy()
            node[active] = kids[np.arange(len(active)), place]
            self.path.append(node)
            active = active[node[active] >= self.arms]
        return node

    def update(self, t, arms, rewards):
        seen = np.full(len(self.row), -1)
        for nodes in self.path:
            new = nodes != seen  # a run that has reached its arm waits for the others
            self.n[self.row[new], nodes[new]] += 1
            self.s[self.row[new], nodes[new]] += rewards[new]
            seen = nodes


class HTS(Tree):
    def scores(self, n, s, parent, rng):
        alpha, beta = self.a.get("prior", [1, 1])
        return rng.beta(alpha + s, beta + n - s)


class UCT(Tree):
    def scores(self, n, s, parent, rng):
        with np.errstate(all="ignore"):
            bonus = np.sqrt(2 * np.log(np.maximum(parent, 1)) / n)
            return np.where(n == 0, np.inf, s / n + self.a.get("c", 1) * bonus)
