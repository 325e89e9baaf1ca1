"""Do the references still come out of the program that gave them, and is anything without one?

    python3 experiments/independent/check.py .build/release/cluster-bandit --seed 20261128

Plays a random tenth of the referenced rows again, 300 runs each (fewer where arms times rounds are
many), and compares them with what stands in the experiment files; the spread of one run is the
reference's own. Then asks the program for its catalogue. Exit 1: a |z| beyond 4, or a policy or an
environment without a reference.
"""
import argparse
import datetime
import glob
import os
import subprocess
import sys

import numpy as np

import environments
import plan
import reference

# Kinds that need no reference, and why.
EXCEPTIONS = {}

# The most runs of kinds that take long here.
SLOW = {"cluster-gittins": 50, "top-two-thompson": 100, "v-ids": 20, "ids": 50}


def rows():
    """(file, problem, policy, its references) of every row that has references."""
    for path in sorted(glob.glob(os.path.join(plan.FOLDER, "*.yaml"))):
        file = plan.read(path)
        if "references" not in file:
            continue
        for problem in plan.problems(path):
            for policy in problem["policies"]:
                found = [
                    entry
                    for entry in file["references"]
                    if entry["policy"] == policy["label"]
                    and entry.get("environment", problem["label"]) == problem["label"]
                ]
                if found:
                    yield os.path.basename(path)[:-5], problem, policy, found


def rerun(name, problem, policy, references, seed):
    """Prints the row's z and returns how many are beyond 4."""
    arms = environments.draw(problem["environment"], 2, np.random.default_rng(0)).arms
    rounds = {entry.get("round", problem["horizon"]) for entry in references}
    most = SLOW.get(policy["kind"], 300)
    runs = int(np.clip(3e7 / (arms * max(rounds)), 20, most))
    values = reference.play(problem, policy, runs, seed, rounds=rounds, until=max(rounds))
    missed, scores = 0, []
    for entry in references:
        found = values[entry["metric"], entry.get("round", problem["horizon"])]
        measured = found.std(ddof=1) if entry.get("statistic") == "spread" else found.mean()
        spread = entry["standard-deviation"]
        error = spread * np.sqrt(1 / entry["replications"] + 1 / runs)
        z = 0.0 if measured == entry["mean"] else (measured - entry["mean"]) / max(error, 1e-9)
        missed += abs(z) > 4
        scores.append(f"{z:+.1f}")
    label = f"{name}: {problem['label']}, {policy['label']}"
    print(f"{label}: {runs} runs, z {' '.join(scores)}", flush=True)
    return missed


def catalogue(program, what):
    listing = subprocess.run([program, "list", what], check=True, capture_output=True, text=True)
    return {line.split()[0] for line in listing.stdout.splitlines() if "  " in line.strip()}


def main():
    raw = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("program", help="cluster-bandit, for its catalogue")
    parser.add_argument("--seed", type=int, default=int(datetime.date.today().strftime("%Y%m%d")))
    parser.add_argument("--share", type=float, default=0.1, help="of rows played again")
    arguments = parser.parse_args()
    known = list(rows())
    # What is exact, or another program's, is not played here.
    drawn = [row for row in known if "reference.py" in row[3][0]["source"]]
    rng = np.random.default_rng(arguments.seed)
    chosen = rng.permutation(len(drawn))[: int(np.ceil(arguments.share * len(drawn)))]
    missed = 0
    for index in chosen:
        # One value in ten thousand is beyond 4 by chance; not with other random numbers, too.
        if rerun(*drawn[index], seed=arguments.seed):
            missed += rerun(*drawn[index], seed=arguments.seed + 1)
    bare = catalogue(arguments.program, "policies") - {policy["kind"] for _, _, policy, _ in known}
    played = {problem["environment"]["kind"] for _, problem, _, _ in known}
    bare |= catalogue(arguments.program, "environments") - played
    bare -= set(EXCEPTIONS)
    for kind in sorted(bare):
        print(f"{kind}: no reference")
    print(
        f"{len(chosen)} of {len(drawn)} rows again with seed {arguments.seed}:"
        f" {missed} values beyond 4, {len(bare)} kinds without a reference"
    )
    sys.exit(1 if missed or bare else 0)


if __name__ == "__main__":
    main()
