"""What many tests share: the real register and dataset, the plan documents where they are, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import settings

from plangraph import resources
from plangraph.graph import build
from plangraph.register import Register, load_register
from plangraph.web import Explorer, create_app
from tests.running_server import running_server
from tests.small_care import small_care

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROJECT = Path(__file__).resolve().parents[1]
# A machine that is busy with other things is no fault of what is tested.
settings.register_profile("plangraph", deadline=None)
settings.load_profile("plangraph")


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output as into a file, however wide the terminal is in which the tests run."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="session")
def register() -> Register:
    """The register that ships with the project."""
    return load_register(resources.data_folder())


@pytest.fixture(scope="session")
def store(register: Register) -> ox.Store:
    """The dataset of the register; tests must not change it."""
    return build(register)


@pytest.fixture(scope="session")
def care(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The dataset of the small world; tests must not change it."""
    return small_care(tmp_path_factory.mktemp("care") / "data").build()


@pytest.fixture(scope="session")
def explorer(register: Register, store: ox.Store) -> Iterator[Explorer]:
    """The explorer of the real data, judged as of a day on which most of the plans have not ended."""
    held = Explorer(register, store, date(2026, 11, 21))
    yield held
    held.close()


@pytest.fixture(scope="session")
def client(explorer: Explorer) -> FlaskClient:
    """A client that asks the explorer's pages without a network."""
    return create_app(explorer).test_client()


@pytest.fixture(scope="session")
def address(explorer: Explorer) -> Iterator[str]:
    """Where a running explorer on loopback is reached, without the last slash; everything in it is warm."""
    explorer.judged.all()
    with running_server(explorer) as served:
        yield served.rstrip("/")


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder with the plan documents and their rows: `PLANGRAPH_DOCUMENTS`, else `../shared`."""
    folder = Path(os.environ.get("PLANGRAPH_DOCUMENTS", PROJECT.parent / "shared"))
    if not (folder / "rows").is_dir():
        message = f"the plan documents are not in {folder}; set PLANGRAPH_DOCUMENTS to the folder that holds rows/"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)  # they are no part of the project, so a stranger's clone runs without them
    return folder


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A copy of the data folder that a test may break."""
    return Path(shutil.copytree(resources.data_folder(), tmp_path / "data"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, the one that is installed."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    executable = next((path for path in map(shutil.which, names) if path), None)
    if executable is None:
        pytest.fail("no Chromium found: run `make test`, which installs it, or install Debian's chromium")
    arguments = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    arguments += "--disable-component-update --disable-sync"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=arguments.split())
        yield chromium
        chromium.close()
