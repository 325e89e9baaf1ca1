"""Many instances of one environment at once, and the clusters of their arms."""
import numpy as np


class Instances:
    """Means (runs, arms), and members (runs or 1, clusters, places) filled up with -1."""

    def __init__(self, means, members, deviation=None, tree=None, **more):
        self.means, self.members, self.deviation, self.tree = means, members, deviation, tree
        self.log = self.vectors = self.contexts = self.covariance = None
        self.laws, self.death, self.one_at_a_time = None, None, False
        self.__dict__.update(more)

    def permute(self, rng, share=1):
        """Deals a share of the arms at random to their places: the control of a clustered study."""
        order = rng.permuted(np.tile(np.arange(self.arms), (self.runs, 1)), axis=1)
        if share < 1:
            moved = order[:, : int(share * self.arms + 0.5)]
            order = np.tile(np.arange(self.arms), (self.runs, 1))
            np.put_along_axis(order, np.sort(moved, axis=1), moved, 1)
        self.means = np.take_along_axis(self.means, order, 1)
        if self.vectors is not None:
            self.vectors = np.take_along_axis(self.vectors, order[:, :, None], 1)
        if self.laws is not None:
            self.laws = np.take_along_axis(self.laws, order[:, :, None], 1)
        if np.ndim(self.deviation):
            self.deviation = np.take_along_axis(self.deviation, order, 1)

    def replace_dead(self, rng):
        """Arms die before a round, newborns come from the laws of their clusters; who died."""
        if self.one_at_a_time:
            dead = np.zeros(self.means.shape, bool)
            run = np.nonzero(rng.random(self.runs) < self.death)[0]
            dead[run, rng.integers(0, self.arms, len(run))] = True
        else:
            dead = rng.random(self.means.shape) < self.death
        born = self.laws[dead]
        self.means[dead] = rng.beta(born[:, 0], born[:, 1])
        return dead

    @property
    def runs(self):
        return self.means.shape[0]

    @property
    def arms(self):
        return self.means.shape[1]

    def rewards(self, t, arms, rng, contexts=None):
        """One reward for each run's arm in round t = 1, 2, …"""
        row = np.arange(self.runs)
        if self.log is not None:
            if t == 1:
                rows = np.tile(np.arange(len(self.log)), (self.runs, 1))
                self.order = rng.permuted(rows, axis=1)
            return self.log[self.order[:, t - 1], arms]
        if contexts is not None:
            # sign(xᵀθ)·U(0, 2|xᵀθ|) has the mean xᵀθ.
            return 2 * rng.random(self.runs) * np.sum(contexts * self.vectors[row, arms], axis=1)
        means = self.means[row, arms]
        if self.deviation is None:
            return (rng.random(self.runs) < means).astype(float)
        deviation = self.deviation[row, arms] if np.ndim(self.deviation) else self.deviation
        return rng.normal(means, deviation)


def members_of(labels, clusters):
    """The arms of every cluster, for labels (runs, arms)."""
    runs, arms = labels.shape
    order = np.argsort(labels, axis=1, kind="stable")
    sizes = np.stack([(labels == c).sum(1) for c in range(clusters)], axis=1)
    first = np.cumsum(sizes, axis=1) - sizes
    place = np.arange(sizes.max())[None, None, :]
    index = np.minimum(first[:, :, None] + place, arms - 1).reshape(runs, -1)
    members = np.take_along_axis(order, index, 1).reshape(runs, clusters, -1)
    return np.where(place < sizes[:, :, None], members, -1)


def sizes_of(a):
    """Cluster sizes: as given, or differing by at most one."""
    if "sizes" in a:
        return np.array(a["sizes"])
    arms, clusters = a.get("arms", 100), a.get("clusters", 10)
    return np.array([arms // clusters + (c < arms % clusters) for c in range(clusters)])


def equal_members(a):
    sizes = sizes_of(a)
    return np.repeat(np.arange(len(sizes)), sizes)


def listed_members(clusters, arms):
    clusters = clusters or [[arm] for arm in range(arms)]
    width = max(map(len, clusters))
    return np.array([[list(c) + [-1] * (width - len(c)) for c in clusters]])
