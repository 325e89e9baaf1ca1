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
