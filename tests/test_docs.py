"""The docs say what the program does: generated pages are fresh, every command and question is described."""

from __future__ import annotations

import re
import subprocess
import sys

from plangraph.register.columns import PLAN_TABLES
from tests.conftest import PROJECT


def test_generated_pages_are_fresh():
    """Each rule and query has its page, as its header would write it now."""
    command = [sys.executable, PROJECT / "docs" / "generate.py", "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_register_page_names_every_column():
    """docs/register.md lists the tables' columns exactly, in their order."""
    text = (PROJECT / "docs" / "register.md").read_text("utf-8")
    for table, columns in PLAN_TABLES.items():
        line = next(line for line in text.splitlines() if line.startswith(f"| `{table}.csv`"))
        assert re.findall(r"`([a-z_]+)`", line.split("|")[3]) == [column.name for column in columns], table


def test_links_in_the_docs_lead_somewhere():
    """Every relative link in a Markdown file of the project leads to a file that is there."""
    files = subprocess.run(
        ["git", "-C", PROJECT, "ls-files", "-co", "--exclude-standard", "*.md"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "README.md" in files
    for name in files:
        text = (PROJECT / name).read_text("utf-8")
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
            assert ((PROJECT / name).parent / link).exists(), f"{name} links to {link}"


def test_no_file_names_a_registry_or_a_person():
    """No lock file or page writes the host of a package registry, and no e-mail address stands anywhere."""
    files = subprocess.run(
        ["git", "-C", PROJECT, "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    hosts = re.compile(r"pypi\.org|pythonhosted|npmjs|registry\.")
    address = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}")
    for name in filter(None, files):
        path = PROJECT / name
        if path.suffix in {".png", ".svg"} or not path.is_file() or name == "tests/test_docs.py":
            continue
        text = path.read_text("utf-8")
        assert not hosts.search(text), name
        assert not address.search(text), name
