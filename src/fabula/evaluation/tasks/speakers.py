"""``fabula evaluate speakers PDNC_FOLDER...``: who says each quotation of whole novels.

End to end, or with ``--given quotations`` or ``--given characters`` (and quotations): see ``evaluation/given.py``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fabula.evaluation.corpora.pdnc import PdncNovel
from fabula.evaluation.reading_novels import read_novels
from fabula.evaluation.report import Report, save_predictions, short_name, shown
from fabula.evaluation.speakers import TYPES, NovelScore, figures_of, score_story
from fabula.story import Story

COLUMNS = ("novel", "quotes", "found", "cast", "expl.", "anaph", "impl.", "named")
NOTES = {
    "found": "gold quotations at least half inside quotes of the system.",
    "cast": "right speaker, characters matched one to one as well as can be.",
    "named": "right speaker, characters matched by the names they are called.",
    "speakers": "how many speak in the conversation.",
}
NOTES_OF_GIVEN_CHARACTERS = {
    "cast": "right speaker, the characters being given.",
    "named": "the same.",
}
SHARES = ("found", "answered", "addressee", "addressee_precision", "addressee_recall")
PERSONS = ("first", "third")
MANY = 4  # speakers of a conversation, or more


def run(
    paths: Sequence[Path], predictions: Path | None, on_document: Callable[[str], None], given: str | None = None
) -> Report:
    """Accuracy per novel, their mean, and over all quotations together, these also by narrator and conversation."""
    began = time.perf_counter()
    scores = [_score(story, novel, given) for novel, story in read_novels(paths, on_document, given)]
    save_predictions(predictions, (line for score in scores for line in prediction_lines(score)))
    figures = {"given": given, **figures_over(scores)}
    rows = [_row(short_name(name), of) for name, of in figures["novels"].items()]
    rows += [_row("mean of novels", figures["macro"]), _row("all quotations", figures["micro"])]
    rows += [_row(f"· {person} person", of) for person, of in figures["by_person"].items() if of["quotes"]]
    rows += [_row(f"· speakers: {number}", of) for number, of in figures["by_speakers"].items() if of["quotes"]]
    return Report("speakers", COLUMNS, tuple(rows), figures, time.perf_counter() - began, _notes(figures))


def _score(story: Story, novel: PdncNovel, given: str | None) -> NovelScore:
    return score_story(story, novel, dict(enumerate(novel.characters)) if given == "characters" else None)


def figures_over(scores: Sequence[NovelScore]) -> dict[str, Any]:
    """Every figure: per novel, ``macro`` (mean of the novels) and ``micro`` (all quotations as one).

    Of all quotations also ``by_person`` of the telling and ``by_speakers``, how many speak in the conversation.
    """
    novels = {score.name: {**figures_of(score.outcomes), "unmatched": score.unmatched} for score in scores}
    outcomes = [outcome for score in scores for outcome in score.outcomes]
    by_person = {
        person: [outcome for score in scores if score.person == person for outcome in score.outcomes]
        for person in PERSONS
    }
    by_speakers = {
        f"{number}+" if number == MANY else str(number): [
            outcome for outcome in outcomes if min(outcome.n_speakers, MANY) == number
        ]
        for number in range(1, MANY + 1)
    }
    return {
        "novels": novels,
        "macro": _mean(list(novels.values())),
        "micro": figures_of(outcomes),
        "by_person": {person: figures_of(some) for person, some in by_person.items()},
        "by_speakers": {number: figures_of(some) for number, some in by_speakers.items()},
    }


def prediction_lines(score: NovelScore) -> Iterator[dict[str, Any]]:
    """One JSON object for each gold quotation: the gold, the answer, and what it was taken for."""
    for outcome in score.outcomes:
        answer = outcome.answer
        yield {
            "novel": score.name,
            "id": outcome.id,
            "type": outcome.type,
            "start": outcome.start,
            "text": outcome.text,
            "referring_expression": outcome.gold_quote.referring_expression,
            "gold": outcome.gold,
            "predicted": outcome.predicted_name,
            "predicted_id": answer.speaker,
            "cast": outcome.cast,
            "named": outcome.named,
            "correct": outcome.is_correct,
            "correct_named": outcome.is_named,
            "quote": answer.quote,
            "coverage": round(answer.coverage, 4),
            "confidence": round(answer.confidence, 4),
            "by": answer.decided_by,
            "gold_addressees": list(outcome.gold_quote.addressees),
            "predicted_addressees": list(outcome.predicted_addressees),
            "correct_addressee": outcome.is_addressed,
            "speakers": outcome.n_speakers,
        }


def _mean(novels: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The mean over novels of each share; a novel that has none for a figure is left out of its mean."""
    kinds = ("all", *TYPES)
    return {
        "quotes": sum(novel["quotes"] for novel in novels),
        **{name: _mean_of([novel[name] for novel in novels]) for name in SHARES},
        **{
            name: {kind: _mean_of([novel[name][kind] for novel in novels]) for kind in kinds}
            for name in ("cast", "named")
        },
    }


def _mean_of(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _row(name: str, of: Mapping[str, Any]) -> tuple[str, ...]:
    cast = of["cast"]
    shares = (of["found"], cast["all"], *(cast[kind] for kind in TYPES), of["named"]["all"])
    return (name, str(of["quotes"]), *(shown(value) for value in shares))


def _notes(figures: Mapping[str, Any]) -> tuple[str, ...]:
    micro = figures["micro"]
    notes = {**NOTES, **({} if figures["given"] != "characters" else NOTES_OF_GIVEN_CHARACTERS)}
    return (
        *(f"{name}: {note}" for name, note in notes.items()),
        f"Over all quotations: answered {shown(micro['answered'])}; one addressee right {shown(micro['addressee'])},",
        f"of the lists precision {shown(micro['addressee_precision'])}, recall {shown(micro['addressee_recall'])}.",
    )
