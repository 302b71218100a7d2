"""How good the reading is: metrics, corpus readers and ``fabula evaluate``.

    report.py        what a task gives back
    score.py         precision, recall, F1 as sums that can be added up
    coreference.py   MUC, B-cubed, CEAFe, LEA, mentions: pure functions of (gold, guess) clusters
    exact.py         exact-span scores: pure functions of (gold, guess) sets
    speakers.py      who says each gold quotation, under two ways of naming a system character
    conversations.py how many speak in the conversation of each quotation
    given.py         reading with the gold quotations, or these and the gold characters (given_cast.py), given
    cast.py          which gold characters are merged, split or missed
    halves.py        what tasks over our own annotated texts share: figures of a half, stories read as they stand
    levels/          layers, narration, scenes, order and claims of texts annotated for levels
    corpora/         readers, one file per corpus format
    tasks/           one file per task of ``fabula evaluate``

Importing this package loads neither SciPy nor the reader; a task loads what it needs.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path

from fabula.errors import UnknownTask
from fabula.evaluation.report import Report

TASKS = (
    "speakers",
    "coref",
    "cast",
    "entities",
    "events",
    "quotes",
    "levels",
    "ties",
    "notes",
    "contradictions",
    "speed",
)
GIVEN = {"speakers": ("quotations", "characters")}  # what of the gold a task can be given

Started = Callable[[str], None]  # called with the name of each document as its turn comes


def run_task(
    task: str,
    paths: Sequence[Path],
    predictions: Path | None = None,
    on_document: Started | None = None,
    given: str | None = None,
) -> Report:
    """The figures of one task over the corpus files or folders in ``paths``.

    Takes   predictions: a file for what the system said with the gold beside it, as JSON lines
            given: of the task ``speakers``, what of the gold the system is told: ``quotations``, or ``characters``
            for the quotations and the list of characters; nothing by default
    Raises  UnknownTask (D02), BadCorpus (D01), and what reading and writing raise
    """
    if task not in TASKS:
        near = get_close_matches(task, TASKS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(TASKS)}"
        raise UnknownTask(f"there is no task {task!r}; {hint}")
    if given is not None and given not in GIVEN.get(task, ()):
        raise UnknownTask(f"the task {task} cannot be given {given!r}; only {_settings()}")
    options = {} if given is None else {"given": given}
    module = importlib.import_module(f"fabula.evaluation.tasks.{task}")
    report: Report = module.run([Path(path) for path in paths], predictions, on_document or _silent, **options)
    return report


def _settings() -> str:
    return ", ".join(f"{task}: {' or '.join(choices)}" for task, choices in GIVEN.items())


def _silent(name: str) -> None:
    """Say nothing of the document that begins."""


__all__ = ["GIVEN", "TASKS", "Report", "run_task"]
