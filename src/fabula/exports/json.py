"""The story as one readable JSON document.

    format         "fabula-json"
    version        of this layout: 1
    title          the work's title
    metadata       what the source says of itself, absent values left out
    offsets        how to read start and end: half-open, in Unicode code points of text
    text           the source, decoded; left out with text=False
    characters     id, name, names (form -> count), pronouns, kind, is_narrator, n_mentions, n_quotes
    chapters       id, start, end, title
    quotes         id, kind, mode, spans, text, speaker {id, name} or null, addressees, confidence,
                   decided_by, evidence {start, end, text} or null, alternatives: who else may say
                   it, {id, name, confidence}, the likeliest first
    narration      start, end, person, narrator, focal
    furniture      start, end, kind, text: what is on the page but is no part of the story
    mentions       start, end, text, form, character (an id of characters; null for a place or thing), entity
                   (an id; the same number for the same thing), confidence
    events         start, end, text, kind, lemma, agent, patient, scene and layer (ids; layer may be null)
    layers         id, start, end, kind, confidence, owner, narrator, parent (an id of layers or null), addressees
    scenes         id, start, end, kind, layer (an id or null), place {id, name} or null, time (its words or null),
                   focal, present, distant, spoken_of: people with the confidence; enters and leaves: where the
                   words begin that say so, or null
    place_parts    place, within: {id, name}; start, end of the words that say so
    claims         id, start, end, text, kind, holder, about, quote and layer (ids or null), truth by what the
                   narration says later, shown {start, end, text} or null, confidence
    order          kind (scenes or layers), earlier and later (ids), confidence, start, end
    descriptions   start, end, text, of, kind, value, quote (an id or null), confidence
    relationships  id, start, end, text, kind, role (or null), source, target, begins and ends (offsets, or null: before
                   and after the story), valence, confidence, decided_by, signs: start, end, text, kind, valence
    valences       first, second, scene, valence, n_signs
    emotions       start, end, text, kind, holder, toward, layer, is_felt, confidence
    moods          scene, of (null: the telling), valence, arousal, n_words
    notes          start, end, kind, standing, by, to, confidence, decided_by, evidence {start, end}; not its words
    problems       start, end, code, step, message

People are ids of characters where they are many (mentions), and {id, name} where a person reads them. A lone
surrogate in a damaged source is written as U+FFFD, so that the document is valid in every reader of JSON;
one stands for one, and the offsets hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from fabula.output import atomic_write
from fabula.schema import PRESENCE_KINDS
from fabula.story import Story, metadata_to_json

VERSION = 1
PEOPLE = frozenset(
    "narrator focal agent patient owner place within holder toward source target first second entity by to".split()
)
"""Columns that hold entities and are shown as {id, name}."""
SHARES = frozenset("confidence valence arousal".split())
_SURROGATE = re.compile("[\ud800-\udfff]")

Person = Callable[[int], dict[str, Any] | None]


def write_json(story: Story, path: str | Path) -> None:
    """Write the document to ``path``, one row of a table on each line.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    with atomic_write(Path(path)) as file:
        for piece in _lines(to_json(story)):
            file.write(_SURROGATE.sub("\ufffd", piece).encode("utf-8"))


def to_json(story: Story, *, text: bool = True) -> dict[str, Any]:
    """The document as plain dictionaries, lists, strings and numbers; the same story gives the same document.

    >>> from fabula.testing import tiny_story
    >>> to_json(tiny_story())["quotes"][1]["speaker"]
    {'id': 1, 'name': 'Tom'}
    """
    person = _person_of(story)
    return {
        "format": "fabula-json",
        "version": VERSION,
        "title": story.title,
        "metadata": metadata_to_json(story.metadata),
        "offsets": "half-open, in Unicode code points of text",
        **({"text": story.text} if text else {}),
        "characters": _characters(story),
        "chapters": _rows(story, "chapters", "start", "end", "title", with_id=True),
        "quotes": _quotes(story, person),
        "narration": _with_people(_rows(story, "narration", "start", "end", "person", "narrator", "focal"), person),
        "furniture": _with_text(story, _rows(story, "furniture", "start", "end", "kind")),
        "mentions": _mentions(story),
        "events": _events(story, person),
        "layers": _layers(story, person),
        "scenes": _scenes(story, person),
        "place_parts": _with_people(_rows(story, "place_parts", "place", "within", "start", "end"), person),
        "claims": _claims(story, person),
        "order": _order(story),
        "descriptions": _descriptions(story, person),
        "relationships": _relationships(story, person),
        "valences": _valences(story, person),
        "emotions": _emotions(story, person),
        "moods": _moods(story, person),
        "notes": _notes(story, person),
        "problems": _rows(story, "problems", "start", "end", "code", "step", "message"),
    }


def _lines(document: dict[str, Any]) -> Iterator[str]:
    """The document as JSON: one line for each value, and one for each row of a list of rows."""
    yield "{\n"
    for number, (key, value) in enumerate(document.items()):
        yield (",\n" if number else "") + json.dumps(key) + ": "
        if isinstance(value, list) and value:
            yield ("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in value) + "\n]")
        else:
            yield json.dumps(value, ensure_ascii=False, allow_nan=False)
    yield "\n}\n"


def _columns(story: Story, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(story.column(table, name).tolist() for name in names), strict=True)


def _rows(story: Story, table: str, *names: str, with_id: bool = False) -> list[dict[str, Any]]:
    rows = enumerate(_columns(story, table, *names))
    return [{**({"id": id} if with_id else {}), **dict(zip(names, values, strict=True))} for id, values in rows]


def _with_text(story: Story, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "text": story.text[row["start"] : row["end"]]} for row in rows]


def _with_people(rows: list[dict[str, Any]], person: Person) -> list[dict[str, Any]]:
    return [{key: person(value) if key in PEOPLE else value for key, value in row.items()} for row in rows]


def _person_of(story: Story) -> Person:
    names = story.column("entities", "name").tolist()
    return lambda entity: None if entity < 0 else {"id": entity, "name": names[entity]}


def _confidence(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else round(value, 3)


def _characters(story: Story) -> list[dict[str, Any]]:
    names: dict[int, dict[str, int]] = {}
    for entity, name, count in sorted(
        _columns(story, "entity_names", "entity", "name", "count"), key=lambda row: -row[2]
    ):
        names.setdefault(entity, {})[name] = count
    n_entities = len(story.tables["entities"])
    speakers = story.column("quotes", "speaker")
    n_quotes = np.bincount(speakers[speakers >= 0], minlength=n_entities).tolist()
    columns = ("name", "pronouns", "kind", "is_narrator", "n_mentions", "is_character")
    characters = [
        {
            "id": id,
            "name": name,
            "names": names.get(id, {}),
            "pronouns": pronouns,
            "kind": kind,
            "is_narrator": is_narrator,
            "n_mentions": n_mentions,
            "n_quotes": n_quotes[id],
        }
        for id, (name, pronouns, kind, is_narrator, n_mentions, is_character) in enumerate(
            _columns(story, "entities", *columns)
        )
        if is_character
    ]
    return sorted(characters, key=lambda character: -character["n_mentions"])


def _quotes(story: Story, person: Person) -> list[dict[str, Any]]:
    spans: dict[int, list[list[int]]] = {}
    for quote, start, end in _columns(story, "quote_spans", "quote", "start", "end"):
        spans.setdefault(quote, []).append([start, end])
    heard_by: dict[int, list[Any]] = {}
    for quote, entity in _columns(story, "quote_addressees", "quote", "entity"):
        heard_by.setdefault(quote, []).append(person(entity))
    alternatives: dict[int, list[Any]] = {}
    for quote, entity, share in _columns(story, "quote_alternatives", "quote", "entity", "confidence"):
        alternatives.setdefault(quote, []).append({**(person(entity) or {}), "confidence": _confidence(share)})
    decided = (
        "speaker",
        "speaker_confidence",
        "speaker_by",
        "speaker_evidence_start",
        "speaker_evidence_end",
    )
    return [
        {
            "id": id,
            "kind": kind,
            "mode": mode,
            "spans": spans.get(id, []),
            "text": " ".join(story.text[start:end] for start, end in spans.get(id, [])),
            "speaker": person(speaker),
            "addressees": [hearer for hearer in heard_by.get(id, []) if hearer is not None],
            "confidence": _confidence(confidence),
            "decided_by": decided_by,
            "evidence": None if low < 0 else _shown(story, low, high),
            "alternatives": alternatives.get(id, []),
        }
        for id, (kind, mode, speaker, confidence, decided_by, low, high) in enumerate(
            _columns(story, "quotes", "kind", "mode", *decided)
        )
    ]


def _mentions(story: Story) -> list[dict[str, Any]]:
    is_character = story.column("entities", "is_character").tolist()
    return [
        {
            "start": start,
            "end": end,
            "text": story.text[start:end],
            "form": form,
            "character": entity if entity >= 0 and is_character[entity] else None,
            "entity": entity if entity >= 0 else None,
            "confidence": _confidence(confidence),
        }
        for start, end, form, entity, confidence in _columns(
            story, "mentions", "start", "end", "form", "entity", "entity_confidence"
        )
    ]


def _events(story: Story, person: Person) -> list[dict[str, Any]]:
    rows = _rows(story, "events", "start", "end", "kind", "lemma", "agent", "patient", "scene", "layer")
    return [{**row, "layer": _id(row["layer"])} for row in _with_people(_with_text(story, rows), person)]


def _id(row: int) -> int | None:
    return None if row < 0 else row


def _layers(story: Story, person: Person) -> list[dict[str, Any]]:
    meant_for: dict[int, list[Any]] = {}
    for layer, entity in _columns(story, "layer_addressees", "layer", "entity"):
        meant_for.setdefault(layer, []).append(person(entity))
    columns = ("start", "end", "kind", "confidence", "owner", "narrator", "parent")
    rows = _with_people(_rows(story, "layers", *columns, with_id=True), person)
    return [
        {
            **row,
            "confidence": _confidence(row["confidence"]),
            "parent": _id(row["parent"]),
            "addressees": meant_for.get(row["id"], []),
        }
        for row in rows
    ]


def _scenes(story: Story, person: Person) -> list[dict[str, Any]]:
    there: dict[tuple[int, str], list[Any]] = {}
    starts = story.column("tokens", "start")
    columns = ("scene", "entity", "kind", "confidence", "enters_token", "leaves_token")
    for scene, entity, kind, share, *tokens in _columns(story, "presence", *columns):
        enters, leaves = (None if token < 0 else int(starts[token]) for token in tokens)
        company = {**(person(entity) or {}), "confidence": _confidence(share), "enters": enters, "leaves": leaves}
        there.setdefault((scene, kind), []).append(company)
    rows = _rows(
        story, "scenes", "start", "end", "kind", "layer", "place", "time_start", "time_end", "focal", with_id=True
    )
    scenes = []
    for row in _with_people(rows, person):
        start, end = row.pop("time_start"), row.pop("time_end")
        company = {kind.replace(" ", "_"): there.get((row["id"], kind), []) for kind in PRESENCE_KINDS}
        time = story.text[start:end] if start >= 0 else None
        scenes.append({**row, "layer": _id(row["layer"]), "time": time, **company})
    return scenes


def _claims(story: Story, person: Person) -> list[dict[str, Any]]:
    about: dict[int, list[Any]] = {}
    for claim, entity in _columns(story, "claim_characters", "claim", "entity"):
        about.setdefault(claim, []).append(person(entity))
    columns = ("start", "end", "kind", "holder", "quote", "layer", "truth", "shown_start", "shown_end", "confidence")
    claims = []
    for row in _with_people(_with_text(story, _rows(story, "claims", *columns, with_id=True)), person):
        start, end = row.pop("shown_start"), row.pop("shown_end")
        claims.append(
            {
                **row,
                "about": about.get(row["id"], []),
                "quote": _id(row["quote"]),
                "layer": _id(row["layer"]),
                "shown": None if start < 0 else _shown(story, start, end),
                "confidence": _confidence(row["confidence"]),
            }
        )
    return claims


def _shown(story: Story, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": story.text[start:end]}


def _order(story: Story) -> list[dict[str, Any]]:
    rows = _rows(story, "order", "kind", "earlier", "later", "confidence", "start", "end")
    return [_rounded(row) for row in rows]


def _descriptions(story: Story, person: Person) -> list[dict[str, Any]]:
    rows = _rows(story, "descriptions", "start", "end", "entity", "kind", "value", "quote", "confidence")
    return [
        {**_of(row), "quote": _id(row["quote"]), "confidence": _confidence(row["confidence"])}
        for row in _with_people(_with_text(story, rows), person)
    ]


def _relationships(story: Story, person: Person) -> list[dict[str, Any]]:
    signs: dict[int, list[Any]] = {}
    shown = _rows(story, "relationship_signs", "relationship", "start", "end", "kind", "valence")
    for sign in _with_text(story, shown):
        signs.setdefault(sign.pop("relationship"), []).append(_rounded(sign))
    columns = ("start", "end", "kind", "role", "source", "target", "begins", "ends")
    rows = _rows(story, "relationships", *columns, "valence", "confidence", "decided_by", with_id=True)
    return [
        {
            **_rounded(row),
            "begins": _id(row["begins"]),
            "ends": _id(row["ends"]),
            "signs": signs.get(row["id"], []),
        }
        for row in _with_people(_with_text(story, rows), person)
    ]


def _valences(story: Story, person: Person) -> list[dict[str, Any]]:
    rows = _rows(story, "valences", "first", "second", "scene", "valence", "n_signs")
    return [_rounded(row) for row in _with_people(rows, person)]


def _emotions(story: Story, person: Person) -> list[dict[str, Any]]:
    rows = _rows(story, "emotions", "start", "end", "kind", "holder", "toward", "layer", "is_felt", "confidence")
    return [{**_rounded(row), "layer": _id(row["layer"])} for row in _with_people(_with_text(story, rows), person)]


def _moods(story: Story, person: Person) -> list[dict[str, Any]]:
    rows = _rows(story, "moods", "scene", "entity", "valence", "arousal", "n_words")
    return [_rounded(_of(row)) for row in _with_people(rows, person)]


def _notes(story: Story, person: Person) -> list[dict[str, Any]]:
    columns = ("start", "end", "kind", "standing", "by", "to", "confidence", "decided_by")
    rows = _with_people(_rows(story, "notes", *columns, "evidence_start", "evidence_end"), person)
    notes = []
    for row in rows:
        evidence = {"start": row.pop("evidence_start"), "end": row.pop("evidence_end")}
        notes.append({**_rounded(row), "evidence": evidence})
    return notes


def _of(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its ``entity`` called ``of``."""
    return {"of" if key == "entity" else key: value for key, value in row.items()}


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _confidence(value) if key in SHARES else value for key, value in row.items()}
