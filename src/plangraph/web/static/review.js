// SPDX-License-Identifier: Apache-2.0
// One letter answers, while no field has focus and the reviewer has not turned it off; without this script the buttons do.
"use strict";

const OFF = "plangraph-review-keys-off"; // where the browser remembers that letters are turned off
const form = document.getElementById("answers");
const buttons = [...form.querySelectorAll("button[data-keys]")];
const use = document.getElementById("use-keys");
let sent = false;

function remembered() {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    return true; // a browser that keeps nothing
  }
}

function show() {
  form.classList.toggle("with-keys", use.checked);
  for (const button of buttons) {
    if (use.checked) button.setAttribute("aria-keyshortcuts", button.dataset.keys);
    else button.removeAttribute("aria-keyshortcuts");
  }
}

// who goes on by keyboard goes on from the question, not from the top of the page; a field that has focus keeps it
if (document.activeElement === document.body) document.getElementById("gone-on")?.focus({ preventScroll: true });

use.closest("[hidden]").hidden = false;
use.checked = remembered();
show();
use.addEventListener("change", () => {
  try {
    if (use.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  } catch {
    // it holds for this page
  }
  show();
});

form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
window.addEventListener("pageshow", () => {
  sent = false;
});

document.addEventListener("keydown", (event) => {
  if (!use.checked || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
  const key = event.key.toLocaleLowerCase("sv").normalize("NFC");
  const button = buttons.find((each) => !each.disabled && each.dataset.keys.split(" ").includes(key));
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
});
