// SPDX-License-Identifier: Apache-2.0
// A button that prints the page; without script it stays hidden, and the browser's own menu prints as well.
for (const button of document.querySelectorAll("button.print")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
