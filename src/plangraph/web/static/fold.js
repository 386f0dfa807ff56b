// SPDX-License-Identifier: Apache-2.0
// On a narrow screen the list comes first and its filters are folded; without script they stay open above it.
if (matchMedia("(max-width: 44rem)").matches) {
  for (const each of document.querySelectorAll("details.fold")) each.open = false;
}
