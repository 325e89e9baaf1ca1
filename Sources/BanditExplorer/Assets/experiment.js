// Section 4: the mean of many runs, finer and finer, and a map of who wins where.

import * as state from "./state.js";
import { listen } from "./api.js";
import { Newest } from "./newest.js";
import { Chart } from "./figure.js";
import { choice, h, number, part, reporter, resultTable, slider, toggle, when } from "./dom.js";
import { policyPicker } from "./policies.js";
import { beginPresets } from "./presets.js";
import { spaced } from "./watch.js";
import { takeAway } from "./takeaway.js";

const start = [
  { label: "ε = 0.1", kind: "epsilon-greedy", epsilon: 0.1 },
  { label: "UCB1", kind: "ucb1" },
  { label: "Thompson", kind: "thompson" },
];
const presets = [
  ["Arms on their own", { environment: "gaussian", arms: 5, policies: start },
    "Five arms that say nothing of each other: what a policy learns of one is lost for the others."],
  ["Arms in clusters", { environment: "beta-clusters", arms: 25, policies: [...start, { label: "TSC", kind: "tsc" }] },
    "The same policies on 25 arms in 5 clusters of alike ones, with TSC beside them, Thompson sampling that chooses a "
    + "cluster first: it need not try every arm to know where the good ones are. ε-greedy is cheap while a run is short, for it "
    + "settles soon; with more rounds its line rises on, and Thompson's bends."],
];
const environments = [
  ["gaussian", "normal, means −2 to 2"], ["bernoulli", "0/1, chances 0.1 to 0.9"],
  ["beta-clusters", "in clusters of alike arms"], ["strong-dominance", "in clusters, one on top"],
  ["needle", "one excellent, bad siblings"],
];

// What is to be known of those that no slider describes.
const notes = {
  "beta-clusters": "About √k clusters, each with a centre of its own, around which its arms pay.",
  "strong-dominance": "100 arms in 10 clusters: every arm of one cluster pays more than every other arm. Made for TSC.",
  "needle": "100 arms in 10 clusters: one arm pays 0.6, its nine siblings 0.2, all others 0.45 to 0.5. The best room looks worst; "
    + "TSC gains little on Thompson here, and would gain more if the rooms were shuffled.",
};

// An environment as a file has it, from the sliders.
function environment() {
  const kind = state.get("experiment.environment");
  const arms = state.get("experiment.arms");
  if (kind === "gaussian") return { kind, means: spaced(arms), "standard-deviation": state.get("experiment.sigma") };
  if (kind === "bernoulli") {
    return { kind, means: Array.from({ length: arms }, (_, index) => Number((0.1 + (0.8 * index) / (arms - 1)).toPrecision(6))) };
  }
  if (kind === "beta-clusters") {
    return { kind, arms, clusters: Math.max(2, Math.min(10, Math.round(Math.sqrt(arms)))), cohesion: 20 };
  }
  return { kind };
}

export function begin(catalogue) {
  const isGiven = () => ["gaussian", "bernoulli", "beta-clusters"].includes(state.get("experiment.environment"));
  part("experiment", "controls").append(
    choice("experiment.environment", "Arms that are", "gaussian", environments),
    when(isGiven, slider("experiment.arms", "k, the number of arms", 5, 2, 50, 1)),
    when(() => state.get("experiment.environment") === "gaussian",
      slider("experiment.sigma", "σ, the noise of a reward", 1, 0.01, 5, 0.01, { show: (n) => number(n, 2) })),
    slider("experiment.turns", "Rounds of a run", 1000, 50, 5000, 50),
    slider("experiment.runs", "Repetitions", 500, 10, 2000, 10),
    toggle("experiment.log", "logarithmic rounds", false));
  const note = h("p", { class: "note" });
  const describe = () => (note.textContent = notes[state.get("experiment.environment")] ?? "");
  state.watch((key) => key === "experiment.environment" && describe());
  describe();
  part("experiment", "policies").before(note);
  policyPicker(part("experiment", "policies"), "experiment.policies", start, catalogue);
  beginPresets("experiment", presets);
  const chart = new Chart(part("experiment", "figure"), { redraw: () => update.ask(), study: () => takeAway({ study: study(), seed: state.get("seed") }) });
  chart.name = "regret";
  const status = part("experiment", "status");
  const study = () => ({
    name: "explored", title: "Average regret against rounds", horizon: state.get("experiment.turns"),
    replications: state.get("experiment.runs"), environment: environment(), policies: state.get("experiment.policies"),
  });
  const update = new Newest(async (signal, shown) => {
    chart.wait();
    const question = { study: study(), seed: state.get("seed"), logX: state.get("experiment.log"), view: chart.view };
    const report = reporter(status);
    await listen("experiment", question, signal, (kind, value) => {
      report(kind, value);
      if (kind !== "picture") return;
      chart.show(value.figure);
      shown();
      part("experiment", "table").replaceChildren(resultTable(value.rows, "mean regret"));
    });
  }, (error) => {
    status.textContent = "";
    part("experiment", "table").replaceChildren();
    chart.fail(error);
  });
  state.watch((key) => {
    if (!key.startsWith("experiment.map") && (key.startsWith("experiment.") || key === "seed")) update.ask();
  });
  update.now();
  beginMap();
}

const counts = [3, 9, 17];
const noises = [0.1, 1, 5];

function beginMap() {
  const place = document.querySelector("#experiment [data-map]");
  const status = part("experiment", "map-status");
  part("experiment", "map-controls").append(
    slider("experiment.map-epsilon", "ε of ε-greedy", 0.2, 0, 1, 0.01, { show: (n) => number(n, 2) }),
    slider("experiment.map-runs", "Repetitions of each cell", 100, 20, 1000, 20));
  const chart = new Chart(part("experiment", "map-figure"), { redraw: () => update.ask(), study: () => takeAway({ study: study(), seed: state.get("seed") }) });
  chart.name = "who-wins";
  const label = (count, noise) => `k = ${count}, σ = ${noise}`;
  const names = () => [`ε = ${state.get("experiment.map-epsilon")}`, "UCB1"];
  const study = () => ({
    name: "who-wins", title: "ε-greedy against UCB1", horizon: 1000, replications: state.get("experiment.map-runs"),
    environments: noises.flatMap((noise) => counts.map((count) => ({
      label: label(count, noise), kind: "gaussian", means: spaced(count), "standard-deviation": noise }))),
    policies: [{ label: names()[0], kind: "epsilon-greedy", epsilon: state.get("experiment.map-epsilon") }, { label: "UCB1", kind: "ucb1" }],
  });
  const update = new Newest(async (signal, shown) => {
    if (!place.open) return;
    const report = reporter(status);
    await listen("experiment", { study: study(), seed: state.get("seed"), pairs: [names()], columns: chart.view.width > 480 ? 3 : 2, view: chart.view }, signal, (kind, value) => {
      report(kind, value);
      if (kind !== "picture") return;
      chart.show(value.figure);
      shown();
      draw(value.pairs);
    });
  }, (error) => {
    part("experiment", "map-table").replaceChildren();
    chart.fail(error);
  });

  function draw(pairs) {
    const cell = (count, noise) => {
      const pair = pairs.find((one) => one.environment === label(count, noise));
      if (!pair) return h("td", {}, "…");
      const winner = pair.better === "undecided" ? "undecided" : pair.better === "first" ? pair.first : pair.second;
      return h("td", { class: pair.better === "undecided" ? "undecided" : "won", "data-value": pair.mean },
        winner, h("br"), h("small", {}, number(pair.mean), h("br"), `${number(pair.low)} to ${number(pair.high)}`));
    };
    part("experiment", "map-table").replaceChildren(h("div", { class: "scroll" }, h("table", {},
      h("caption", {}, `The winner by paired difference of regret after 1,000 rounds, ${names()[0]} minus UCB1, with its 95 % interval: above 0, UCB1 lost less`),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "noise"), ...counts.map((count) => h("th", { scope: "col" }, `k = ${count}`)))),
      h("tbody", {}, ...noises.map((noise) => h("tr", {}, h("th", { scope: "row" }, `σ = ${noise}`),
        ...counts.map((count) => cell(count, noise))))))));
  }
  place.addEventListener("toggle", () => update.ask());
  state.watch((key) => (key.startsWith("experiment.map") || key === "seed") && update.ask());
}
