// SPDX-License-Identifier: Apache-2.0
// What people do: open, go back, search, filter, choose strategy. The address after # says what is open.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const form = $("filters");
  const { boxes } = pg.stage;
  // `listing`: the filters were changed last, so the panel lists what they leave, whatever is open.
  const state = { open: {}, selected: "", filters: {}, listing: false };
  let scene = null;
  const KEYS = ["strategy", "area", "plan", "above", "goal", "task", "owner", "whole"];
  const live = (text) => { $("live").textContent = text; };
  const version = () => (document.querySelector("input[name=strategy]:checked") || {}).value;

  function readFilters() {
    const value = (id) => $(id).value.trim();
    state.filters = { text: value("text"), plan: value("plan"), area: value("area"), kind: value("kind"), finding: value("finding") };
  }

  function refresh() {
    const filtered = pg.isFiltered(state.filters);
    const matched = new Set(pg.tasks.filter((id) => pg.passes(id, state.filters)));
    scene = pg.scene(state.open, matched, version(), filtered);
    scene.matched = matched;
    pg.show(scene);
    pg.select(state.selected || scene.focus);
    pg.showDetails(state.selected || (state.listing && filtered ? "" : scene.focus), scene, state.filters.text);
    pg.showTables(scene, matched);
    crumbs();
    $("whole").setAttribute("aria-pressed", String(Boolean(state.open.whole)));
    return matched.size;
  }

  function crumbs() {
    const steps = [{}, ...scene.crumbs];
    $("crumbs").replaceChildren(...steps.map((open, number) => {
      const name = pg.sceneName(open);
      const id = (name === "plan" ? open.area || open.plan : open[name]) || "";
      const text = name === "overview" ? pg.say("overview") : name === "whole" ? pg.say("whole") : pg.nameOf(id);
      const most = innerWidth < 700 ? 38 : 60;
      const short = text.length > most ? `${text.slice(0, most - 2)}…` : text;
      const last = number === steps.length - 1;
      const its = { textContent: short, ...pg.inSwedish(id) };
      const inner = last ? pg.el("span", its)
        : pg.el("button", { type: "button", class: "link", data: { crumb: JSON.stringify(open) }, ...its });
      if (last) inner.setAttribute("aria-current", "page");
      return pg.el("li", {}, inner);
    }));
  }

  // Without a mark the page opens on what it is about, which for a narrowed picture is not the overview.
  const OVERVIEW = Object.keys(pg.data.opening).length ? "#overview" : "#";
  const address = (open) => {
    const parts = KEYS.filter((key) => open[key]).map((key) => `${key}=${encodeURIComponent(open[key])}`);
    return parts.length ? `#${parts.join("&")}` : OVERVIEW;
  };
  // What a mark says is open; nothing for a mark that is another place on the page.
  function fromAddress() {
    if (location.hash.length < 2) return pg.data.opening;
    const open = {};
    const exists = (id) => pg.nodes.has(id) || pg.goalTasks.has(id);
    for (const part of location.hash.slice(1).split("&")) {
      const [key, value] = part.split("=");
      let id = "";
      try { id = decodeURIComponent(value || ""); } catch { /* no address of ours */ }
      if (KEYS.includes(key) && (key === "whole" || exists(id))) open[key] = id;
    }
    return Object.keys(open).length || location.hash === OVERVIEW ? open : null;
  }

  function open(next, { quietly = false } = {}) {
    state.open = next;
    state.selected = "";
    state.listing = false;
    const target = address(next);
    if (location.hash !== target && !(target === "#" && !location.hash)) history.pushState(null, "", target);
    refresh();
    if (!quietly) {
      live(pg.say("opened", scene.focus ? pg.nameOf(scene.focus) : pg.say(next.whole ? "whole" : "overview")));
      const bar = document.querySelector(".bar").getBoundingClientRect();
      if (bar.top < 0) scrollBy({ top: bar.top - 8 });
    }
  }
  function up() {
    if (state.selected) {
      state.selected = "";
      pg.select(scene.focus);
      pg.showDetails(scene.focus, scene, state.filters.text);
      return;
    }
    const steps = [{}, ...scene.crumbs];
    if (steps.length > 1) open(steps[steps.length - 2]);
  }

  // A click opens what holds more, and shows the details of an activity or an actor.
  pg.clicked = (id) => {
    if (!id) {
      if (state.selected) up();
      return;
    }
    const beyond = id.startsWith("m:") && pg.pictureOf(id.slice(2));
    if (beyond) {
      location.assign(beyond);
      return;
    }
    const next = pg.openingOf(id, state.open);
    if (next && !state.open.whole && id !== scene.focus) {
      open(next);
      return;
    }
    state.selected = id === scene.focus ? "" : id;
    pg.select(id);
    pg.showDetails(id, scene, "");
    live(pg.say("selected", pg.nameOf(id)));
    if (pg.isNarrow()) $("details").scrollIntoView({ block: "start" });
  };
  function goTo(id) {
    if (pg.placeOf(id) && !pg.openingOf(id, state.open)) {
      pg.clicked(id);
      return;
    }
    const kind = pg.kind(id);
    open(kind === "t:" ? { task: id } : kind === "o:" ? { owner: id } : pg.openingOf(id, {}));
    $("details").focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.go) goTo(button.dataset.go);
    else if (button.dataset.way) open({ [button.dataset.way.startsWith("t:") ? "task" : "owner"]: button.dataset.way });
    else if (button.dataset.crumb) open(JSON.parse(button.dataset.crumb));
    else if (button.dataset.open) {
      open({ task: button.dataset.open });
      document.querySelector(".bar").scrollIntoView({ block: "start" });
      $("details").focus({ preventScroll: true });
    } else if (boxes.contains(button)) pg.clicked(button.dataset.id);
  });

  // Arrow keys go to the nearest box in their direction: by column, and by place in the whole graph.
  const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  boxes.addEventListener("keydown", (event) => {
    const from = event.target.closest("button");
    if (!from) return;
    if (event.key === "Escape" || event.key === "Backspace") {
      event.preventDefault();
      up();
      return;
    }
    const direction = DIRECTIONS[event.key];
    if (!direction) return;
    event.preventDefault();
    const [dx, dy] = direction;
    const here = pg.placeOf(from.dataset.id);
    const columns = !scene.whole && !pg.isNarrow();
    let best = null;
    let least = Infinity;
    for (const box of boxes.children) {
      const there = pg.placeOf(box.dataset.id);
      const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const off = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      const same = box.dataset.column === from.dataset.column;
      if (along < 1 || (columns && (dx ? same : !same))) continue;
      const cost = columns && dx ? Math.abs(box.dataset.column - from.dataset.column) * 1e6 + off : along + 2 * off;
      if (cost < least) [best, least] = [box, cost];
    }
    if (!best) return;
    from.tabIndex = -1;
    best.tabIndex = 0;
    best.focus({ preventScroll: true });
    pg.reveal(best.dataset.id);
  });
  boxes.addEventListener("focusin", (event) => pg.reveal(event.target.dataset.id));

  let waiting = 0;
  const changed = () => {
    readFilters();
    state.selected = "";
    state.listing = true;
    live(pg.say("hits", refresh()));
  };
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(changed, event.target.id === "text" ? 150 : 0);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed, 0));
  $("more").addEventListener("click", () => {
    $("more").setAttribute("aria-expanded", String($("more").getAttribute("aria-expanded") === "false"));
  });
  $("strategy").addEventListener("change", refresh);
  $("whole").addEventListener("click", () => open(state.open.whole ? {} : { whole: "1" }));
  $("zoom-in").addEventListener("click", () => pg.zoom(1.3));
  $("zoom-out").addEventListener("click", () => pg.zoom(1 / 1.3));
  $("fit").addEventListener("click", () => pg.fit());
  addEventListener("popstate", () => {
    const next = fromAddress();
    if (!next) return;
    state.open = next;
    state.selected = "";
    refresh();
  });

  form.reset();
  readFilters();
  pg.drawLegend();
  state.open = fromAddress() || pg.data.opening;
  refresh();
  document.documentElement.dataset.ready = "yes";
})();
