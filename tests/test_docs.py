"""The documentation says what the program does today."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import re
import tomllib
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import pytest

import fabula
from fabula.schema import TABLES

ROOT = Path(__file__).resolve().parents[1]
RUN_BY_ENGINE = "fabula.world.game"  # these import Evennia, which is set up only where a world is open
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _load(ROOT / "docs" / "generate.py")


@pytest.mark.parametrize("page", sorted(generate.PAGES))
def test_a_generated_page_is_up_to_date(page: str) -> None:
    written = (ROOT / "docs" / page).resolve().read_text(encoding="utf-8")
    assert written == generate.PAGES[page](), "run: python docs/generate.py"


def test_every_column_says_what_it_means() -> None:
    silent = [f"{name}.{column.name}" for name in TABLES for column in TABLES[name] if not column.meaning.strip()]
    assert silent == []


def test_the_error_tree_in_the_docstring_names_every_class_and_code() -> None:
    tree = fabula.errors.__doc__ or ""
    missing = [
        error.__name__
        for error in generate.error_classes()
        if error.__name__ not in tree or (not error.code.endswith("00") and error.code not in tree)
    ]
    assert missing == []


def test_no_two_errors_share_a_code() -> None:
    codes = [error.code for error in generate.error_classes()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changelog, re.M)
    cited = re.search(r"^version: (\S+)", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.M)
    assert fabula.__version__ == project["version"]
    assert cited is not None
    assert cited[1] == project["version"]
    assert newest is not None
    assert newest[1] in (project["version"], "Unreleased")


def test_the_python_in_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failures, examples = doctest.testfile(str(ROOT / "README.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert examples > 0
    assert failures == 0


@pytest.mark.parametrize("module", [module.name for module in walk_packages(fabula.__path__, "fabula.")])
def test_the_examples_in_docstrings_run(module: str) -> None:
    if module == "fabula.__main__" or module.startswith(RUN_BY_ENGINE):
        return
    failures, _ = doctest.testmod(importlib.import_module(module))
    assert failures == 0


def test_every_step_is_on_the_page_about_how_it_works() -> None:
    from fabula.reading import STEPS

    page = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
    assert [step.name for step in STEPS if step.name not in page] == []
