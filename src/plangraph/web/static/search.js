// SPDX-License-Identifier: Apache-2.0
// Hits while one types, in the search field at the head of every page: a combobox as ARIA 1.2 describes it.
// Without this script the form asks the search page, which finds the same.
"use strict";

const WAIT = 150; // milliseconds without a key before the server is asked
const LEAST = 2; // letters
const MOST = 10; // hits shown
const OF_A_KIND = 3;

/** An element with attributes and children, each an element or text that is never read as markup. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

class SearchBox {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("input[type=search]");
    this.words = form.dataset;
    this.options = [];
    this.active = -1;
    this.list = make("div", { id: "site-hits", role: "listbox", "aria-label": this.words.label, hidden: "" });
    this.said = make("div", { class: "unseen", role: "status", "aria-live": "polite" });
    form.append(this.list, this.said);
    for (const [key, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) this.field.setAttribute(key, value);
    this.field.addEventListener("input", () => this.wait());
    this.field.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) this.close();
    });
    // the field keeps the focus while a hit is pressed
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    window.addEventListener("pageshow", () => this.close());
  }

  wait() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const typed = this.field.value.trim();
    if (typed.length < LEAST) {
      this.close();
      return;
    }
    this.request?.abort();
    this.request = new AbortController();
    const address = new URL(this.words.hits, location.href);
    address.searchParams.set("q", typed);
    address.searchParams.set("each", OF_A_KIND);
    try {
      const answer = await fetch(address, {
        headers: { Accept: "application/json" },
        signal: this.request.signal,
      });
      if (answer.ok) this.show(await answer.json());
      else this.close();
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // the form still works
    }
  }

  show(found) {
    if (document.activeElement !== this.field) return;
    this.options = [];
    this.list.replaceChildren();
    for (const group of found.groups) {
      const hits = group.hits.slice(0, MOST - this.options.length);
      if (!hits.length) break;
      const title = `site-hits-${group.kind}`;
      const section = make("div", { role: "group", "aria-labelledby": title });
      section.append(
        make("div", { id: title, class: "kind", role: "presentation" }, `${group.label} `, make("span", { class: "n" }, String(group.total))),
        ...hits.map((hit) => this.option(hit.address, ...this.lines(hit))),
      );
      this.list.append(section);
    }
    if (found.total) this.list.append(this.option(found.address, make("span", { class: "all" }, this.counted(this.words.all, found.total))));
    this.activate(-1);
    this.open(found.total > 0);
    this.say(found.total ? this.counted(found.total === 1 ? this.words.one : this.words.many, found.total) : this.words.none);
  }

  lines(hit) {
    const title = make("span", { class: "title", lang: hit.language });
    if (hit.locator) title.append(make("span", { class: "locator" }, hit.locator), " ");
    title.append(...hit.marked.map(([text, isFound]) => (isFound ? make("mark", {}, text) : text)));
    const why = hit.why.map((each) => `${each.what}: ${each.text}`);
    return [title, make("span", { class: "what" }, [hit.what, ...hit.remarks, ...why].join(" · "))];
  }

  option(address, ...children) {
    const attributes = { id: `site-hit-${this.options.length}`, role: "option", href: address, tabindex: "-1", "aria-selected": "false" };
    const option = make("a", attributes, ...children);
    this.options.push(option);
    return option;
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.ask();
      else this.activate(this.next(event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.options[this.active].click();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault(); // or the field would be emptied at once
      this.close();
    }
  }

  /** The next option, or -1 for the field itself, which stands between the last and the first. */
  next(step) {
    const places = this.options.length + 1;
    return ((this.active + 1 + step + places) % places) - 1;
  }

  activate(number) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = number;
    const option = this.options[number];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.field.setAttribute("aria-activedescendant", option.id);
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.activate(-1);
    this.open(false);
    this.say("");
  }

  say(text) {
    this.said.textContent = text;
  }

  counted(text, number) {
    return text.replace("{n}", number.toLocaleString(document.documentElement.lang));
  }
}

for (const form of document.querySelectorAll("form[data-hits]")) new SearchBox(form);
