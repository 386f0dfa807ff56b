// The stage: vis-network shows the scene at places that are worked out beforehand; nothing moves by itself.
"use strict";
(() => {
  const frame = document.getElementById("frame");
  const picture = document.getElementById("picture");
  const boxes = document.getElementById("boxes");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const touch = matchMedia("(pointer: coarse)");
  const TOP = 38;
  const GAP = 9;
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
      dragNodes: false, dragView: true, zoomView: false, hover: true, keyboard: false,
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
  const WHOLE_SIZE = { "s:": 12, "a:": 13, "p:": 12, "^": 12, "g:": 6.5, "t:": 5.5, "o:": 6 };
  function wholeNode(ctx, id, x, y) {
    const kind = pg.kind(id);
    const r = WHOLE_SIZE[kind];
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
    ctx.strokeStyle = "#7d8c9a";
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

  // Where links leave and reach their nodes: stacked along the side, so that thicknesses add up to the node's share.
  function settleLinks() {
    const side = new Map();
    const put = (key, link, other) => side.set(key, [...(side.get(key) || []), { link, other }]);
    const drawn = links.filter((link) => places.has(link.from) && places.has(link.to));
    for (const link of drawn) {
      const [a, b] = [places.get(link.from), places.get(link.to)];
      const apart = Math.abs(a.x - b.x) - (cards.get(link.from).width + cards.get(link.to).width) / 2;
      link.arc = Math.abs(a.x - b.x) < 2 && scene.columns.some(({ nodes }) => nodes.includes(link.from) && nodes.includes(link.to));
      link.upright = apart < 8 && !link.arc;
      link.turned = link.upright ? a.y > b.y : a.x > b.x;
      link.thick = link.style === "band" ? Math.max(1.5, link.all * scene.perTask) : 0;
      put(`${link.from}>${link.upright}${link.turned}`, link, b);
      put(`${link.to}<${link.upright}${link.turned}`, link, a);
    }
    for (const [key, list] of side) {
      const upright = list[0].link.upright;
      list.sort((p, q) => (upright ? p.other.x - q.other.x : p.other.y - q.other.y));
      const total = list.reduce((sum, { link }) => sum + link.thick, 0);
      const starts = key.includes(">");
      let at = -total / 2;
      for (const { link } of list) {
        const id = starts ? link.from : link.to;
        const [place, card] = [places.get(id), cards.get(id)];
        const along = link.thick ? at + link.thick / 2 : 0;
        at += link.thick;
        const out = link.arc || starts !== link.turned ? 1 : -1;
        link[starts ? "a" : "b"] = upright
          ? { x: place.x + along, y: place.y + (out * card.height) / 2 }
          : { x: place.x + (out * card.width) / 2, y: place.y + along };
      }
    }
    for (const link of drawn) link.ends = { a: link.a, b: link.b, upright: link.upright, arc: link.arc };
    return drawn;
  }

  function settleList() {
    for (const link of links) {
      if (parents.get(link.to) !== link.from) continue;
      const [above, below] = [link.from, link.to].map((id) => ({ ...places.get(id), ...cards.get(id) }));
      link.elbow = true;
      link.ends = {
        a: { x: above.x - above.width / 2 + 9, y: above.y + above.height / 2 },
        b: { x: below.x - below.width / 2, y: below.y },
      };
    }
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
      const plain = link.style === "band" ? 0.78 : 0.8;
      const quiet = pg.isNarrow() && link.style !== "band" && scene.laidOut && !about();
      if (!quiet) pg.drawLink(ctx, link, (isLit(link) ? plain : 0.1) * faded);
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
      ctx.strokeStyle = mine ? pg.colors.INK : "#5b6b7a";
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
    boxes.style.setProperty("--line", `${3 / scale}px`);
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

  // ── places ────────────────────────────────────────────────────────────────────────────────────────────────────
  function fromPython(name) {
    const sizes = pg.data.sizes[name];
    for (const column of scene.columns) {
      let top = Infinity;
      let left = Infinity;
      for (const id of column.nodes) {
        const [x, y] = pg.nodes.get(id)[name];
        const [width, height] = sizes[pg.kind(id)];
        places.set(id, { x, y });
        cards.set(id, pg.card(id, scene, width, height));
        top = Math.min(top, y - height / 2);
        left = Math.min(left, x - width / 2);
      }
      const y = name === "wide" ? 16 : top - 14;
      headings.push({ text: column.head, x: left, y, width: name === "wide" ? 214 : undefined });
    }
  }

  function stack(nodes, x, top, width) {
    let y = top;
    for (const id of nodes) {
      const card = pg.card(id, scene, width);
      cards.set(id, card);
      places.set(id, { x: x + width / 2, y: y + card.height / 2 });
      y += card.height + GAP;
    }
    return y - GAP;
  }

  // Each node goes beside the middle of what it is linked to in a column that has its places, in order and unpressed.
  function beside(nodes, others, top, bottom) {
    let floor = top;
    const placed = new Set(others);
    for (const id of nodes) {
      const half = cards.get(id).height / 2;
      const linked = scene.links.filter((link) => link.from === id || link.to === id)
        .map((link) => (link.from === id ? link.to : link.from)).filter((other) => placed.has(other));
      const middle = linked.reduce((sum, other) => sum + places.get(other).y, 0) / linked.length;
      const alone = nodes.length === 1 ? Math.min(middle, top + 300) : middle;
      places.get(id).y = Math.max(floor + half, alone || 0);
      floor = places.get(id).y + half + GAP;
    }
    let ceiling = bottom;
    for (const id of [...nodes].reverse()) {
      const half = cards.get(id).height / 2;
      places.get(id).y = Math.min(places.get(id).y, ceiling - half);
      ceiling = places.get(id).y - half - GAP;
    }
  }

  function inColumns() {
    const across = pg.data.widths.wide;
    const columns = scene.columns.filter((column) => column.nodes.length);
    const wanted = columns.reduce((sum, column) => sum + column.width, 0);
    const gaps = Math.max(1, columns.length - 1);
    const squeeze = Math.min(1, (across - gaps * 34) / wanted);
    const gap = Math.min(190, (across - wanted * squeeze) / gaps);
    let x = 0;
    const bottoms = columns.map((column) => {
      const width = column.width * squeeze;
      headings.push({ text: column.head, x, y: 16, width });
      const bottom = stack(column.nodes, x, TOP, width);
      x += width + gap;
      return bottom;
    });
    const tall = Math.max(...bottoms);
    const longest = bottoms.indexOf(tall);
    for (let n = longest - 1; n >= 0; n -= 1) beside(columns[n].nodes, columns[n + 1].nodes, TOP, tall);
    for (let n = longest + 1; n < columns.length; n += 1) beside(columns[n].nodes, columns[n - 1].nodes, TOP, tall);
  }

  // On a phone the tree stands as an indented list, each node below the one it hangs on; other columns above and below.
  function inRows() {
    const across = pg.data.widths.narrow;
    let y = 0;
    const heading = (text) => {
      headings.push({ text, x: 0, y: y + 16 });
      y += 30;
    };
    const rows = ({ head, nodes }) => {
      if (!nodes.length) return;
      heading(head);
      const each = nodes.length > 1 && pg.kind(nodes[0]) !== "t:" ? 2 : 1;
      for (let i = 0; i < nodes.length; i += each) {
        const width = each === 2 ? (across - 10) / 2 : across;
        y = Math.max(...nodes.slice(i, i + each).map((id, n) => stack([id], n * (width + 10), y, width))) + GAP;
      }
      y += 12;
    };
    const put = (id, level) => {
      y = stack([id], level * 18, y, across - level * 18) + GAP;
      const next = scene.columns[scene.tree[level + 1]];
      for (const child of next ? next.nodes : []) {
        if (places.has(child) || !scene.links.some((link) => link.from === id && link.to === child)) continue;
        parents.set(child, id);
        put(child, level + 1);
      }
    };
    scene.columns.forEach((column, number) => {
      if (!scene.tree.includes(number)) {
        rows(column);
        return;
      }
      if (number !== scene.tree[0]) return;
      const tree = scene.tree.map((place) => scene.columns[place]).filter(Boolean);
      heading(tree.map((each) => each.head).join(" › "));
      tree.forEach((each, level) => each.nodes.filter((id) => !places.has(id)).forEach((id) => put(id, level)));
      y += 12;
    });
  }
  // In that list, what each node hangs on.
  let parents = new Map();

  function arrange() {
    cards = new Map();
    places = new Map();
    parents = new Map();
    const narrow = pg.isNarrow();
    headings = [];
    if (scene.whole) {
      for (const id of scene.columns[0].nodes) {
        const { x, y } = pg.nodes.get(id);
        places.set(id, { x, y });
        const r = WHOLE_SIZE[pg.kind(id)];
        cards.set(id, { width: 2 * r, height: 2 * r, said: pg.content(id, scene) });
      }
    } else if (scene.laidOut) fromPython(narrow ? "narrow" : "wide");
    else if (narrow) inRows();
    else inColumns();
    const most = Math.max(1, ...[...scene.counts.values()].map((found) => found.all));
    scene.perTask = Math.min(6, scene.laidOut || most > 30 ? (narrow ? 0.5 : 0.66) : 18 / most);
    links = scene.links.filter((link) => places.has(link.from) && places.has(link.to));
    if (narrow && !scene.laidOut && !scene.whole) settleList();
    else if (!scene.whole) settleLinks();
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
    const width = frame.clientWidth;
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
    document.body.classList.toggle("whole", Boolean(scene.whole));
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

  network.on("click", ({ nodes, pointer }) => pg.clicked(nodes[0] || network.getNodeAt(pointer.DOM) || ""));
  network.on("hoverNode", ({ node }) => {
    hovered = node;
    picture.classList.add("over");
    network.redraw();
  });
  network.on("blurNode", () => {
    hovered = "";
    picture.classList.remove("over");
    network.redraw();
  });
  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    pg.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
  }, { passive: false });

  let known = frame.clientWidth;
  new ResizeObserver(() => {
    if (!scene || frame.clientWidth === known) return;
    known = frame.clientWidth;
    arrange();
    for (const [id, place] of places) network.moveNode(id, place.x, place.y);
    resize();
    placeBoxes();
    network.setOptions({ interaction: { dragView: !pg.isNarrow() || Boolean(scene.whole) } });
  }).observe(frame);
  pg.stage = { network, boxes };
})();
