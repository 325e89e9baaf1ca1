// Section 5: a two-level policy decides, step by step.

import * as state from "./state.js";
import { ask } from "./api.js";
import { Newest } from "./newest.js";
import { Chart } from "./figure.js";
import { Player } from "./player.js";
import { choice, h, number, part, slider, tie, when } from "./dom.js";
import { reason, rule, scoreName, scoreOf } from "./decision.js";
import { takeAway } from "./takeaway.js";
import { alike } from "./words.js";

const policies = {
  "TSC": { label: "TSC", kind: "tsc" },
  "TSMax": { label: "TSMax", kind: "ts-max" },
  "UCBC": { label: "UCBC", kind: "ucbc" },
  "model": { label: "two-level, hierarchical model", kind: "two-level", model: "hierarchical" },
  "flat": { label: "flat Thompson", kind: "thompson" },
};
const names = [
  ["TSC", "Thompson, MEAN (TSC)"], ["TSMax", "Thompson, MAX (TSMax)"], ["UCBC", "UCB1 at both levels (UCBC)"],
  ["model", "two-level, siblings move together"], ["flat", "flat Thompson: knows no clusters"],
];
const place = (name) => document.querySelector(`#clusters [data-figure="${name}"]`);

// One excellent arm, alone in a room of poor ones; the other rooms are mediocre.
const excellent = {
  label: "rooms", kind: "bernoulli", means: [0.9, 0.05, 0.05, 0.05, 0.05, 0.05, 0.6, 0.6, 0.6, 0.6],
  clusters: [[0, 1, 2, 3, 4, 5], [6, 7], [8, 9]],
};

function environment() {
  if (state.get("clusters.rooms") === "excellent") return excellent;
  return { kind: "beta-clusters", arms: state.get("clusters.arms"), clusters: state.get("clusters.clusters"),
    cohesion: state.get("clusters.cohesion"), centre: [0.1, 0.8] };
}

export function begin() {
  const isDrawn = () => state.get("clusters.rooms") === "alike";
  part("clusters", "controls").append(
    choice("clusters.policy", "Policy", "TSC", names),
    choice("clusters.rooms", "Rooms", "alike", [["alike", "siblings are alike"], ["excellent", "one excellent among poor"]]),
    when(isDrawn, slider("clusters.arms", "Arms", 12, 4, 40, 1)),
    when(isDrawn, slider("clusters.clusters", "Clusters", 4, 2, 7, 1)),
    when(isDrawn, slider("clusters.cohesion", "Siblings are", 20, 1, 200, 1, { show: alike })),
    slider("clusters.rounds", "Rounds", 200, 20, 600, 10));
  // No cluster without an arm.
  tie("clusters.arms", "clusters.clusters", (moved) => (moved === "clusters.arms"
    ? Math.min(state.get("clusters.clusters"), state.get("clusters.arms"))
    : Math.max(state.get("clusters.arms"), state.get("clusters.clusters"))));
  if (state.get("clusters.arms") < state.get("clusters.clusters")) state.set("clusters.arms", state.get("clusters.clusters"));
  let run = null;
  const posterior = new Chart(place("posterior"), { redraw: () => density.ask() });
  const pulls = new Chart(place("pulls"), { redraw: () => update.ask(), study: () => takeAway(question()) });
  [posterior.name, pulls.name] = ["posteriors", "pulls"];
  const player = new Player(part("clusters", "player"), "clusters", (round) => show(round));
  const study = () => ({
    name: "clusters", horizon: state.get("clusters.rounds"), replications: 1,
    environment: environment(), policies: [policies[state.get("clusters.policy")]],
  });
  const question = () => ({ study: study(), seed: state.get("seed") });
  const update = new Newest(async (signal) => {
    posterior.wait();
    pulls.wait();
    const [figure, watched] = await Promise.all([
      ask("figure", { ...question(), kind: "pulls", view: pulls.view }, signal), ask("watch", question(), signal)]);
    run = watched;
    if (!run.hasPosteriors) posterior.clear("This policy holds no posteriors: what it knows of an arm is its average.");
    pulls.show(figure);
    player.load(run.rounds.length);
  }, (error) => {
    run = null;
    posterior.clear("no picture");
    part("clusters", "decision").replaceChildren();
    pulls.fail(error);
  });
  const density = new Newest(async (signal) => {
    const asked = { ...question(), kind: "posterior", moments: [player.round], view: posterior.view };
    const answer = await ask("figure", asked, signal);
    // Meanwhile another policy may be watched.
    if (run?.hasPosteriors) posterior.show(answer);
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
    if (run.hasPosteriors) density.ask();
    const now = run.rounds[round - 1];
    const before = known(round - 1);
    const cluster = run.clusterOfArm[now.arm];
    const of = (one) => run.clusterOfArm.flatMap((other, arm) => (other === one ? [arm] : []));
    const clusters = [...Array(Math.max(...run.clusterOfArm) + 1).keys()];
    const arms = run.hasClusters ? of(cluster) : run.means.map((_, arm) => arm);
    const scores = now.scores;
    part("clusters", "decision").replaceChildren(
      run.hasClusters
        ? step(`1. Cluster ${cluster}`, scores.clusters, "cluster", cluster,
          clusters.map((one) => [`cluster ${one}`, before.clusters.get(one), one, one]))
        : h("li", {}, h("h3", {}, "1. No clusters"), h("p", {}, "This policy sees one room with all arms.")),
      step(run.hasClusters ? `2. Arm ${now.arm} of cluster ${cluster}` : `2. Arm ${now.arm}`, scores.arms, "arm", now.arm,
        arms.slice(0, 20).map((arm) => [`arm ${arm}${arm === run.best ? " ★" : ""}`, before.arms.get(arm), arm, run.clusterOfArm[arm]])),
      outcome(now, cluster, before));
  }

  const stood = (before, after) =>
    before === undefined || before === null ? `becomes ${number(after, 3)}`
      : number(before, 3) === number(after, 3) ? `stays at ${number(after, 3)}`
        : `goes from ${number(before, 3)} to ${number(after, 3)}`;

  // One choice: what is known of each candidate, what was compared, and which one was chosen.
  function step(title, compared, what, chosen, rows) {
    const known = run.hasPosteriors ? "Lines: the mean of each posterior, shaded to one standard deviation." : what === "cluster" ? "Lines: the averages, each as if one reward of 0 and one of 1 had come before." : "Lines: the averages.";
    return h("li", {}, h("h3", {}, title), h("p", { class: "note" }, `${rule(compared, what)} ${known}`),
      bars(rows, compared, chosen, run.hasPosteriors),
      h("p", {}, `Chosen: ${what} ${chosen}, because ${reason(compared, chosen)}.`));
  }

  function outcome(now, cluster, before) {
    const told = before.clusters.get(cluster);
    const after = now.clusters.find(([one]) => one === cluster);
    const own = now.arms.find(([arm]) => arm === now.arm)?.[2];
    const moved = now.arms.filter(([arm]) => arm !== now.arm).map(([arm]) => arm);
    const held = run.hasPosteriors ? "The mean of its posterior" : "Its average";
    return h("li", {}, h("h3", {}, `3. Arm ${now.arm} ${now.reward > 0 ? "pays" : "pays nothing"}`),
      h("p", {}, `${held} becomes ${number(own, 3)}; its true mean is ${number(run.means[now.arm], 3)}.`),
      after ? h("p", {}, `What stands for cluster ${cluster} ${stood(told?.[2], after[2])}.`) : "",
      h("p", { "data-lost": now.regret }, `Against arm ${run.best} ★, the best one, this run lost ${number(now.regret, 1)} so far.`),
      h("p", {}, moved.length ? `Siblings that moved too: ${moved.map((arm) => `arm ${arm}`).join(", ")}.` : "No sibling moved."));
  }

  state.watch((key) => {
    if (key !== player.key && (key.startsWith("clusters.") || key === "seed")) update.ask();
  });
  update.now();
}

// Each candidate with what is known of it and the score that was compared; the chosen one is marked.
function bars(rows, compared, chosen, isBelief) {
  const list = h("div", { class: "bars" });
  const scores = rows.map(([, , candidate]) => scoreOf(compared, candidate) ?? 0);
  const end = Math.max(1, ...scores);
  const share = (value) => `${(100 * Math.min(end, Math.max(0, value))) / end}%`;
  const at = (name, value) => {
    const mark = h("div", { class: name });
    mark.style.left = share(value);
    return mark;
  };
  for (const [name, told, candidate, color] of rows) {
    const track = h("div", { class: `track c${color % 7}` });
    const isKnown = told && told[2] !== null && told[2] !== undefined;
    if (isKnown && isBelief && told[3]) {
      const spread = at("spread", told[2] - told[3]);
      spread.style.right = `calc(100% - ${share(told[2] + told[3])})`;
      track.append(spread);
    }
    if (isKnown) track.append(at("mean", told[2]));
    const score = scoreOf(compared, candidate);
    if (score !== undefined) track.append(at("mark", score));
    const mark = candidate === chosen ? " chosen" : "";
    list.append(h("span", { class: `name${mark}` }, name), track,
      h("span", { class: `compared${mark}`, title: scoreName(compared), "data-compared": score ?? "", "data-candidate": candidate }, score === undefined ? "" : number(score, 2)),
      h("span", { class: "value" }, isKnown ? `${number(told[2], 2)}, ${told[1]} ${told[1] === 1 ? "pull" : "pulls"}` : "never pulled"));
  }
  return list;
}
