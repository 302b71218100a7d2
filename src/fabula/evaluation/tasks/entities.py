"""``fabula evaluate entities LITBANK``: names and descriptions of people and things, exact spans, nested.

Gold spans are those of LitBank's ``entities`` layer, of its six types; the system's are its mentions of form proper
or common, read from the given words, a group being of type PER and a place of the type that its ``place_kind`` says.
LitBank marks the title in "Mr. Darcy" as an entity inside the name (in 94 of 100 such names), fabula does not: the
titles at the head of its names are added here. The figures by form are from the ``coref`` layer, pronouns included;
there a mention counts if span and form agree, whatever its type.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fabula.evaluation.corpora.litbank import TypedSpan, layer_files, read_entities, read_mentions
from fabula.evaluation.corpora.words import TokenSpan, WordDocument
from fabula.evaluation.exact import exact_match
from fabula.evaluation.reading_words import FoundMention, found_mentions, read_document_words
from fabula.evaluation.report import Report, save_predictions, shown
from fabula.evaluation.score import Score
from fabula.lexicon.titles import titles

TYPES = ("PER", "FAC", "LOC", "GPE", "ORG", "VEH")
FOUND_TYPES = {"person": "PER", "group": "PER", "organisation": "ORG", "vehicle": "VEH"}
PLACE_TYPES = {"facility": "FAC", "location": "LOC", "geopolitical": "GPE"}
FORMS = {"proper": "PROP", "common": "NOM", "pronoun": "PRON"}
BEFORE_TITLES = frozenset("the a an my his her our your their this that".split())
COLUMNS = ("spans", "P", "R", "F1", "gold", "found")
NOTES = (
    "no titles: typed, without adding the titles of names, which LitBank marks too.",
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
        scored = [score_entities(document, gold, found)]
        mentions = path.parent.parent / "coref" / f"{path.stem}.ann"
        if mentions.is_file():
            scored.append(score_forms(read_mentions(mentions)[1], found))
        for name, score in (item for scores_of in scored for item in scores_of.items()):
            scores[name] += score
        lines.append(_prediction_line(document, gold, found))
    save_predictions(predictions, lines)
    figures = {name: score.figures_with_counts for name, score in scores.items()}
    return Report("entities", COLUMNS, _rows(figures), figures, time.perf_counter() - began, NOTES)


def score_entities(
    document: WordDocument, gold: Sequence[TypedSpan], found: Sequence[FoundMention]
) -> dict[str, Score]:
    """Exact spans: ``typed``, ``spans`` (whatever the type), ``no titles`` (typed), and one score for each type."""
    in_gold = {(entity.span, entity.kind) for entity in gold}
    entities = [mention for mention in found if mention.form != "pronoun"]
    without_titles = {(mention.span, _type_of(mention)) for mention in entities}
    in_titles = {(span, _type_of(mention)) for mention in entities for span in title_spans(document, mention)}
    in_guess = without_titles | in_titles
    scores = {
        "typed": exact_match(in_gold, in_guess),
        "no titles": exact_match(in_gold, without_titles),
        "spans": exact_match({span for span, _ in in_gold}, {span for span, _ in in_guess}),
    }
    for kind in TYPES:
        of_kind = [{(span, of) for span, of in side if of == kind} for side in (in_gold, in_guess)]
        scores[kind] = exact_match(*of_kind)
    return scores


def title_spans(document: WordDocument, mention: FoundMention) -> list[TokenSpan]:
    """Each title at the head of a proper name, after an article or owner: "Mr." in "the Reverend Mr. Collins"."""
    first, end = mention.span
    if mention.form != "proper":
        return []
    words = [word.lower().rstrip(".") for word in document.words[first:end]]
    place = 1 if words[0] in BEFORE_TITLES else 0
    spans: list[TokenSpan] = []
    while place < len(words) - 1 and words[place] in titles():
        spans.append((first + place, first + place + 1))
        place += 1
    return spans


def _type_of(mention: FoundMention) -> str:
    if mention.place_kind is not None:
        return PLACE_TYPES[mention.place_kind]
    return FOUND_TYPES.get(mention.kind, "LOC")


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
