"""The rules of the house that a machine can hold; ``docs/house.md`` says them in words."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import fabula

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "fabula"
FILES = sorted(SOURCE.rglob("*.py"))

FLOORS = (
    ("errors", "spans", "file_titles", "anchors"),
    ("schema", "output", "destinations", "progress", "listening", "sources.document", "reading_limits"),
    ("rows",),
    ("ties",),
    ("story",),
    ("story_file", "lexicon", "testing", "corrections", "frames"),
    ("sources", "language", "model"),
    ("clause_times",),
    ("chronology", "networks", "moods"),
    ("reading",),
    ("sheets", "contradictions", "archive_tags", "casting", "note_summary"),
    ("summary", "timeline", "review", "questions", "evaluation", "exports", "companion", "library", "world"),
    ("archive", "world.game"),
    ("doctor", "archive.report"),
    ("terminal", "shown", "plots"),
    ("compat", "mcp_server"),
    ("web",),
    ("cli_library", "cli_archive", "cli_mcp", "cli_plot", "cli_serve", "cli_world"),
    ("cli",),
    ("__main__",),
)
"""Rooms from the ground up: a file imports from its own room and from floors below it."""

ARROWS_ALLOWED = {
    ("story", "story_file"),  # story.save(): a method a person looks for on the story
    ("story", "chronology"),  # story.chronology, likewise
    ("story", "networks"),  # story.network(), likewise
    ("story", "sheets"),  # story.sheet(), likewise
    ("story", "contradictions"),  # story.contradictions, likewise
    ("story", "questions"),  # story.ask(), for the same reason
    ("language", "sources"),  # language reads the Document that sources define
}
VAGUE_NAMES = {"utils", "util", "helper", "helpers", "common", "misc", "tools", "base", "core"}


def room_of(module: str) -> str:
    """The room of a module named without its leading ``fabula.``."""
    rooms = [room for floor in FLOORS for room in floor]
    holders = [room for room in rooms if module == room or module.startswith(room + ".")]
    return max(holders, key=len, default=module)


def floor_of(room: str) -> int:
    """On which floor a room stands."""
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def module_of(path: Path) -> str:
    """A file's module name, without ``fabula.``; empty for the package itself."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and module of each import of ours, without ``fabula.``, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "fabula" else [f"fabula.{a.name}" for a in node.names]
        else:
            continue
        for name in names:
            if name.startswith("fabula."):
                yield node.lineno, name.removeprefix("fabula.")


def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def found(path: Path, node: ast.AST) -> str:
    """Where a node stands, for a person."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def test_every_file_stands_in_a_known_room() -> None:
    homeless = [module_of(path) for path in FILES if module_of(path) and not _has_floor(module_of(path))]
    assert homeless == []


def test_imports_run_downward_only() -> None:
    upward = []
    for path in FILES:
        room = room_of(module_of(path))
        for line, module in imports_of(tree_of(path)) if module_of(path) else ():
            if module == "__version__" or not _is_upward(room, room_of(module)):
                continue
            upward.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    assert upward == []


def test_steps_meet_in_tables_and_never_import_each_other() -> None:
    steps = [path for path in FILES if path.parent == SOURCE / "reading" and path.name != "__init__.py"]
    named = {f"reading.{path.stem}" for path in steps if _is_step(path)}
    met = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in steps
        for line, module in imports_of(tree_of(path))
        if module in named
    ]
    assert met == []


@pytest.mark.parametrize("call", ["print", "exit", "quit", "breakpoint"])
def test_only_the_command_prints_and_exits(call: str) -> None:
    calls = [
        found(path, node)
        for path in FILES
        if module_of(path) not in ("cli", "__main__")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call
    ]
    assert calls == []


def test_the_library_asserts_nothing_about_its_input() -> None:
    asserts = [
        found(path, node)
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Assert) and module_of(path) != "testing"
    ]
    assert asserts == []


def test_no_except_is_bare() -> None:
    bare = [
        found(path, node)
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert bare == []


def test_files_are_named_for_what_they_hold() -> None:
    vague = [str(path) for path in FILES if path.stem in VAGUE_NAMES or re.search(r"_v\d+$", path.stem)]
    assert vague == []


def test_files_are_small() -> None:
    long = {module_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {module: lines for module, lines in long.items() if lines > 600} == {}


def test_no_two_files_of_tests_have_one_name() -> None:
    """pytest imports them by name alone, and stops at the second."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("*.py") if path.name != "conftest.py")
    assert [name for name, count in names.items() if count > 1] == []


def test_only_the_command_imports_the_command_line_toolkit() -> None:
    users = {
        module_of(path)
        for path in FILES
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Import) and any(alias.name == "typer" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "typer")
    }
    assert users == {"cli", "cli_library", "cli_archive", "cli_mcp", "cli_plot", "cli_serve", "cli_world"}


EXTRAS = {
    **{"mcp_server": "mcp", "plots": "plot", "archive": "archive", "archive.report": "archive", "doctor": "archive"},
    **{"world": "world", "world.game": "world"},
}
"""Rooms that need an extra of pyproject.toml, which ``pip install fabula`` alone leaves out."""


def test_every_package_imported_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    always = _names_in(project["dependencies"])
    of_room = {room: always | _names_in(project["optional-dependencies"][extra]) for room, extra in EXTRAS.items()}
    homes = packages_distributions()
    undeclared = {
        f"{path.relative_to(ROOT)} imports {package}"
        for path in FILES
        for package in _packages_imported(tree_of(path))
        if not _names_in(homes.get(package, [package])) & of_room.get(room_of(module_of(path)), always)
    }
    assert undeclared == set()


def test_all_lists_the_public_names() -> None:
    assert set(fabula.__all__) == set(dir(fabula))
    assert all(getattr(fabula, name) is not None for name in fabula.__all__)


def test_word_lists_say_where_they_come_from() -> None:
    silent = [
        path.name
        for path in (SOURCE / "lexicon").iterdir()
        if path.suffix in (".txt", ".tsv", ".csv")
        and not re.search(r"^#.*(licen[cs]e|public domain|CC0|MIT)", path.read_text("utf-8").split("\n")[0], re.I)
    ]
    assert silent == []


def _names_in(requirements: list[str]) -> set[str]:
    """The names of the packages required, as the registry compares them."""
    found = [re.match(r"[\w.-]+", line) for line in requirements]
    return {name[0].lower().replace("_", "-") for name in found if name}


def _packages_imported(tree: ast.AST) -> set[str]:
    """The top names of the packages imported, Python's own and ours left out."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names - sys.stdlib_module_names - {"fabula"}


def _has_floor(module: str) -> bool:
    return any(room_of(module) in rooms for rooms in FLOORS)


def _is_upward(room: str, other: str) -> bool:
    if room == other or (room, other) in ARROWS_ALLOWED:
        return False
    return floor_of(other) >= floor_of(room)


def _is_step(path: Path) -> bool:
    """Whether the list of steps in ``reading/__init__.py`` takes its function from this file."""
    listed = {module for _, module in imports_of(tree_of(SOURCE / "reading" / "__init__.py"))}
    return f"reading.{path.stem}" in listed
