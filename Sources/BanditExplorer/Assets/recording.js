// Answers that were recorded, in the place of a program that computes them: a page in a file reads all of them from
// itself.

import { Refused } from "./refused.js";

const { settings, answers } = JSON.parse(document.getElementById("recording").textContent);

export const isRecorded = true;
export const token = "";

// The values of a setting that can be shown; none where it has only the one that it starts with.
export const recordedValues = (key) => settings[key] ?? [];

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
};

// A question is the same whatever the order of its keys and the look of its figure.
const name = (route, { view, ...question }) => JSON.stringify([route, sorted(question)]);

const recorded = new Map();
for (const one of answers) {
  const key = name(one.route, one.question);
  recorded.set(key, [...(recorded.get(key) ?? []), one]);
}

// All sizes in which an answer was recorded. Of what is asked after some round the last one before it will do.
function find(route, question) {
  const [round] = question.moments ?? [0];
  for (let last = round; last >= 0; last--) {
    const found = recorded.get(name(route, round ? { ...question, moments: [last] } : question));
    if (found) return found;
  }
  throw new Refused({ error: "this was not recorded", hint: "'cluster-bandit explore' computes it" });
}

export async function ask(route, question) {
  const sizes = find(route, question);
  const far = (one) => Math.abs(Math.log((question.view?.width ?? 1) / (one.width ?? 1)));
  const { status, answer } = sizes.reduce((best, one) => (far(one) < far(best) ? one : best));
  if (status !== 200) throw new Refused(answer);
  return answer;
}

export async function listen(route, question, signal, handle) {
  handle("picture", await ask(route, question));
  handle("end", {});
}
