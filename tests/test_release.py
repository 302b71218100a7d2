"""What a release promises: one version, packages within their bounds, and nothing of where they were fetched."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-dev.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKED = ("dev", "fuzz", "release", "archive", "docs", "mcp", "plot")
PINNED = re.compile(r"^([\w.-]+)==([\w.+!-]+)", re.M)


def requirements() -> list[Requirement]:
    """What fabula and work on it require, but fabula itself."""
    lines = [*PROJECT["dependencies"], *(line for extra in LOCKED for line in PROJECT["optional-dependencies"][extra])]
    return [one for one in map(Requirement, lines) if one.name != "fabula"]


def test_every_required_package_is_locked_at_a_version_within_its_bounds() -> None:
    locked = {canonicalize_name(name): version for name, version in PINNED.findall(LOCK.read_text(encoding="utf-8"))}
    wrong = [str(one) for one in requirements() if locked.get(canonicalize_name(one.name), "-") not in one.specifier]
    assert wrong == [], "see docs/releasing.md for how to lock them"


def test_the_lock_has_checksums_and_no_address() -> None:
    text = LOCK.read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    blocks = re.split(r"\n(?=\w)", text.strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_every_requirement_has_a_bound() -> None:
    assert [str(one) for one in requirements() if not one.specifier] == []


def version(tag: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, str(ROOT / ".ci" / "version"), tag]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_a_tag_of_another_version_is_refused_and_says_where() -> None:
    answer = version("v99.0.0")
    assert answer.returncode == 1
    assert answer.stderr.startswith("the tag names 99.0.0, but pyproject.toml has ")


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="needs a clone and git")
def test_a_tag_on_this_commit_names_its_version() -> None:
    line = ["git", "-C", str(ROOT), "tag", "--points-at", "HEAD", "--list", "v*"]
    tags = subprocess.run(line, capture_output=True, text=True, check=True).stdout.split()
    assert [tag for tag in tags if version(tag).returncode] == []


def test_every_supported_python_is_tested() -> None:
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    tested = re.findall(r'"(3\.\d+)"', workflow)
    said = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)]
    assert tested == said
    assert PROJECT["requires-python"] == f">={said[0]}"
