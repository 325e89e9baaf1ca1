// What the page must be for everybody: a list of rules, each of which gives the elements that break it.
// Numbers behind a rule are those of WCAG 2.2 (level AA).

const everything = (selector, root = document) => [...root.querySelectorAll(selector)];
const isShown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
const shown = (selector) => everything(selector).filter(isShown);
const controls = "button, input, select, summary, a[href]";

// A name as a screen reader finds it.
function nameOf(one) {
  const referred = (one.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const labels = [...(one.labels ?? [])].map((label) => label.textContent).join(" ");
  return (referred || one.getAttribute("aria-label") || labels || (one.matches("input, select") ? "" : one.textContent)).trim();
}

function channels(color) {
  const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
  return { rgb: [red, green, blue], alpha };
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, two) {
  const [high, low] = [luminance(one), luminance(two)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function background(element) {
  for (let one = element; one; one = one.parentElement) {
    const { rgb, alpha } = channels(getComputedStyle(one).backgroundColor);
    if (alpha === 1) return rgb;
  }
  return [255, 255, 255];
}

function tooFaint(element) {
  const style = getComputedStyle(element);
  const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
  const svg = element.closest("svg");
  const ink = channels(svg ? style.fill : style.color).rgb;
  const paper = svg ? channels(getComputedStyle(svg.querySelector(":scope > rect")).fill).rgb : background(element);
  return contrast(ink, paper) < (isLarge ? 3 : 4.5);
}

const hasText = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() && node.textContent.trim() !== " ");

const rules = {
  "the page has a language and a title": () =>
    document.documentElement.lang && document.title.trim() ? [] : [document.documentElement],
  "the page can be enlarged": () => everything("meta[name=viewport]").filter((one) => /user-scalable|maximum-scale/.test(one.content)),
  "there is one main part, one header and one footer": () =>
    ["main", "header", "footer"].every((name) => shown(name).length === 1) ? [] : [document.body],
  "headings begin with one h1 and skip no level": () => {
    const headings = shown("h1, h2, h3, h4");
    const level = (one) => Number(one.tagName[1]);
    return headings.filter((one, place) => (place === 0) !== (level(one) === 1) || (place > 0 && level(one) > level(headings[place - 1]) + 1));
  },
  "every section has a name": () => shown("section").filter((one) => !nameOf(one) || !one.hasAttribute("aria-labelledby")),
  "every control has a name": () => shown(controls).filter((one) => !nameOf(one)),
  "controls of one section have different names": () => shown("section").flatMap((section) => {
    const names = new Set();
    return everything("input, select", section).filter(isShown).filter((one) => names.size === names.add(nameOf(one)).size);
  }),
  "ids are unique": () => {
    const seen = new Set();
    return everything("[id]").filter((one) => seen.size === seen.add(one.id).size);
  },
  "what refers to an id finds it": () => everything("[for], [aria-labelledby], [aria-describedby], a[href^='#']").filter((one) =>
    ["for", "aria-labelledby", "aria-describedby", "href"].some((name) =>
      (one.getAttribute(name) ?? "").split(" ").filter(Boolean).some((id) => !document.getElementById(id.replace(/^#/, ""))))),
  "every picture has a role, a title and a description": () => shown("svg").filter((one) =>
    one.getAttribute("role") !== "img" || !nameOf(one) || !one.querySelector("title") || !one.querySelector("desc")),
  "every table has a caption and every head of it a scope": () => shown("table").filter((one) =>
    !one.caption?.textContent.trim() || everything("th", one).some((head) => !head.hasAttribute("scope"))),
  "lists hold nothing but entries": () => everything("ol, ul").filter((one) => [...one.children].some((child) => child.tagName !== "LI")),
  "roles are known ones": () => everything("[role]").filter((one) => !["img", "status", "group", "list", "listitem"].includes(one.getAttribute("role"))),
  "what changes by itself is told": () => shown("[data-status], [data-score], [data-verdict], [data-map-status], #bar-status")
    .filter((one) => one.getAttribute("role") !== "status"),
  "the order of the keyboard is that of the page": () => everything("[tabindex]").filter((one) => one.tabIndex > 0),
  "what is hidden from readers cannot be reached": () => everything("[aria-hidden=true]").filter((one) => one.matches(controls) || one.querySelector(controls)),
  "controls are at least 24 pixels high and wide": () => shown(controls).filter((one) => {
    // The words of a choice belong to its box, and links in text may be as high as the text.
    if (one.matches("input[type=checkbox]")) one = one.parentElement;
    if (one.matches("p a, .skip")) return false;
    const box = one.getBoundingClientRect();
    return box.width < 24 || box.height < 24;
  }),
  "text stands out from what is behind it": () => everything("body *").filter((one) =>
    isShown(one) && hasText(one) && !one.closest("script, style, title, desc, :disabled, .waiting") && tooFaint(one)),
  "the focus is seen": () => shown(controls).filter((one) => {
    if (one.disabled) return false;
    one.focus({ preventScroll: true, focusVisible: true });
    const style = getComputedStyle(one);
    return document.activeElement !== one || style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2;
  }),
};

return Object.fromEntries(Object.entries(rules).map(([name, broken]) =>
  [name, broken().slice(0, 5).map((one) => one.outerHTML.slice(0, 160))]));
