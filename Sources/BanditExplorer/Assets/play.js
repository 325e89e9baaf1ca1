// Section 1: a person against a policy on the same machines, with the same luck in every round.

import * as state from "./state.js";
import { ask } from "./api.js";
import { Newest } from "./newest.js";
import { choice, h, number, part, slider, tie } from "./dom.js";
import { alike } from "./words.js";

// Each with its name and with how it chooses.
const opponents = [
  ["random", "random pulls", "any machine is pulled, whatever was seen"],
  ["epsilon-greedy", "ε-greedy, ε = 0.1", "the machine with the best average so far is pulled, but in one round of ten any machine"],
  ["ucb1", "UCB1", "each machine has the sum of its average and a bonus, large for what was tried little; the highest sum is pulled"],
  ["thompson", "Thompson sampling", "each machine's chance is guessed at random, the closer the more was seen of it; the highest guess is pulled"],
  ["tsc", "two-level Thompson (TSC)", "Thompson sampling twice, among the rooms first, then among the machines of the chosen room"],
];

export function begin() {
  let pulls = [];
  part("play", "controls").append(
    slider("play.rooms", "Rooms", 3, 1, 6, 1),
    slider("play.machines", "Machines in a room", 3, 1, 6, 1),
    slider("play.cohesion", "In a room they are", 20, 2, 200, 1, { show: alike }),
    slider("play.budget", "Your budget", 40, 10, 100, 5, { show: (n) => `${n} pulls` }),
    choice("play.against", "You play against", "random", opponents.map(([kind, name]) => [kind, name])),
    h("div", { class: "buttons" },
      h("button", { type: "button", class: "main", onclick: () => restart() }, "New game")));

  // One machine alone is no choice.
  tie("play.rooms", "play.machines", (moved) => {
    const other = moved === "play.rooms" ? "play.machines" : "play.rooms";
    return state.get(moved) === 1 ? Math.max(2, state.get(other)) : state.get(other);
  });
  if (state.get("play.rooms") * state.get("play.machines") < 2) state.set("play.machines", 2);

  const question = () => {
    const rooms = state.get("play.rooms");
    const arms = rooms * state.get("play.machines");
    const kind = state.get("play.against");
    const policy = kind === "epsilon-greedy" ? { kind, epsilon: 0.1 } : { kind };
    return {
      study: {
        name: "game", horizon: state.get("play.budget"), replications: 1,
        environment: { kind: "beta-clusters", arms, clusters: rooms,
          cohesion: state.get("play.cohesion"), centre: [0.1, 0.8] },
        policies: [{ label: "opponent", ...policy }],
      },
      seed: state.get("seed"), replication: state.get("play.game"), pulls,
    };
  };
  state.declare("play.game", 0);

  const turn = new Newest(async (signal) => draw(await ask("game", question(), signal)), (error) => {
    part("play", "score").textContent = `${error.message}; ${error.hint}`;
    part("play", "rooms").replaceChildren();
    part("play", "truth").replaceChildren();
  });
  const explain = () => {
    const [, name, way] = opponents.find(([kind]) => kind === state.get("play.against"));
    part("play", "opponent").textContent = `${name[0].toUpperCase()}${name.slice(1)}: ${way}.`;
  };
  const restart = () => {
    pulls = [];
    state.set("play.game", state.get("play.game") + 1);
    turn.now();
  };

  function draw(game) {
    const isOver = game.truth !== undefined;
    const last = pulls.length - 1;
    const score = part("play", "score");
    const names = Object.fromEntries(opponents.map(([kind, name]) => [kind, name]));
    score.textContent = pulls.length === 0
      ? `Game ${state.get("play.game") + 1} of this seed: you have ${game.budget} pulls. Choose a machine.`
      : `You ${number(game.player.total, 0)}, ${names[state.get("play.against")]} ${number(game.policy.total, 0)}` +
        (isOver ? `. ${verdict(game)}` : `; ${game.budget - pulls.length} pulls left.`);
    const rooms = [];
    game.clusterOfArm.forEach((cluster, arm) => {
      rooms[cluster] ??= [];
      const mine = game.player.arms.map((one, round) => [one, game.player.rewards[round]]).filter(([one]) => one === arm);
      const wins = mine.filter(([, reward]) => reward > 0).length;
      const isLast = last >= 0 && pulls[last] === arm;
      const mark = isLast ? (game.player.rewards[last] > 0 ? " paid" : " missed") : "";
      rooms[cluster].push(h("button", {
        type: "button", class: `machine${mark}`, disabled: isOver, "data-arm": arm,
        "aria-label": `Machine ${arm + 1}: paid ${wins} of ${mine.length} pulls`,
        onclick: () => {
          // A second click may come before the first one is answered.
          if (pulls.length >= game.budget) return;
          pulls.push(arm);
          turn.now();
        },
      }, h("b", {}, `Machine ${arm + 1}`), h("small", {}, mine.length ? `${wins} of ${mine.length} paid` : "not pulled yet"),
      h("small", {}, isLast ? (game.player.rewards[last] > 0 ? "last: paid ✓" : "last: nothing") : "\u00a0")));
    });
    const focus = document.activeElement?.dataset?.arm;
    part("play", "rooms").replaceChildren(...rooms.map((machines, room) =>
      h("div", { class: "room", role: "group", "aria-label": `Room ${room + 1}` },
        h("h3", {}, `Room ${room + 1}`), h("div", { class: "machines" }, ...machines))));
    if (focus !== undefined) document.querySelector(`[data-arm="${focus}"]`)?.focus();
    part("play", "truth").replaceChildren(...(isOver ? [truth(game)] : []));
  }

  const verdict = (game) => {
    const [mine, theirs] = [game.player.total, game.policy.total];
    const best = `Always the best machine earns ${number(game.truth.oracle)} on average. On average your choices cost ` +
      `${number(game.truth.playerRegret)} of that, the policy's ${number(game.truth.policyRegret)}: this is their regret.`;
    return (mine > theirs ? "You won. " : mine < theirs ? "You lost. " : "A draw. ") + best;
  };

  function truth(game) {
    const count = (side, arm) => side.arms.filter((one) => one === arm).length;
    const rows = game.truth.means.map((mean, arm) => h("tr", { class: arm === game.truth.best ? "best" : "" },
      h("td", {}, `Machine ${arm + 1}`), h("td", {}, `${game.clusterOfArm[arm] + 1}`),
      h("td", { "data-value": mean }, number(mean, 2)), h("td", {}, count(game.player, arm)),
      h("td", {}, count(game.policy, arm)), h("td", {}, number(game.truth.believed[arm], 2))));
    return h("div", { class: "scroll" }, h("table", {}, h("caption", {}, "The truth; ★ is the best machine. Its average: what the policy saw the machine pay"),
      h("thead", {}, h("tr", {}, ...["machine", "room", "chance", "your pulls", "its pulls", "its average"].map((text) =>
        h("th", { scope: "col" }, text)))), h("tbody", {}, ...rows)));
  }

  state.watch((key) => {
    if (key === "play.game" || !(key.startsWith("play.") || key === "seed")) return;
    pulls = [];
    explain();
    turn.ask();
  });
  explain();
  turn.now();
}
