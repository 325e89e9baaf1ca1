// Elements in one line, and the controls of the page: each is labelled, keeps its value in the address, and
// works by key, pointer and touch because the browser's own controls do.

import * as state from "./state.js";
import { recordedValues } from "./api.js";

export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else if (typeof value === "boolean") element.toggleAttribute(key, value);
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

export const part = (section, name) => document.querySelector(`#${section} [data-${name}]`);

// Says something in the bar, such as what was not taken as it was given.
export const say = (text) => (document.getElementById("bar-status").textContent = text);

// A control that is shown only while it matters.
export function when(matters, field) {
  const refresh = () => field.toggleAttribute("hidden", !matters());
  state.watch(refresh);
  refresh();
  return field;
}

// Two settings of which neither may be impossible beside the other: the one that was moved stays, and
// `follow(moved)` gives the other one's new value.
export function tie(first, second, follow) {
  state.watch((key) => {
    const other = key === first ? second : key === second ? first : null;
    if (other) state.set(other, follow(key));
  });
}

const identifier = (key) => `control-${key.replace(/[^a-z0-9]/gi, "-")}`;

// Declares a setting of which perhaps only some values can be shown; returns these, or null.
function declare(key, standard) {
  state.declare(key, standard);
  const recorded = recordedValues(key);
  if (recorded && !recorded.includes(state.get(key))) state.set(key, standard);
  return recorded;
}

// What cannot be changed.
const fixed = (label, text) =>
  h("div", { class: "field fixed" }, h("div", { class: "head" }, h("span", {}, label), h("output", {}, text)));

// A number on a slider. `show` says it in words.
export function slider(key, label, standard, min, max, step, { show = String, title = "" } = {}) {
  const id = identifier(key);
  const recorded = declare(key, standard);
  if (recorded && recorded.length < 2) return fixed(label, show(standard));
  // Where only some values can be shown, the slider goes from one to the next.
  const scale = recorded ? { min: 0, max: recorded.length - 1, step: 1 } : { min, max, step };
  const output = h("output", { for: id });
  const input = h("input", { id, type: "range", ...scale, title });
  const refresh = () => {
    const value = state.get(key);
    input.value = recorded ? recorded.indexOf(value) : value;
    // What the slider cannot show is not played either.
    if (!recorded && Number(input.value) !== value) {
      say(`${label}: ${value} is none of ${min} to ${max}; ${input.value} is taken.`);
      return state.set(key, Number(input.value));
    }
    output.textContent = show(recorded ? value : Number(input.value));
    input.setAttribute("aria-valuetext", output.textContent);
  };
  input.addEventListener("input", () => state.set(key, recorded ? recorded[input.value] : Number(input.value)));
  state.watch((changed) => changed === key && refresh());
  refresh();
  return h("div", { class: "field" },
    h("div", { class: "head" }, h("label", { for: id }, label), output), input);
}

// One of a few words; `options` are pairs of a value and what is read.
export function choice(key, label, standard, options, { isWide = false } = {}) {
  const id = identifier(key);
  const recorded = declare(key, standard);
  if (recorded && recorded.length < 2) return fixed(label, options.find(([value]) => value === standard)[1]);
  const select = h("select", { id });
  for (const [value, text] of options.filter(([value]) => !recorded || recorded.includes(value))) select.append(h("option", { value }, text));
  const refresh = () => {
    select.value = state.get(key);
    if (select.selectedIndex < 0) state.set(key, standard);
  };
  select.addEventListener("change", () => state.set(key, select.value));
  state.watch((changed) => changed === key && refresh());
  refresh();
  return h("div", { class: isWide ? "field wide" : "field" }, h("label", { for: id }, label), select);
}

// Yes or no.
export function toggle(key, label, standard) {
  const id = identifier(key);
  const recorded = declare(key, standard);
  if (recorded && recorded.length < 2) return "";
  const input = h("input", { id, type: "checkbox" });
  const refresh = () => (input.checked = state.get(key));
  input.addEventListener("change", () => state.set(key, input.checked));
  state.watch((changed) => changed === key && refresh());
  refresh();
  return h("div", { class: "field check" }, input, h("label", { for: id }, label));
}

// A number as people write it, with a true minus; a dash for what is none.
export function number(value, digits = 1) {
  if (!Number.isFinite(value)) return "–";
  return value.toFixed(digits).replace("-", "−");
}

// Says how far a run is: hears the events of its stream.
export function reporter(place) {
  let count = "";
  return (kind, value) => {
    if (kind === "picture") count = `${value.replications} of ${value.wanted} repetitions`;
    const share = kind === "progress" ? `${Math.round(100 * value.done)} % of the pulls are done` : "";
    place.textContent = kind === "end" ? `${count}, complete` : [count, share].filter(Boolean).join("; ");
  };
}

// A table of measured means; `data-value` holds each number in full.
export function resultTable(rows, what) {
  const several = new Set(rows.map((row) => row.environment)).size > 1;
  const head = h("tr", {}, ...(several ? [h("th", { class: "word", scope: "col" }, "environment")] : []),
    h("th", { class: "word", scope: "col" }, "policy"), h("th", { scope: "col" }, what),
    h("th", { scope: "col" }, "± s.e."), h("th", { scope: "col" }, "95 % interval"));
  const body = rows.map((row) =>
    h("tr", { "data-policy": row.policy, "data-environment": row.environment },
      ...(several ? [h("td", { class: "word" }, row.environment)] : []),
      h("td", { class: "word" }, row.policy),
      h("td", { "data-value": row.mean }, number(row.mean)),
      h("td", { "data-value": row.standardError ?? "" }, number(row.standardError)),
      h("td", {}, row.low === undefined ? "–" : `${number(row.low)} to ${number(row.high)}`)));
  return h("div", { class: "scroll" },
    h("table", {}, h("caption", {}, "At the last round"), h("thead", {}, head), h("tbody", {}, ...body)));
}
