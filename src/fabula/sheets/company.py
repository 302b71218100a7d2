"""Where somebody is, with whom they talk, and who calls them what."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from fabula.sheets.sheet import Listener, Naming, Sighting, Spans, Stay
from fabula.story import Character, Place, Story

LONGEST = 5  # words of a form of a name
PRESENT_LEAST = 0.5  # confidence of a presence that counts


def stays(story: Story, character: int) -> tuple[Stay, ...]:
    """The places of the scenes in which they are present, most scenes first."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    places = story.column("scenes", "place")
    for row in _present(story, character):
        place = int(places[story.column("presence", "scene")[row]])
        if place >= 0:
            spans[place].append(_span(story, "presence", row))
    found = [Stay(Place(story, place), len(shown), _shown(shown)) for place, shown in spans.items()]
    return tuple(sorted(found, key=lambda stay: (-stay.count, stay.spans)))


def listeners(story: Story, character: int) -> tuple[Listener, ...]:
    """Those whom they talk to, most quotations first."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    entities = story.column("quote_addressees", "entity")
    for quote in story.rows_where("quotes", "speaker", character):
        for row in story.rows_where("quote_addressees", "quote", quote):
            if entities[row] >= 0 and entities[row] != character:
                spans[int(entities[row])].append(_span(story, "quotes", quote))
    found = [Listener(Character(story, entity), len(said), tuple(said)) for entity, said in spans.items()]
    return tuple(sorted(found, key=lambda listener: (-listener.count, listener.spans)))


def sightings(story: Story, character: int) -> tuple[Sighting | None, Sighting | None]:
    """Where they are first and last present, or at least mentioned."""
    present = _shown([_span(story, "presence", row) for row in _present(story, character)])
    spans = present or [_span(story, "mentions", row) for row in story.rows_where("mentions", "entity", character)]
    if not spans:
        return None, None
    first, last = (_sighting(story, span, bool(present)) for span in (spans[0], spans[-1]))
    return first, last


def namings(story: Story, character: int) -> tuple[Naming, ...]:
    """What each speaker, and the narration, calls them, most used first; pronouns left out."""
    spans: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    forms = story.column("mentions", "form")
    quote_starts, quote_ends = story.column("quote_spans", "start"), story.column("quote_spans", "end")
    speakers = story.column("quotes", "speaker")
    quotes = story.column("quote_spans", "quote")
    for row in story.rows_where("mentions", "entity", character):
        if forms[row] == "pronoun":
            continue
        start, end = _span(story, "mentions", row)
        at = int(np.searchsorted(quote_starts, start, side="right")) - 1
        is_said = at >= 0 and start < quote_ends[at]
        by = int(speakers[quotes[at]]) if is_said else NARRATION
        name = _form(story.text[start:end])
        if by not in (character, UNKNOWN) and len(name.split()) <= LONGEST and "," not in name:
            spans[by, name].append((start, end))
    found = [
        Naming(Character(story, by) if by >= 0 else None, name, len(where), tuple(where))
        for (by, name), where in spans.items()
    ]
    return tuple(sorted(found, key=lambda naming: (naming.by is not None, -naming.count, naming.spans)))


def layers_of(story: Story, character: int) -> tuple[str, ...]:
    """The kinds of layers in which they occur, where they occur nowhere else; else nothing."""
    starts, ends = story.column("layers", "start"), story.column("layers", "end")
    kinds = story.column("layers", "kind")
    found: set[str] = set()
    for row in story.rows_where("mentions", "entity", character):
        start, _ = _span(story, "mentions", row)
        around = np.flatnonzero((starts <= start) & (start < ends))
        if not len(around):
            return ()
        found.add(str(kinds[around[-1]]))
    return tuple(sorted(found))


NARRATION, UNKNOWN = -2, -1


def _present(story: Story, character: int) -> list[int]:
    kinds, sure = story.column("presence", "kind"), story.column("presence", "confidence")
    rows = story.rows_where("presence", "entity", character)
    return [row for row in rows if kinds[row] == "present" and sure[row] >= PRESENT_LEAST]


def _span(story: Story, table: str, row: Any) -> tuple[int, int]:
    return int(story.column(table, "start")[row]), int(story.column(table, "end")[row])


def _shown(spans: list[tuple[int, int]]) -> Spans:
    """The mentions that show somebody present; a presence that only follows from others has none."""
    return tuple(sorted((start, end) for start, end in spans if start < end))


def _sighting(story: Story, span: tuple[int, int], is_present: bool) -> Sighting:
    chapter = int(np.searchsorted(story.column("chapters", "start"), span[0], side="right")) - 1
    scene = int(np.searchsorted(story.column("scenes", "start"), span[0], side="right")) - 1
    return Sighting(story.chapters[chapter].title if chapter >= 0 else "", scene, is_present, span)


def _form(text: str) -> str:
    """A form of a name on one line; "The doctor" at the head of a sentence is "the doctor"."""
    words = " ".join(text.split())
    first, _, rest = words.partition(" ")
    return f"{first.lower()} {rest}" if rest and first in ("The", "A", "An", "My", "Your", "His", "Her") else words
