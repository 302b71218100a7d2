"""``fabula evaluate cast PDNC_FOLDER...``: are the characters of whole novels kept apart and whole, end to end?

The evidence for a promise: two main characters of a novel are never merged. See ``evaluation/cast.py`` for
what counts as merged, split and missed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fabula.evaluation.cast import CastScore, Kept, figures_of, merged_pairs, score_cast
from fabula.evaluation.corpora.pdnc import read_mentions
from fabula.evaluation.reading_novels import read_novels
from fabula.evaluation.report import Report, save_predictions, short_name, shown

COLUMNS = ("novel", "who", "characters", "merged", "split", "missed", "held")
NOTES = (
    "Evidence: quotations, and mentions in them by a name or a description.",
    "all: characters with 5 pieces of it; main: those of them with 10 quotations.",
    "home: the entity that most of a character's names point to.",
    "merged: pairs with one home. missed: no home.",
    "split: a further entity, not rather another's, has a tenth of the evidence.",
    "held: share of the evidence that points to the home.",
)


def run(paths: Sequence[Path], predictions: Path | None, on_document: Callable[[str], None]) -> Report:
    """Merged, split and missed characters per novel and over all novels, main characters and all."""
    began = time.perf_counter()
    scores = [score_cast(story, novel, read_mentions(novel)) for novel, story in read_novels(paths, on_document)]
    save_predictions(predictions, (line for score in scores for line in prediction_lines(score)))
    figures = figures_over(scores)
    rows = [row for name, of in figures["novels"].items() for row in _rows(short_name(name), of)]
    rows += _rows("all novels", figures["total"])
    notes = (*NOTES, *(note for score in scores for note in names_note(score)))
    return Report("cast", COLUMNS, tuple(rows), figures, time.perf_counter() - began, notes)


def figures_over(scores: Sequence[CastScore]) -> dict[str, Any]:
    """Every figure, with the names of those merged, split and missed: per novel, and added up in ``total``."""
    novels = {
        score.name: {
            "main": {**figures_of(score.main), **_names(score, score.main)},
            "all": {**figures_of(score.judged), **_names(score, score.judged)},
        }
        for score in scores
    }
    total = {who: _total([novel[who] for novel in novels.values()]) for who in ("main", "all")}
    return {"novels": novels, "total": total}


def prediction_lines(score: CastScore) -> Iterator[dict[str, Any]]:
    """One JSON object for each gold character, with the entities it was taken for."""
    pairs = merged_pairs(score.judged)
    for character in score.characters:
        merged = [other for pair in pairs if character in pair for other in pair if other is not character]
        yield {
            "novel": score.name,
            "character": character.name,
            "quotations": character.n_quotations,
            "evidence": character.n_evidence,
            "linked": sum(character.linked.values()),
            "judged": character.is_judged,
            "main": character.is_main,
            "home": None if character.home is None else score.entity_names[character.home],
            "home_id": character.home,
            "held": character.held,
            "merged_with": [other.name for other in merged],
            "splinters": [_entity(score, character, entity) for entity in character.splinters],
            "entities": [_entity(score, character, entity) for entity in character.linked],
        }


def names_note(score: CastScore) -> Iterator[str]:
    """Who among the main characters of a novel is merged, split or missed, in a line; none if nobody is."""
    names = _names(score, score.main)
    merged = [" + ".join(pair["characters"]) for pair in names["merged_pairs"]]
    split = [
        f"{name} ({' | '.join(entity['name'] for entity in entities)})"
        for name, entities in names["split_characters"].items()
    ]
    found = (("merged", merged), ("split", split), ("missed", names["missed_characters"]))
    told = [f"{what} {', '.join(who)}" for what, who in found if who]
    if told:
        yield f"{score.name}: {'; '.join(told)}."


def _entity(score: CastScore, character: Kept, entity: int) -> dict[str, Any]:
    return {
        "id": entity,
        "name": score.entity_names[entity],
        "evidence": character.linked[entity],
        "named": character.named.get(entity, 0),
    }


def _names(score: CastScore, characters: Sequence[Kept]) -> dict[str, Any]:
    return {
        "merged_pairs": [
            {
                "characters": [one.name, other.name],
                "evidence": [one.held, other.held],
                "home": score.entity_names[one.home],
            }
            for one, other in merged_pairs(characters)
            if one.home is not None
        ],
        "split_characters": {
            character.name: [
                _entity(score, character, entity)
                for entity in character.parts
                if entity == character.home or entity in character.splinters
            ]
            for character in characters
            if character.splinters
        },
        "missed_characters": [character.name for character in characters if character.home is None],
    }


def _total(novels: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    sums = {name: sum(novel[name] for novel in novels) for name in ("characters", "merged", "split", "missed")}
    n_evidence = sum(novel["evidence"] for novel in novels)
    held = sum(novel["held"] * novel["evidence"] for novel in novels if novel["evidence"])
    return {**sums, "evidence": n_evidence, "held": held / n_evidence if n_evidence else None}


def _rows(name: str, of: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, ...]]:
    counts = ("characters", "merged", "split", "missed")
    return [
        (name, who, *(str(figures[count]) for count in counts), shown(figures["held"])) for who, figures in of.items()
    ]
