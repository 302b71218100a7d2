"""``fabula evaluate quotes LITBANK``: stretches of direct speech, exact spans, and who says them.

LitBank marks each unbroken stretch, so ``"Yes," he said, "do."`` is two, as in the table ``quote_spans``.
Spans are compared without the marks: quotation marks and underscores at either end, and dashes before
the speech, are cut from gold and system alike, so that a system which leaves marks out is not punished.
Speakers are scored as in the task ``speakers``, by the best one-to-one matching within each document.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fabula.evaluation.corpora.litbank import QuotedSpan, layer_files, read_quotations
from fabula.evaluation.corpora.pdnc import GoldQuote
from fabula.evaluation.corpora.words import TokenSpan, WordDocument
from fabula.evaluation.exact import exact_match
from fabula.evaluation.reading_words import read_document_words
from fabula.evaluation.report import Report, save_predictions, short_name, shown
from fabula.evaluation.score import Score
from fabula.evaluation.speakers import answers_to, match_cast, share
from fabula.story import Story

MARK = re.compile(r"[\"'“”‘’„«»`_]+")
DASH = re.compile(r"[-–—―]+")
COLUMNS = ("document", "P", "R", "F1", "gold", "found", "speaker")
NOTES = (
    "P, R, F1: exact spans, quotation marks left out.",
    "speaker: gold stretches with the right speaker, cast matched one to one.",
)


def run(paths: Sequence[Path], predictions: Path | None, on_document: Callable[[str], None]) -> Report:
    """Stretches of speech and their speakers, per document and over all together."""
    began = time.perf_counter()
    scores: dict[str, Score] = {}
    speakers: dict[str, list[bool]] = {}
    lines: list[dict[str, Any]] = []
    for path in layer_files(paths, "quotations", ".ann"):
        document, gold = read_quotations(path)
        on_document(document.name)
        story = read_document_words(document)
        in_gold = {bare(document, quote.span) for quote in gold}
        found = found_stretches(story, document)
        scores[document.name] = exact_match(in_gold, found)
        speakers[document.name] = are_right(story, document, gold)
        lines.append(
            {
                "document": document.name,
                "missed": [[*span, document.words_of(span)] for span in sorted(in_gold - found)],
                "spurious": [[*span, document.words_of(span)] for span in sorted(found - in_gold)],
                "right": [[*span, document.words_of(span)] for span in sorted(found & in_gold)],
            }
        )
    save_predictions(predictions, lines)
    total, right = sum(scores.values(), Score()), [right for of in speakers.values() for right in of]
    figures = {
        **_figures(total, right),
        "documents": {name: _figures(scores[name], speakers[name]) for name in scores},
    }
    rows = [_row(short_name(name), scores[name], speakers[name]) for name in scores]
    return Report("quotes", COLUMNS, (*rows, _row("all", total, right)), figures, time.perf_counter() - began, NOTES)


def bare(document: WordDocument, span: TokenSpan) -> TokenSpan:
    """A stretch of speech without its marks; as it is, if it were nothing else.

    >>> bare(WordDocument("d", (("—", "Yes", "!", "”", "he"),)), (0, 4))
    (1, 3)
    """
    start, end = span
    while start < end and (MARK.fullmatch(document.words[start]) or DASH.fullmatch(document.words[start])):
        start += 1
    while end > start and MARK.fullmatch(document.words[end - 1]):
        end -= 1
    return (start, end) if start < end else span


def found_stretches(story: Story, document: WordDocument) -> set[TokenSpan]:
    """The stretches of speech in the story, without their marks."""
    starts, ends = story.column("quote_spans", "start"), story.column("quote_spans", "end")
    return {bare(document, span) for span in document.token_spans(starts, ends)}


def are_right(story: Story, document: WordDocument, gold: Sequence[QuotedSpan]) -> list[bool]:
    """For each gold stretch with a speaker, whether the story names the one matched to them."""
    said = [
        GoldQuote(quote.id, "", (document.characters(bare(document, quote.span)),), quote.speaker, (), "")
        for quote in gold
        if quote.speaker is not None
    ]
    answers = [answer.speaker for answer in answers_to(story, said)]
    speakers = [str(quote.speaker) for quote in said]
    cast = match_cast(list(zip(answers, speakers, strict=True)))
    return [
        answer is not None and cast.get(answer) == speaker for answer, speaker in zip(answers, speakers, strict=True)
    ]


def _figures(score: Score, right: Sequence[bool]) -> dict[str, Any]:
    return {**score.figures_with_counts, "speaker": share(right)}


def _row(name: str, score: Score, right: Sequence[bool]) -> tuple[str, ...]:
    shares = (shown(value) for value in (score.precision, score.recall, score.f1))
    return (name, *shares, str(int(score.n_gold)), str(int(score.n_guess)), shown(share(right)))
