"""How well levels are told must not fall: floors under the figures of the half kept for measuring (docs/results.md)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from fabula.evaluation import run_task
from fabula.evaluation.corpora.levels import levels_files

LEVELS = Path(__file__).resolve().parents[1] / "evaluation" / "levels"


@pytest.fixture(scope="module")
def figures() -> Mapping[str, Mapping[str, Any]]:
    """The figures of the half kept for measuring."""
    kept = [path for path in levels_files([LEVELS]) if 'half = "measure"' in path.read_text(encoding="utf-8")]
    found: Mapping[str, Mapping[str, Any]] = run_task("levels", kept).figures["halves"]["measure"]
    return found


@pytest.mark.parametrize(
    ("figure", "floor"),
    [
        ("layer words: letter", 0.0),
    ],
)
def test_enough_words_are_told_to_be_of_their_layer(
    figures: Mapping[str, Mapping[str, Any]], figure: str, floor: float
) -> None:
    assert figures[figure]["f1"] >= floor
