#!/usr/bin/env python3
"""An injected failure at the n-th system call, for every n.

Runs a small experiment once to learn its system calls. Then runs it again for each of those that
touch files, with that one call failing. Either the program copes, and the result is the
uninterrupted one, or it ends with a message and an exit code that says so; then the same command
with --resume must give the uninterrupted result. Nothing else may be left in the folder.

Usage: system-calls.py PROGRAM [STRIDE [CALL...]]

Every STRIDE-th failure, by default all. Needs strace.
"""
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile

STUDY = """name: study
environment: {kind: bernoulli, means: [0.1, 0.2, 0.3, 0.4], clusters: [[0, 1], [2, 3]]}
policies: [tsc, ucb1]
horizon: 60
checkpoints: {count: 3}
replications: 450
seed: 5
"""
# The errors that each call may meet: a broken disk, a full one, no permission, no descriptor left.
ERRORS = {
    "pwrite64": ["EIO", "ENOSPC"], "write": ["EIO", "ENOSPC"], "ftruncate": ["EIO"],
    "fdatasync": ["EIO"], "fsync": ["EIO"], "rename": ["EIO", "ENOSPC"],
    "openat": ["EMFILE", "EACCES"], "read": ["EIO"], "pread64": ["EIO"], "unlink": ["EIO"],
    "newfstatat": ["EIO"], "fcntl": ["ENOLCK"],
    "mkdir": ["ENOSPC"], "fstat": ["EIO"], "statx": ["EIO"], "access": ["EACCES"], "close": ["EIO"],
}
RESULTS = {"study.sqlite", "study.csv", "study-curves.csv", "study.json", "study.md"}


def main():
    program = os.path.abspath(sys.argv[1])
    stride = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("study.yaml", "w", encoding="utf8") as file:
            file.write(STUDY)
        run(program, "whole")
        wanted = digest(program, "whole")
        asked = sys.argv[3:] or ERRORS
        calls = {call: span for call, span in spans(program).items() if call in asked}
        failures, outcomes, place = [], collections.Counter(), 0
        for call, (first, last) in sorted(calls.items()):
            for error in ERRORS[call]:
                for number in range(first, last + 1):
                    place += 1
                    if place % stride == 0:
                        outcome, complaint = strike(program, wanted, call, error, number)
                        outcomes[outcome] += 1
                        if complaint:
                            failures.append(f"{call} {number} {error}: {complaint}")
                            print(failures[-1], flush=True)
        count = sum(outcomes.values())
        told = ", ".join(f"{n} {what}" for what, n in outcomes.items())
        print(f"{count} failures injected: {told}")
        if failures:
            sys.exit(f"{len(failures)} of {count} were not survived")
        if count < 20:
            sys.exit(f"{count} failures show little: give a smaller stride")


def spans(program):
    """For each call, its first and last number after the study was opened, one thread or many."""
    with tempfile.NamedTemporaryFile("r") as log:
        trace = ["strace", "-f", "-qq", "-o", log.name]
        subprocess.run(trace + command(program, "traced"), check=True, capture_output=True)
        lines = log.read().split("\n")
    numbers, found, started = collections.Counter(), {}, False
    for line in lines:
        call = re.match(r"\d+\s+(\w+)\(", line)
        if not call:
            continue
        name = call[1]
        numbers[name] += 1
        started = started or (name == "openat" and "study.yaml" in line)
        if started and name in ERRORS:
            found.setdefault(name, [numbers[name], 0])[1] = numbers[name]
    return found


def command(program, folder, *more):
    return [program, "run", "study.yaml", "--quiet", "--jobs", "1", "--output", folder, *more]


def run(program, folder, *more):
    return subprocess.run(command(program, folder, *more), capture_output=True, text=True)


def digest(program, folder):
    found = subprocess.run(
        [program, "verify", f"{folder}/study.sqlite"], capture_output=True, text=True)
    match = re.search(r"is sound.*SHA-256 (\w+)", found.stdout)
    return match[1] if match else found.stdout + found.stderr


def strike(program, wanted, call, error, number):
    """Lets one call fail; returns what happened and what is wrong with it, if anything."""
    shutil.rmtree("struck", ignore_errors=True)
    inject = f"inject={call}:error={error}:when={number}"
    struck = subprocess.run(
        ["strace", "-f", "-qq", "-o", "/dev/null", "--seccomp-bpf"]
        + ["-e", f"trace={call}", "-e", inject] + command(program, "struck"), capture_output=True, text=True)
    said = struck.stderr.strip().split("\n")[-1]
    if struck.returncode == 0:
        found = digest(program, "struck")
        return "coped with", None if found == wanted else f"exit 0, but {found}"
    if struck.returncode not in (1, 2, 64, 73, 74):
        return "crashed", f"exit {struck.returncode}: {struck.stderr[-300:]}"
    if not re.search(r"[a-z]{3}", said):
        return "silent", f"exit {struck.returncode} without a word"
    resumed = run(program, "struck", "--resume")
    if resumed.returncode != 0:
        complaint = f"exit {resumed.returncode}: {resumed.stderr[-300:]}"
        return "stuck", f"said {said!r}; then --resume: {complaint}"
    found = digest(program, "struck")
    left = set(os.listdir("struck")) - RESULTS
    if found != wanted:
        return "wrong", f"said {said!r}; then {found}"
    return "resumed after", f"left {left}" if left else None


if __name__ == "__main__":
    main()
