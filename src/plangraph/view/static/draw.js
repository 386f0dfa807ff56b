// SPDX-License-Identifier: Apache-2.0
// Drawing on the canvas: cards and their shapes, bands as thick as the activities they carry, and lines.
"use strict";
(() => {
  const FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
  const INK = "#17202a";
  const SOFT = "#4a5764";
  const BAND = "#647d96";
  const LINE = "#5f6f7e";
  const ALPHA = 0.8; // of bands and lines, so that those below show through
  const RED = pg.data.red;
  const LINE_HEIGHT = 15.5;
  const ruler = document.createElement("canvas").getContext("2d");
  pg.font = (size, weight = 400) => `${weight} ${size}px ${FONT}`;
  pg.colors = { INK, SOFT, LINE, ALPHA };

  // A word that is too wide is broken, before a part that Swedish compounds often end in where there is one.
  const PARTS = /(?<=.{4})(?=försörjning|information|styrning|vården?$|processer|samordnare|samverkan|organisation|sjuksköters|ansvarig|mottagning|överläkare|projekt|läkemedel|screening|cancer|sverige|land|kvalitet|förening|centrerad|råd|erad)/iu;
  // Pieces as text, and whether a piece goes on from the one before it.
  function pieces(word, fits, joined = false) {
    if (fits(word)) return [{ text: word, joined }];
    const found = word.split(PARTS);
    if (found.length > 1) {
      return found.flatMap((part, n) => pieces(n < found.length - 1 ? `${part}-` : part, fits, joined || n > 0));
    }
    let most = word.length - 1;
    while (most > 1 && !fits(`${word.slice(0, most)}-`)) most -= 1;
    return [{ text: `${word.slice(0, most)}-`, joined }, ...pieces(word.slice(most), fits, true)];
  }

  // Text broken into lines of a width; what does not fit ends in an ellipsis. Long texts are cut before measuring.
  const broken = new Map();
  function wrap(text, font, width, most) {
    const key = font + width + most + text.slice(0, 400);
    if (broken.has(key)) return broken.get(key);
    ruler.font = font;
    const lines = [];
    let line = "";
    const fits = (part) => ruler.measureText(part).width <= width;
    for (const { text: part, joined } of text.slice(0, 400).split(/\s+/).flatMap((word) => pieces(word, fits))) {
      // two pieces of one word that both fit lose the hyphen between them
      const longer = joined ? line.slice(0, -1) + part : line && `${line} ${part}`;
      if (!line || fits(longer)) line = longer || part;
      else {
        lines.push(line);
        line = part;
      }
    }
    if (line) lines.push(line);
    if (lines.length > most) {
      let last = lines[most - 1];
      while (last && !fits(last + "…")) last = last.slice(0, -1);
      lines.splice(most - 1, Infinity, last + "…");
    }
    broken.set(key, lines);
    return lines;
  }

  pg.wrap = wrap;

  pg.look = (id) => {
    if (id.startsWith("c:")) return { color: RED, shape: "dot" };
    const kind = pg.kind(id);
    return pg.data.looks[{ "x:": "g:", "m:": "t:" }[kind] || kind];
  };

  // What a card says: tag and title, then a quiet line, then the share without an owner.
  pg.content = (id, scene) => {
    const facts = pg.facts(id) || {};
    const figures = scene.counts.get(id);
    const said = { title: pg.nameOf(id), tag: "", quiet: [], alert: "", figures: figures && figures.all ? figures : null };
    const share = () => {
      if (!figures) return;
      if (!figures.all) said.quiet.push(pg.say(scene.filtered || !pg.data.exactFigures ? "none" : "noActivity"));
      else if (figures.without) said.alert = pg.say("without", figures.without, figures.all);
      else said.quiet.push(pg.say("without", 0, figures.all));
    };
    switch (pg.kind(id)) {
      case "a:": said.tag = facts.area; share(); break;
      case "p:": said.quiet.push(pg.planNote(id)); share(); break;
      case "^":
        if (facts.level !== "rcc") said.quiet.push(pg.label("level", facts.level));
        said.quiet.push(pg.planNote(id));
        if (facts.state !== "known-only") {
          said.quiet.push(`${pg.say("countGoals", facts.goals)}, ${pg.say("countMeasures", facts.measures)}`);
        }
        break;
      case "g:": said.tag = facts.goal; share(); break;
      case "x:": share(); break;
      case "t:": {
        said.tag = facts.activity;
        if (facts.cause) said.alert = `${pg.say("ownerMissing")}: ${pg.label("cause", facts.cause)}`;
        else {
          const names = facts.owners.filter((owner) => owner.role === "accountable").map((owner) => owner.actor);
          said.quiet.push([...new Set(names)].join(", "));
        }
        break;
      }
      case "o:":
        said.quiet.push([...(scene.roles.get(id) || [pg.label("actor-kind", facts.kind)])].join(", "));
        break;
      case "c:": said.title = pg.say("ownerMissing"); said.alert = pg.label("cause", id.slice(2)); break;
      default:
    }
    return said;
  };

  // The lines of a card of a width, with the height that they need.
  pg.card = (id, scene, width, height = 0) => {
    const said = pg.content(id, scene);
    const inner = width - 42;
    const big = pg.kind(id) === "p:";
    const title = said.tag && pg.kind(id) !== "a:" ? `${said.tag}  ${said.title}` : said.title;
    const weight = pg.kind(id) === "t:" || pg.kind(id) === "g:" ? 500 : 600;
    const below = [];
    for (const quiet of said.quiet.filter(Boolean)) {
      const font = pg.font(12);
      below.push(...wrap(quiet, font, inner, 4).map((text) => ({ text, font, color: SOFT, step: 15 })));
    }
    if (said.alert) {
      const font = pg.font(12, 700);
      below.push(...wrap(said.alert, font, inner, height ? 2 : 4).map((text) => ({ text, font, color: RED, step: 15 })));
    }
    const step = big ? 18 : LINE_HEIGHT;
    const room = height ? Math.max(1, Math.floor((height - 9 - (said.figures ? 6 : 0) - below.length * 15) / step)) : scene.lines || 4;
    // A card of a fixed height takes a somewhat smaller type before it leaves words out.
    const sizes = height ? [0, 0.75, 1.5] : [0];
    const fonts = sizes.map((less) => pg.font((big ? 14.5 : 13) - less, weight));
    const suits = (lines) => lines.length <= room && !lines.some((line) => line.endsWith("-"));
    const titleFont = fonts.find((font) => suits(wrap(title, font, inner, 99))) || fonts[fonts.length > 1 ? 1 : 0];
    const rows = [
      ...wrap(title, titleFont, inner, room).map((text) => ({ text, font: titleFont, color: INK, step })),
      ...below,
    ];
    const needed = rows.reduce((sum, row) => sum + row.step, 0) + 16 + (said.figures ? 5 : 0);
    return { rows, said, width, height: height || Math.max(38, needed), needed };
  };

  function rounded(ctx, x, y, w, h, r) {
    ctx.beginPath();
    ctx.roundRect(x, y, w, h, r);
  }

  pg.shape = (ctx, shape, x, y, r, color) => {
    const polygon = (points) => {
      ctx.beginPath();
      points.forEach(([a, b], i) => (i ? ctx.lineTo(x + a * r, y + b * r) : ctx.moveTo(x + a * r, y + b * r)));
      ctx.closePath();
    };
    const round = (n, inner, turn) => Array.from({ length: n }, (_, i) => {
      const angle = turn + (i * 2 * Math.PI) / n;
      const far = i % 2 ? inner : 1;
      return [Math.cos(angle) * far, Math.sin(angle) * far];
    });
    ctx.fillStyle = color;
    if (shape === "star") polygon(round(10, 0.5, -Math.PI / 2));
    else if (shape === "hexagon") polygon(round(6, 1, 0));
    else if (shape === "diamond") polygon(round(4, 1, 0));
    else if (shape === "triangle") polygon([[0, -1], [0.95, 0.75], [-0.95, 0.75]]);
    else if (shape === "square") polygon([[-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]]);
    else if (shape === "database") {
      ctx.beginPath();
      ctx.ellipse(x, y - r * 0.6, r * 0.8, r * 0.35, 0, 0, 2 * Math.PI);
      ctx.rect(x - r * 0.8, y - r * 0.6, r * 1.6, r * 1.2);
      ctx.ellipse(x, y + r * 0.6, r * 0.8, r * 0.35, 0, 0, 2 * Math.PI);
    } else {
      ctx.beginPath();
      ctx.arc(x, y, r * 0.85, 0, 2 * Math.PI);
    }
    ctx.fill();
  };

  pg.drawCard = (ctx, x, y, card, id, state) => {
    const { width: w, height: h } = card;
    const [left, top] = [x - w / 2, y - h / 2];
    const look = pg.look(id);
    ctx.globalAlpha = state.alpha;
    rounded(ctx, left, top, w, h, 9);
    ctx.fillStyle = id.startsWith("c:") ? "#fdf1f0" : "#ffffff";
    ctx.fill();
    ctx.save();
    ctx.clip();
    ctx.fillStyle = look.color;
    ctx.fillRect(left, top, 5, h);
    ctx.restore();
    rounded(ctx, left, top, w, h, 9);
    ctx.lineWidth = state.selected ? 2.5 : state.hover ? 2 : 1;
    ctx.strokeStyle = state.selected || state.hover ? look.color : "#b9c4cf";
    ctx.stroke();
    if (pg.kind(id) === "a:") {
      pg.shape(ctx, look.shape, left + 20, y, 11, look.color);
      ctx.fillStyle = "#ffffff";
      ctx.font = pg.font(11.5, 700);
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillText(card.said.tag, left + 20, y + 0.5);
    }
    const tall = card.rows.reduce((sum, row) => sum + row.step, 0) + (card.said.figures ? 6 : 0);
    let base = y - tall / 2;
    if (pg.kind(id) !== "a:") pg.shape(ctx, look.shape, left + 19, base + card.rows[0].step / 2, 7, look.color);
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    for (const row of card.rows) {
      ctx.font = row.font;
      ctx.fillStyle = row.color;
      ctx.fillText(row.text, left + 35, base + row.step / 2);
      base += row.step;
    }
    if (card.said.figures) {
      const { all, without } = card.said.figures;
      const [from, across] = [left + 35, w - 46];
      const at = Math.min(base + 2, top + h - 8);
      const red = (across * without) / all;
      ctx.fillStyle = BAND;
      ctx.fillRect(from, at, across, 4);
      ctx.fillStyle = RED;
      ctx.fillRect(from, at, red, 4);
    }
    ctx.globalAlpha = 1;
  };

  // A band from the right side of one node to the left side of another (or from below to above), red part last.
  function band(ctx, from, to, thick, upright) {
    ctx.beginPath();
    if (upright) {
      const middle = (from.y + to.y) / 2;
      ctx.moveTo(from.x, from.y);
      ctx.bezierCurveTo(from.x, middle, to.x, middle, to.x, to.y);
    } else {
      const middle = (from.x + to.x) / 2;
      ctx.moveTo(from.x, from.y);
      ctx.bezierCurveTo(middle, from.y, middle, to.y, to.x, to.y);
    }
    ctx.lineWidth = thick;
    ctx.stroke();
  }

  pg.drawLink = (ctx, link, alpha) => {
    const { a, b, upright, arc } = link.ends;
    ctx.globalAlpha = alpha;
    if (link.elbow) {
      ctx.strokeStyle = LINE;
      ctx.lineWidth = 1.2;
      ctx.beginPath();
      ctx.moveTo(a.x, a.y);
      ctx.lineTo(a.x, b.y);
      ctx.lineTo(b.x, b.y);
      ctx.stroke();
      ctx.globalAlpha = 1;
      return;
    }
    if (arc) {
      ctx.strokeStyle = LINE;
      ctx.lineWidth = 1.2;
      ctx.beginPath();
      ctx.moveTo(a.x, a.y);
      ctx.bezierCurveTo(a.x + 20, a.y, b.x + 20, b.y, b.x, b.y);
      ctx.stroke();
      ctx.globalAlpha = 1;
      return;
    }
    ctx.setLineDash(link.style === "dash" ? [5, 4] : []);
    if (link.style === "band") {
      const red = (link.thick * link.without) / link.all;
      const shift = (p, by) => (upright ? { x: p.x + by, y: p.y } : { x: p.x, y: p.y + by });
      ctx.strokeStyle = BAND;
      if (red < link.thick) band(ctx, shift(a, -red / 2), shift(b, -red / 2), link.thick - red, upright);
      ctx.strokeStyle = RED;
      if (red) band(ctx, shift(a, (link.thick - red) / 2), shift(b, (link.thick - red) / 2), red, upright);
    } else {
      ctx.strokeStyle = link.style === "red" ? RED : LINE;
      band(ctx, a, b, link.style === "red" ? 2 : 1.2, upright);
    }
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  };

  pg.drawLegend = () => {
    for (const canvas of document.querySelectorAll("canvas.shape")) {
      const ctx = canvas.getContext("2d");
      const kind = canvas.dataset.kind;
      const look = pg.data.looks[kind];
      if (look) pg.shape(ctx, look.shape, 18, 18, 14, look.color);
      else {
        const ends = { a: { x: 1, y: 9 }, b: { x: 29, y: 9 } };
        const red = kind === "red";
        const style = { band: "band", red: "band" }[kind] || kind;
        ctx.scale(2, 2);
        pg.drawLink(ctx, { style, ends, thick: 8, all: 3, without: red ? 1 : 0 }, 1);
      }
    }
  };
})();
