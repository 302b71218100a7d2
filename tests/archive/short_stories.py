"""Four short stories, and how tests read them into an archive and look at it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fabula.archive import Settings, read_archive
from fabula.archive.run import OnProgress, Summary

STORIES = Path(__file__).resolve().parents[1] / "stories"
SHORT = [str(STORIES / f"{name}.txt") for name in ("ferry", "night_desk", "last_skate", "dead_reckoning")]
UNIT = 3_000  # bytes: each of these stories is a unit


def read(to: Path, inputs: list[str] = SHORT, on_progress: OnProgress | None = None) -> Summary:
    """Read stories, two at a time, each a unit of its own."""
    return read_archive(inputs, Settings(str(to)), workers=2, unit_size=UNIT, on_progress=on_progress)


def contents(archive: Path) -> Mapping[str, bytes]:
    """Every file of an archive, but its lock."""
    files = (path for path in sorted(archive.rglob("*")) if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(archive)): path.read_bytes() for path in files}


def n_parts(archive: Path) -> int:
    """How many units are in an archive; every table has a part of each."""
    return len(list((archive / "manifest").glob("*.json"))) if (archive / "manifest").is_dir() else 0
