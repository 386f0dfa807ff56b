// SPDX-License-Identifier: Apache-2.0
// Scenes: which nodes stand in which columns, and what links them, for whatever is open.
// A scene is { columns: [{ head, nodes }], links: [{ from, to, all, without, style }], counts, crumbs, tasks, tree }.
// `tree` holds the columns that stand as an indented list on a phone; the others stand above and below it.
"use strict";
(() => {
  const natural = new Intl.Collator("sv", { numeric: true }).compare;
  const unique = (ids) => [...new Set(ids)];
  const holding = () => pg.ofKind("p:");
  const strategyOf = (version) => pg.ofKind("s:").filter((id) => pg.facts(id).plan === version);
  const areaNumber = (id) => Number((pg.facts(id) || {}).area || 99);
  const locator = (id) => (id.startsWith("t:") ? pg.facts(id).activity : (pg.facts(id) || {}).goal) || "~";
  const byRow = (a, b) => natural(locator(a), locator(b));
  const byAreaAndRow = (a, b) => areaNumber(a) - areaNumber(b) || byRow(a, b);

  function served(version, areas) {
    return pg.edges("serves").filter((edge) => areas.includes(edge.from) && pg.facts(edge.to).plan === version)
      .map((edge) => ({ from: edge.to, to: edge.from, style: "line" }));
  }

  function bands(scene, matched, areas, plans, fromPlan = false) {
    for (const plan of plans) {
      for (const area of areas) {
        const found = pg.figures(matched, { plan, area });
        const [from, to] = fromPlan ? [plan, area] : [area, plan];
        if (found.all) scene.links.push({ from, to, ...found, style: "band" });
      }
    }
  }

  function goalBands(scene, from, goals, tasks) {
    for (const goal of goals) {
      const found = pg.count(inGoal(goal, tasks));
      scene.counts.set(goal, found);
      for (const source of from) {
        const part = pg.count(inGoal(goal, tasks).filter((id) => source(id)));
        if (part.all) scene.links.push({ from: source.id, to: goal, ...part, style: "band" });
      }
      if (!found.all && goal.startsWith("g:")) {
        const plan = "p:" + pg.facts(goal).plan;
        const source = from.find((each) => each.id === plan || each.id === "a:" + pg.facts(goal).area);
        if (source) scene.links.push({ from: source.id, to: goal, style: "line" });
      }
    }
  }
  const hangingOn = (goal) => pg.edges("parent").filter((edge) => edge.to === goal).map((edge) => edge.from);
  // The activities of a goal and of all goals below it, each once.
  const reaching = (goal, tasks) =>
    unique([...inGoal(goal, tasks), ...hangingOn(goal).flatMap((below) => reaching(below, tasks))]);
  const inGoal = (goal, tasks) => [...(pg.goalTasks.get(goal) || [])].filter((id) => tasks.has(id));
  const source = (id, test) => Object.assign(test, { id });

  // Owners of activities, and where nobody answers a box that says so with the cause.
  function owners(scene, tasks) {
    const found = [];
    for (const id of tasks) {
      const facts = pg.facts(id);
      if (facts.cause) {
        found.push("c:" + facts.cause);
        scene.links.push({ from: id, to: "c:" + facts.cause, style: "red" });
      }
      const seen = new Set();
      for (const owner of facts.owners) {
        const key = (owner.id || "") + (owner.role === "accountable");
        if (!owner.id || seen.has(key)) continue;
        seen.add(key);
        found.push(owner.id);
        const plain = owner.role === "accountable";
        scene.links.push({ from: id, to: owner.id, style: plain ? "line" : "dash" });
        const roles = scene.roles.get(owner.id) || new Set();
        scene.roles.set(owner.id, roles.add(pg.label("role", owner.role)));
      }
    }
    return unique(found).sort((a, b) => a.startsWith("c:") - b.startsWith("c:"));
  }

  function goalsOf(tasks, plan, area, filtered) {
    const own = filtered ? [] : pg.ofKind("g:").filter((id) =>
      (plan ? "p:" + pg.facts(id).plan === plan : holding().includes("p:" + pg.facts(id).plan)) &&
      (!area || "a:" + pg.facts(id).area === area));
    return unique([...own, ...[...tasks].flatMap(pg.taskGoals)]);
  }

  // What the scope leaves out stands as a card of its own, so that nobody takes what is shown for all there is.
  function withRest(scene, id, tasks) {
    if (!pg.outside(id)) return [...tasks];
    scene.links.push({ from: id, to: "m:" + id, style: "dash" });
    return [...tasks, "m:" + id];
  }

  const empty = () => ({ columns: [], links: [], counts: new Map(), roles: new Map(), crumbs: [], tree: [] });
  const column = (scene, head, nodes, width) => scene.columns.push({ head: pg.say(head), nodes, width });
  const pick = (matched, test) => new Set([...matched].filter(test));

  const builders = {
    overview(open, matched, version) {
      const scene = empty();
      const [areas, plans, above] = [pg.ofKind("a:"), holding(), pg.ofKind("^")];
      column(scene, "columnStrategy", strategyOf(version), 158);
      column(scene, "columnAreas", areas, 206);
      column(scene, "columnPlans", plans, 232);
      column(scene, "columnSuperior", above, 170);
      scene.links.push(...served(version, areas));
      bands(scene, matched, areas, plans);
      for (const edge of pg.edges("superior")) scene.links.push({ from: edge.from, to: edge.to, style: "line" });
      for (const area of areas) scene.counts.set(area, pg.figures(matched, { area }));
      for (const plan of plans) scene.counts.set(plan, pg.figures(matched, { plan }));
      return Object.assign(scene, { tasks: matched, laidOut: true });
    },
    // A plan as a tree: its areas, their goals; with an area chosen also the goals' activities.
    plan(open, matched, version, filtered) {
      const scene = empty();
      const tasks = pick(matched, (id) => pg.taskPlan(id) === open.plan && (!open.area || pg.taskArea(id) === open.area));
      const areas = open.area ? [open.area] : pg.ofKind("a:");
      const goals = goalsOf(tasks, open.plan, open.area, filtered).sort(byAreaAndRow);
      column(scene, "columnPlans", [open.plan], open.area ? 170 : 200);
      column(scene, "columnAreas", areas, open.area ? 170 : 236);
      column(scene, "columnGoals", goals, open.area ? 250 : 420);
      bands(scene, matched, areas, [open.plan], true);
      goalBands(scene, areas.map((area) => source(area, (id) => pg.taskArea(id) === area)), goals, tasks);
      for (const area of areas) scene.counts.set(area, pg.figures(matched, { plan: open.plan, area }));
      scene.counts.set(open.plan, open.area ? pg.count(tasks) : pg.figures(matched, { plan: open.plan }));
      scene.tree = [0, 1, 2];
      if (open.area) {
        column(scene, "columnActivities", [...tasks].sort(byRow), 310);
        for (const goal of goals) for (const id of inGoal(goal, tasks)) scene.links.push({ from: goal, to: id, style: "line" });
        scene.tree = [0, 1, 2, 3];
      }
      scene.crumbs = [{ plan: open.plan }, ...(open.area ? [{ plan: open.plan, area: open.area }] : [])];
      return Object.assign(scene, { tasks });
    },
    // An area as a tree: the plans, and the goals that each of them has or serves there.
    area(open, matched, version, filtered) {
      const scene = empty();
      const tasks = pick(matched, (id) => pg.taskArea(id) === open.area);
      const plans = holding();
      const place = (id) => {
        const first = plans.findIndex((plan) => inGoal(id, tasks).some((task) => pg.taskPlan(task) === plan));
        return first < 0 ? plans.indexOf("p:" + (pg.facts(id) || {}).plan) : first;
      };
      const goals = goalsOf(tasks, "", open.area, filtered).sort((a, b) => place(a) - place(b) || byRow(a, b));
      const links = served(version, [open.area]);
      column(scene, "columnStrategy", links.map((link) => link.from), 140);
      column(scene, "columnAreas", [open.area], 190);
      column(scene, "columnPlans", plans, 200);
      column(scene, "columnGoals", goals, 340);
      scene.links.push(...links);
      bands(scene, matched, [open.area], plans);
      goalBands(scene, plans.map((plan) => source(plan, (id) => pg.taskPlan(id) === plan)), goals, tasks);
      scene.counts.set(open.area, pg.figures(matched, { area: open.area }));
      for (const plan of plans) scene.counts.set(plan, pg.figures(matched, { plan, area: open.area }));
      scene.crumbs = [{ area: open.area }];
      const first = scene.columns.findIndex((each) => each.nodes.includes(open.area));
      return Object.assign(scene, { tasks, tree: [first, first + 1, first + 2] });
    },
    goal(open, matched) {
      const scene = empty();
      const nowhere = open.goal.startsWith("x:");
      const facts = nowhere ? { plan: open.goal.slice(2), area: "", parents: [] } : pg.facts(open.goal);
      const tasks = new Set(inGoal(open.goal, matched).filter((id) => !open.plan || pg.taskPlan(id) === open.plan).sort(byRow));
      const all = open.plan ? tasks : new Set(reaching(open.goal, matched));
      const parents = facts.parents.map((parent) => parent.goal).filter((id) => pg.nodes.has(id));
      const above = [...new Set([...(pg.nodes.has("a:" + facts.area) ? ["a:" + facts.area] : []), ...parents])];
      const below = open.plan ? [] : hangingOn(open.goal).sort(byRow);
      column(scene, "columnUp", above.length ? above : ["p:" + facts.plan], 200);
      column(scene, "columnGoals", [open.goal], 220);
      for (const id of scene.columns[0].nodes) scene.links.push({ from: id, to: open.goal, style: "line" });
      // goals below and the activities beside them share a column, so that no line passes behind a card
      for (const id of below) scene.counts.set(id, pg.count(reaching(id, matched)));
      for (const id of [...below, ...tasks]) scene.links.push({ from: open.goal, to: id, style: "line" });
      const under = [...below, ...withRest(scene, open.goal, tasks)];
      const head = !below.length ? "columnActivities" : tasks.size ? "columnBelowBoth" : "columnBelow";
      if (under.length) column(scene, head, under, below.length ? 420 : 300);
      if (tasks.size && !below.length) column(scene, "columnOwners", owners(scene, tasks), 220);
      scene.counts.set(open.goal, pg.count(all));
      const plan = open.plan || "p:" + facts.plan;
      scene.crumbs = [...(pg.nodes.has(plan) ? [pg.openingOf(plan, {})] : []), { ...open }];
      return Object.assign(scene, { tasks: all, tree: [1, 2] });
    },
    // The whole way of an activity: up by goal and by area as `trace-up` says, and to the right who answers for it.
    task(open, matched, version) {
      const scene = empty();
      const path = pg.facts(open.task).path;
      const steps = [...path.goal, ...path.area].map((number) => pg.data.steps[number])
        .filter(([, id]) => pg.nodes.has(id) && (pg.kind(id) !== "s:" || pg.facts(id).plan === version));
      const at = (...levels) => unique(steps.filter((step) => levels.includes(step[0])).map((step) => step[1]));
      column(scene, "columnStrategy", at("strategy-goal"), 132);
      column(scene, "columnUp", at("national-goal", "area"), 168);
      column(scene, "level-rcc-goal", at("rcc-goal"), 164);
      column(scene, "columnGoals", at("goal"), 176);
      column(scene, "columnActivities", [open.task], 206);
      scene.columns = scene.columns.filter((each) => each.nodes.length);
      const shown = new Set(scene.columns.flatMap((each) => each.nodes));
      const drawn = new Set();
      for (const [, id, , , via] of steps) {
        const from = ["t:", "g:", "a:"].map((kind) => kind + via).find((each) => shown.has(each));
        if (!from || drawn.has(id + from)) continue;
        drawn.add(id + from);
        scene.links.push({ from: id, to: from, style: "line" });
      }
      column(scene, "columnOwners", owners(scene, [open.task]), 176);
      const first = scene.columns.findIndex((each) => each.nodes.includes(open.task));
      const [goal, plan] = [pg.taskGoals(open.task)[0], pg.taskPlan(open.task)];
      scene.crumbs = [{ plan }, { plan, goal }, { task: open.task }];
      return Object.assign(scene, { tasks: new Set([open.task]), lines: 7, tree: at("goal").length ? [first - 1, first] : [] });
    },
    owner(open, matched) {
      const scene = empty();
      const tasks = pick(matched, (id) => (pg.ownerTasks.get(open.owner) || new Set()).has(id));
      const plans = holding().filter((plan) => [...tasks].some((id) => pg.taskPlan(id) === plan));
      const goals = unique([...tasks].flatMap(pg.taskGoals)).sort(byAreaAndRow);
      column(scene, "columnPlans", plans, 170);
      column(scene, "columnGoals", goals, 240);
      column(scene, "columnActivities", withRest(scene, open.owner, tasks), 280);
      column(scene, "columnOwners", [open.owner], 190);
      goalBands(scene, plans.map((plan) => source(plan, (id) => pg.taskPlan(id) === plan)), goals, tasks);
      for (const plan of plans) scene.counts.set(plan, pg.count([...tasks].filter((id) => pg.taskPlan(id) === plan)));
      for (const goal of goals) for (const id of inGoal(goal, tasks)) scene.links.push({ from: goal, to: id, style: "line" });
      const others = empty();
      owners(others, tasks);
      scene.links.push(...others.links.filter((link) => link.to === open.owner));
      scene.roles.set(open.owner, others.roles.get(open.owner) || new Set());
      scene.crumbs = [{ owner: open.owner }];
      return Object.assign(scene, { tasks, tree: [0, 1, 2] });
    },
    strategy(open, matched, version) {
      const scene = empty();
      const areas = pg.edges("serves").filter((edge) => edge.to === open.strategy).map((edge) => edge.from);
      const plans = holding();
      const tasks = pick(matched, (id) => areas.includes(pg.taskArea(id)));
      column(scene, "columnStrategy", [open.strategy], 200);
      column(scene, "columnAreas", areas, 260);
      column(scene, "columnPlans", plans, 260);
      for (const area of areas) scene.links.push({ from: open.strategy, to: area, style: "line" });
      bands(scene, matched, areas, plans);
      for (const area of areas) scene.counts.set(area, pg.figures(matched, { area }));
      for (const plan of plans) scene.counts.set(plan, pg.count([...tasks].filter((id) => pg.taskPlan(id) === plan)));
      scene.crumbs = [{ strategy: open.strategy }];
      return Object.assign(scene, { tasks, tree: [0, 1] });
    },
    above(open, matched) {
      const scene = empty();
      const under = pg.edges("superior").filter((edge) => edge.to === open.above).map((edge) => edge.from);
      const goals = pg.ofKind("g:").filter((id) => "p:" + pg.facts(id).plan === open.above).sort(byRow);
      column(scene, "columnPlans", under, 232);
      column(scene, "columnSuperior", [open.above], 220);
      for (const id of under) {
        scene.links.push({ from: id, to: open.above, style: "line" });
        if (pg.kind(id) === "p:") scene.counts.set(id, pg.figures(matched, { plan: id }));
      }
      if (goals.length) column(scene, "columnGoals", goals, 380);
      for (const id of goals) scene.links.push({ from: open.above, to: id, style: "line" });
      const tasks = pick(matched, (id) => under.includes(pg.taskPlan(id)));
      scene.crumbs = [{ above: open.above }];
      return Object.assign(scene, { tasks, tree: [1, 2] });
    },
    whole(open, matched, version) {
      const scene = empty();
      const filtered = matched.size < pg.tasks.length;
      const shown = new Set([...matched].flatMap((id) =>
        [id, pg.taskPlan(id), pg.taskArea(id), ...pg.facts(id).goals, ...pg.facts(id).owners.map((owner) => owner.id)]));
      const nodes = pg.data.network.nodes.map((node) => node.id)
        .filter((id) => pg.kind(id) !== "s:" || pg.facts(id).plan === version);
      column(scene, "whole", nodes, 0);
      scene.faint = filtered ? new Set(nodes.filter((id) => !shown.has(id))) : new Set();
      const styles = { serves: "line", superior: "line", parent: "line", pursues: "line", role: "line" };
      for (const edge of pg.data.network.edges) {
        const skip = scene.faint.has(edge.from) || (edge.kind === "role" && edge.role !== "accountable");
        if (styles[edge.kind] && !skip) scene.links.push({ from: edge.from, to: edge.to, style: "hair", kind: edge.kind });
      }
      scene.crumbs = [{ whole: "1" }];
      return Object.assign(scene, { tasks: matched, whole: true });
    },
  };

  pg.sceneName = (open) =>
    ["whole", "task", "owner", "goal", "strategy", "above", "plan", "area"].find((name) => open[name]) || "overview";
  pg.scene = (open, matched, version, filtered) => {
    const scene = builders[pg.sceneName(open)](open, matched, version, filtered);
    const name = pg.sceneName(open);
    return Object.assign(scene, { open, filtered, focus: name === "plan" ? open.area || open.plan : name === "whole" ? "" : open[name] || "" });
  };
  // What opening a node means; nothing for a box that only says that nobody answers.
  pg.openingOf = (id, open) => {
    switch (pg.kind(id)) {
      case "s:": return { strategy: id };
      case "a:": return open.plan && !open.goal ? { plan: open.plan, area: id } : { area: id };
      case "p:": return open.area && !open.plan ? { plan: id, area: open.area } : { plan: id };
      case "^": return { above: id };
      case "g:": case "x:": return open.plan && !open.task ? { plan: open.plan, goal: id } : { goal: id };
      default: return null;
    }
  };
  pg.nameOf = (id) => {
    if (id.startsWith("x:")) return pg.say("noGoal");
    if (id.startsWith("m:")) return pg.outsideText(id.slice(2));
    if (id.startsWith("c:")) return `${pg.say("ownerMissing")}: ${pg.label("cause", id.slice(2))}`;
    return pg.nodes.has(id) ? pg.nodes.get(id).label : pg.say("whole");
  };
})();
