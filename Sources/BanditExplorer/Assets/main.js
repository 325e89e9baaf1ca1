// Puts the page together: the bar, then a section after the other as it comes into sight.

import * as state from "./state.js";
import { ask, isRecorded, token } from "./api.js";
import { say } from "./dom.js";
import { Player } from "./player.js";
import { begin as play } from "./play.js";
import { begin as watch } from "./watch.js";
import { begin as optimism } from "./optimism.js";
import { begin as experiment } from "./experiment.js";
import { begin as clusters } from "./clusters.js";
import { begin as siblings } from "./siblings.js";
import { begin as studies } from "./studies.js";

const element = (id) => document.getElementById(id);

function beginBar() {
  state.declare("seed", "1");
  state.declare("speed", 10);
  const [seed, speed] = [element("seed"), element("speed")];
  // A seed that is being typed is not written over, whatever plays meanwhile.
  const refresh = (key) => {
    if (!key || key === "seed") seed.value = state.get("seed");
    speed.value = state.get("speed");
    element("speed-value").textContent = `${speed.value} rounds/s`;
  };
  const accept = (text) => {
    const isSeed = /^\d{1,20}$/.test(text) && BigInt(text) < 1n << 64n;
    seed.setAttribute("aria-invalid", String(!isSeed));
    if (!isSeed) return say("A seed is a whole number from 0 to 18446744073709551615.");
    say("");
    state.set("seed", String(BigInt(text)));
  };
  seed.addEventListener("change", () => accept(seed.value.trim()));
  speed.addEventListener("input", () => state.set("speed", Number(speed.value)));
  element("new-seed").addEventListener("click", () =>
    accept(String((BigInt(state.get("seed")) + 1n) % (1n << 64n))));
  element("step").addEventListener("click", () => Player.step());
  element("link").addEventListener("click", async () => {
    const address = new URL(state.link(), location.href).href;
    history.replaceState(null, "", state.link());
    try {
      await navigator.clipboard.writeText(address);
      say("The address is copied. It opens while this program runs; what stands behind # fits every later start.");
    } catch {
      say("The address bar holds it now.");
    }
  });
  element("reset").addEventListener("click", () => {
    history.replaceState(null, "", location.pathname + location.search);
    location.reload();
  });
  addEventListener("hashchange", () => {
    // The same page with another state behind '#'; a link to a section has none, and keeps what is set.
    if (location.hash.includes("=")) location.reload();
    else history.replaceState(null, "", state.link());
  });
  state.watch(refresh);
  refresh();
  // What is moved into view must not lie under the bar, which has one line or several.
  const bar = element("bar");
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
}

function start() {
  beginBar();
  if (!isRecorded && !token) return say("The token is missing: open the address that the program printed.");
  // Asked for at once, and waited for only by the sections that offer it.
  const catalogue = isRecorded ? null : ask("catalogue", {}).catch((error) => say(`${error.message}; ${error.hint}`));
  const offering = { experiment, studies };
  const sections = { play, watch, optimism, clusters, siblings };
  const open = async (id) => {
    if (sections[id]) return sections[id]();
    const offered = await catalogue;
    if (offered?.policies) offering[id](offered);
  };
  // What nobody looks at is not computed.
  const sight = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      sight.unobserve(entry.target);
      open(entry.target.id);
    }
  }, { rootMargin: "300px" });
  for (const id of Object.keys({ ...sections, ...offering })) sight.observe(element(id));
}

start();
