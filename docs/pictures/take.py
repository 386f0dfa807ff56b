# SPDX-License-Identifier: Apache-2.0
"""The pictures of the explorer that the README shows: `.venv/bin/python docs/pictures/take.py` (with Chromium)."""

from __future__ import annotations

import shutil
import threading
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from plangraph import resources
from plangraph.graph import build
from plangraph.register import load_register
from plangraph.web import Explorer, open_server

# Name of the picture, page, and width and height of the window.
PICTURES = (
    ("start", "/", 1280, 1000),
    ("compare", "/compare?plan=gavleborg-2025&plan=vastmanland-2025&area=2", 1280, 1000),
    ("activity", "/id/gavleborg-2025/activity/2.13~1", 1280, 1000),
    ("graph", "/graph?plan=kronoberg-2024", 1280, 1000),
    ("phone", "/activities?plan=kronoberg-2024&owned=no", 390, 800),
)


def main() -> None:
    """Serve the explorer on loopback and photograph its pages, as of the day on which the plans were last read."""
    register = load_register(resources.data_folder())
    explorer = Explorer(register, build(register), date(2026, 11, 22))
    explorer.judged.all()
    server = open_server(explorer, port=0)
    threading.Thread(target=server.run, daemon=True).start()
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for name, address, width, height in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(server.address.rstrip("/") + address)
            page.wait_for_timeout(1500)  # the picture draws itself
            page.screenshot(path=Path(__file__).with_name(f"{name}.png"))
        browser.close()
    server.close()


if __name__ == "__main__":
    main()
