"""Instances of every environment kind, many at once: `draw(arguments, runs, rng)`.

Arms lie in the order of their clusters. Where ties matter the order is random: every random kind
deals the arms at the end.
"""
import csv
import os

import numpy as np

import kmeans
from instances import Instances, equal_members, listed_members, members_of, sizes_of
from plan import FOLDER


def listed(a, runs, rng):
    """bernoulli and gaussian: given means."""
    import trees

    means = np.tile(np.array(a["means"], float), (runs, 1))
    if "tree" in a:
        children = trees.from_lists(a["tree"], means.shape[1])
        members = listed_members(trees.lowest(a["tree"]), means.shape[1])
    else:
        children, members = None, listed_members(a.get("clusters"), means.shape[1])
    deviation = next((a[k] for k in ("standard-deviation", "sigma", "std", "sd") if k in a), None)
    return Instances(means, members, deviation, children)


def strong_dominance(a, runs, rng):
    """Carlsson, Dubhashi and Johansson 2021, section 5: cluster 1 beats every other arm."""
    w, d = a.get("spread", a.get("width", 0.1)), a.get("gap", 0.1)
    if "sizes" in a:
        labels = np.tile(equal_members(a), (runs, 1))
        best, clusters, arms = a["sizes"][0], len(a["sizes"]), sum(a["sizes"])
    else:
        arms, clusters = a.get("arms", 100), a.get("clusters", 10)
        best = a.get("best-cluster-arms", 10)
        # Every other cluster has one arm; the clusters of the remaining arms are uniform.
        labels = rng.integers(1, clusters, (runs, arms))
        labels[:, :best] = 0
        labels[:, best : best + clusters - 1] = np.arange(1, clusters)
    low = np.where(labels == 0, 0.6 - w, 0.5 - w - d)
    means = low + np.where(labels == 0, w, 0.1) * rng.random((runs, arms))
    members = members_of(labels, clusters)
    row = np.arange(runs)
    for c in range(clusters):
        means[row, members[:, c, 0]] = 0.6 if c == 0 else 0.6 - w - d
        if members.shape[2] > 1:
            has_two = row[members[:, c, 1] >= 0]
            means[has_two, members[has_two, c, 1]] = 0.6 - w if c == 0 else 0.5 - w - d
    return Instances(means, members)


def clustered(a, runs, arm_means, **more):
    """Clusters of equal sizes, or those given; the means come from each arm's cluster."""
    labels = equal_members(a)
    means = arm_means(labels)
    return Instances(means, members_of(labels[None, :], labels[-1] + 1), **more)


def beta_clusters(a, runs, rng):
    low, high = a.get("centre", [0.05, 0.5])
    cohesion = a.get("cohesion", a.get("concentration", a.get("precision")))

    def means(labels):
        centre = rng.uniform(low, high, (runs, labels[-1] + 1))[:, labels]
        return rng.beta(centre * cohesion, (1 - centre) * cohesion)

    return clustered(a, runs, means)


def mortal(a, runs, rng):
    """beta-clusters whose arms die: each with probability p a round, or one with probability p."""
    low, high = a.get("centre", [0.05, 0.5])
    labels = equal_members(a)
    centre = rng.uniform(low, high, (runs, labels[-1] + 1))[:, labels]
    cohesion = a.get("cohesion", a.get("concentration", a.get("precision")))
    laws = cohesion * np.stack([centre, 1 - centre], axis=2)
    return Instances(
        rng.beta(laws[:, :, 0], laws[:, :, 1]), members_of(labels[None, :], labels[-1] + 1),
        laws=laws, death=a["death"], one_at_a_time=a.get("deaths") == "one-at-a-time",
    )


def needle(a, runs, rng):
    low, high = a.get("others", [0.45, 0.5])

    def means(labels):
        theta = rng.uniform(low, high, (runs, len(labels)))
        theta[:, labels == 0] = a.get("siblings", 0.2)
        theta[:, 0] = a.get("best", 0.6)
        return theta

    return clustered(a, runs, means)


def uniform_clusters(a, runs, rng):
    low, high = a.get("range", [0, 1])
    return clustered(a, runs, lambda labels: rng.uniform(low, high, (runs, len(labels))))


def gaussian_clusters(a, runs, rng):
    t0, t = a.get("cluster-standard-deviation", 1), a.get("arm-standard-deviation", 0.5)

    def means(labels):
        mu = a.get("mean", 0) + t0 * rng.standard_normal((runs, labels[-1] + 1))
        return mu[:, labels] + t * rng.standard_normal((runs, len(labels)))

    return clustered(a, runs, means, deviation=a.get("standard-deviation", 1))


def correlated_clusters(a, runs, rng):
    """θ_c ~ N(m0·1, Σ_c); Σ_c by a kernel of features x ~ U(0, 1)^d."""
    kernel = a.get("kernel", {})
    kernel = {"kind": kernel} if isinstance(kernel, str) else kernel
    kind = kernel.get("kind", "squared-exponential")
    if kind == "matrix":
        matrix = np.array(kernel["rows"], float)
        m, clusters = len(matrix), a.get("clusters", 10)
        covariance = np.broadcast_to(matrix, (runs, clusters, m, m))
    else:
        sizes = sizes_of(a)
        assert len(set(sizes)) == 1, "clusters of equal sizes only"
        m, clusters = sizes[0], len(sizes)
        x = rng.random((runs, clusters, m, a.get("dimension", kernel.get("effects", 1))))
        if kind == "shared-effects":
            covariance = kernel.get("effect-variance", 1) * (x @ np.swapaxes(x, 2, 3))
            covariance = covariance + kernel.get("own-variance", 0.1) * np.eye(m)
            nugget = a.get("nugget", 0)
        else:
            v, length = kernel.get("variance", 1), kernel.get("length-scale", 0.2)
            square = ((x[:, :, :, None] - x[:, :, None]) ** 2).sum(-1)
            z = np.sqrt(square) / length
            nu = str(kernel.get("smoothness", "5/2"))
            if kind == "squared-exponential":
                covariance = v * np.exp(-square / (2 * length**2))
            elif nu == "1/2":
                covariance = v * np.exp(-z)
            elif nu == "3/2":
                covariance = v * (1 + np.sqrt(3) * z) * np.exp(-np.sqrt(3) * z)
            else:
                covariance = v * (1 + np.sqrt(5) * z + 5 * z**2 / 3) * np.exp(-np.sqrt(5) * z)
            nugget = a.get("nugget", 1e-6 * v)
        covariance = covariance + nugget * np.eye(m)
    noise = rng.standard_normal((runs, clusters, m, 1))
    means = a.get("mean", 0) + (np.linalg.cholesky(covariance) @ noise)[..., 0]
    members = np.arange(clusters * m).reshape(1, clusters, m)
    return Instances(
        means.reshape(runs, -1), members, a.get("standard-deviation", 1), covariance=covariance,
        prior_mean=a.get("mean", 0),
    )


def sorted_tree(a, runs, rng):
    import trees

    means = -np.sort(-rng.uniform(0.1, 0.8, (runs, a.get("arms", 100))), axis=1)
    lists = trees.halved(list(range(means.shape[1])), a.get("levels", 3))
    members = listed_members(trees.lowest(lists), means.shape[1])
    return Instances(means, members, tree=trees.from_lists(lists, means.shape[1]))


def sine_clusters(a, runs, rng):
    """θ = (sin 13x · sin 27x + 1)/2 at places x ~ U(0, 1), sorted here."""
    import trees

    x = np.sort(rng.random((runs, a.get("arms", 100))), axis=1)
    means = (np.sin(13 * x) * np.sin(27 * x) + 1) / 2
    how, levels = a.get("k-means", "optimal"), a.get("levels", 1)
    if levels == 1 and "children" not in a:
        clusters = a.get("clusters", 10)
        labels = np.stack([kmeans.labels(row, clusters, how, rng) for row in x])
        return Instances(means, members_of(labels, clusters))
    children, members = [], []
    for row in x:
        lists = kmeans.tree(row, np.arange(len(row)), levels, a.get("children", 15), how, rng)
        children.append(trees.from_lists(lists, len(row)))
        members.append(listed_members(trees.lowest(lists), len(row))[0])
    return Instances(means, trees.stack(members), tree=trees.stack(children))


def contextual(a, runs, rng):
    if a["kind"] == "contextual":
        vectors = np.tile(np.array(a["parameters"], float), (runs, 1, 1))
        members = listed_members(a.get("clusters"), vectors.shape[1])
    else:
        labels, d = equal_members(a), a.get("dimension", 5)
        vectors = rng.standard_normal((runs, labels[-1] + 1, d))[:, labels]
        spread = a.get("spread", a.get("width", 0.5))
        vectors = vectors + spread * rng.standard_normal(vectors.shape)
        members = members_of(labels[None, :], labels[-1] + 1)
    contexts = np.array(a["contexts"], float) if "contexts" in a else None
    return Instances(
        np.zeros(vectors.shape[:2]), members, deviation=0, vectors=vectors, contexts=contexts
    )


def rows_of(a):
    with open(os.path.join(FOLDER, a["file"]), encoding="utf-8") as file:
        return list(csv.DictReader(file))


def table(a, runs, rng):
    rows = rows_of(a)
    names = sorted({row["cluster"] for row in rows})
    labels = np.array([[names.index(row["cluster"]) for row in rows]])
    column = "theta" if "theta" in rows[0] else "mean"
    means = np.tile(np.array([float(row[column]) for row in rows]), (runs, 1))
    deviation = None
    if column == "mean":
        deviation = np.tile(np.array([float(row["standard-deviation"]) for row in rows]), (runs, 1))
    return Instances(means, members_of(labels, len(names)), deviation)


def replay(a, runs, rng):
    log = np.array([[float(entry) for entry in row.values()] for row in rows_of(a)])
    members = listed_members(a.get("clusters"), log.shape[1])
    return Instances(np.tile(log.mean(0), (runs, 1)), members, log=log)


def shared_parameter(a, runs, rng):
    import shared

    return shared.environment(a, runs, rng)


KINDS = {
    "bernoulli": listed, "gaussian": listed, "strong-dominance": strong_dominance,
    "beta-clusters": beta_clusters, "mortal": mortal, "needle": needle,
    "uniform-clusters": uniform_clusters, "gaussian-clusters": gaussian_clusters,
    "correlated-clusters": correlated_clusters,
    "sorted-tree": sorted_tree, "sine-clusters": sine_clusters, "contextual": contextual,
    "contextual-clusters": contextual, "table": table, "replay": replay,
    "shared-parameter": shared_parameter,
}  # fmt: skip


def draw(a, runs, rng):
    instances = KINDS[a["kind"]](a, runs, rng)
    if a.get("permute-labels"):
        instances.permute(rng, float(a["permute-labels"]))
    return instances
