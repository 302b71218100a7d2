"""``fabula evaluate notes evaluation/notes``: what a reader may want to know of first, in annotated passages.

Each passage is read alone. The two halves are never added up. Of the half ``measure`` there are figures only: its
mistakes are not for looking at, and ``--predictions`` leaves them out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fabula.errors import SourceError
from fabula.evaluation.corpora.annotated import HALVES
from fabula.evaluation.corpora.notes import notes_files, read_notes
from fabula.evaluation.halves import COLUMNS, as_json, total
from fabula.evaluation.notes import Figures, notes_of, score_notes
from fabula.evaluation.report import Report, save_predictions, shown
from fabula.evaluation.score import Accuracy
from fabula.story import Story

NOTES = (
    "notes: passages of the same kind that overlap.",
    "actual or not, standing, by, to: of the gold notes found.",
    "traps fired: share of the traps noted as their kind; the lower the better.",
)


def run(paths: Sequence[Path], predictions: Path | None, on_document: Callable[[str], None]) -> Report:
    """Every figure over the passages of each half."""
    began = time.perf_counter()
    totals: dict[str, Figures] = {}
    counts: dict[str, int] = {}
    lines: list[dict[str, Any]] = []
    for path in notes_files(paths):
        on_document(path.stem)
        for passage in read_notes(path):
            figures, items = score_notes(passage, notes_of(read_passage(passage.text)))
            totals[passage.half] = total((totals.get(passage.half, {}), figures))
            counts[passage.half] = counts.get(passage.half, 0) + 1
            lines += [{"passage": passage.name, **item} for item in items if passage.half == "build"]
    save_predictions(predictions, lines)
    halves = [half for half in HALVES if half in totals]
    return Report(
        "notes",
        COLUMNS,
        tuple(row for half in halves for row in _rows(half, counts[half], totals[half])),
        {"halves": {half: {"passages": counts[half], **as_json(totals[half])} for half in halves}},
        time.perf_counter() - began,
        NOTES,
    )


def read_passage(text: str) -> Story | None:
    """The story in a passage; None where all of it is taken for what surrounds a story."""
    from fabula.reading import read_text

    try:
        return read_text(text, threads=1)
    except SourceError:
        return None


def _rows(half: str, n_passages: int, figures: Figures) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("passages", half, str(n_passages), "", "", "", "")]
    for name in sorted(figures, key=_order):
        figure = figures[name]
        if isinstance(figure, Accuracy):
            rows.append((name, half, str(int(figure.n)), "", "", "", shown(figure.value)))
        else:
            rows.append(
                (name, half, str(int(figure.n_gold)), *map(shown, (figure.precision, figure.recall, figure.f1)), "")
            )
    return rows


def _order(name: str) -> tuple[bool, bool, bool, str]:
    """Passages before the rest, all kinds before each."""
    return not name.startswith("notes:"), name != "notes: all", name.startswith("standing:"), name
