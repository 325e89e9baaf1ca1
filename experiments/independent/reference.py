"""Reference values that do not come from the Swift program.

Short, slow, obvious Python with numpy alone and its own generator, written from the formulas and
sources that `cluster-bandit list policies --details` names and not from the Swift sources. It plays
an experiment of the folder above and prints the lines of its `references:`:

    python3 experiments/independent/reference.py three-arm-oracle --runs 10000 --seed 1

--policy and --environment keep the row of that label, --chunk sets how many runs go at once (the
numbers depend on it), --horizon shortens. Regret is pseudo-regret, at a tenth of the horizon (a
quarter if ten does not divide it) and at the horizon; the best-arm share stands at the horizon, and
the reward where the file has targets of it. Of an oracle there is only the reward. Where the file
recommends an arm, its simple regret and whether it is an error stand beside the regret. --rounds
adds the regret after other rounds, --spread its standard deviation there and that of an oracle's
reward. --until ends every run after that round, while policies know of the whole horizon.
"""
import argparse
import zlib

import numpy as np

import environments
import plan
import policies


def early_round(horizon):
    return horizon // 10 if horizon % 10 == 0 else horizon // 4


def key(problem, policy):
    """What is played, without its labels: the same play has the same numbers in every file."""
    parts = [problem["environment"], policy, problem["batch"]]
    return repr([sorted(p.items()) if isinstance(p, dict) else p for p in map(unlabeled, parts)])


def unlabeled(part):
    return {k: v for k, v in part.items() if k != "label"} if isinstance(part, dict) else part


def play(problem, policy, runs, seed, chunk=None, horizon=None, rounds=(), until=None):
    """{(metric, round): one value for each run}; rounds are those of the regret before the end"""
    horizon = horizon or problem["horizon"]
    until = until or horizon
    early = sorted({early_round(horizon), *rounds} - {horizon})
    rng = np.random.default_rng([seed, zlib.crc32(key(problem, policy).encode())])
    parts, done = [], 0
    while done < runs:
        part = min(runs - done, chunk or runs)
        environment = environments.draw(problem["environment"], part, rng)
        parts.append(play_chunk(environment, policy, horizon, until, early, problem, rng))
        done += part
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def recommended(rule, pulls, sums, gaps):
    """Simple regret and error of the recommended arm of every run; equal arms share both."""
    mean = np.where(pulls > 0, sums / np.maximum(pulls, 1), -np.inf)
    orders = {"most-pulled": (pulls, mean), "highest-mean": (mean, pulls)}
    if rule not in orders:
        raise NotImplementedError(f"recommend: {rule}")
    chosen = np.ones(gaps.shape, bool)
    for values in orders[rule]:
        left = np.where(chosen, values, -np.inf)
        chosen &= left == left.max(axis=1, keepdims=True)
    share = chosen / chosen.sum(axis=1, keepdims=True)
    return (share * gaps).sum(axis=1), (share * (gaps > 0)).sum(axis=1)


def play_chunk(environment, policy, horizon, until, early, problem, rng):
    batch, discount, recommend = (problem.get(key) for key in ("batch", "discount", "recommend"))
    worth, missed = np.zeros(environment.runs), np.zeros(environment.runs)
    if batch > 1 and policy["kind"] not in policies.BATCHES:
        raise NotImplementedError(f"{policy['kind']} in batches")
    chosen = policies.make(policy, environment, horizon)
    row = np.arange(environment.runs)
    gaps = environment.means.max(axis=1, keepdims=True) - environment.means
    regret, reward, best = np.zeros(len(row)), np.zeros(len(row)), np.zeros(len(row))
    result, pending, nobody = {}, [], np.zeros((environment.runs, 1), bool)
    pulls, sums = np.zeros(environment.means.shape), np.zeros(environment.means.shape)
    for t in range(1, until + 1):
        context = None
        if environment.vectors is not None:
            context = contexts(environment, t, rng)
            chosen.x = context
            values = (environment.vectors @ context[:, :, None])[..., 0]
            gaps = values.max(axis=1, keepdims=True) - values
        if environment.death is not None:
            if t > 1:
                dead = environment.replace_dead(rng)
                # What the dead were still to pay is not told: those pulls are nobody's.
                for arms_then, _, _ in pending if dead.any() else []:
                    arms_then[np.append(dead, nobody, axis=1)[row, arms_then]] = environment.arms
                chosen.forget(dead)
                gaps = environment.means.max(axis=1, keepdims=True) - environment.means
        arms = chosen.select(t, rng)
        earned = environment.rewards(t, arms, rng, context)
        pending.append((arms.copy(), earned, getattr(chosen, "chosen", None)))
        if t % batch == 0:
            for arms_then, earned_then, chosen.chosen in pending:
                chosen.update(t, arms_then, earned_then)
            pending = []
        lost = gaps[row, arms]
        regret += lost
        reward += earned
        if discount is not None:
            worth += discount ** (t - 1) * earned
            missed += discount ** (t - 1) * lost
        best += lost == 0
        if t in early:
            result["regret", t] = regret.copy()
        if recommend:
            pulls[row, arms] += 1
            sums[row, arms] += earned
            if t in (*early, horizon):
                found = recommended(recommend, pulls, sums, gaps)
                result["simple-regret", t], result["error", t] = found
    if until < horizon:
        return result
    result["regret", horizon] = regret
    result["best-arm-share", horizon] = best / horizon
    result["reward", horizon] = reward
    if discount is not None:
        result["discounted-reward", horizon] = worth
        result["discounted-regret", horizon] = missed
    return result


def contexts(environment, t, rng):
    if environment.contexts is None:
        return rng.standard_normal((environment.runs, environment.vectors.shape[2]))
    given = environment.contexts[(t - 1) % len(environment.contexts)]
    return np.tile(given, (environment.runs, 1))


def quoted(text):
    return f'"{text}"' if any(c in text for c in ",:{}[]\"'#") else text


def line(problem, policy, metric, at, values, horizon, several, seed, statistic="mean"):
    parts = [f"environment: {quoted(problem['label'])}"] if several else []
    parts += [f"policy: {quoted(policy['label'])}", f"metric: {metric}"]
    parts += [f"round: {at}"] if at != horizon else []
    deviation = values.std(ddof=1)
    numbers = (values.mean(), deviation)
    if statistic == "spread":
        # The standard error of a standard deviation s is s sqrt((kurtosis - 1)/4)/sqrt(n).
        kurtosis = ((values - values.mean()) ** 4).mean() / values.var() ** 2
        numbers = (deviation, deviation * np.sqrt((kurtosis - 1) / 4))
        parts.append("statistic: spread")
    keys = ("mean", "standard-deviation")
    for name, number, digits in zip(keys, numbers, (7, 5)):
        parts.append(f"{name}: {number:.{digits}g}")
    parts += [f"replications: {len(values)}", f'source: "independent/reference.py, seed {seed}"']
    return "  - {" + ", ".join(parts) + "}"


def main():
    raw = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("experiment")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--policy", action="append")
    parser.add_argument("--environment", action="append")
    parser.add_argument("--chunk", type=int)
    parser.add_argument("--horizon", type=int)
    parser.add_argument("--until", type=int)
    parser.add_argument("--rounds", type=int, nargs="+", default=[])
    parser.add_argument("--spread", action="store_true")
    arguments = parser.parse_args()
    problems = plan.problems(arguments.experiment)
    file = plan.read(arguments.experiment)
    targets = file.get("published", []) + file.get("claims", [])
    rewards = any(target.get("metric") == "reward" for target in targets)
    for problem in problems:
        if arguments.environment and problem["label"] not in arguments.environment:
            continue
        for policy in problem["policies"]:
            if arguments.policy and policy["label"] not in arguments.policy:
                continue
            chunk = arguments.chunk or suggested_chunk(problem)
            try:
                values = play(
                    problem,
                    policy,
                    arguments.runs,
                    arguments.seed,
                    chunk,
                    arguments.horizon,
                    arguments.rounds,
                    arguments.until,
                )
            except NotImplementedError as error:
                print(f"# {problem['label']}, {policy['label']}: not here: {error}", flush=True)
                continue
            horizon = arguments.horizon or problem["horizon"]
            for (metric, at), numbers in values.items():
                if (metric == "reward") != (policy["kind"] == "oracle") and not (
                    metric == "reward" and rewards
                ):
                    continue
                several = len(problems) > 1
                cell = problem, policy, metric, at, numbers, horizon, several, arguments.seed
                print(line(*cell), flush=True)
                early = metric == "regret" and at in arguments.rounds
                of_oracle = metric == "reward" and policy["kind"] == "oracle"
                if arguments.spread and (early or of_oracle):
                    print(line(*cell, "spread"), flush=True)


def suggested_chunk(problem):
    """About 60,000 arms at once: large arrays, but in the cache."""
    arms = environments.draw(problem["environment"], 2, np.random.default_rng(0)).arms
    return max(20, 60000 // arms)


if __name__ == "__main__":
    main()
