// Goes through the rounds of a run, forward and back: by the slider, by keys, by itself.

import * as state from "./state.js";
import { h } from "./dom.js";

const players = [];
const isStill = matchMedia("(prefers-reduced-motion: reduce)");

export class Player {
  // `show(round)` is called for every round that is to be seen.
  constructor(place, key, show) {
    this.key = `${key}.round`;
    this.show = show;
    state.declare(this.key, 1);
    this.input = h("input", { type: "range", min: 1, max: 1, step: 1, "aria-label": "Round of the run" });
    this.output = h("output", {});
    this.button = h("button", { type: "button", class: "main", "aria-pressed": "false",
      onclick: () => this.toggle() }, "Play");
    this.input.addEventListener("input", () => {
      this.pause();
      state.set(this.key, Number(this.input.value));
    });
    state.watch((changed) => changed === this.key && this.refresh());
    place.replaceChildren(h("div", { class: "player" }, this.button,
      h("button", { type: "button", "aria-label": "One round back", onclick: () => this.move(-1) }, "◀"),
      h("button", { type: "button", "aria-label": "One round forward", onclick: () => this.move(1) }, "▶"),
      this.input, this.output));
    // A run plays only while its picture is in sight; what nobody sees waits.
    this.isInSight = false;
    this.picture = place.parentElement.querySelector("[data-figure]");
    new IntersectionObserver((entries) => {
      const wasInSight = this.isInSight;
      this.isInSight = entries.at(-1).isIntersecting;
      if (this.isInSight && !wasInSight) this.goOn();
    }, { threshold: 0.3 }).observe(this.picture);
    players.push(this);
  }

  // A run of so many rounds is there.
  load(rounds) {
    this.input.max = rounds;
    if (state.get(this.key) > rounds) state.set(this.key, rounds);
    this.refresh();
  }

  get round() {
    return Math.min(Math.max(1, state.get(this.key)), Number(this.input.max));
  }

  refresh() {
    this.input.value = this.round;
    this.output.textContent = `round ${this.round} of ${this.input.max}`;
    this.input.setAttribute("aria-valuetext", this.output.textContent);
    this.show(this.round);
  }

  move(by) {
    this.pause();
    state.set(this.key, Math.min(Math.max(1, this.round + by), Number(this.input.max)));
  }

  toggle() {
    if (this.isPlaying) return this.pause();
    if (this.round >= Number(this.input.max)) state.set(this.key, 1);
    this.isPlaying = true;
    this.button.textContent = "Pause";
    this.button.setAttribute("aria-pressed", "true");
    this.debt = 0;
    this.goOn();
  }

  goOn() {
    this.last = performance.now();
    cancelAnimationFrame(this.next);
    this.next = requestAnimationFrame((now) => this.frame(now));
  }

  // Begins by itself, for those who like things that move.
  open() {
    if (!isStill.matches && !this.isPlaying) this.toggle();
  }

  pause() {
    this.isPlaying = false;
    this.button.textContent = "Play";
    this.button.setAttribute("aria-pressed", "false");
  }

  frame(now) {
    if (!this.isPlaying || !this.isInSight) return;
    // A page that was not drawn for a while goes on where it was.
    this.debt += (Math.min(now - this.last, 250) / 1000) * state.get("speed");
    this.last = now;
    // Who wants less motion gets a step a second, and not a film.
    const due = isStill.matches ? Math.floor(this.debt / state.get("speed")) * state.get("speed") : Math.floor(this.debt);
    if (due >= 1) {
      this.debt -= due;
      const next = Math.min(this.round + due, Number(this.input.max));
      state.set(this.key, next);
      if (next >= Number(this.input.max)) return this.pause();
    }
    this.next = requestAnimationFrame((time) => this.frame(time));
  }

  // How far from the middle of the window its picture is.
  get distance() {
    const { top, bottom } = this.picture.getBoundingClientRect();
    return Math.max(0, top - innerHeight / 2, innerHeight / 2 - bottom);
  }

  // The button in the bar: the run whose picture is nearest, brought into sight if it is not.
  static step() {
    const player = players.toSorted((one, other) => one.distance - other.distance)[0];
    if (!player) return;
    if (!player.isInSight) player.picture.scrollIntoView({ block: "center" });
    player.move(1);
  }
}
