"""How well notes are found must not fall: floors under the figures of the half kept for measuring (docs/notes.md)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from fabula.evaluation import run_task
from fabula.evaluation.corpora.notes import notes_files

NOTES = Path(__file__).resolve().parents[1] / "evaluation" / "notes"


@pytest.fixture(scope="module")
def figures() -> Mapping[str, Mapping[str, Any]]:
    """The figures of the half kept for measuring."""
    kept = [path for path in notes_files([NOTES]) if path.stem.startswith("measure")]
    found: Mapping[str, Mapping[str, Any]] = run_task("notes", kept).figures["halves"]["measure"]
    return found
