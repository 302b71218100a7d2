"""``fabula evaluate levels evaluation/levels``: what is real in a story, who tells it, where and when it plays.

Texts are read as they stand. The two halves are never added up. Of the half ``measure`` there are figures only:
its mistakes are not for looking at, and ``--predictions`` leaves them out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fabula.evaluation.corpora.annotated import HALVES
from fabula.evaluation.corpora.levels import levels_files, read_levels
from fabula.evaluation.halves import COLUMNS, as_json, read_as_it_stands, row_of, total
from fabula.evaluation.levels import Figures, score_levels
from fabula.evaluation.report import Report, save_predictions

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
        figures, items = score_levels(gold, read_as_it_stands(gold.path, gold.text))
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


def _rows(half: str, n_texts: int, figures: Figures) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("texts", half, str(n_texts), "", "", "", "")]
    for name, figure in figures.items():
        if not name.startswith(IN_JSON_ONLY) or name.endswith(": all"):
            rows.append(row_of(name, half, figure))
    return rows
