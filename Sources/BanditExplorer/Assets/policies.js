// A choice of policies from the catalogue, each with the parameters that are numbers, words or flags.

import * as state from "./state.js";
import { h, say } from "./dom.js";

// `key` holds a list of policies as an experiment file has them.
export function policyPicker(place, key, standard, catalogue) {
  state.declare(key, standard);
  const kinds = new Map(catalogue.policies.map((kind) => [kind.name, kind]));
  const change = (index, name, value) => {
    const list = structuredClone(state.get(key));
    if (value === "") delete list[index][name];
    else list[index][name] = value;
    list[index].label = label(list[index], list, index);
    state.set(key, list);
  };

  const field = (policy, index, parameter) => {
    const id = `${key}-${index}-${parameter.name}`.replace(/[^a-z0-9-]/gi, "-");
    let input;
    if (parameter.type === "choice") {
      input = h("select", { id }, h("option", { value: "" }, parameter.standard ?? "as usual"),
        ...parameter.choices.map((word) => h("option", { value: word }, word)));
      input.value = typeof policy[parameter.name] === "string" ? policy[parameter.name] : "";
    } else if (parameter.type === "flag") {
      input = h("select", { id }, ...["", "true", "false"].map((word) => h("option", { value: word }, word || "as usual")));
      input.value = String(policy[parameter.name] ?? "");
    } else {
      const bound = (value) => (Math.abs(value) < 1e6 ? { value } : {});
      input = h("input", { id, type: "number", step: parameter.type === "integer" ? 1 : "any",
        placeholder: parameter.standard?.slice(0, 18) ?? "",
        ...("value" in bound(parameter.lower) ? { min: parameter.lower } : {}),
        ...("value" in bound(parameter.upper) ? { max: parameter.upper } : {}) });
      input.value = policy[parameter.name] ?? "";
    }
    input.title = parameter.meaning;
    input.addEventListener("change", () => {
      if (input.type === "number" && input.value !== "") input.value = within(parameter, Number(input.value));
      const text = input.value;
      const value = text === "" ? "" : parameter.type === "flag" ? text === "true" : parameter.type === "choice" ? text : Number(text);
      change(index, parameter.name, value);
    });
    return h("div", { class: "field" }, h("label", { for: id }, parameter.name), input);
  };

  function draw() {
    const list = state.get(key);
    const cards = list.map((policy, index) => {
      const kind = kinds.get(policy.kind);
      const simple = kind?.parameters.filter((one) => !["ties", "search"].includes(one.name)) ?? [];
      return h("div", { class: "policy" },
        h("div", { class: "top" }, h("span", {}, policy.label),
          h("button", { type: "button", class: "small", "aria-label": `Remove ${policy.label}`, disabled: list.length < 2,
            onclick: () => state.set(key, list.toSpliced(index, 1)) }, "Remove")),
        h("p", {}, kind?.summary ?? policy.kind),
        simple.length === 0 ? "" : h("details", { open: simple.some((one) => one.isRequired) }, h("summary", {}, "Parameters"),
          h("div", { class: "inputs" }, ...simple.map((parameter) => field(policy, index, parameter)))));
    });
    const adder = h("select", { id: `${key}-add`.replace(".", "-") }, h("option", { value: "" }, "choose …"),
      ...catalogue.policies.map((kind) => h("option", { value: kind.name }, `${kind.name}: ${kind.summary}`.slice(0, 90))));
    adder.addEventListener("change", () => {
      const policy = { kind: adder.value };
      for (const one of kinds.get(adder.value).parameters) {
        if (one.isRequired) policy[one.name] = one.type === "choice" ? one.choices[0] : one.name === "epsilon" ? 0.1 : Math.max(one.lower ?? 0, 0.1);
      }
      const grown = [...list, policy];
      policy.label = label(policy, grown, grown.length - 1);
      state.set(key, grown);
    });
    const focused = document.activeElement?.id;
    place.replaceChildren(h("div", { class: "policies" }, ...cards,
      h("div", { class: "field" }, h("label", { for: adder.id }, "Add a policy"), adder)));
    if (focused?.startsWith(key.replaceAll(".", "-"))) document.getElementById(focused)?.focus();
  }
  state.watch((changed) => changed === key && draw());
  draw();
}

// A number as a parameter may have it; what was given else is said.
function within(parameter, given) {
  const [lower, upper] = [parameter.lower ?? -Infinity, parameter.upper ?? Infinity];
  const whole = parameter.type === "integer" ? Math.round(given) : given;
  const value = Math.min(upper, Math.max(lower, whole));
  say(value === given ? "" : `${parameter.name}: ${given} is none of its values, ${lower} to ${upper}; ${value} is taken.`);
  return value;
}

// A name that tells policies apart: the kind, and what differs from its defaults.
function label(policy, list, index) {
  const short = Object.entries(policy).filter(([name]) => name !== "kind" && name !== "label")
    .map(([name, value]) => `${name === "epsilon" ? "ε" : name} = ${value}`).join(", ");
  let text = short ? `${policy.kind}, ${short}` : policy.kind;
  while (list.some((other, place) => place !== index && other.label === text)) text += "′";
  return text;
}
