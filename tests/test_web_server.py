"""`plangraph serve`: it says where it listens, takes the next free port, and ends when it is told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

import pytest

from plangraph.errors import InputError
from plangraph.graph import build
from plangraph.register import load_register
from plangraph.web import DEFAULT_PORT, Explorer, open_server
from tests.running_server import running_server
from tests.small_data import SmallData

# Far more than it takes, for machines that do much else at the time.
PATIENCE = 180
RUNAWAY = "sparql?" + urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A data folder with one small plan."""
    data = SmallData(tmp_path_factory.mktemp("served") / "data")
    data.plan(
        "kronoberg-2025",
        goals=[{"locator": "1", "title": "Målet"}],
        activities=[{"locator": "1.1", "goal": "1", "title": "Aktiviteten"}],
        responsibilities=[{"row": "1.1", "role": "accountable", "actor": "kronoberg.chef", "written": "Chefen"}],
    )
    return data.folder


@pytest.fixture(scope="module")
def small(folder) -> Explorer:
    """The explorer of that plan."""
    register = load_register(folder)
    return Explorer(register, build(register), date(2026, 11, 21))


@contextmanager
def serving(
    folder: Path, *arguments: str, temporary: Path | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running `plangraph serve`, and the address that it printed; `temporary`: where it puts temporary files."""
    command = [sys.executable, "-m", "plangraph.cli", "serve", "--no-browser", "--data", str(folder), *arguments]
    place = {"TMPDIR": str(temporary)} if temporary else {}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **place}
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def test_serve_prints_its_address_and_answers_there(folder):
    """Only the address goes to standard output, so that a script can read it; the pages are there."""
    with serving(folder, "--port", "0") as (process, address):
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            assert "Region Kronoberg" in answer.read().decode()
            assert "server" not in {name.lower() for name in answer.headers}
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=PATIENCE)
    assert out == ""
    assert process.returncode == 0
    assert "Traceback" not in error


def test_in_english_the_page_is_english_too(folder):
    """The address that is printed opens the explorer in the language that was asked for, and so speaks the terminal."""
    with serving(folder, "--port", "0", "--lang", "en") as (process, address):
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            assert '<html lang="en"' in answer.read().decode()
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=PATIENCE)
    assert "Reading the register" in error
    assert "Läser" not in error


def descendants(process: int) -> set[int]:
    """The ids of the processes that a process started, and of those that these did."""
    found: set[int] = set()
    waiting = [process]
    while waiting:
        parent = waiting.pop()
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            begun = {int(child) for child in children.read_text("ascii").split()}
            found |= begun
            waiting += begun
    return found


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds, and fail where it does not come to."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_ends_as_soon_as_it_is_told_and_leaves_nothing(folder, tmp_path, number):
    """Told to end while a query runs away, it ends well before that would, without its files and its processes."""
    with serving(folder, "--port", "0", temporary=tmp_path) as (process, address):
        until(lambda: descendants(process.pid))
        with urllib.request.urlopen(f"{address}dataset.nq", timeout=PATIENCE) as answer:
            assert answer.read()
        assert list(tmp_path.iterdir())
        with ThreadPoolExecutor(1) as beside:
            runaway = beside.submit(urllib.request.urlopen, address + RUNAWAY, timeout=PATIENCE)
            until(lambda: len(descendants(process.pid)) == 2)
            begun = descendants(process.pid)
            process.send_signal(number)
            _, error = process.communicate(timeout=PATIENCE)
            with pytest.raises(HTTPError, match="503"):
                runaway.result()
    assert process.returncode == 0
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []
    assert not any(Path(f"/proc/{each}").exists() for each in begun)


def test_told_to_end_while_it_begins_it_leaves_nothing(folder, tmp_path):
    """SIGTERM as soon as the address is known, while the answers are still being asked, ends it just as well."""
    with serving(folder, "--port", "0", temporary=tmp_path) as (process, _):
        process.terminate()
        begun = descendants(process.pid)
        _, error = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []
    until(lambda: not any(Path(f"/proc/{each}").exists() for each in begun))


def test_serve_takes_the_next_free_port_and_says_so(folder):
    """Where the usual port is taken the next free one is used; a port that was asked for is never replaced."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):  # where somebody else has taken it, it is just as taken
            taken.bind(("127.0.0.1", DEFAULT_PORT))
            taken.listen()
        with serving(folder) as (process, address):
            port = int(address.rstrip("/").rpartition(":")[2])
            assert DEFAULT_PORT < port < DEFAULT_PORT + 21
            process.send_signal(signal.SIGINT)
            _, error = process.communicate(timeout=PATIENCE)
        assert str(DEFAULT_PORT) in error
        command = [sys.executable, "-m", "plangraph.cli", "serve", "--no-browser", "--data", str(folder)]
        refused = subprocess.run([*command, "--port", str(DEFAULT_PORT)], capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert f"Port {DEFAULT_PORT} is taken." in refused.stderr
    assert refused.stdout == ""


@pytest.mark.parametrize("port", ["-1", "65536", "http", "８０８０"])
def test_a_port_that_is_none_is_bad_usage(folder, port):
    """A port is a number from 0 to 65535."""
    command = [sys.executable, "-m", "plangraph.cli", "serve", "--no-browser", "--data", str(folder), f"--port={port}"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "a port is a number from 0 to 65535" in result.stderr


def test_a_host_that_is_none_is_told_with_a_remedy(small):
    """A name that is no address of this machine raises an error with what to try."""
    with pytest.raises(InputError, match=r"Try 127\.0\.0\.1"):
        open_server(small, "no such host")
    with pytest.raises(InputError, match="Choose another --host"):
        open_server(small, "192.0.2.1")


def test_bound_to_loopback_it_answers_to_the_machines_own_names_only(small):
    """A server on loopback refuses other hosts' names; one that was opened to others answers to any."""
    for host, expected in (("127.0.0.1", 400), ("localhost", 400), ("0.0.0.0", 200)):
        server = open_server(small, host, 0)
        try:
            answer = server.app.test_client().get("/", headers={"Host": "evil.example"})
            assert answer.status_code == expected
            assert answer.text.count(host) <= 1  # the names to ask for instead are told once each
        finally:
            server.close()


def test_requests_are_bounded(small):
    """A request whose head is larger than any address or query of ours is cut off, and others are still answered."""
    with running_server(small) as address:
        place = urlsplit(address)
        with socket.create_connection((place.hostname, place.port), timeout=PATIENCE) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ")
            # the server may close the connection before everything was sent
            with suppress(ConnectionResetError, BrokenPipeError):
                for _ in range(40):
                    connection.sendall(b"x" * 4096)
                assert b"431" in connection.recv(100)
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            assert answer.status == 200


def test_connections_that_say_nothing_keep_nobody_out(small):
    """More silent connections than there is room for: those are closed, and a page is answered while they are held."""
    with running_server(small) as address, ExitStack() as held:
        place = urlsplit(address)
        silent = [
            held.enter_context(socket.create_connection((place.hostname, place.port), timeout=PATIENCE))
            for _ in range(230)
        ]
        # a server with the usual patience would close them after two minutes only
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert answer.status == 200
        assert silent[0].recv(1) == b"", "the server closed it"
