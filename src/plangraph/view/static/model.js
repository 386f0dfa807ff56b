// SPDX-License-Identifier: Apache-2.0
// What the page knows: nodes and edges by id, what passes the filters, and the figures of what is shown.
"use strict";
const pg = {};
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  pg.data = data;
  pg.nodes = new Map(data.network.nodes.map((node) => [node.id, node]));
  pg.facts = (id) => data.facts[id];
  pg.kind = (id) => (pg.nodes.has(id) ? pg.nodes.get(id).level : id.slice(0, 2));
  pg.ofKind = (kind) => data.network.nodes.filter((node) => node.level === kind).map((node) => node.id);
  pg.edges = (kind) => data.network.edges.filter((edge) => edge.kind === kind);
  pg.say = (key, ...values) => (data.words[key] ?? key).replace(/\{(\d)\}/g, (_, n) => values[n]);
  // On a site a node has a page of its own, and a picture of its own that holds everything about it.
  pg.pageOf = (id) => data.pages[id] || "";
  pg.pictureOf = (id) => {
    const known = pg.nodes.has(id) && id !== data.subject && data.pictures[id.slice(0, 2)];
    return known ? known + encodeURIComponent(id.slice(2)) : "";
  };
  // How many activities of a goal or an actor the scope leaves out; none where nothing is left out.
  pg.outside = (id) => {
    const { all } = pg.facts(id) || {};
    const inside = (pg.goalTasks.get(id) || pg.ownerTasks.get(id) || new Set()).size;
    return all === undefined ? 0 : all - inside;
  };
  pg.outsideText = (id) => pg.say(pg.outside(id) === 1 ? "outsideOne" : "outside", pg.outside(id));
  pg.label = (scheme, code) => (data.labels[scheme] || {})[code] || code;
  pg.taskPlan = (id) => "p:" + pg.facts(id).plan;
  pg.taskArea = (id) => "a:" + pg.facts(id).area;
  // An activity without a goal hangs on a box that says so, one for each plan.
  pg.taskGoals = (id) => (pg.facts(id).goals.length ? pg.facts(id).goals : ["x:" + pg.facts(id).plan]);

  // Not in the order of the file but in that of facts: plans and rows.
  pg.tasks = Object.keys(data.facts).filter((id) => id.startsWith("t:"));
  pg.goalTasks = new Map();
  pg.ownerTasks = new Map();
  const file = (map, key, id) => map.set(key, (map.get(key) || new Set()).add(id));
  for (const id of pg.tasks) {
    for (const goal of pg.taskGoals(id)) file(pg.goalTasks, goal, id);
    for (const owner of pg.facts(id).owners) if (owner.id) file(pg.ownerTasks, owner.id, id);
  }

  // Letters are compared without their marks, so that "vardforlopp" finds "vårdförlopp".
  pg.fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").toLowerCase();
  const ownersText = (owners) =>
    owners.flatMap((owner) => [owner.actor || "", owner.written || "", pg.label("actor-kind", owner.kind || "")]);
  const expanded = (plan, text) => {
    const list = data.abbreviations[plan] || {};
    return Object.keys(list).filter((short) => text.some((part) => part.split(/[^\p{L}\d]+/u).includes(short)))
      .map((short) => list[short]);
  };
  const index = new Map();
  pg.searchText = (id) => {
    if (!index.has(id)) {
      const facts = pg.facts(id);
      const parts = [pg.nodes.get(id).label, facts.activity || "", facts.goal || ""];
      if (facts.owners) parts.push(...ownersText(facts.owners));
      if (facts.plan && !id.startsWith("p:")) parts.push(...expanded(facts.plan, parts));
      if (id.startsWith("p:")) parts.push(facts.title, facts.plan);
      if (id.startsWith("t:")) {
        parts.push(pg.nodes.get(pg.taskPlan(id)).label, facts.plan, (pg.nodes.get(pg.taskArea(id)) || {}).label || "");
        for (const goal of facts.goals) parts.push(pg.facts(goal).title);
      }
      index.set(id, pg.fold(parts.join(" \n ")));
    }
    return index.get(id);
  };
  pg.finds = (id, text) => pg.fold(text).split(/\s+/).filter(Boolean).every((word) => pg.searchText(id).includes(word));

  const hasFinding = (id, wanted) => {
    const facts = pg.facts(id);
    if (wanted === "ownerless") return Boolean(facts.cause);
    if (wanted.startsWith("cause:")) return facts.cause === wanted.slice(6);
    const holders = [facts, ...(facts.goals || []).map(pg.facts)];
    return holders.some((holder) => holder.findings.some((finding) => finding.rule === wanted.slice(5)));
  };
  pg.isFiltered = (filters) => Object.values(filters).some(Boolean);
  pg.passes = (id, filters) =>
    (!filters.plan || pg.taskPlan(id) === filters.plan) &&
    (!filters.area || pg.taskArea(id) === filters.area) &&
    (!filters.kind || pg.facts(id).owners.some((owner) => owner.kind === filters.kind)) &&
    (!filters.finding || hasFinding(id, filters.finding)) &&
    (!filters.text || pg.finds(id, filters.text));

  // How many activities, and how many of them without an owner. The queries' own figures wherever nothing is filtered
  // away; otherwise the rows that are left are counted.
  pg.count = (ids) => {
    let all = 0;
    let without = 0;
    for (const id of ids) {
      all += 1;
      if (pg.facts(id).cause) without += 1;
    }
    return { all, without };
  };
  const cells = pg.edges("cell");
  const sum = (found) => ({
    all: found.reduce((n, cell) => n + cell.activities, 0),
    without: found.reduce((n, cell) => n + cell.ownerless, 0),
  });
  pg.figures = (matched, { plan, area }) => {
    if (matched.size < pg.tasks.length) {
      return pg.count([...matched].filter((id) =>
        (!plan || pg.taskPlan(id) === plan) && (!area || pg.taskArea(id) === area)));
    }
    const own = plan && !area ? pg.facts(plan).figures : {};
    if (own.activities !== undefined) return { all: own.activities, without: own.ownerless };
    return sum(cells.filter((cell) => (!plan || cell.from === plan) && (!area || cell.to === area)));
  };
  pg.cell = (plan, area) => cells.find((cell) => cell.from === plan && cell.to === area);
  // What is said where nothing is left: the state of coverage, unless the plan has something that was left out.
  pg.nothing = (plan, area) => {
    const { state } = pg.cell(plan, area) || { state: "not-loaded" };
    return state === "taken-up" ? pg.say("none") : pg.label("coverage-state", state);
  };
  pg.planNote = (id) => {
    const facts = pg.facts(id);
    const years = [...new Set([facts.start, facts.end].filter(Boolean).map((text) => text.slice(0, 4)))].join("–");
    const said = [years];
    if (facts.document_status === "draft") said.push(pg.say("draft"));
    if (facts.state === "reconstructed") said.push(pg.say("reconstructed"));
    if (facts.state === "known-only") said.push(pg.say("knownOnly"));
    if (facts.ended) said.push(pg.say("ended"));
    return said.join(", ");
  };
})();
