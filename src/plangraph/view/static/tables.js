// SPDX-License-Identifier: Apache-2.0
// The tables below the picture: filtered in step with it, and sorted by their headings.
"use strict";
(() => {
  const rows = [...document.querySelectorAll("#tasks tbody tr")];
  const body = document.querySelector("#tasks tbody");
  const shown = document.getElementById("shown");
  // as the page came: where nothing is filtered away, its numbers may lead to lists
  const cells = new Map([...document.querySelectorAll("#matrix td[data-plan]")].map((cell) => [cell, [...cell.childNodes]]));
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  pg.showTables = (scene, matched) => {
    let count = 0;
    for (const row of rows) {
      const visible = scene.tasks.has(row.dataset.id);
      row.hidden = !visible;
      count += visible;
    }
    shown.textContent = pg.say("shown", count, rows.length);
    for (const [cell, content] of cells) {
      const { plan, area } = cell.dataset;
      const found = pg.figures(matched, { plan, area });
      if (matched.size === pg.tasks.length) cell.replaceChildren(...content);
      else cell.textContent = found.all || !area ? pg.say("without", found.without, found.all) : pg.nothing(plan, area);
      cell.classList.toggle("red", found.without > 0);
    }
  };

  document.querySelector("#tasks thead").addEventListener("click", (event) => {
    const head = event.target.closest("th");
    if (!head) return;
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const each of head.parentNode.children) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const place = [...head.parentNode.children].indexOf(head);
    const text = new Map(rows.map((row) => [row, row.children[place].textContent.trim()]));
    // Empty cells come last either way: they say nothing to order by.
    rows.sort((a, b) => !text.get(a) - !text.get(b) || (down ? -1 : 1) * collator.compare(text.get(a), text.get(b)));
    body.append(...rows);
  });
})();
