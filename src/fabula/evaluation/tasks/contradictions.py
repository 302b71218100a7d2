"""``fabula evaluate contradictions evaluation/contradictions [FOLDER_OF_NOVELS]``: what does not fit in a story.

Texts are read as they stand. The two halves are never added up. Of the half ``measure`` there are figures only:
``--predictions`` leaves its items out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fabula.contradictions import contradictions_of
from fabula.contradictions.contradiction import KINDS
from fabula.evaluation.contradictions import ALL, score_contradictions
from fabula.evaluation.corpora.annotated import HALVES
from fabula.evaluation.corpora.contradictions import contradictions_files, read_contradictions
from fabula.evaluation.report import Report, save_predictions, shown
from fabula.evaluation.score import Score

COLUMNS = ("figure", "half", "gold", "found", "P", "R", "F1")
NOTES = (
    "right: same kind, both places in the gold's sentences or next to them.",
    "clean: texts with none, and what is wrongly found in them.",
)
ALARMS = "false alarms in clean texts"


def run(paths: Sequence[Path], predictions: Path | None, on_document: Callable[[str], None]) -> Report:
    """The figures over the texts of each half, by kind, and how many false alarms there are in clean texts."""
    from fabula.reading import read_text

    began = time.perf_counter()
    halves: dict[str, dict[str, Any]] = {}
    lines: list[dict[str, Any]] = []
    absent = 0
    for path in contradictions_files(paths):
        gold = read_contradictions(path, [folder for folder in paths if folder.is_dir()])
        if gold is None:
            absent += 1
            continue
        on_document(gold.name)
        story = read_text(gold.text, title=gold.name)
        ours = contradictions_of(story)
        scores, items = score_contradictions(gold, story, ours)
        half = halves.setdefault(gold.half, {"texts": 0, "clean": _nothing(), "scores": dict.fromkeys(scores, Score())})
        half["texts"] += 1
        half["scores"] = {name: half["scores"][name] + score for name, score in scores.items()}
        if not gold.contradictions:
            for name, number in (("texts", 1), ("words", story.n_words), ("false alarms", len(ours))):
                half["clean"][name] += number
        lines += [{"text": gold.name, **item} for item in items if gold.half == "build"]
    save_predictions(predictions, lines)
    known = [half for half in HALVES if half in halves]
    left_out = (f"openings of novels left out, for want of their folder: {absent}.",) if absent else ()
    return Report(
        "contradictions",
        COLUMNS,
        tuple(row for half in known for row in _rows(half, halves[half])),
        {"halves": {half: _figures(halves[half]) for half in known}, "left out": absent},
        time.perf_counter() - began,
        NOTES + left_out,
    )


def _nothing() -> dict[str, int]:
    return {"texts": 0, "words": 0, "false alarms": 0}


def _per_ten_thousand(clean: Mapping[str, int]) -> float:
    """False alarms in 10,000 words of clean text."""
    return 10_000 * clean["false alarms"] / clean["words"] if clean["words"] else 0.0


def _figures(half: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "texts": half["texts"],
        **{name: score.figures_with_counts for name, score in half["scores"].items()},
        "clean": {**half["clean"], "false alarms in 10,000 words": _per_ten_thousand(half["clean"])},
    }


def _rows(half: str, figures: Mapping[str, Any]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("texts", half, str(figures["texts"]), "", "", "", "")]
    for name in (ALL, *KINDS):
        score: Score = figures["scores"][name]
        shares = (
            score.precision if score.n_guess else None,
            score.recall if score.n_gold else None,
            score.f1 if score.n_gold else None,
        )
        rows.append((name, half, str(int(score.n_gold)), str(int(score.n_guess)), *map(shown, shares)))
    clean = figures["clean"]
    rows.append((ALARMS, half, "0", str(clean["false alarms"]), "", "", ""))
    rows.append(("... in 10,000 words", half, "", f"{_per_ten_thousand(clean):.2f}", "", "", ""))
    return rows
