"""How well ties are told must not fall: floors under the totals of our own stories of both halves (docs/ties.md)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from fabula.evaluation import run_task

TIES = Path(__file__).resolve().parents[1] / "evaluation" / "ties"


@pytest.fixture(scope="module")
def figures() -> Mapping[str, Mapping[str, Any]]:
    """The figures of each half over the texts of our own."""
    own = [path for path in sorted(TIES.glob("*.toml")) if path.with_suffix(".txt").exists()]
    found: Mapping[str, Mapping[str, Any]] = run_task("ties", own).figures["halves"]
    return found


@pytest.mark.parametrize(("half", "floor"), [("build", 0.95), ("measure", 0.93)])  # measured: 0.97, 0.953
def test_characters_are_matched(figures: Mapping[str, Mapping[str, Any]], half: str, floor: float) -> None:
    assert figures[half]["characters"]["right"] >= floor


@pytest.mark.parametrize(("half", "floor"), [("build", 0.58), ("measure", 0.50)])  # measured: 0.619, 0.541
def test_what_is_told_is_so_often_enough(figures: Mapping[str, Mapping[str, Any]], half: str, floor: float) -> None:
    assert figures[half]["kind: all"]["precision"] >= floor


@pytest.mark.parametrize(("half", "floor"), [("build", 0.345), ("measure", 0.235)])  # measured: 0.379, 0.262
def test_enough_ties_are_found(figures: Mapping[str, Mapping[str, Any]], half: str, floor: float) -> None:
    assert figures[half]["kind: all"]["f1"] >= floor
