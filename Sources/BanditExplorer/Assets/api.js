// Asks the program. Every question carries the token of the address; an answer that is no longer wanted is
// given up, and the program stops computing it. A page that was written to a file has recording.js in its place.

import { Refused } from "./refused.js";

export const isRecorded = false;

// The values of a setting that can be shown; null for all.
export const recordedValues = () => null;

export const token = new URLSearchParams(location.search).get("token") || "";

async function post(name, question, signal) {
  let response;
  try {
    response = await fetch(`/api/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Explorer-Token": token },
      body: JSON.stringify(question),
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused({ error: "the program has ended", hint: "start 'cluster-bandit explore' again" });
  }
  if (!response.ok) {
    throw new Refused(await response.json().catch(() => ({ error: `status ${response.status}` })));
  }
  return response;
}

// The whole answer at once.
export async function ask(name, question, signal) {
  return (await post(name, question, signal)).json();
}

// The program runs two experiments at once; the sections of the page wait for each other.
const queue = [];
let free = 2;

async function waitForTurn(signal) {
  if (free > 0) return free--;
  await new Promise((resolve, reject) => {
    queue.push(resolve);
    signal.addEventListener("abort", () => {
      const place = queue.indexOf(resolve);
      if (place >= 0) queue.splice(place, 1);
      reject(signal.reason);
    });
  });
}

function endTurn() {
  const next = queue.shift();
  if (next) next();
  else free++;
}

// Events as they come: `handle(kind, value)` for each.
export async function listen(name, question, signal, handle) {
  await waitForTurn(signal);
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        return await follow(name, question, signal, handle);
      } catch (error) {
        // Another tab may have both runs, or one that was given up takes a moment to end.
        if (error.status !== 429 || attempt === 20) throw error;
        await new Promise((resolve) => setTimeout(resolve, 300));
        signal.throwIfAborted();
      }
    }
  } finally {
    endTurn();
  }
}

// What stands in an event: its kind and its value.
function read(lines) {
  const event = {};
  for (const line of lines.split("\n")) {
    const colon = line.indexOf(": ");
    event[line.slice(0, colon)] = line.slice(colon + 2);
  }
  try {
    return [event.event, JSON.parse(event.data)];
  } catch {
    throw new Refused({ error: "the answer is not understood", hint: "reload the page" });
  }
}

async function follow(name, question, signal, handle) {
  const response = await post(name, question, signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let isOver = false;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    let end;
    while ((end = text.indexOf("\n\n")) >= 0) {
      const [kind, value] = read(text.slice(0, end));
      text = text.slice(end + 2);
      if (kind === "refused") throw new Refused(value);
      isOver ||= kind === "end";
      handle(kind, value);
    }
  }
  if (!isOver) throw new Refused({ error: "the answer ended too early", hint: "start 'cluster-bandit explore' again if it has ended" });
}
