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
        ("layer words: letter", 0.82),  # measured: 0.851
        ("layer words: told", 0.70),  # 0.736
        ("layer words: hypothetical", 0.60),  # 0.641
        ("layer words: call", 0.57),  # 0.598
        ("layer words: memory", 0.39),  # 0.421
        ("layer words: dream", 0.33),  # 0.345
    ],
)
def test_enough_words_are_told_to_be_of_their_layer(
    figures: Mapping[str, Mapping[str, Any]], figure: str, floor: float
) -> None:
    assert figures[figure]["f1"] >= floor


@pytest.mark.parametrize(
    ("figure", "floor"),
    [("narration: narrator", 0.715), ("narration: focal", 0.66), ("order: all", 0.65)],  # 0.736, 0.680, 0.668
)
def test_enough_is_told_rightly(figures: Mapping[str, Mapping[str, Any]], figure: str, floor: float) -> None:
    assert figures[figure]["right"] >= floor


@pytest.mark.parametrize(
    ("figure", "floor"),
    [("scenes: boundaries", 0.64), ("scenes: present", 0.61)],  # measured: 0.659, 0.631
)
def test_scenes_begin_and_have_their_people(
    figures: Mapping[str, Mapping[str, Any]], figure: str, floor: float
) -> None:
    assert figures[figure]["f1"] >= floor
