"""``fabula evaluate events LITBANK``: the words that name an event asserted to have happened.

A trigger is one word; the system's are its events of kind realis, read from the given words.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from fabula.evaluation.corpora.litbank import layer_files, read_events
from fabula.evaluation.corpora.words import WordDocument
from fabula.evaluation.exact import exact_match
from fabula.evaluation.reading_words import read_document_words
from fabula.evaluation.report import Report, save_predictions, short_name, shown
from fabula.evaluation.score import Score
from fabula.story import Story

COLUMNS = ("document", "P", "R", "F1", "gold", "found")


def run(paths: Sequence[Path], predictions: Path | None, on_document: Callable[[str], None]) -> Report:
    """Realis triggers per document and over all together."""
    began = time.perf_counter()
    scores: dict[str, Score] = {}
    lines = []
    for path in layer_files(paths, "events", ".tsv"):
        document, gold = read_events(path)
        on_document(document.name)
        found = realis_triggers(read_document_words(document), document)
        scores[document.name] = exact_match(gold, found)
        for token in sorted(gold | found):
            lines.append(
                {
                    "document": document.name,
                    "token": token,
                    "word": document.words[token],
                    "context": document.words_of((max(token - 8, 0), token + 9)),
                    "gold": token in gold,
                    "found": token in found,
                }
            )
    save_predictions(predictions, lines)
    total = sum(scores.values(), Score())
    figures = {
        **total.figures_with_counts,
        "documents": {name: score.figures_with_counts for name, score in scores.items()},
    }
    rows = [_row(short_name(name), score) for name, score in scores.items()]
    return Report("events", COLUMNS, (*rows, _row("all", total)), figures, time.perf_counter() - began)


def realis_triggers(story: Story, document: WordDocument) -> set[int]:
    """The words that the story marks as events that happened."""
    starts, ends = story.column("events", "start"), story.column("events", "end")
    is_realis = story.column("events", "kind") == "realis"
    return {first for first, _ in document.token_spans(starts[is_realis], ends[is_realis])}


def _row(name: str, score: Score) -> tuple[str, ...]:
    shares = (score.precision, score.recall, score.f1)
    return (name, *(shown(share) for share in shares), str(int(score.n_gold)), str(int(score.n_guess)))
