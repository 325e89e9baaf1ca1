// Section 2: one run of a policy on a few arms, with what it knows of each.

import * as state from "./state.js";
import { ask } from "./api.js";
import { Newest } from "./newest.js";
import { Chart } from "./figure.js";
import { Player } from "./player.js";
import { choice, h, number, part, slider, when } from "./dom.js";
import { reason, scoreName, scoreOf } from "./decision.js";
import { takeAway } from "./takeaway.js";

const policies = [
  ["epsilon-greedy", "ε-greedy"], ["ucb1", "UCB1"], ["ucb-as-printed", "UCB as printed"],
  ["thompson", "Thompson sampling"], ["random", "random pulls"],
];

// Means evenly spaced from −2 to 2: three arms are −2, 0, 2.
export const spaced = (count) => Array.from({ length: count }, (_, index) =>
  Number((-2 + (4 * index) / Math.max(1, count - 1)).toPrecision(6)));

export function begin() {
  part("watch", "controls").append(
    choice("watch.policy", "Policy", "epsilon-greedy", policies),
    when(() => state.get("watch.policy") === "epsilon-greedy",
      slider("watch.epsilon", "ε, the share of random pulls", 0.2, 0, 1, 0.01, { show: (n) => number(n, 2) })),
    slider("watch.arms", "Arms, with means from −2 to 2", 3, 2, 7, 1),
    slider("watch.sigma", "σ, the noise of a reward", 1, 0.01, 5, 0.01, { show: (n) => number(n, 2) }),
    slider("watch.rounds", "Rounds", 200, 20, 1000, 10));
  let run = null;
  let isFirst = true;
  const player = new Player(part("watch", "player"), "watch", (round) => show(round));
  const chart = new Chart(part("watch", "figure"), { redraw: () => update.ask(), study: () => takeAway({ study: study(), seed: state.get("seed") }) });
  chart.name = "observed-means";

  const study = () => {
    const kind = state.get("watch.policy");
    const label = policies.find(([name]) => name === kind)[1].split(",")[0];
    const policy = kind === "epsilon-greedy"
      ? { label: `ε = ${state.get("watch.epsilon")}`, kind, epsilon: state.get("watch.epsilon") } : { label, kind };
    return {
      name: "one-run", horizon: state.get("watch.rounds"), replications: 1,
      environment: { kind: "gaussian", means: spaced(state.get("watch.arms")), "standard-deviation": state.get("watch.sigma") },
      policies: [policy],
    };
  };
  const update = new Newest(async (signal) => {
    chart.wait();
    const question = { study: study(), seed: state.get("seed") };
    const [figure, watched] = await Promise.all([
      ask("figure", { ...question, kind: "means", logX: false, view: chart.view }, signal),
      ask("watch", question, signal),
    ]);
    run = watched;
    chart.show(figure);
    player.load(run.rounds.length);
    if (isFirst && player.round === 1) player.open();
    isFirst = false;
  }, (error) => {
    run = null;
    part("watch", "state").replaceChildren();
    chart.fail(error);
  });

  function show(round) {
    if (!run) return;
    chart.coverFrom(round);
    const arms = new Map(run.initialArms.map(([arm, pulls, mean]) => [arm, { pulls, mean }]));
    const hear = (one) => one.arms.forEach(([arm, pulls, mean]) => arms.set(arm, { pulls, mean }));
    run.rounds.slice(0, round - 1).forEach(hear);
    const now = run.rounds[round - 1];
    const compared = now.scores.arms;
    // An arm that was never pulled has no average; what stands for one is told as such.
    const assumed = (arm) => (compared?.basis === "mean" && !arms.get(arm)?.pulls ? ", assumed" : "");
    const scores = run.means.map((_, arm) => number(scoreOf(compared, arm), assumed(arm) ? 0 : 3) + assumed(arm));
    hear(now);
    const rows = run.means.map((truth, arm) => {
      const known = arms.get(arm);
      return h("tr", { class: (arm === now.arm ? "pulled " : "") + (arm === run.best ? "best" : ""), "data-arm": arm },
        h("td", {}, h("span", { class: `swatch c${arm % 7}` }), `arm ${arm}`), h("td", {}, known ? String(known.pulls) : "0"),
        h("td", { "data-value": known?.mean ?? "" }, number(known?.mean, 3)),
        h("td", { "data-compared": scoreOf(compared, arm) ?? "" }, scores[arm]), h("td", {}, number(truth, 2)));
    });
    part("watch", "state").replaceChildren(h("div", { class: "scroll" }, h("table", {},
      h("caption", {}, `Round ${round}: arm ${now.arm} paid ${number(now.reward, 2)}. Why this arm: ${reason(compared, now.arm)}. ★ is the best arm; against it this run lost ${number(now.regret, 1)} so far.`),
      h("thead", {}, h("tr", {}, ...["arm", "pulls", "average so far", `${scoreName(compared) || "score"} before the pull`, "true mean"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, ...rows))));
  }

  state.watch((key) => {
    if (key !== player.key && (key.startsWith("watch.") || key === "seed")) update.ask();
  });
  update.now();
}
