"""``fabula evaluate ties evaluation/ties NOVELS``: who means what to whom.

Texts of our own are read as they stand, and novels from the folder ``NOVELS``; a text whose novel is not there is left
out, and the report says so. The two halves are never added up. Of the half ``measure`` there are figures only: its
mistakes are not for looking at, and ``--predictions`` leaves them out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.levels import HALVES
from fabula.evaluation.corpora.ties import TiesText, read_ties, ties_files
from fabula.evaluation.report import Report, save_predictions, shown
from fabula.evaluation.score import Accuracy, Score
from fabula.evaluation.ties import Figure, Figures, Valences, score_ties
from fabula.story import Story

COLUMNS = ("figure", "half", "gold", "P", "R", "F1", "right")
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
        figures, items = score_ties(gold, read_story(gold))
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


def read_story(gold: TiesText) -> Story:
    """The story that the system reads in the text.

    Raises  BadCorpus (D01): it is read as another text than the file holds
    """
    from fabula.reading import read

    story = read(gold.path)
    if story.text != gold.text:
        raise BadCorpus(f"{gold.path}: read as another text than the file holds; its places would not fit")
    return story


def total(texts: Sequence[Figures]) -> dict[str, Figure]:
    """Each figure over all texts, added up before dividing."""
    sums: dict[str, Any] = {}
    for figures in texts:
        for name, figure in figures.items():
            sums[name] = sums[name] + figure if name in sums else figure
    return sums


def as_json(figures: Figures) -> dict[str, Mapping[str, float | None]]:
    """The figures with what they are counted over."""
    return {name: _figure_as_json(figure) for name, figure in figures.items()}


def _figure_as_json(figure: Figure) -> Mapping[str, float | None]:
    if isinstance(figure, Score):
        return figure.figures_with_counts
    if isinstance(figure, Valences):
        return {"rho": figure.rho, "gold": len(figure.pairs)}
    return {"right": figure.value, "gold": int(figure.n)}


def _rows(half: str, n_texts: int, figures: Figures) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("texts", half, str(n_texts), "", "", "", "")]
    for name, figure in figures.items():
        if isinstance(figure, Valences):
            rows.append((name, half, str(len(figure.pairs)), "", "", "", shown(figure.rho)))
        elif isinstance(figure, Accuracy):
            rows.append((name, half, str(int(figure.n)), "", "", "", shown(figure.value)))
        else:
            shares = (figure.precision, figure.recall, figure.f1) if figure.n_gold else (None, None, None)
            rows.append((name, half, str(int(figure.n_gold)), *map(shown, shares), ""))
    return rows
