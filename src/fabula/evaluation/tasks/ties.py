"""``fabula evaluate ties evaluation/ties NOVELS``: who means what to whom.

Texts of our own are read as they stand, and novels from the folder ``NOVELS``; a text whose novel is not there is left
out, and the report says so. The two halves are never added up. Of the half ``measure`` there are figures only: its
mistakes are not for looking at, and ``--predictions`` leaves them out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fabula.evaluation.corpora.annotated import HALVES
from fabula.evaluation.corpora.ties import read_ties, ties_files
from fabula.evaluation.halves import COLUMNS, as_json, read_as_it_stands, row_of, total
from fabula.evaluation.report import Report, save_predictions, shown
from fabula.evaluation.ties import Figures, Valences, score_ties

NOTES = (
    "characters: of the gold, matched by name. kind: pairs of these with a kind.",
    "role, direction, begins, ends, valence: of gold ties whose pair and kind",
    "are found. place: within 2% of the text. order: Spearman's rho.",
)


def run(paths: Sequence[Path], predictions: Path | None, on_document: Callable[[str], None]) -> Report:
    """Every figure over the texts of each half, and of each text."""
    began = time.perf_counter()
    folders = [path for path in paths if path.is_dir()]
    texts: list[tuple[str, str, Figures]] = []  # name, half
    lines: list[dict[str, Any]] = []
    left_out = 0
    for path in ties_files(paths):
        gold = read_ties(path, folders)
        if gold is None:
            left_out += 1
            continue
        on_document(gold.name)
        figures, items = score_ties(gold, read_as_it_stands(gold.path, gold.text))
        texts.append((gold.name, gold.half, figures))
        lines += [{"text": gold.name, **item} for item in items if gold.half == "build"]
    save_predictions(predictions, lines)
    halves = {half: [figures for _, of, figures in texts if of == half] for half in HALVES}
    totals = {half: total(some) for half, some in halves.items() if some}
    notes = (f"texts left out, for their novels are in no folder given: {left_out}",) if left_out else ()
    return Report(
        "ties",
        COLUMNS,
        tuple(row for half, figures in totals.items() for row in _rows(half, len(halves[half]), figures)),
        {
            "halves": {half: {"texts": len(halves[half]), **as_json(figures)} for half, figures in totals.items()},
            "texts": {name: {"half": half, **as_json(figures)} for name, half, figures in texts},
        },
        time.perf_counter() - began,
        NOTES + notes,
    )


def _rows(half: str, n_texts: int, figures: Figures) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("texts", half, str(n_texts), "", "", "", "")]
    for name, figure in figures.items():
        if isinstance(figure, Valences):
            rows.append((name, half, str(len(figure.pairs)), "", "", "", shown(figure.rho)))
        else:
            rows.append(row_of(name, half, figure))
    return rows
