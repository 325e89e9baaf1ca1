// Why a policy chose: what it compared, as the engine told it, in words and numbers.

import { number } from "./dom.js";

// A choice names its first candidate; the scores of the others follow.
export const scoreOf = (choice, candidate) => choice?.values[candidate - choice.first];

// What the compared numbers are called; nothing where none were compared.
export const scoreName = (choice) => ({ draw: "draw", index: "index", mean: "average" })[choice?.basis] ?? "";

// Why one was chosen, as the end of a sentence.
export function reason(choice, candidate) {
  const own = scoreOf(choice, candidate);
  const others = (choice?.values ?? []).filter((_, place) => place !== candidate - choice.first);
  // As many digits as tell it from the next one.
  let digits = 2;
  while (digits < 6 && others.some((one) => one !== own && one.toFixed(digits) === own.toFixed(digits))) digits++;
  const score = number(own, digits);
  const isFirst = others.every((one) => one < own);
  return {
    draw: `its draw, ${score}, was the highest`,
    index: isFirst ? `its index, ${score}, was the highest` : `no index was above its own, ${score}`,
    mean: `no average was above its own, ${score}`,
    unpulled: "what was never pulled comes first",
    chance: "this round was left to chance",
  }[choice?.basis] ?? "this policy tells no reason";
}

// How the choice among candidates is made.
export function rule(choice, what) {
  return {
    draw: `A random number (◆) is drawn from the posterior of each ${what}. The highest draw is chosen.`,
    index: `The index (◆) of each ${what} is its average plus a bonus for few pulls. The highest index is chosen.`,
    mean: `The ${what} of the highest average (◆) is chosen.`,
    unpulled: `Nothing is compared yet: each ${what} that was never pulled comes first.`,
    chance: `Nothing is compared: the ${what} is left to chance.`,
  }[choice?.basis] ?? "What is compared is not told.";
}
