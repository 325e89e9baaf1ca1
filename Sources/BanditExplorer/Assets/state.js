// What a person set, as the address keeps it behind '#': everything that differs from how the page starts.

const defaults = new Map();
const values = new Map();
const watchers = [];
let timer = 0;

// A link to a section, such as '#play', sets nothing.
const told = location.hash.includes("=") ? location.hash.slice(1) : "";
for (const [key, text] of new URLSearchParams(told)) values.set(key, text);

function read(text, standard) {
  if (typeof standard === "number") {
    const number = Number(text);
    return text !== "" && Number.isFinite(number) ? number : standard;
  }
  if (typeof standard === "boolean") return text === "true";
  if (typeof standard === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return standard;
  }
}

// Declares a setting with its value at the start.
export function declare(key, standard) {
  if (defaults.has(key)) return;
  defaults.set(key, standard);
  values.set(key, values.has(key) ? read(values.get(key), standard) : standard);
}

export const get = (key) => values.get(key);

export function set(key, value) {
  if (JSON.stringify(values.get(key)) === JSON.stringify(value)) return;
  values.set(key, value);
  // A browser refuses an address that changes with every frame.
  timer ||= setTimeout(() => {
    timer = 0;
    history.replaceState(null, "", link());
  }, 250);
  for (const watcher of watchers) watcher(key, value);
}

// The address with all that differs from the start.
export function link() {
  const changed = new URLSearchParams();
  for (const [key, value] of values) {
    const standard = defaults.get(key);
    if (JSON.stringify(value) === JSON.stringify(standard)) continue;
    changed.set(key, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  const text = changed.toString();
  return location.pathname + location.search + (text ? `#${text}` : "");
}

// `watcher(key, value)` hears of every change.
export function watch(watcher) {
  watchers.push(watcher);
}
