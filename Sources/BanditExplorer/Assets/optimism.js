// Section 3: what UCB adds to the mean of an arm, and how bounds on regret grow.

import * as state from "./state.js";
import { ask } from "./api.js";
import { Newest } from "./newest.js";
import { Chart } from "./figure.js";
import { part, slider, toggle } from "./dom.js";

export function begin() {
  part("optimism", "controls").append(
    // In powers, so that every slider step is the same factor.
    slider("optimism.round", "t, the rounds so far", 2.5, 0.4, 5, 0.05, { show: (n) => `t = ${Math.round(10 ** n)}` }),
    toggle("optimism.log", "logarithmic pulls", true),
    slider("optimism.arms", "k, the arms of the bound", 10, 2, 200, 1),
    slider("optimism.turns", "T, the rounds of the bound", 4, 1.5, 5, 0.1, { show: (n) => `T = ${Math.round(10 ** n)}` }));
  const bonus = new Chart(document.querySelector('#optimism [data-figure="bonus"]'), { redraw: () => update.ask() });
  const bounds = new Chart(document.querySelector('#optimism [data-figure="bounds"]'), { redraw: () => update.ask() });
  [bonus.name, bounds.name] = ["bonus", "bounds"];
  const study = {
    name: "optimism", horizon: 1000, replications: 1,
    environment: { kind: "bernoulli", means: [0.4, 0.6] }, policies: ["ucb1"],
  };
  const update = new Newest(async (signal) => {
    const answers = await Promise.all([
      ask("figure", { study, kind: "bonus", moments: [Math.max(2, Math.round(10 ** state.get("optimism.round")))],
        logX: state.get("optimism.log"), view: bonus.view }, signal),
      ask("figure", { study, kind: "bounds", arms: [state.get("optimism.arms")],
        rounds: Math.round(10 ** state.get("optimism.turns")), view: bounds.view }, signal),
    ]);
    bonus.show(answers[0]);
    bounds.show(answers[1]);
  }, (error) => [bonus, bounds].forEach((chart) => chart.fail(error)));
  state.watch((key) => key.startsWith("optimism.") && update.ask());
  update.now();
}
