"""A story built from given words and from what a test says was found in them."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.evaluation.corpora.words import WordDocument
from fabula.schema import PLACE_KINDS, TABLES, empty_table, table_of
from fabula.story import Story

Found = tuple[int, int, str, str, int | None]  # start, end (tokens), form, kind (or kind of place), entity
Said = tuple[int, int, int | None]  # start, end (tokens), speaker


def story_of(
    sentences: Sequence[Sequence[str]],
    mentions: Sequence[Found] = (),
    quotes: Sequence[Said] = (),
    events: Sequence[int] = (),
    n_entities: int = 3,
) -> Story:
    """The words joined by single spaces, with these mentions, quotes and realis events."""
    document = WordDocument("story", tuple(tuple(sentence) for sentence in sentences))
    n = len(document.words)
    tables = {name: empty_table(name) for name in TABLES}
    tables["chapters"] = table_of(
        "chapters", {"start": [0], "end": [len(document.text)], "title": [""], "heading_end": [0]}
    )
    tables["paragraphs"] = table_of(
        "paragraphs", {"start": [0], "end": [len(document.text)], "chapter": [0], "kind": ["prose"]}
    )
    tables["sentences"] = table_of("sentences", {"start": [0], "end": [len(document.text)], "paragraph": [0]})
    tables["tokens"] = table_of(
        "tokens",
        {
            "start": document.word_starts,
            "end": document.word_ends,
            "sentence": [0] * n,
            **{name: ["X"] * n for name in ("lemma", "pos", "tag", "dep")},
            "head_token": list(range(n)),
        },
    )
    tables["entities"] = table_of(
        "entities",
        {
            "kind": ["person"] * n_entities,
            "name": [f"entity {i}" for i in range(n_entities)],
            "is_named": [True] * n_entities,
            "pronouns": [None] * n_entities,
            "pronouns_confidence": [None] * n_entities,
            "n_mentions": [1] * n_entities,
            "is_character": [True] * n_entities,
            "is_narrator": [False] * n_entities,
        },
    )
    places = [document.characters(mention[:2]) for mention in mentions]
    tables["mentions"] = table_of(
        "mentions",
        {
            "start": [start for start, _ in places],
            "end": [end for _, end in places],
            "head_token": [mention[0] for mention in mentions],
            "form": [mention[2] for mention in mentions],
            "kind": ["place" if mention[3] in PLACE_KINDS else mention[3] for mention in mentions],
            "place_kind": [mention[3] if mention[3] in PLACE_KINDS else None for mention in mentions],
            **decided("entity", [mention[4] for mention in mentions]),
        },
    )
    said = [document.characters(quote[:2]) for quote in quotes]
    spans = {"start": [start for start, _ in said], "end": [end for _, end in said]}
    tables["quotes"] = table_of(
        "quotes",
        {
            **spans,
            "kind": ["speech"] * len(said),
            "mode": ["in person"] * len(said),
            **decided("speaker", [quote[2] for quote in quotes]),
        },
    )
    tables["quote_spans"] = table_of("quote_spans", {"quote": list(range(len(said))), **spans})
    tables["events"] = table_of(
        "events",
        {
            "start": [int(document.word_starts[token]) for token in events],
            "end": [int(document.word_ends[token]) for token in events],
            "kind": ["realis"] * len(events),
            "trigger_token": list(events),
            "lemma": ["x"] * len(events),
            "agent": [None] * len(events),
            "patient": [None] * len(events),
            "scene": [0] * len(events),
            "layer": [None] * len(events),
        },
    )
    tables["scenes"] = table_of(
        "scenes",
        {
            "start": [0],
            "end": [len(document.text)],
            "kind": ["chapter"],
            **decided("place", [None]),
            **{name: [None] for name in ("layer", "time_start", "time_end", "focal")},
        },
    )
    return Story(document.text, tables)


def decided(name: str, values: Sequence[int | None]) -> dict[str, Sequence[object]]:
    """The columns of a decision without confidence or evidence."""
    nothing = [None] * len(values)
    return {
        name: list(values),
        **{f"{name}_{what}": nothing for what in ("confidence", "by", "evidence_start", "evidence_end")},
    }
