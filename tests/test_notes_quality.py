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


@pytest.mark.parametrize(("figure", "floor"), [("precision", 0.49), ("recall", 0.20)])  # measured: 0.530, 0.222
def test_enough_notes_are_found_and_right(figures: Mapping[str, Mapping[str, Any]], figure: str, floor: float) -> None:
    assert figures["notes: all"][figure] >= floor


@pytest.mark.parametrize(
    ("figure", "floor"),
    [("actual or not", 0.73), ("standing", 0.66), ("by", 0.38), ("to", 0.42)],  # measured: 0.770, 0.705, 0.439, 0.472
)
def test_how_notes_stand_and_whose_they_are_is_told(
    figures: Mapping[str, Mapping[str, Any]], figure: str, floor: float
) -> None:
    assert figures[figure]["right"] >= floor


def test_few_figures_of_speech_are_taken_for_notes(figures: Mapping[str, Mapping[str, Any]]) -> None:
    assert figures["traps fired"]["right"] <= 0.13  # measured: 0.095
