// Section 6: what stands for a cluster, beside a policy that knows none, on one random stream.

import * as state from "./state.js";
import { listen } from "./api.js";
import { Newest } from "./newest.js";
import { Chart } from "./figure.js";
import { choice, h, number, part, reporter, resultTable, slider, tie, toggle } from "./dom.js";
import { beginPresets } from "./presets.js";
import { takeAway } from "./takeaway.js";

// Settings that show what clusters do, with what is to be seen; the first is how the page starts.
const common = { size: 4, clusters: 4, turns: 1000, rule: "thompson", permuted: false };
const presets = [
  ["Where clusters help", { ...common, bad: 0.1, poor: 1, spread: 0.1 },
    "The best room is good as a whole, but for one bad machine: a few pulls of any other tell where the best one is, and both "
    + "two-level policies lose less than the flat one."],
  ["Where clusters hurt", { ...common, bad: 0.1, poor: 3, spread: 0.1 },
    "The best machine stands alone among poor ones: its room looks worst. MEAN trusts the room's average, stays away, and "
    + "loses more than the flat policy, which tries every machine for itself. MAX looks at the best machine that it saw there."],
  ["Where clusters mean nothing", { ...common, bad: 0.1, poor: 1, spread: 0.1, permuted: true },
    "The machines of the first button, dealt to the rooms at random: nobody can know anything from them. MEAN still loses less "
    + "than flat, since four rooms are fewer things to try than sixteen machines. Only what it gains beyond that, with the "
    + "labels right, is knowledge of the clusters."],
];
const policies = (rule) => [
  ["MEAN", "mean"], ["MAX", { kind: "max", "observed-only": true }], ["flat"], ["PMAX", "pmax"],
].slice(0, state.get("siblings.pmax") ? 4 : 3)
  .map(([label, strategy]) => (strategy ? { label, kind: "two-level", strategy, outer: rule, inner: rule } : { label, kind: rule }));
const place = (name) => document.querySelector(`#siblings [data-figure="${name}"]`);
const round = (value) => Number(Math.min(0.99, Math.max(0.01, value)).toFixed(4));

// The first cluster has the best arm, arms that spread below it and bad siblings; all others are mediocre.
function environment() {
  const [size, spread] = [state.get("siblings.size"), state.get("siblings.spread")];
  const ladder = (top) => Array.from({ length: size }, (_, index) => round(top - (spread * index) / (size - 1)));
  const rich = ladder(0.8).fill(round(state.get("siblings.bad")), size - state.get("siblings.poor"));
  const count = state.get("siblings.clusters");
  const means = [...rich, ...Array.from({ length: count - 1 }, () => ladder(0.6)).flat()];
  const clusters = Array.from({ length: count }, (_, cluster) => Array.from({ length: size }, (_, index) => cluster * size + index));
  return { label: "rooms", kind: "bernoulli", means, clusters, "permute-labels": state.get("siblings.permuted") };
}

export function begin() {
  part("siblings", "controls").append(
    slider("siblings.bad", "A bad sibling's chance", 0.1, 0.01, 0.8, 0.01, { show: (n) => number(n, 2) }),
    slider("siblings.poor", "Bad siblings beside the best", 1, 1, 9, 1),
    slider("siblings.spread", "Spread inside a cluster", 0.1, 0, 0.4, 0.01, { show: (n) => number(n, 2) }),
    slider("siblings.size", "Arms in a cluster", 4, 2, 10, 1),
    slider("siblings.clusters", "Clusters", 4, 2, 12, 1),
    slider("siblings.turns", "Rounds of a run", 1000, 100, 5000, 100),
    slider("siblings.runs", "Repetitions", 400, 20, 2000, 20),
    choice("siblings.rule", "All policies choose by", "thompson", [["thompson", "Thompson sampling"], ["ucb1-tuned", "UCB1-tuned"]]),
    toggle("siblings.permuted", "permuted labels: clusters mean nothing", false),
    toggle("siblings.pmax", "with PMAX (slower)", false));
  // The best arm is none of the bad ones.
  tie("siblings.poor", "siblings.size", (moved) => (moved === "siblings.poor"
    ? Math.max(state.get("siblings.size"), state.get("siblings.poor") + 1)
    : Math.min(state.get("siblings.poor"), state.get("siblings.size") - 1)));
  if (state.get("siblings.poor") >= state.get("siblings.size")) state.set("siblings.poor", state.get("siblings.size") - 1);
  beginPresets("siblings", presets);
  const chances = () => {
    const { means, clusters } = environment();
    const room = (arms) => arms.map((arm) => number(means[arm], 2)).join(", ");
    part("siblings", "chances").textContent =
      `Chances of the ${clusters.length} rooms: ${room(clusters[0])}; in each other ${room(clusters[1])}` +
      (state.get("siblings.permuted") ? ", all dealt to the rooms at random, anew in each repetition." : ".");
  };
  state.watch((key) => key.startsWith("siblings.") && chances());
  chances();
  const regret = new Chart(place("regret"), { redraw: () => update.ask(), study: () => takeAway({ study: study(), seed: state.get("seed") }) });
  const difference = new Chart(place("difference"), { redraw: () => update.ask(), empty: "the paired difference" });
  [regret.name, difference.name] = ["mean-max-pmax", "paired-difference"];
  const [status, verdict] = [part("siblings", "status"), part("siblings", "verdict")];
  const study = () => ({
    name: "siblings", title: "Regret by what stands for a cluster", horizon: state.get("siblings.turns"),
    replications: state.get("siblings.runs"), environment: environment(), policies: policies(state.get("siblings.rule")),
  });
  const update = new Newest(async (signal, shown) => {
    regret.wait();
    difference.wait();
    const pairs = [["MEAN", "flat"], ["MAX", "flat"], ["MEAN", "MAX"]];
    if (state.get("siblings.pmax")) pairs.push(["PMAX", "flat"]);
    const question = { study: study(), seed: state.get("seed"), pairs, view: regret.view };
    const report = reporter(status);
    await listen("experiment", question, signal, (kind, value) => {
      report(kind, value);
      if (kind !== "picture") return;
      regret.show(value.figure);
      shown();
      part("siblings", "table").replaceChildren(resultTable(value.rows, "mean regret"));
      if (value.pairs[0]?.figure) difference.show(value.pairs[0].figure);
      verdict.replaceChildren(h("ul", { class: "verdict" }, ...value.pairs.map((pair) =>
        h("li", { "data-pair": `${pair.first} ${pair.second}`, "data-better": pair.better }, pair.sentence))));
    });
  }, (error) => {
    status.textContent = "";
    verdict.replaceChildren();
    part("siblings", "table").replaceChildren();
    difference.clear("no picture");
    regret.fail(error);
  });
  state.watch((key) => (key.startsWith("siblings.") || key === "seed") && update.ask());
  update.now();
}
