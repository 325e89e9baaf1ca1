// A figure of the program on the page: shapes that were laid out there, a cursor that is laid on them here,
// and what a person may take away.

import { isRecorded } from "./api.js";
import { h } from "./dom.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const figures = [];
let count = 0;

export class Chart {
  // `redraw` is called when the page gets another width or other colors; `study` gives a promise of a file.
  constructor(place, { redraw = () => {}, study = null, empty = "…" } = {}) {
    this.id = `chart${++count}`;
    this.redraw = redraw;
    this.answer = null;
    this.canvas = h("div", { class: "canvas" }, h("div", { class: "empty" }, empty));
    this.caption = h("p", { class: "caption" });
    const tools = h("div", { class: "tools buttons", hidden: true },
      h("button", { type: "button", onclick: () => this.save("svg", "image/svg+xml") }, "SVG"));
    // The numbers of every picture of a recording would be ten times as long as all else.
    if (!isRecorded) tools.append(h("button", { type: "button", onclick: () => this.save("csv", "text/csv") }, "CSV"));
    if (study) tools.append(h("button", { type: "button", onclick: () => study().catch((error) => this.complain(error)) }, "Experiment file"));
    this.tools = tools;
    this.element = h("figure", { class: "chart" }, this.canvas, this.caption, tools);
    place.replaceChildren(this.element);
    figures.push(this);
  }

  // What the program must know to lay it out.
  get view() {
    const width = Math.max(240, Math.floor(this.element.clientWidth || 320));
    this.width = width;
    return { width, dark: dark.matches, id: this.id };
  }

  show(answer) {
    this.answer = answer;
    this.tools.hidden = false;
    // A figure that came with another one was asked for at that one's width.
    this.width ??= this.view.width;
    this.isDark ??= dark.matches;
    const shapes = new DOMParser().parseFromString(answer.svg, "image/svg+xml").documentElement;
    this.canvas.replaceChildren(document.importNode(shapes, true));
    this.canvas.classList.remove("waiting");
    this.caption.classList.remove("problem");
    this.caption.textContent = answer.caption;
    this.veils = answer.panels.map((panel) => {
      const veil = h("div", { class: "veil", hidden: true });
      this.canvas.append(veil);
      return veil;
    });
    if (this.cursor !== undefined) this.coverFrom(this.cursor);
  }

  // Covers what is after a value of the x axis; nothing is asked of the program for that.
  coverFrom(value) {
    this.cursor = value;
    if (!this.answer) return;
    const box = this.canvas.querySelector("svg").viewBox.baseVal;
    this.answer.panels.forEach((panel, index) => {
      const axis = panel.x;
      const place = (x) => (axis.isLog ? Math.log(x) : x);
      const share = (place(value) - place(axis.lower)) / (place(axis.upper) - place(axis.lower));
      const left = Math.min(panel.right, Math.max(panel.left, axis.start + share * (axis.end - axis.start)));
      // Marks at the last round reach beyond the axis.
      const right = left < panel.right ? panel.right + 5 : panel.right;
      const veil = this.veils[index];
      veil.hidden = false;
      veil.style.left = `${(100 * left) / box.width}%`;
      veil.style.width = `${(100 * (right - left)) / box.width}%`;
      veil.style.top = `${(100 * panel.top) / box.height}%`;
      veil.style.height = `${(100 * (panel.bottom - panel.top)) / box.height}%`;
    });
  }

  wait() {
    this.canvas.classList.add("waiting");
  }

  // Shows no picture, for one of something else would contradict the page.
  clear(words) {
    this.answer = null;
    this.tools.hidden = true;
    this.canvas.classList.remove("waiting");
    this.canvas.replaceChildren(h("div", { class: "empty" }, words));
    this.caption.classList.remove("problem");
    this.caption.textContent = "";
  }

  fail(error) {
    this.clear("no picture");
    this.complain(error);
  }

  // Says what went wrong beside the picture.
  complain(error) {
    this.caption.classList.add("problem");
    this.caption.textContent = error.hint ? `${error.message}; ${error.hint}` : error.message;
  }

  save(ending, type) {
    if (this.answer) save(this.answer[ending], `${this.name || "figure"}.${ending}`, type);
  }
}

// Hands a person a file.
export function save(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const redrawAll = () => {
  for (const figure of figures) {
    const width = Math.max(240, Math.floor(figure.element.clientWidth || 320));
    const isStale = figure.answer && (width !== figure.width || figure.isDark !== dark.matches);
    // Noted here, because a figure that comes with another one never asks by itself.
    if (figure.answer) figure.width = width;
    figure.isDark = dark.matches;
    if (isStale) figure.redraw();
  }
};
let timer = 0;
new ResizeObserver(() => {
  clearTimeout(timer);
  timer = setTimeout(redrawAll, 200);
}).observe(document.documentElement);
dark.addEventListener("change", redrawAll);
