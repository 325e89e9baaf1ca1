// Section 6: what stands for a cluster, on one random stream.

import * as state from "./state.js";
import { listen } from "./api.js";
import { Newest } from "./newest.js";
import { Chart } from "./figure.js";
import { choice, number, part, reporter, resultTable, slider, toggle } from "./dom.js";
import { takeAway } from "./takeaway.js";

const policies = (rule) => [
  ["MEAN", "mean"], ["MAX", { kind: "max", "observed-only": true }], ["PMAX", "pmax"],
].slice(0, state.get("siblings.pmax") ? 3 : 2).map(([label, strategy]) => ({ label, kind: "two-level", strategy, outer: rule, inner: rule }));
const place = (name) => document.querySelector(`#siblings [data-figure="${name}"]`);
const round = (value) => Number(Math.min(0.99, Math.max(0.01, value)).toFixed(4));

// The first cluster has the best arm, arms that spread below it and one bad sibling; all others are mediocre.
function environment() {
  const size = state.get("siblings.size");
  const spread = state.get("siblings.spread");
  const best = 0.6;
  const ladder = (top) => Array.from({ length: size }, (_, index) => round(top - (size > 1 ? (spread * index) / (size - 1) : 0)));
  const rich = ladder(best);
  rich[size - 1] = round(state.get("siblings.bad"));
  const others = Array.from({ length: state.get("siblings.clusters") - 1 }, () => ladder(0.45)).flat();
  const means = [...rich, ...others];
  const clusters = Array.from({ length: state.get("siblings.clusters") }, (_, cluster) =>
    Array.from({ length: size }, (_, index) => cluster * size + index));
  return { label: "rooms", kind: "bernoulli", means, clusters, "permute-labels": state.get("siblings.permuted") };
}

export function begin() {
  part("siblings", "controls").append(
    slider("siblings.bad", "The bad sibling's chance", 0.1, 0.01, 0.6, 0.01, { show: (n) => number(n, 2) }),
    slider("siblings.spread", "Spread inside a cluster", 0.1, 0, 0.4, 0.01, { show: (n) => number(n, 2) }),
    slider("siblings.size", "Arms in a cluster", 4, 2, 10, 1),
    slider("siblings.clusters", "Clusters", 5, 2, 12, 1),
    slider("siblings.turns", "Turns of a run", 1000, 100, 5000, 100),
    slider("siblings.runs", "Repetitions", 400, 20, 2000, 20),
    choice("siblings.rule", "Both levels choose by", "thompson", [["thompson", "Thompson sampling"], ["ucb1-tuned", "UCB1-tuned"]]),
    toggle("siblings.permuted", "permuted labels: clusters mean nothing", false),
    toggle("siblings.pmax", "with PMAX, whose integrals take long", false));
  const regret = new Chart(place("regret"), { redraw: () => update.ask(), study: () => takeAway({ study: study(), seed: state.get("seed") }) });
  const difference = new Chart(place("difference"), { redraw: () => update.ask(), empty: "the paired difference" });
  [regret.name, difference.name] = ["mean-max-pmax", "paired-difference"];
  const status = part("siblings", "status");
  const study = () => ({
    name: "siblings", title: "Regret by what stands for a cluster", horizon: state.get("siblings.turns"),
    replications: state.get("siblings.runs"), environment: environment(), policies: policies(state.get("siblings.rule")),
  });
  const update = new Newest(async (signal, shown) => {
    regret.wait();
    const pairs = state.get("siblings.pmax") ? [["MEAN", "MAX"], ["MEAN", "PMAX"]] : [["MEAN", "MAX"]];
    const question = { study: study(), seed: state.get("seed"), pairs, view: regret.view };
    const report = reporter(status);
    await listen("experiment", question, signal, (kind, value) => {
      report(kind, value);
      if (kind !== "picture") return;
      regret.show(value.figure);
      shown();
      part("siblings", "table").replaceChildren(resultTable(value.rows, "mean regret"));
      if (value.pairs[0]?.figure) difference.show(value.pairs[0].figure);
      part("siblings", "verdict").textContent = value.pairs.map(verdict).join(" ");
    });
  }, (error) => {
    status.textContent = "";
    regret.fail(error);
  });
  state.watch((key) => (key.startsWith("siblings.") || key === "seed") && update.ask());
  update.now();
}

const verdict = (pair) => {
  const size = `${number(Math.abs(pair.mean))}`;
  if (pair.better === "undecided") return `${pair.first} and ${pair.second}: undecided.`;
  const [winner, loser] = pair.better === "first" ? [pair.first, pair.second] : [pair.second, pair.first];
  const interval = [pair.low, pair.high].map(Math.abs).sort((one, two) => one - two).map((end) => number(end));
  return `${winner} loses ${size} less than ${loser} (95 % interval ${interval.join(" to ")}).`;
};
