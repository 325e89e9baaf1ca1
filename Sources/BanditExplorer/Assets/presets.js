// Buttons that set several controls of a section at once, with what is then to be seen.

import * as state from "./state.js";
import { h, part } from "./dom.js";

// `presets` are a button's label, its settings by their names in the section, and its lesson.
export function beginPresets(section, presets) {
  const isSet = (values) => Object.entries(values).every(([name, value]) =>
    JSON.stringify(state.get(`${section}.${name}`)) === JSON.stringify(value));
  const buttons = presets.map(([label, values]) => h("button", { type: "button",
    onclick: () => Object.entries(values).forEach(([name, value]) => state.set(`${section}.${name}`, value)) }, label));
  part(section, "presets").append(...buttons);
  const refresh = () => {
    const current = presets.findIndex(([, values]) => isSet(values));
    buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(index === current)));
    const lesson = presets[current]?.[2] ?? "";
    // What is said again would be read again.
    if (part(section, "lesson").textContent !== lesson) part(section, "lesson").textContent = lesson;
  };
  state.watch(refresh);
  refresh();
}
