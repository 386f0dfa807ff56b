// SPDX-License-Identifier: Apache-2.0
// The stage: vis-network shows the scene at places that are worked out beforehand; nothing moves by itself.
"use strict";
(() => {
  const frame = document.getElementById("frame");
  const picture = document.getElementById("picture");
  const boxes = document.getElementById("boxes");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const touch = matchMedia("(pointer: coarse)");
  const NARROW_BELOW = 820;
  let scene = null;
  let cards = new Map();
  let places = new Map();
  let links = [];
  let headings = [];
  let size = { width: 0, height: 0 };
  let hovered = "";
  let selected = "";
  let faded = 1;
  let moving = 0;
  const near = new Map();

  pg.isNarrow = () => frame.clientWidth < NARROW_BELOW;

  const network = new vis.Network(picture, { nodes: new vis.DataSet(), edges: new vis.DataSet() }, {
    physics: false,
    autoResize: false,
    layout: { improvedLayout: false },
    interaction: {
      dragNodes: false, dragView: true, zoomView: false, hover: false, keyboard: false,
      selectConnectedEdges: false, multiselect: false, tooltipDelay: 1e9,
    },
    nodes: { shape: "custom", ctxRenderer: renderer, chosen: false },
  });
  // vis-network asks for the 900th place in the order of Tab; the boxes over the canvas are what the keyboard reaches.
  for (const part of picture.querySelectorAll("[tabindex]")) part.removeAttribute("tabindex");
  for (const canvas of picture.querySelectorAll("canvas")) canvas.setAttribute("aria-hidden", "true");

  // What the rest steps back for: what the mouse is over, or an activity or actor that was chosen.
  const about = () => hovered || (scene && selected !== scene.focus ? selected : "");
  const isNear = (id, other) => (near.get(other) || new Set()).has(id);
  function lit(id) {
    const it = about();
    return !it || it === id || isNear(id, it);
  }
  function isLit(link) {
    const it = about();
    return !it || !near.has(it) || link.from === it || link.to === it;
  }

  function renderer({ ctx, id, x, y }) {
    if (scene.whole) return wholeNode(ctx, id, x, y);
    const card = cards.get(id);
    const dim = card.said.figures === null && ["a:", "p:"].includes(pg.kind(id)) && scene.counts.has(id);
    const alpha = (lit(id) ? 1 : 0.55) * (dim ? 0.6 : 1) * (card.fresh ? faded : 1);
    return {
      drawNode: () => pg.drawCard(ctx, x, y, card, id, { alpha, selected: id === selected, hover: id === hovered }),
      nodeDimensions: { width: card.width, height: card.height },
    };
  }

  // In the whole graph only levels are named, and what the mouse is over; letters keep their size on the screen.
  pg.WHOLE_SIZE = { "s:": 12, "a:": 13, "p:": 12, "^": 12, "g:": 6.5, "t:": 5.5, "o:": 6 };
  function wholeNode(ctx, id, x, y) {
    const kind = pg.kind(id);
    const r = pg.WHOLE_SIZE[kind];
    const about = id === selected || id === hovered;
    return {
      drawNode: () => {
        ctx.globalAlpha = scene.faint.has(id) ? 0.12 : lit(id) ? 1 : 0.3;
        const color = pg.facts(id).cause ? pg.data.red : pg.look(id).color;
        pg.shape(ctx, pg.look(id).shape, x, y, about ? r * 1.5 : r, color);
        if (about) tip(ctx, pg.nameOf(id), x + r + 4, y);
        else if ("s:a:p:^".includes(kind)) name(ctx, id, kind, x, y, r);
        ctx.globalAlpha = 1;
      },
      nodeDimensions: { width: 2 * r, height: 2 * r },
    };
  }
  function name(ctx, id, kind, x, y, r) {
    const size = Math.min(26, 12.5 / network.getScale());
    const beside = kind === "a:" || kind === "s:";
    const lines = pg.wrap(pg.nameOf(id), pg.font(size, 600), beside ? 232 : { "known-only": 100, loaded: 205 }[pg.facts(id).state] || 175, 4);
    ctx.font = pg.font(size, 600);
    ctx.fillStyle = pg.colors.INK;
    ctx.textBaseline = "middle";
    ctx.textAlign = beside ? "right" : "center";
    const first = beside ? y - ((lines.length - 1) * size * 1.15) / 2 : y - r - 6 - (lines.length - 0.5) * size * 1.15;
    lines.forEach((line, n) => ctx.fillText(line, beside ? x - r - 6 : x, first + n * size * 1.15));
  }
  function tip(ctx, text, x, y) {
    const size = 13 / network.getScale();
    ctx.font = pg.font(size, 600);
    const short = text.length > 60 ? `${text.slice(0, 58)}…` : text;
    ctx.globalAlpha = 1;
    ctx.fillStyle = "#ffffff";
    ctx.strokeStyle = pg.colors.LINE;
    ctx.lineWidth = 1;
    const right = network.DOMtoCanvas({ x: frame.clientWidth, y: 0 }).x;
    const wide = ctx.measureText(short).width + size;
    const left = Math.min(x, right - wide - 4);
    ctx.fillRect(left, y - size, wide, 2 * size);
    ctx.strokeRect(left, y - size, wide, 2 * size);
    ctx.fillStyle = pg.colors.INK;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.fillText(short, left + size / 2, y);
  }

  network.on("beforeDrawing", (ctx) => {
    if (!scene) return;
    if (scene.whole) {
      drawHairs(ctx);
      return;
    }
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.font = pg.font(12, 600);
    ctx.fillStyle = pg.colors.SOFT;
    for (const { text, x, y, width } of headings) ctx.fillText(text, x, y, width);
    const drawn = [...links].filter((link) => link.ends);
    drawn.sort((p, q) => isLit(p) - isLit(q) || (p.style === "band") - (q.style === "band"));
    for (const link of drawn) {
      const quiet = pg.isNarrow() && link.style !== "band" && scene.laidOut && !about();
      if (!quiet) pg.drawLink(ctx, link, (isLit(link) ? pg.colors.ALPHA : 0.1) * faded);
    }
  });

  function drawHairs(ctx) {
    const strength = { serves: 0.35, superior: 0.5, parent: 0.16, pursues: 0.3, role: 0.07 };
    const it = about();
    ctx.lineWidth = 1;
    for (const link of links) {
      const mine = it && (link.from === it || link.to === it);
      const [a, b] = [places.get(link.from), places.get(link.to)];
      ctx.globalAlpha = mine ? 1 : it ? strength[link.kind] / 2 : strength[link.kind];
      ctx.strokeStyle = mine ? pg.colors.INK : pg.colors.LINE;
      ctx.beginPath();
      ctx.moveTo(a.x, a.y);
      ctx.lineTo(b.x, b.y);
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
  }

  // The boxes that the keyboard and screen readers reach lie over the nodes and follow them.
  network.on("afterDrawing", () => {
    const scale = network.getScale();
    const { x, y } = network.getViewPosition();
    boxes.style.transform =
      `translate(${frame.clientWidth / 2 - x * scale}px, ${picture.clientHeight / 2 - y * scale}px) scale(${scale})`;
    boxes.style.setProperty("--ring-width", `${3 / scale}px`);
  });

  function placeBoxes() {
    const had = boxes.contains(document.activeElement);
    boxes.replaceChildren();
    scene.columns.forEach(({ nodes }, number) => {
      const group = document.createDocumentFragment();
      for (const id of nodes) {
        const [place, card] = [places.get(id), cards.get(id)];
        const box = document.createElement("button");
        box.type = "button";
        box.tabIndex = -1;
        box.dataset.id = id;
        box.dataset.column = number;
        box.setAttribute("aria-label", spoken(id, card.said));
        Object.assign(box.style, {
          left: `${place.x - card.width / 2}px`, top: `${place.y - card.height / 2}px`,
          width: `${card.width}px`, height: `${card.height}px`,
        });
        group.append(box);
      }
      boxes.append(group);
    });
    const first = boxes.querySelector(`[data-id="${CSS.escape(scene.focus)}"]`) || boxes.firstElementChild;
    if (first) first.tabIndex = 0;
    if (had && first) first.focus({ preventScroll: true });
  }
  const KIND_WORDS = {
    "s:": "strategyGoal", "a:": "area", "p:": "plan", "^": "superior", "g:": "goal", "x:": "goal", "t:": "activity", "o:": "actor",
  };
  function spoken(id, said) {
    const kind = KIND_WORDS[pg.kind(id)];
    return [kind ? pg.say(kind) : "", said.tag, said.title, ...said.quiet, said.alert].filter(Boolean).join(", ");
  }
  pg.kindWord = (id) => pg.say(KIND_WORDS[pg.kind(id)] || "finding");

  function arrange() {
    ({ cards, places, links, headings } = pg.arrange(scene, pg.isNarrow()));
    near.clear();
    const join = (a, b) => near.set(a, (near.get(a) || new Set()).add(b));
    for (const link of links) {
      join(link.from, link.to);
      join(link.to, link.from);
    }
  }

  function extent() {
    let [left, right, top, bottom] = [0, scene.whole ? 0 : pg.data.widths[pg.isNarrow() ? "narrow" : "wide"], Infinity, 0];
    for (const { y } of headings) top = Math.min(top, y - 12);
    for (const [id, { x, y }] of places) {
      const card = cards.get(id);
      const margin = scene.whole ? 70 : 0;
      left = Math.min(left, x - card.width / 2 - margin);
      right = Math.max(right, x + card.width / 2 + margin);
      top = Math.min(top, y - card.height / 2 - margin * 2);
      bottom = Math.max(bottom, y + card.height / 2 + margin);
    }
    return { left, right, top, bottom };
  }

  // The picture is as tall as the scene needs at a readable size, so the page scrolls and the picture does not shrink.
  function resize() {
    const { left, right, top, bottom } = extent();
    const width = Math.max(200, frame.clientWidth);
    const scale = Math.min(pg.isNarrow() ? 1.3 : 1.15, width / (right - left + 4));
    const height = (bottom - top) * scale + 12;
    size = { width, height };
    picture.style.height = `${height}px`;
    network.setSize(`${width}px`, `${height}px`);
    home = { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale };
    network.moveTo(home);
  }
  let home = null;

  pg.show = (next) => {
    const before = new Map([...places].map(([id, place]) => [id, place]));
    const calmly = !scene || calm.matches || next.whole || scene.whole;
    scene = next;
    hovered = "";
    arrange();
    const ids = [...places.keys()];
    for (const id of ids) cards.get(id).fresh = !before.has(id);
    const start = (id) => (calmly ? places.get(id) : before.get(id) || places.get(id));
    network.setData({ nodes: new vis.DataSet(ids.map((id) => ({ id, ...start(id) }))), edges: new vis.DataSet() });
    resize();
    placeBoxes();
    // On a phone a finger scrolls the page, except in the whole graph, where it moves the picture.
    frame.closest(".plangraph").classList.toggle("whole", Boolean(scene.whole));
    network.setOptions({ interaction: { dragView: !pg.isNarrow() || Boolean(scene.whole), zoomView: Boolean(scene.whole && touch.matches) } });
    cancelAnimationFrame(moving);
    faded = 1;
    if (!calmly) glide(before);
    network.redraw();
  };

  // Boxes that stay glide to their new places, and what is new fades in.
  function glide(before) {
    const began = performance.now();
    const moved = [...places.keys()].filter((id) => before.has(id));
    const step = (now) => {
      const part = Math.min(1, (now - began) / 280);
      const eased = 1 - (1 - part) ** 3;
      faded = eased;
      for (const id of moved) {
        const [a, b] = [before.get(id), places.get(id)];
        network.moveNode(id, a.x + (b.x - a.x) * eased, a.y + (b.y - a.y) * eased);
      }
      network.redraw();
      if (part < 1) moving = requestAnimationFrame(step);
    };
    moving = requestAnimationFrame(step);
  }

  pg.select = (id) => {
    selected = places.has(id) ? id : "";
    network.redraw();
  };
  pg.zoom = (factor) => {
    const scale = Math.max(0.2, Math.min(6, network.getScale() * factor));
    network.moveTo({ scale, animation: calm.matches ? false : { duration: 180, easingFunction: "easeOutQuad" } });
  };
  pg.fit = () => network.moveTo({ ...home, animation: calm.matches ? false : { duration: 220, easingFunction: "easeOutQuad" } });
  // Brings a box that the keyboard reached into view.
  pg.reveal = (id) => {
    const place = places.get(id);
    if (!place) return;
    const at = network.canvasToDOM(place);
    if (scene.whole && (at.x < 20 || at.y < 20 || at.x > size.width - 20 || at.y > size.height - 20)) {
      network.moveTo({ position: place });
    }
    const above = frame.getBoundingClientRect().top + at.y;
    if (above < 60 || above > innerHeight - 60) scrollBy({ top: above - innerHeight / 2, behavior: calm.matches ? "auto" : "smooth" });
  };
  pg.placeOf = (id) => places.get(id);

  // vis-network knows no outline of a custom shape, so what the mouse is over is found by the cards' own measures.
  function at({ x, y }) {
    const slack = scene.whole ? 4 : 0;
    for (const [id, place] of places) {
      const card = cards.get(id);
      if (Math.abs(x - place.x) <= card.width / 2 + slack && Math.abs(y - place.y) <= card.height / 2 + slack) return id;
    }
    return "";
  }
  network.on("click", ({ pointer }) => pg.clicked(at(pointer.canvas)));
  const hover = (id) => {
    if (id === hovered) return;
    hovered = id;
    picture.classList.toggle("over", Boolean(id));
    network.redraw();
  };
  picture.addEventListener("pointermove", (event) => {
    const { left, top } = picture.getBoundingClientRect();
    if (event.pointerType === "mouse") hover(at(network.DOMtoCanvas({ x: event.clientX - left, y: event.clientY - top })));
  });
  picture.addEventListener("pointerleave", () => hover(""));
  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    pg.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
  }, { passive: false });

  let known = frame.clientWidth;
  new ResizeObserver(() => {
    if (!scene || frame.clientWidth === known || !frame.clientWidth) return;
    known = frame.clientWidth;
    arrange();
    for (const [id, place] of places) network.moveNode(id, place.x, place.y);
    resize();
    placeBoxes();
    network.setOptions({ interaction: { dragView: !pg.isNarrow() || Boolean(scene.whole) } });
  }).observe(frame);
  pg.stage = { network, boxes };
})();
