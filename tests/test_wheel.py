"""The built wheel: it carries ontology, shapes, queries and data, and works from any folder."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import PROJECT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A venv with the wheel, whose dependencies are those of the running environment."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, PROJECT],
        check=True,
        capture_output=True,
    )
    wheel = next(folder.glob("*.whl"))
    target = folder / "venv"
    venv.create(target, with_pip=False)
    packages = next((target / "lib").glob("python*")) / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # the wheel's own files first; everything else as installed here, where an editable install points at the checkout
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (packages / "here.pth").write_text(here, encoding="utf-8")
    return target / "bin" / "python"


def run(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-m", "plangraph.cli", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_wheel_answers_outside_the_checkout(installed, tmp_path):
    """`check` and `ask` work in an empty folder, from the wheel's own files."""
    where = subprocess.run(
        [installed, "-c", "import plangraph.resources as r; print(r.data_folder())"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert str(installed.parent.parent) in where
    checked = run(installed, tmp_path, "check", "--summary")
    assert checked.returncode == 1, checked.stderr
    assert "OWN-MISSING" in checked.stdout
    asked = run(installed, tmp_path, "ask", "ownerless", "--plan", "kronoberg", "--format", "csv")
    assert asked.returncode == 0, asked.stderr
    assert "kronoberg-2024,3,3.1," in asked.stdout
    assert list(tmp_path.iterdir()) == []
