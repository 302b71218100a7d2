"""Texts in two halves, one to build on and one to measure: their figures, as a table and as JSON, and their stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fabula.errors import BadCorpus
from fabula.evaluation.report import shown
from fabula.evaluation.score import Accuracy, Score
from fabula.story import Story

COLUMNS = ("figure", "half", "gold", "P", "R", "F1", "right")


def total(texts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Each figure over all texts, added up before dividing."""
    sums: dict[str, Any] = {}
    for figures in texts:
        for name, figure in figures.items():
            sums[name] = sums[name] + figure if name in sums else figure
    return sums


def as_json(figures: Mapping[str, Any]) -> dict[str, Mapping[str, float | None]]:
    """The figures with what they are counted over."""
    return {name: figure.figures_with_counts for name, figure in figures.items()}


def row_of(name: str, half: str, figure: Score | Accuracy) -> tuple[str, ...]:
    """A row under ``COLUMNS``; empty where there is no gold."""
    if isinstance(figure, Accuracy):
        return (name, half, str(int(figure.n)), "", "", "", shown(figure.value))
    shares = (figure.precision, figure.recall, figure.f1) if figure.n_gold else (None, None, None)
    return (name, half, str(int(figure.n_gold)), *map(shown, shares), "")


def read_as_it_stands(path: Path, text: str) -> Story:
    """The story that the system reads in the file at ``path``, whose text is known.

    Raises  BadCorpus (D01): it is read as another text than the file holds
    """
    from fabula.reading import read

    story = read(path)
    if story.text != text:
        raise BadCorpus(f"{path}: read as another text than the file holds; its spans would not fit")
    return story
