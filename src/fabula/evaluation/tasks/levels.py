"""``fabula evaluate levels evaluation/levels``: what is real in a story, who tells it, where and when it plays.

Texts are read as they stand. The two halves are never added up. Of the half ``measure`` there are figures only:
its mistakes are not for looking at, and ``--predictions`` leaves them out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.levels import HALVES, LevelsText, levels_files, read_levels
from fabula.evaluation.levels import Figures, score_levels
from fabula.evaluation.report import Report, save_predictions, shown
from fabula.evaluation.score import Accuracy, Score
from fabula.story import Story

COLUMNS = ("figure", "half", "gold", "P", "R", "F1", "right")
NOTES = (
    "layer words: in any layer of the kind. found: half in one of the kind.",
    "owner, parent: of the gold layers found. narration: share of words.",
    "boundaries: within one paragraph. place: same head word.",
    "present, distant: gold scenes and people, of our scene covering most.",
    "order: pairs of places told in order, or otherwise; no answer is wrong.",
    "claims, found: same kind, overlapping. truth: of those found.",
)
IN_JSON_ONLY = ("layers found: ",)  # figures by kind; the table has that of all kinds


def run(paths: Sequence[Path], predictions: Path | None, on_document: Callable[[str], None]) -> Report:
    """Every figure over the texts of each half, and of each text."""
    began = time.perf_counter()
    texts: list[tuple[str, str, Figures]] = []  # name, half
    lines: list[dict[str, Any]] = []
    for path in levels_files(paths):
        gold = read_levels(path)
        on_document(gold.name)
        figures, items = score_levels(gold, read_story(gold))
        texts.append((gold.name, gold.half, figures))
        lines += [{"text": gold.name, **item} for item in items if gold.half == "build"]
    save_predictions(predictions, lines)
    halves = {half: [figures for _, of, figures in texts if of == half] for half in HALVES}
    totals = {half: total(some) for half, some in halves.items() if some}
    return Report(
        "levels",
        COLUMNS,
        tuple(row for half, figures in totals.items() for row in _rows(half, len(halves[half]), figures)),
        {
            "halves": {half: {"texts": len(halves[half]), **as_json(figures)} for half, figures in totals.items()},
            "texts": {name: {"half": half, **as_json(figures)} for name, half, figures in texts},
        },
        time.perf_counter() - began,
        NOTES,
    )


def read_story(gold: LevelsText) -> Story:
    """The story that the system reads in the text.

    Raises  BadCorpus (D01): it is read as another text than the file holds
    """
    from fabula.reading import read

    story = read(gold.path)
    if story.text != gold.text:
        raise BadCorpus(f"{gold.path}: read as another text than the file holds; its spans would not fit")
    return story


def total(texts: Sequence[Figures]) -> Figures:
    """Each figure over all texts, added up before dividing."""
    sums: dict[str, Any] = {}
    for figures in texts:
        for name, figure in figures.items():
            sums[name] = sums[name] + figure if name in sums else figure
    return sums


def as_json(figures: Figures) -> dict[str, Mapping[str, float | None]]:
    """The figures with what they are counted over."""
    return {
        name: figure.figures_with_counts
        if isinstance(figure, Score)
        else {"right": figure.value, "gold": int(figure.n)}
        for name, figure in figures.items()
    }


def _rows(half: str, n_texts: int, figures: Figures) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("texts", half, str(n_texts), "", "", "", "")]
    for name, figure in figures.items():
        if name.startswith(IN_JSON_ONLY) and not name.endswith(": all"):
            continue
        if isinstance(figure, Accuracy):
            rows.append((name, half, str(int(figure.n)), "", "", "", shown(figure.value)))
        else:
            shares = (figure.precision, figure.recall, figure.f1) if figure.n_gold else (None, None, None)
            rows.append((name, half, str(int(figure.n_gold)), *map(shown, shares), ""))
    return rows
