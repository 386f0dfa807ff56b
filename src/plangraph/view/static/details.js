// SPDX-License-Identifier: Apache-2.0
// The panel beside the picture. Every text is set as text, never as markup.
"use strict";
(() => {
  const panel = document.getElementById("details");
  const el = (tag, options = {}, ...children) => {
    const { class: name, data, ...rest } = options;
    const node = Object.assign(document.createElement(tag), rest);
    if (name) node.className = name;
    Object.assign(node.dataset, data || {});
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  };
  pg.el = el;
  const list = (items, name = "") => el("ul", { class: name }, ...items.map((item) => el("li", {}, ...[item].flat())));
  const rows = (pairs) => {
    const node = el("dl");
    for (const [term, ...said] of pairs) {
      const full = said.flat().filter(Boolean);
      if (full.length) node.append(el("dt", { textContent: term }), ...full.map((each) => el("dd", {}, each)));
    }
    return node;
  };
  // Names and quotations are Swedish on an English page too; only focus areas have names in both languages.
  const swedish = document.documentElement.lang === "sv" ? {} : { lang: "sv" };
  pg.inSwedish = (id) => (pg.nodes.has(id) && !id.startsWith("a:") ? swedish : {});
  const go = (id, text) => el("button",
    { type: "button", class: "link", data: { go: id }, textContent: text || pg.nameOf(id), ...pg.inSwedish(id) });
  // The ways on from a node: to its page and to a picture of its own, where it is part of a site.
  const leads = (id) => {
    const links = [[pg.pageOf(id), `page-${id[0]}`], [pg.pictureOf(id), "ownPicture"]].filter(([address]) => address);
    return links.length ? el("p", { class: "leads" }, ...links.map(([href, key]) => el("a", { href, textContent: pg.say(key) }))) : "";
  };
  const head = (id, title) => [
    el("p", { class: "eyebrow", data: { kind: pg.kind(id) } }, pg.kindWord(id)),
    el("h2", { textContent: title || pg.nameOf(id), dir: "auto", ...pg.inSwedish(id) }),
    leads(id),
  ];
  const left = (id) => (pg.outside(id) ? el("p", { class: "quiet", textContent: pg.outsideText(id) }) : "");
  const quoted = (text) => `”${text}”`;
  const quote = (label, text) => el("span", { class: "quiet" }, `${label}: `, el("span", { textContent: quoted(text), ...swedish }));

  const inPlan = (text) => text && el("span", { textContent: text, ...swedish });

  function recurrence(text) {
    return text.split(" | ").filter(Boolean).map((each) => {
      const [times, unit] = each.split("/");
      return unit ? pg.say("times", times, pg.say(unit)) : pg.say(each);
    }).join(", ");
  }
  function span(facts) {
    const ends = [facts.start, facts.end].filter(Boolean);
    return [[...new Set(ends)].join(" – "), recurrence(facts.recurrence)].filter(Boolean).join("; ");
  }

  function ownerItem(owner) {
    const goal = owner.onGoal ? pg.say("onGoal") : pg.label("basis", owner.basis);
    const said = [
      owner.id && pg.nodes.has(owner.id) ? go(owner.id, owner.actor)
        : el("strong", { textContent: owner.actor || owner.written, ...swedish }),
      el("span", { class: "quiet", textContent: [pg.label("actor-kind", owner.kind || ""), goal].filter(Boolean).join(" · ") }),
      quote(pg.say("written"), owner.written),
    ];
    if (owner.lead) said.splice(1, 0, el("span", { class: "mark", textContent: pg.say("lead") }));
    if (owner.role !== "accountable") said.splice(1, 0, el("span", { class: "mark", textContent: pg.label("role", owner.role) }));
    if (owner.step) said.push(el("span", { class: "quiet", textContent: `${pg.say("step")} ${owner.step}` }));
    if (owner.remark) said.push(el("span", { class: "quiet", textContent: owner.remark }));
    return said;
  }
  function ownersOf(facts, onGoal) {
    const owners = facts.owners.map((owner) => ({ ...owner, onGoal }));
    const answering = owners.filter((owner) => owner.role === "accountable");
    const others = owners.filter((owner) => owner.role !== "accountable");
    const parts = [];
    if (facts.cause) {
      const causes = [facts.cause, ...facts.other_causes.split(" | ").filter(Boolean)].map((code) => pg.label("cause", code));
      parts.push(el("p", { class: "alarm" },
        el("strong", { textContent: `${pg.say("ownerMissing")}: ${causes[0]}` }),
        ...causes.slice(1).map((cause) => el("span", { class: "quiet", textContent: cause })),
        el("span", { class: "quiet", textContent: pg.say("silence") })));
    }
    if (answering.length) {
      const joint = answering.length > 1 && !answering.some((owner) => owner.lead);
      parts.push(el("h3", { textContent: pg.say("accountable") + (joint ? ` (${pg.say("joint").toLowerCase()})` : "") }));
      parts.push(list(answering.map(ownerItem), "owners"));
    }
    if (others.length) parts.push(el("h3", { textContent: pg.say("roles") }), list(others.map(ownerItem), "owners"));
    return parts;
  }
  function findingsOf(facts) {
    if (!facts.findings.length) return [];
    return [el("h3", { textContent: pg.say("findings") }), list(facts.findings.map((finding) => {
      const rule = pg.data.rules[finding.rule];
      return [
        el("span", { class: `mark ${rule.severity}`, textContent: pg.say(rule.severity) }),
        el("strong", { textContent: rule.label }),
        el("span", { class: "quiet", textContent: `${finding.rule}. ${rule.remedy}` }),
        finding.exemption ? el("span", { class: "quiet", textContent: `${pg.say("exempt")}: ${finding.exemption}` }) : "",
      ];
    }))];
  }
  function pathOf(numbers) {
    // a node that is reached in two ways is named once
    const steps = [...new Map(numbers.map((number) => pg.data.steps[number]).map((step) => [step[1], step])).values()];
    return list(steps.map(([level, id, link, label]) => {
      const version = level === "strategy-goal" ? ` (${pg.facts(id).plan.split("-").pop()})` : "";
      const judged = !["stated", "quotes", "mainArea"].includes(link);
      return [
        el("span", { class: "quiet", textContent: pg.say(`level-${level}`) + version }),
        pg.nodes.has(id) ? go(id) : el("strong", { textContent: label || id, ...swedish }),
        el("span", { class: "quiet", textContent: pg.say(`link-${link}`) + (judged ? ` · ${pg.say("judged")}` : "") }),
      ];
    }), "path");
  }
  const share = ({ all, without }) => el("p", { class: without ? "figure red" : "figure", textContent: pg.say("without", without, all) });

  const panels = {
    "t:"(id) {
      const facts = pg.facts(id);
      const late = { "time-passed": "passed", late: "late" }[facts.overdue];
      return [
        ...head(id),
        ...ownersOf(facts, false),
        rows([
          [pg.say("locator"), facts.activity],
          [pg.say("plan"), go(pg.taskPlan(id))],
          [pg.say("heading"), inPlan(facts.heading)],
          [pg.say("time"), facts.time_text ? inPlan(quoted(facts.time_text)) : pg.say("noTime"),
            span(facts) ? `${pg.say("readAs")}: ${span(facts)}` : "",
            late ? el("strong", { textContent: pg.say(late) }) : "",
            pg.facts(pg.taskPlan(id)).ended ? `${pg.say("plan")}: ${pg.say("ended")}` : ""],
          [pg.say("status"), [pg.label("status", facts.status), facts.status_date].filter(Boolean).join(" · ")],
        ]),
        ...(facts.steps.length ? [el("h3", { textContent: pg.say("steps") }),
          list(facts.steps.map(([locator, title, time]) =>
            [el("span", { class: "quiet", textContent: [locator, time].filter(Boolean).join(" · ") }), inPlan(title)]))] : []),
        ...findingsOf(facts),
        el("h3", { textContent: `${pg.say("redThread")}: ${pg.say("goalPath")}` }),
        facts.path.goal.length ? pathOf(facts.path.goal) : el("p", { textContent: pg.say("noGoalPath") }),
        el("h3", { textContent: `${pg.say("redThread")}: ${pg.say("areaPath")}` }),
        pathOf(facts.path.area),
        el("button", { type: "button", class: "main", data: { way: id }, textContent: pg.say("showPath") }),
      ];
    },
    "g:"(id, scene) {
      const facts = pg.facts(id);
      const found = scene.counts.get(id);
      return [
        ...head(id),
        found && found.all ? share(found) : "",
        left(id),
        rows([
          [pg.say("locator"), facts.goal],
          [pg.say("plan"), go("p:" + facts.plan)],
          [pg.say("heading"), inPlan(facts.heading)],
          [pg.say("area"), pg.nodes.has("a:" + facts.area) ? go("a:" + facts.area) : ""],
        ]),
        ...ownersOf(facts, true),
        ...(facts.parents.length ? [el("h3", { textContent: pg.say("columnUp") }), list(facts.parents.map((parent) => [
          pg.nodes.has(parent.goal) ? go(parent.goal) : el("strong", { textContent: parent.goal.slice(2) }),
          el("span", { class: "quiet", textContent:
            pg.say(`link-${parent.link}`) + (parent.link === "quotes" ? "" : ` · ${pg.say("judged")}`) }),
        ]), "path")] : []),
        ...findingsOf(facts),
      ];
    },
    "p:"(id, scene) {
      const facts = pg.facts(id);
      const found = scene.counts.get(id) || pg.figures(scene.matched, { plan: id });
      const causes = ["unclear", "disagreeing", "unresolved", "missing", "collective", "external"];
      return [
        ...head(id, facts.organisation),
        el("p", { textContent: facts.title, dir: "auto", ...swedish }),
        share(found),
        facts.figures.ownerless ? list(causes.filter((code) => facts.figures[code])
          .map((code) => `${pg.label("cause", code)}: ${facts.figures[code]}`)) : "",
        facts.figures.inherited ? el("p", { class: "quiet", textContent: pg.say("inherited", facts.figures.inherited) }) : "",
        rows([
          [pg.say("level"), pg.label("level", facts.level)],
          [pg.say("period"), pg.planNote(id)],
          [pg.say("document"), pg.label("document-status", facts.document_status)],
          [pg.say("above"), ...facts.above.map(inPlan)],
        ]),
        el("h3", { textContent: pg.say("byPlan") }),
        list(pg.ofKind("a:").map((area) => {
          const cell = pg.figures(scene.matched, { plan: id, area });
          return [go(area), el("span", { class: cell.without ? "red" : "quiet", textContent:
            cell.all ? pg.say("without", cell.without, cell.all) : pg.nothing(id, area) })];
        }), "path"),
        ...findingsOf(facts),
      ];
    },
    "^"(id) {
      const facts = pg.facts(id);
      const note = { reconstructed: "reconstructedNote", "known-only": "knownOnlyNote" }[facts.state];
      return [
        ...head(id, facts.organisation),
        el("p", { textContent: facts.title, dir: "auto", ...swedish }),
        note ? el("p", { class: "notice", textContent: pg.say(note) }) : "",
        rows([
          [pg.say("level"), pg.label("level", facts.level)],
          [pg.say("period"), pg.planNote(id)],
          [pg.say("document"), pg.label("document-status", facts.document_status)],
          [pg.say("above"), ...facts.above.map(inPlan)],
          [pg.say("goal"), facts.state === "known-only" ? "" : `${pg.say("countGoals", facts.goals)}, ${pg.say("countMeasures", facts.measures)}`],
        ]),
        ...findingsOf(facts),
      ];
    },
    "a:"(id, scene) {
      const serves = pg.edges("serves").filter((edge) => edge.from === id).map((edge) => edge.to);
      return [
        ...head(id, `${pg.facts(id).area} ${pg.nameOf(id)}`),
        scene.open.plan ? el("p", { class: "quiet", textContent: pg.nameOf(scene.open.plan) }) : "",
        share(pg.figures(scene.matched, { area: id, plan: scene.open.plan })),
        el("h3", { textContent: pg.say("byPlan") }),
        list(pg.ofKind("p:").map((plan) => {
          const cell = pg.figures(scene.matched, { plan, area: id });
          return [go(plan), el("span", { class: cell.without ? "red" : "quiet", textContent: cell.all
            ? pg.say("without", cell.without, cell.all) : pg.nothing(plan, id) })];
        }), "path"),
        el("h3", { textContent: pg.say("serves") }),
        list(serves.map((goal) => [go(goal), el("span", { class: "quiet", textContent:
          `${pg.facts(goal).plan.split("-").pop()} · ${pg.say("judged")}` })]), "path"),
      ];
    },
    "s:"(id) {
      const areas = pg.edges("serves").filter((edge) => edge.to === id).map((edge) => edge.from);
      return [...head(id), el("p", { class: "quiet", textContent: pg.facts(id).of, ...swedish }),
        el("h3", { textContent: pg.say("columnAreas") }), list(areas.map((area) => go(area)), "path")];
    },
    "o:"(id, scene) {
      const facts = pg.facts(id);
      const mine = [...(pg.ownerTasks.get(id) || [])].filter((task) => scene.matched.has(task));
      return [
        ...head(id),
        left(id),
        rows([
          [pg.say("kind"), pg.label("actor-kind", facts.kind)],
          [pg.say("organisation"), facts.organisation ? pg.label("organisation", facts.organisation) : ""],
        ]),
        el("button", { type: "button", class: "main", data: { way: id }, textContent: pg.say("showOwner") }),
        el("h3", { textContent: `${pg.say("answersFor")} (${pg.say("countActivities", mine.length)})` }),
        list(mine.map((task) => {
          const roles = pg.facts(task).owners.filter((owner) => owner.id === id)
            .map((owner) => `${pg.label("role", owner.role)}, ${pg.label("basis", owner.basis).toLowerCase()}`);
          return [go(task), el("span", { class: "quiet", textContent:
            `${pg.nameOf(pg.taskPlan(task))} ${pg.facts(task).activity} · ${[...new Set(roles)].join("; ")}` })];
        }), "path"),
      ];
    },
    "m:"(id) {
      return [el("h2", { textContent: pg.nameOf(id) }), el("p", { textContent: pg.say("outsideNote") }), go(id.slice(2))];
    },
    "c:"(id) {
      return [el("h2", { textContent: pg.say("ownerMissing") }),
        el("p", { class: "alarm" }, el("strong", { textContent: pg.label("cause", id.slice(2)) }), el("span", { class: "quiet", textContent: pg.say("silence") }))];
    },
    "x:"(id, scene) {
      return [el("h2", { textContent: pg.say("noGoal") }), go("p:" + id.slice(2)), scene.counts.has(id) ? share(scene.counts.get(id)) : ""];
    },
  };

  function help() {
    return [el("h2", { textContent: pg.say("howTitle") }), ...["how1", "how2", "how3", "how4"].map((key) => el("p", { textContent: pg.say(key) }))];
  }
  const MOST = 12;
  function results(text, matched) {
    const of = (kind) => pg.ofKind(kind).filter((id) => pg.finds(id, text));
    const groups = [["p:", "columnPlans"], ["^", "superior"], ["a:", "columnAreas"], ["s:", "columnStrategy"], ["g:", "columnGoals"], ["t:", "columnActivities"], ["o:", "actor"]];
    const parts = [el("h2", { textContent: pg.say("results") + (text ? `: ${quoted(text)}` : ""), dir: "auto" })];
    for (const [kind, title] of groups) {
      const found = kind === "t:" ? [...matched] : text ? of(kind) : [];
      if (!found.length) continue;
      parts.push(el("h3", { textContent: `${pg.say(title)} (${found.length})` }), list(found.slice(0, MOST).map((id) => {
        const facts = pg.facts(id);
        const where = kind === "t:" || kind === "g:" ? `${pg.nameOf("p:" + facts.plan)} ${facts.activity || facts.goal}`
          : kind === "o:" && facts.organisation ? pg.label("organisation", facts.organisation) : "";
        return [go(id), where ? el("span", { class: "quiet", textContent: where }) : ""];
      }), "path"));
      if (found.length > MOST) parts.push(el("p", { class: "quiet", textContent: pg.say("more", found.length - MOST) }));
    }
    if (parts.length === 1) parts.push(el("p", { textContent: pg.say("none") }));
    return parts;
  }

  pg.showDetails = (id, scene, text) => {
    let parts = help();
    if (id) parts = panels[pg.kind(id)](id, scene);
    else if (scene.filtered) parts = results(text, scene.matched);
    panel.replaceChildren(...parts.filter(Boolean));
    panel.scrollTop = 0;
  };
})();
