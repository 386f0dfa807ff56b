// SPDX-License-Identifier: Apache-2.0
// Where cards and links stand in a scene: the overview and the whole graph as Python laid them out, an opened node in
// columns beside it, and on a phone as an indented list. Answers { cards, places, links, headings }.
"use strict";
(() => {
  const TOP = 38;
  const GAP = 9;
  let scene = null;
  let cards = new Map();
  let places = new Map();
  let links = [];
  let headings = [];
  // In the indented list, what each node hangs on.
  let parents = new Map();

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

  pg.arrange = (next, narrow) => {
    scene = next;
    cards = new Map();
    places = new Map();
    parents = new Map();
    headings = [];
    if (scene.whole) {
      for (const id of scene.columns[0].nodes) {
        const { x, y } = pg.nodes.get(id);
        places.set(id, { x, y });
        const r = pg.WHOLE_SIZE[pg.kind(id)];
        cards.set(id, { width: 2 * r, height: 2 * r, said: pg.content(id, scene) });
      }
    } else if (scene.laidOut) fromPython(narrow ? "narrow" : "wide");
    else if (narrow) inRows();
    else inColumns();
    const most = Math.max(1, ...[...scene.counts.values()].map((found) => found.all));
    scene.perTask = scene.laidOut ? Math.min(6, (narrow ? 60 : 72) / most) : Math.min(6, 56 / most);
    links = scene.links.filter((link) => places.has(link.from) && places.has(link.to));
    if (narrow && !scene.laidOut && !scene.whole) settleList();
    else if (!scene.whole) settleLinks();
    return { cards, places, links, headings };
  };
})();
