// Section 5: a two-level policy decides, step by step.

import * as state from "./state.js";
import { ask } from "./api.js";
import { Newest } from "./newest.js";
import { Chart } from "./figure.js";
import { Player } from "./player.js";
import { choice, h, number, part, slider } from "./dom.js";
import { takeAway } from "./takeaway.js";

const policies = {
  "TSC": { label: "TSC", kind: "tsc" },
  "TSMax": { label: "TSMax", kind: "ts-max" },
  "UCBC": { label: "UCBC", kind: "ucbc" },
  "model": { label: "two-level, hierarchical model", kind: "two-level", model: "hierarchical" },
  "flat": { label: "flat Thompson", kind: "thompson" },
};
const names = [
  ["TSC", "Thompson, MEAN (TSC)"], ["TSMax", "Thompson, MAX (TSMax)"], ["UCBC", "UCB1 at both levels (UCBC)"],
  ["model", "two-level under a model in which siblings move together"], ["flat", "flat Thompson: knows no clusters"],
];
const drawn = "Each draws a number from what is believed of it; the highest draw is chosen.";
const how = (policy) => (policy === "UCBC" ? "The highest mean plus bonus is chosen; what was never pulled comes first." : drawn);
const place = (name) => document.querySelector(`#clusters [data-figure="${name}"]`);

export function begin() {
  part("clusters", "controls").append(
    choice("clusters.policy", "Policy", "TSC", names),
    slider("clusters.arms", "Arms", 12, 4, 40, 1),
    slider("clusters.clusters", "Clusters", 4, 2, 7, 1),
    slider("clusters.cohesion", "ν, how alike siblings are", 20, 1, 200, 1),
    slider("clusters.rounds", "Rounds", 200, 20, 600, 10));
  let run = null;
  const posterior = new Chart(place("posterior"), { redraw: () => density.ask() });
  const pulls = new Chart(place("pulls"), { redraw: () => update.ask(), study: () => takeAway(question()) });
  [posterior.name, pulls.name] = ["posteriors", "pulls"];
  const player = new Player(part("clusters", "player"), "clusters", (round) => show(round));
  const study = () => ({
    name: "clusters", horizon: state.get("clusters.rounds"), replications: 1,
    environment: { kind: "beta-clusters", arms: Math.max(state.get("clusters.arms"), state.get("clusters.clusters")),
      clusters: state.get("clusters.clusters"), cohesion: state.get("clusters.cohesion"), centre: [0.1, 0.8] },
    policies: [policies[state.get("clusters.policy")]],
  });
  const question = () => ({ study: study(), seed: state.get("seed") });
  const update = new Newest(async (signal) => {
    const [figure, watched] = await Promise.all([
      ask("figure", { ...question(), kind: "pulls", view: pulls.view }, signal), ask("watch", question(), signal)]);
    run = watched;
    pulls.show(figure);
    player.load(run.rounds.length);
  }, (error) => pulls.fail(error));
  const density = new Newest(async (signal) => {
    const asked = { ...question(), kind: "posterior", moments: [player.round], view: posterior.view };
    posterior.show(await ask("figure", asked, signal));
  }, (error) => posterior.fail(error));

  // What is known after some rounds: the last that was told of each arm and cluster.
  function known(rounds) {
    const byPlace = (list) => new Map(list.map((told) => [told[0], told]));
    const [arms, clusters] = [byPlace(run.initialArms), byPlace(run.initialClusters)];
    for (const one of run.rounds.slice(0, rounds)) {
      for (const told of one.arms) arms.set(told[0], told);
      for (const told of one.clusters) clusters.set(told[0], told);
    }
    return { arms, clusters };
  }

  function show(round) {
    if (!run) return;
    pulls.coverFrom(round + 0.5);
    density.ask();
    const now = run.rounds[round - 1];
    const before = known(round - 1);
    const cluster = run.clusterOfArm[now.arm];
    const siblings = run.clusterOfArm.flatMap((one, arm) => (one === cluster ? [arm] : []));
    const count = Math.max(...run.clusterOfArm) + 1;
    const moved = now.arms.filter(([arm]) => arm !== now.arm).map(([arm]) => arm);
    const all = [...Array(count).keys()];
    const steps = [];
    if (run.hasClusters) {
      steps.push(h("li", {}, h("h3", {}, "1. What stands for each cluster"), h("p", { class: "note" }, how(state.get("clusters.policy"))),
        bars(all.map((one) => [`cluster ${one}`, before.clusters.get(one), one === cluster, one]))));
    } else {
      steps.push(h("li", {}, h("h3", {}, "1. No clusters"), h("p", {}, "This policy sees one room with all arms.")));
    }
    steps.push(h("li", {}, h("h3", {}, run.hasClusters ? `2. The arms of cluster ${cluster}` : "2. The arms"), h("p", { class: "note" }, how(state.get("clusters.policy"))),
      bars((run.hasClusters ? siblings : run.means.map((_, arm) => arm)).slice(0, 20)
        .map((arm) => [`arm ${arm}`, before.arms.get(arm), arm === now.arm, run.clusterOfArm[arm]]))));
    const after = now.clusters.find(([one]) => one === cluster);
    const told = before.clusters.get(cluster);
    steps.push(h("li", {}, h("h3", {}, `3. Arm ${now.arm} ${now.reward > 0 ? "pays" : "pays nothing"}`),
      h("p", {}, `Its mean becomes ${number(now.arms.find(([arm]) => arm === now.arm)?.[2], 3)}; the truth is ${number(run.means[now.arm], 3)}.`),
      after ? h("p", {}, `What stands for cluster ${cluster} ${told ? `goes from ${number(told[2], 3)} to` : "becomes"} ${number(after[2], 3)}.`) : "",
      h("p", {}, moved.length ? `Siblings that moved too: ${moved.map((arm) => `arm ${arm}`).join(", ")}.` : "No sibling moved.")));
    part("clusters", "decision").replaceChildren(...steps);
  }

  state.watch((key) => {
    if (key !== player.key && (key.startsWith("clusters.") || key === "seed")) update.ask();
  });
  update.now();
}

// Beliefs as a mean with a deviation to each side; what is chosen is marked.
function bars(rows) {
  const list = h("div", { class: "bars" });
  const share = (value) => `${100 * Math.min(1, Math.max(0, value))}%`;
  for (const [name, told, isChosen, color] of rows) {
    const track = h("div", { class: `track c${color % 7}` });
    if (told && told[2] !== null) {
      const spread = h("div", { class: "spread" });
      const [low, high] = [told[2] - (told[3] ?? 0), told[2] + (told[3] ?? 0)];
      spread.style.left = share(low);
      spread.style.width = `calc(${share(high)} - ${share(low)})`;
      const mean = h("div", { class: "mean" });
      mean.style.left = share(told[2]);
      track.append(spread, mean);
    }
    const mark = isChosen ? " chosen" : "";
    list.append(h("span", { class: `name${mark}` }, name), track,
      h("span", { class: `value${mark}` }, told && told[2] !== null ? `${number(told[2], 2)} (${told[1]})` : "nothing known"));
  }
  return list;
}
