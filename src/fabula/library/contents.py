"""What the library's tables hold of a story: rows, with ids that follow those of the stories before it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from fabula.archive_tags import archive_tags
from fabula.library.passages import Passage, passages_of
from fabula.story import Story

Row = tuple[Any, ...]
NUMBERED = ("chapters", "entities", "layers", "scenes", "passages", "quotes", "ties", "notes")
"""The tables whose ids are counted on from story to story."""
_ARTICLE = re.compile("^(?:the|an?) ")
_UNSTORABLE = re.compile("[\x00\x02\x03\ud800-\udfff]")  # ends of strings, marks of ours, halves of characters


def fold(name: str) -> str:
    """A name in small letters, with single spaces, for comparing."""
    return " ".join(name.split()).casefold()


def fold_name(name: str) -> str:
    """The name of somebody, or of a place, for comparing: without an article before it."""
    return _ARTICLE.sub("", fold(name)) or fold(name)


def storable(text: str) -> str:
    """A text that SQLite takes, of the same length; ``replaced_in`` has what this leaves out."""
    return _UNSTORABLE.sub("\ufffd", text)


def replaced_in(text: str) -> list[tuple[int, int]]:
    """Offset and code point of each character that ``storable`` replaces."""
    return [(found.start(), ord(found[0])) for found in _UNSTORABLE.finditer(text)]


class Contents:
    """The rows of one story.

    Takes   story_id: its id in the library
            first: the first free id of each table of ``NUMBERED``
    """

    def __init__(self, story: Story, story_id: int, first: Mapping[str, int]) -> None:
        self.story = story
        self.story_id = story_id
        self.first = first

    @cached_property
    def passages(self) -> list[Passage]:
        """The passages of its text."""
        return passages_of(self.story)

    @cached_property
    def _passage_starts(self) -> list[int]:
        return [passage.start for passage in self.passages]

    @cached_property
    def _entities(self) -> dict[int, int]:
        """Row of the story's table -> id, of characters and of places where something plays."""
        entities = set(self._column("entities", "is_character", nonzero=True))
        for place in self._column("scenes", "place"):
            entities |= self._held_by(place) if place >= 0 else set()
        for name in ("narrator", "focal"):
            entities |= set(self._column("narration", name))
        for name in ("source", "target"):
            entities |= set(self._column("relationships", name))
        entities |= set(self._column("quotes", "speaker")) | set(self._column("presence", "entity"))
        entities |= set(self._column("quote_addressees", "entity")) | set(self._column("layers", "owner"))
        entities |= set(self._column("scenes", "focal"))
        return {entity: self.first["entities"] + n for n, entity in enumerate(sorted(entities - {-1}))}

    def _held_by(self, place: int) -> set[int]:
        """A place and all places that hold it."""
        found, waiting = {place}, [place]
        while waiting:
            for row in self.story.rows_where("place_parts", "place", waiting.pop()):
                within = int(self.story.column("place_parts", "within")[row])
                if within not in found:
                    found.add(within)
                    waiting.append(within)
        return found

    def rows(self) -> Iterator[tuple[str, Iterator[Row]]]:
        """Table and rows, in an order in which no row points to one that is not there yet."""
        yield "labels", self._labels()
        yield "chapters", self._chapters()
        yield "entities", self._entity_rows()
        yield "names", self._names()
        yield "layers", self._layers()
        yield "scenes", self._scenes()
        yield "scene_places", self._scene_places()
        yield "presence", self._presence()
        yield "narration", self._narration()
        yield "passages", self._passages()
        yield "passage_layers", self._overlaps("layers", "layers")
        yield "passage_entities", self._passage_entities()
        yield "quotes", self._quotes()
        yield "quote_spans", self._quote_spans()
        yield "quote_addressees", self._addressees()
        yield "quote_entities", self._quote_entities()
        yield "ties", self._ties()
        yield "notes", self._notes()
        yield "passage_notes", self._overlaps("notes", "notes")

    def _column(self, table: str, name: str, nonzero: bool = False) -> list[Any]:
        values = self.story.column(table, name)
        return list((values.nonzero()[0] if nonzero else values).tolist())

    def _columns(self, table: str, *names: str) -> Iterator[Row]:
        return zip(*(self._column(table, name) for name in names), strict=True)

    def _entity(self, row: int) -> int | None:
        return self._entities.get(row)

    def _id(self, table: str, row: int) -> int | None:
        return self.first[table] + row if row >= 0 else None

    def _passages_over(self, start: int, end: int) -> range:
        """The passages, by number, that a stretch has part in."""
        low = max(0, bisect_right(self._passage_starts, start) - 1)
        return range(low, max(low + 1, bisect_left(self._passage_starts, end)))

    def _labels(self) -> Iterator[Row]:
        metadata = self.story.metadata
        kinds: dict[str, tuple[str, ...]] = {
            "title": (self.story.title,),
            "author": (metadata.author,) if metadata.author else (),
            "fandom": metadata.fandoms,
            "tag": metadata.tags,
            "warning": metadata.warnings,
            "category": metadata.categories,
            "relationship": metadata.relationships,
            "tie": tuple(tag.text for tag in archive_tags(self.story)),
            "layer": tuple(sorted(set(self._column("layers", "kind")))),
            "note": tuple(sorted({note.kind for note in self.story.notes if note.is_actual})),
        }
        for kind, labels in kinds.items():
            for folded, label in {fold(label): label for label in labels}.items():
                yield kind, storable(folded), self.story_id, storable(label)

    def _chapters(self) -> Iterator[Row]:
        for number, (start, end, title) in enumerate(self._columns("chapters", "start", "end", "title")):
            yield self.first["chapters"] + number, self.story_id, number, start, end, storable(title)

    def _entity_rows(self) -> Iterator[Row]:
        lines = Counter(self._column("quotes", "speaker"))
        names = ("kind", "name", "pronouns", "is_character", "is_narrator", "n_mentions")
        columns = [self.story.column("entities", name) for name in names]
        for row, id in self._entities.items():
            kind, name, pronouns, is_character, is_narrator, mentions = (column[row] for column in columns)
            counts = (int(is_character), int(is_narrator), int(mentions), lines[row])
            yield id, self.story_id, row, kind, storable(name), pronouns, *counts

    def _names(self) -> Iterator[Row]:
        counts: dict[tuple[str, int], tuple[str, int]] = {}
        for row, name in enumerate(self._column("entities", "name")):
            if row in self._entities:
                counts[fold_name(name), row] = (name, 0)
        for row, name, count in self._columns("entity_names", "entity", "name", "count"):
            if row in self._entities:
                shown, before = counts.get((fold_name(name), row), (name, 0))
                counts[fold_name(name), row] = (shown, before + count)
        for (folded, row), (name, count) in sorted(counts.items()):
            yield storable(folded), self.story_id, self._entities[row], storable(name), count

    def _layers(self) -> Iterator[Row]:
        columns = self._columns("layers", "kind", "start", "end", "owner", "confidence")
        for number, (kind, start, end, owner, confidence) in enumerate(columns):
            place = (self.first["layers"] + number, self.story_id, number)
            yield *place, kind, start, end, self._entity(owner), round(confidence, 4)

    def _scenes(self) -> Iterator[Row]:
        for scene, place, focal, layer in zip(
            self.story.scenes,
            *(self._column("scenes", name) for name in ("place", "focal", "layer")),
            strict=True,
        ):
            time = storable(scene.time) if scene.time else None
            place_of = (self.first["scenes"] + scene.id, self.story_id, scene.id, scene.start, scene.end)
            yield *place_of, self._entity(place), time, self._entity(focal), self._id("layers", layer)

    def _scene_places(self) -> Iterator[Row]:
        for scene, place in enumerate(self._column("scenes", "place")):
            for holder in sorted(self._held_by(place)) if place >= 0 else ():
                yield self._entity(holder), self._id("scenes", scene)

    def _presence(self) -> Iterator[Row]:
        surest: dict[tuple[int, int], tuple[float, str]] = {}
        for scene, entity, kind, sure in self._columns("presence", "scene", "entity", "kind", "confidence"):
            if kind != "spoken of":
                surest[entity, scene] = max((sure, kind), surest.get((entity, scene), (0.0, kind)))
        for (entity, scene), (sure, kind) in sorted(surest.items()):
            yield self._entity(entity), self._id("scenes", scene), kind, round(sure, 4)

    def _narration(self) -> Iterator[Row]:
        columns = ("start", "end", "person", "tense", "narrator", "focal")
        stretches = {row[0]: row for row in self._columns("narration", *columns)}
        for start, end, person, tense, narrator, focal in stretches.values():
            yield self.story_id, start, end, person, tense, self._entity(narrator), self._entity(focal)

    def _passages(self) -> Iterator[Row]:
        for number, passage in enumerate(self.passages):
            text = storable(self.story.text[passage.start : passage.end])
            chapter, scene = self._id("chapters", passage.chapter), passage.scene
            place = (self.first["passages"] + number, self.story_id, chapter)
            yield *place, None if scene is None else self._id("scenes", scene), passage.start, passage.kind, text

    def _overlaps(self, table: str, id_of: str) -> Iterator[Row]:
        for row, (start, end) in enumerate(self._columns(table, "start", "end")):
            for passage in self._passages_over(start, end):
                yield self._id("passages", passage), self._id(id_of, row)

    def _passage_entities(self) -> Iterator[Row]:
        found = {
            (self._entities[entity], self.first["passages"] + self._passages_over(start, start + 1)[0])
            for start, entity in self._columns("mentions", "start", "entity")
            if entity in self._entities
        }
        return iter(sorted(found))

    def _quotes(self) -> Iterator[Row]:
        names = ("start", "kind", "mode", "speaker", "speaker_confidence")
        for number, (start, kind, mode, speaker, sure) in enumerate(self._columns("quotes", *names)):
            passage = self._id("passages", self._passages_over(start, start + 1)[0])
            place = (self.first["quotes"] + number, self.story_id, number, passage)
            yield *place, kind, mode, self._entity(speaker), round(sure, 4) if sure == sure else 0.0

    def _quote_spans(self) -> Iterator[Row]:
        for quote, start, end in self._columns("quote_spans", "quote", "start", "end"):
            for number in self._passages_over(start, end):
                passage = self.passages[number]
                part = (max(start, passage.start), min(end, passage.end))
                yield self._id("quotes", quote), *part, self._id("passages", number)

    def _addressees(self) -> Iterator[Row]:
        pairs = set(self._columns("quote_addressees", "entity", "quote"))
        return iter(sorted((self._entities[entity], self.first["quotes"] + quote) for entity, quote in pairs))

    def _quote_entities(self) -> Iterator[Row]:
        """Who is mentioned in a quotation, its speaker left out."""
        spans = sorted(self._columns("quote_spans", "start", "end", "quote"))
        starts = [start for start, _, _ in spans]
        speakers = self._column("quotes", "speaker")
        found = set()
        for start, entity in self._columns("mentions", "start", "entity"):
            place = bisect_right(starts, start) - 1
            if place < 0 or start >= spans[place][1] or entity not in self._entities:
                continue
            if entity != speakers[spans[place][2]]:
                found.add((self._entities[entity], self.first["quotes"] + spans[place][2]))
        return iter(sorted(found))

    def _ties(self) -> Iterator[Row]:
        names = ("kind", "role", "source", "target", "valence", "confidence", "start", "end")
        for number, row in enumerate(self._columns("relationships", *names)):
            kind, role, source, target, valence, sure, start, end = row
            place = (self.first["ties"] + number, self.story_id, number)
            who = (kind, role, self._entity(source), self._entity(target))
            yield *place, *who, round(valence, 4), round(sure, 4), start, end

    def _notes(self) -> Iterator[Row]:
        names = ("kind", "standing", "start", "end", "confidence")
        for number, (kind, standing, start, end, sure) in enumerate(self._columns("notes", *names)):
            place = (self.first["notes"] + number, self.story_id, number)
            yield *place, kind, standing, start, end, round(sure, 4)
