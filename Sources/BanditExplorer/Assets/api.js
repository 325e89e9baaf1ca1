// Asks the program. Every question carries the token of the address; an answer that is no longer wanted is
// given up, and the program stops computing it.

export const token = new URLSearchParams(location.search).get("token") || "";

export class Refused extends Error {
  constructor(answer) {
    super(answer.error || "the program gave no answer");
    this.hint = answer.hint || "";
    this.status = answer.status;
  }
}

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

async function follow(name, question, signal, handle) {
  const response = await post(name, question, signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    let end;
    while ((end = text.indexOf("\n\n")) >= 0) {
      const event = { event: "", data: "" };
      for (const line of text.slice(0, end).split("\n")) {
        const colon = line.indexOf(": ");
        event[line.slice(0, colon)] = line.slice(colon + 2);
      }
      text = text.slice(end + 2);
      if (event.event === "refused") throw new Refused(JSON.parse(event.data));
      handle(event.event, JSON.parse(event.data));
    }
  }
}

// Runs the newest of many wishes. A new one gives the one before up, but not before that has shown something or
// had its time: else a drag that never rests would never show anything.
export class Newest {
  // `work(signal, shown)` calls `shown()` when there is something to see.
  constructor(work, failed) {
    this.work = work;
    this.failed = failed;
    this.running = null;
    this.isWanted = false;
  }

  // Asks again, at most once in a frame.
  ask() {
    if (this.isWanted) return;
    this.isWanted = true;
    requestAnimationFrame(() => this.next());
  }

  next() {
    if (!this.isWanted) return;
    const run = this.running;
    const left = run && !run.hasShown ? run.begun + 250 - performance.now() : 0;
    if (left > 0) return setTimeout(() => this.next(), Math.min(left, 20));
    this.now();
  }

  async now() {
    this.isWanted = false;
    if (this.running) this.running.controller.abort();
    const run = { controller: new AbortController(), begun: performance.now(), hasShown: false };
    this.running = run;
    const { signal } = run.controller;
    try {
      await this.work(signal, () => (run.hasShown = true));
    } catch (error) {
      if (!signal.aborted) this.failed(error);
    }
    run.hasShown = true;
    if (this.running === run) this.running = null;
  }
}
