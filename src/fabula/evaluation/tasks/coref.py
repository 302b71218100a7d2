"""``fabula evaluate coref FILES``: who refers to whom, tokens and sentences given, mentions the system's own.

Figures are given with singletons as they are and with singletons dropped from gold and system alike.
FantasyCoref annotates no singletons, so there only the figures without them mean anything. GUM annotates
everything that can be referred to (abstractions, events, times); of its clusters the ``people`` figures
keep those of persons, organisations and places, and of the system's mentions the same kinds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fabula.errors import BadCorpus
from fabula.evaluation.coreference import CONLL, METRICS, Clusters, distinct, without_singletons
from fabula.evaluation.corpora.conll import read_conll
from fabula.evaluation.corpora.corefud import read_corefud
from fabula.evaluation.corpora.words import TokenSpan, WordDocument
from fabula.evaluation.reading_words import FoundMention, clusters_of, found_mentions, read_document_words
from fabula.evaluation.report import Report, save_predictions, shown
from fabula.evaluation.score import Score

READERS = {".conll": read_conll, ".conllu": read_corefud}
GOLD_PEOPLE = ("person", "organization", "place")
FOUND_PEOPLE = ("person", "group", "organisation", "place")
COLUMNS = ("metric", "P", "R", "F1", "P w/o", "R w/o", "F1 w/o")
NOTES = (
    "w/o: singletons dropped from gold and system alike.",
    "CoNLL: mean F1 of MUC, B-cubed and CEAFe.",
)
PEOPLE_NOTE = "people: clusters of persons, organisations and places only."
TITLES = {"mentions": "mentions", "muc": "MUC", "b_cubed": "B-cubed", "ceaf_e": "CEAFe", "lea": "LEA"}


def run(paths: Sequence[Path], predictions: Path | None, on_document: Callable[[str], None]) -> Report:
    """Each metric over all documents together, and per document."""
    began = time.perf_counter()
    pairs: list[tuple[WordDocument, list[FoundMention]]] = []
    for path in coref_files(paths):
        for document in READERS[path.suffix](path):
            on_document(document.name)
            pairs.append((document, found_mentions(read_document_words(document), document)))
    save_predictions(predictions, (prediction_line(document, found) for document, found in pairs))
    figures = figures_over(pairs)
    rows = [row for variant in ("all", "people") if variant in figures for row in _rows(variant, figures[variant])]
    notes = (*NOTES, PEOPLE_NOTE) if "people" in figures else NOTES
    return Report("coref", COLUMNS, tuple(rows), figures, time.perf_counter() - began, notes)


def coref_files(paths: Sequence[Path]) -> list[Path]:
    """The ``.conll`` and ``.conllu`` files at ``paths``, folders searched.

    Raises  BadCorpus (D01): a path without one
    """
    files: list[Path] = []
    for path in paths:
        found = [path] if path.is_file() else sorted(f for f in path.glob("**/*.conll*") if f.suffix in READERS)
        if not found:
            raise BadCorpus(f"{path}: no .conll or .conllu file here")
        if found[0].suffix not in READERS:
            raise BadCorpus(f"{path}: neither .conll nor .conllu, so its format is unknown")
        files += [file for file in found if file not in files]
    if not files:
        raise BadCorpus("no file given; give .conll or .conllu files, or folders of them")
    return files


def figures_over(pairs: Sequence[tuple[WordDocument, Sequence[FoundMention]]]) -> dict[str, Any]:
    """Every figure: ``all``, ``people`` where the gold has kinds, and ``documents`` by name."""
    sides = [(document.name, *_clusters(document, found)) for document, found in pairs]
    figures: dict[str, Any] = {"all": _figures([(gold, guess) for _, gold, guess in sides])}
    if any(mention.kind for document, _ in pairs for mention in document.mentions):
        figures["people"] = _figures([_people(document, found) for document, found in pairs])
    figures["documents"] = {name: _figures([(gold, guess)]) for name, gold, guess in sides}
    return figures


def prediction_line(document: WordDocument, found: Sequence[FoundMention]) -> dict[str, Any]:
    """One document with its gold and its found mentions, each with its words and its cluster."""

    def words(span: TokenSpan) -> dict[str, Any]:
        return {"start_token": span[0], "end_token": span[1], "text": document.words_of(span)}

    return {
        "document": document.name,
        "sentences": [list(sentence) for sentence in document.sentences],
        "gold": [{**words(m.span), "cluster": m.cluster, "kind": m.kind} for m in document.mentions],
        "found": [{**words(m.span), "entity": m.entity, "form": m.form, "kind": m.kind} for m in found],
    }


def _clusters(document: WordDocument, found: Sequence[FoundMention]) -> tuple[Clusters, Clusters]:
    return distinct(document.clusters()), distinct(clusters_of(found))


def _people(document: WordDocument, found: Sequence[FoundMention]) -> tuple[Clusters, Clusters]:
    kept = [mention for mention in found if mention.kind in FOUND_PEOPLE]
    return distinct(document.clusters(GOLD_PEOPLE)), distinct(clusters_of(kept))


def _figures(sides: Sequence[tuple[Clusters, Clusters]]) -> dict[str, Any]:
    dropped = [(without_singletons(gold), without_singletons(guess)) for gold, guess in sides]
    return {"with_singletons": _by_metric(sides), "without_singletons": _by_metric(dropped)}


def _by_metric(sides: Sequence[tuple[Clusters, Clusters]]) -> dict[str, Any]:
    scores = {name: sum((metric(*side) for side in sides), Score()) for name, metric in METRICS.items()}
    figures: dict[str, Any] = {name: score.figures for name, score in scores.items()}
    return {**figures, "conll_f1": sum(scores[name].f1 for name in CONLL) / len(CONLL)}


def _rows(variant: str, figures: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    prefix = "" if variant == "all" else f"{variant} "
    sides = [figures["with_singletons"], figures["without_singletons"]]
    for name, title in TITLES.items():
        if name == "lea":
            yield (f"{prefix}CoNLL", *(cell for side in sides for cell in ("", "", shown(side["conll_f1"]))))
        yield (prefix + title, *(shown(share) for side in sides for share in side[name].values()))
