// SPDX-License-Identifier: Apache-2.0
// Ctrl + Enter runs the query; Tab keeps leaving the box, so that nobody is caught in it.
"use strict";
const form = document.getElementById("ask");
form.querySelector(".keys").hidden = false;
document.getElementById("query").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
