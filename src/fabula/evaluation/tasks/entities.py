"""``fabula evaluate entities LITBANK``: names and descriptions of people and things, exact spans, nested.

Gold spans are those of LitBank's ``entities`` layer; the system's are its mentions of form proper or
common, read from the given words. LitBank tells facilities, locations and geopolitical entities apart,
the system has one kind *place*: the typed figure counts all three as places, so four types in all, and
is higher than one that tells the three apart would be. The figures by form are from the ``coref`` layer,
pronouns included; there a mention counts if span and form agree, whatever its type.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fabula.evaluation.corpora.litbank import TypedSpan, layer_files, read_entities, read_mentions
from fabula.evaluation.corpora.words import WordDocument
from fabula.evaluation.exact import exact_match
from fabula.evaluation.reading_words import FoundMention, found_mentions, read_document_words
from fabula.evaluation.report import Report, save_predictions, shown
from fabula.evaluation.score import Score

GOLD_TYPES = {"PER": "PER", "FAC": "PLACE", "LOC": "PLACE", "GPE": "PLACE", "ORG": "ORG", "VEH": "VEH"}
FOUND_TYPES = {"person": "PER", "group": "PER", "place": "PLACE", "organisation": "ORG", "vehicle": "VEH"}
FORMS = {"proper": "PROP", "common": "NOM", "pronoun": "PRON"}
COLUMNS = ("spans", "P", "R", "F1", "gold", "found")
NOTES = (
    "typed: FAC, LOC and GPE count as one type, PLACE: the system has no finer.",
    "PROP, NOM, PRON: mentions of the coref layer, span and form agreeing.",
)


def run(paths: Sequence[Path], predictions: Path | None, on_document: Callable[[str], None]) -> Report:
    """Typed and untyped spans over all documents together, by type, and by form."""
    began = time.perf_counter()
    scores: dict[str, Score] = defaultdict(Score)
    lines = []
    for path in layer_files(paths, "entities", ".tsv"):
        document, gold = read_entities(path)
        on_document(document.name)
        found = found_mentions(read_document_words(document), document)
        scored = [score_entities(gold, found)]
        mentions = path.parent.parent / "coref" / f"{path.stem}.ann"
        if mentions.is_file():
            scored.append(score_forms(read_mentions(mentions)[1], found))
        for name, score in (item for scores_of in scored for item in scores_of.items()):
            scores[name] += score
        lines.append(_prediction_line(document, gold, found))
    save_predictions(predictions, lines)
    figures = {name: score.figures_with_counts for name, score in scores.items()}
    return Report("entities", COLUMNS, _rows(figures), figures, time.perf_counter() - began, NOTES)


def score_entities(gold: Sequence[TypedSpan], found: Sequence[FoundMention]) -> dict[str, Score]:
    """Exact spans: ``typed``, ``spans`` (whatever the type), and one score for each type."""
    in_gold = {(entity.span, GOLD_TYPES.get(entity.kind, entity.kind)) for entity in gold}
    in_guess = {(mention.span, FOUND_TYPES[mention.kind]) for mention in found if mention.form != "pronoun"}
    scores = {
        "typed": exact_match(in_gold, in_guess),
        "spans": exact_match({span for span, _ in in_gold}, {span for span, _ in in_guess}),
    }
    for kind in dict.fromkeys(GOLD_TYPES.values()):
        of_kind = [{(span, of) for span, of in side if of == kind} for side in (in_gold, in_guess)]
        scores[kind] = exact_match(*of_kind)
    return scores


def score_forms(gold: Sequence[TypedSpan], found: Sequence[FoundMention]) -> dict[str, Score]:
    """Exact spans of mentions, one score for each form."""
    return {
        form: exact_match(
            {mention.span for mention in gold if mention.form == form},
            {mention.span for mention in found if mention.form == name},
        )
        for name, form in FORMS.items()
    }


def _prediction_line(
    document: WordDocument, gold: Sequence[TypedSpan], found: Sequence[FoundMention]
) -> dict[str, Any]:
    return {
        "document": document.name,
        "gold": [[*e.span, e.kind, document.words_of(e.span)] for e in gold],
        "found": [[*m.span, m.kind, m.form, document.words_of(m.span)] for m in found],
    }


def _rows(figures: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            name,
            *(shown(of[share]) for share in ("precision", "recall", "f1")),
            str(of["gold"]),
            str(of["found"]),
        )
        for name, of in figures.items()
    )
