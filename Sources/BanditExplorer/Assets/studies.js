// Section 7: the studies that come with the program.

import * as state from "./state.js";
import { ask, listen } from "./api.js";
import { Newest } from "./newest.js";
import { Chart } from "./figure.js";
import { choice, h, part, reporter, resultTable, slider, toggle } from "./dom.js";
import { takeAway } from "./takeaway.js";

export function begin(catalogue) {
  const studies = catalogue.shipped;
  if (!studies.length) {
    part("studies", "status").textContent = "There are no shipped experiments here.";
    return;
  }
  const first = studies.some((one) => one.name === "three-arm-oracle") ? "three-arm-oracle" : studies[0].name;
  const command = h("code", {});
  const length = h("span", {});
  part("studies", "controls").append(
    choice("studies.name", "Study", first, studies.map((one) => [one.name, `${one.name}: ${one.title}`]), { isWide: true }),
    choice("studies.kind", "Figure", "average-reward", [["average-reward", "average reward against rounds"], ["regret", "regret against rounds"],
      ["raster", "what each arm paid in one run"], ["pulls", "which arms one run pulls"]]),
    slider("studies.runs", "Repetitions", 20, 2, 200, 2),
    slider("studies.turns", "At most so many rounds", 3, 2, 4, 0.1, { show: (n) => `${Math.round(10 ** n)}` }),
    toggle("studies.log", "logarithmic rounds", true));
  part("studies", "status").before(h("p", { class: "note" }, "The same numbers: ", command, length));
  const chart = new Chart(part("studies", "figure"), { redraw: () => update.ask(), study: () => takeAway(question()) });
  chart.name = "study";
  const status = part("studies", "status");
  const own = () => studies.find((one) => one.name === state.get("studies.name"));
  let shownName = "";
  const question = () => ({
    shipped: state.get("studies.name"), seed: state.get("seed"), replications: state.get("studies.runs"),
    horizon: Math.min(Math.round(10 ** state.get("studies.turns")), own().rounds),
  });
  const update = new Newest(async (signal, shown) => {
    const asked = question();
    // A picture of another study does not stand while this one is computed.
    if (shownName === asked.shipped) chart.wait();
    else chart.clear("computing …");
    status.textContent = "computing …";
    part("studies", "table").replaceChildren();
    shownName = asked.shipped;
    command.textContent = `cluster-bandit run ${asked.shipped} --seed ${asked.seed} --replications ${asked.replications} --horizon ${asked.horizon}`;
    length.textContent = asked.horizon < own().rounds ? ` (the study itself plays ${own().rounds} rounds)` : "";
    if (["raster", "pulls"].includes(state.get("studies.kind"))) {
      const question = { ...asked, kind: state.get("studies.kind"), logX: state.get("studies.log"), view: chart.view };
      chart.show(await ask("figure", question, signal));
      status.textContent = "one run, complete";
      return part("studies", "table").replaceChildren();
    }
    const report = reporter(status);
    await listen("experiment", { ...asked, kind: state.get("studies.kind"), logX: state.get("studies.log"), view: chart.view }, signal, (kind, value) => {
      report(kind, value);
      if (kind !== "picture") return;
      chart.show(value.figure);
      shown();
      part("studies", "table").replaceChildren(resultTable(value.rows, "mean regret"));
    });
  }, (error) => {
    status.textContent = "";
    part("studies", "table").replaceChildren();
    command.textContent = "none with these settings";
    length.textContent = "";
    chart.fail(error);
  });
  state.watch((key) => (key.startsWith("studies.") || key === "seed") && update.ask());
  update.now();
}
