"""Say where each scene plays, and which place is part of which.

The problem. A scene names many places and plays at one, or at the one where the scene before it played:
    In the kitchen of the inn at Ystad she thought of London. "Have you been to Paris?" he asked.
The likeliest of those named there and in the two scenes before is taken (see ``place_signs``). A place that no entity
is yet, even one that is no mention ("at her desk"), becomes one here, for scenes have to point to it. Not tried: where
a place is that nobody names. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.model.signs import choice
from fabula.reading.place_signs import SIGNS, Place, PlaceSigns
from fabula.schema import table_of, with_columns, zip_columns

LIKELY = 0.1  # chance from which on a scene has a place
HOLDERS = frozenset("of in at on inside within".split())
DECIDED = ("", "_confidence", "_by", "_evidence_start", "_evidence_end")

Decided = tuple[int, float, str, int, int]  # entity, confidence, who decided, evidence


def find_places(
    syntax: Syntax,
    quote_spans: pa.Table,
    entities: pa.Table,
    entity_names: pa.Table,
    mentions: pa.Table,
    layers: pa.Table,
    scenes: pa.Table,
) -> dict[str, pa.Table]:
    """The place of each scene, and what holds it.

    Gives   scenes: place filled in, null where nothing says it
            place_parts: place, within, start, end
            entities, entity_names, mentions: places that one mention names added
    """
    signs = PlaceSigns(syntax, quote_spans, mentions, layers)
    known = _Entities(signs, len(entities))
    decided = _decide(signs, scenes, known)
    parts = _parts(signs, known)
    rows = [row or (None,) * len(DECIDED) for row in decided]
    values = {f"place{part}": [row[at] for row in rows] for at, part in enumerate(DECIDED)}
    return {
        "scenes": with_columns("scenes", scenes, values),
        "place_parts": table_of(
            "place_parts",
            {name: [part[at] for part in parts] for at, name in enumerate(("place", "within", "start", "end"))},
        ),
        **known.added(syntax, entities, entity_names, mentions),
    }


@dataclass
class _Entities:
    """The entities of places, with those that only now become one."""

    signs: PlaceSigns
    count: int
    new: dict[str | int, list[Place]] = field(default_factory=dict)  # by word, or by token where it is "a" such place
    latest: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)  # tokens and entities by word

    def __post_init__(self) -> None:
        for place in self.signs.mentioned:
            if place.entity is not None:
                tokens, entities = self.latest.setdefault(self.signs.word(place), ([], []))
                tokens.append(place.head)
                entities.append(place.entity)

    def of(self, place: Place) -> int:
        """The entity that a place is, a new one if need be."""
        known = self.known(place)
        if known is not None:
            return known
        same = self.new.setdefault(self._key(place), [])
        if place not in same:
            same.append(place)
        return self.count + list(self.new).index(self._key(place))

    def known(self, place: Place) -> int | None:
        """The entity that a place is by the mentions: its own, or that of the last place called by the same word."""
        if place.entity is not None or isinstance(self._key(place), int):
            return place.entity
        tokens, entities = self.latest.get(self.signs.word(place), ([], []))
        at = bisect_left(tokens, place.head)
        return entities[at - 1] if at else None

    def has(self, place: Place) -> bool:
        """Whether a place is an entity."""
        return place.entity is not None or place in self.new.get(self._key(place), ())

    def _key(self, place: Place) -> str | int:
        return place.head if self.signs.is_indefinite(place) else self.signs.word(place)

    def added(
        self, syntax: Syntax, entities: pa.Table, entity_names: pa.Table, mentions: pa.Table
    ) -> dict[str, pa.Table]:
        """The tables with the new ones."""
        names = [_name(syntax, places[0]) for places in self.new.values()]
        ids = list(range(self.count, self.count + len(names)))
        kinds: list[str] = mentions["kind"].to_pylist()
        rows = [[place.row for place in places if place.row is not None] for places in self.new.values()]
        fresh: dict[str, Any] = {
            "kind": [kinds[of[0]] if of else "place" for of in rows],
            "name": names,
            "is_named": [syntax.pos[places[0].head] == "PROPN" for places in self.new.values()],
            "pronouns": [None] * len(names),
            "pronouns_confidence": [None] * len(names),
            "n_mentions": [len(of) for of in rows],
            "is_character": [False] * len(names),
            "is_narrator": [False] * len(names),
        }
        called = {"entity": ids, "name": names, "count": [len(places) for places in self.new.values()]}
        linked: dict[str, list[Any]] = {f"entity{part}": mentions[f"entity{part}"].to_pylist() for part in DECIDED}
        for entity, places in zip(ids, self.new.values(), strict=True):
            for place in places:
                if place.row is not None:
                    for part, value in zip(DECIDED, (entity, 1.0, "rule", place.start, place.end), strict=True):
                        linked[f"entity{part}"][place.row] = value
        return {
            "entities": table_of("entities", {k: v.to_pylist() + fresh[k] for k, v in _columns(entities)}),
            "entity_names": table_of("entity_names", {k: v.to_pylist() + called[k] for k, v in _columns(entity_names)}),
            "mentions": with_columns("mentions", mentions, linked),
        }


def _columns(table: pa.Table) -> list[tuple[str, Any]]:
    return [(name, table[name]) for name in table.column_names]


def _name(syntax: Syntax, place: Place) -> str:
    """What to call a place: its phrase up to the head word, on one line; all of a proper name."""
    end = place.end if syntax.pos[place.head] == "PROPN" else int(syntax.end[place.head])
    return " ".join(syntax.source[place.start : end].split())


def _decide(signs: PlaceSigns, scenes: pa.Table, known: _Entities) -> list[Decided | None]:
    """The place of each scene: one that it names, or one that a scene before it at its level does."""
    spans = list(zip_columns(scenes, "start", "end", "kind", "layer", "time_start", "focal"))
    decided: list[Decided | None] = []
    for places, rows in signs.candidates(spans):
        chances = choice("places", SIGNS, rows).tolist()
        best = max(range(len(places)), key=lambda row: chances[row], default=-1)
        if best < 0 or chances[best] < LIKELY:
            decided.append(None)
        else:
            place = places[best]
            decided.append((known.of(place), chances[best], "model", place.start, place.end))
    return decided


def _parts(signs: PlaceSigns, known: _Entities) -> list[tuple[int, int, int, int]]:
    """What the text says of a place within another: "the kitchen of the inn", "the inn's kitchen", "Ystad, Sweden"."""
    syntax = signs.syntax
    by_head = {place.head: place for place in signs.mentioned}
    found: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for outer in signs.mentioned:
        above, dep = syntax.head[outer.head], syntax.dep[outer.head]
        inner = None
        if dep == "pobj" and syntax.lower[above] in HOLDERS:
            inner = by_head.get(syntax.head[above])
        elif dep == "poss" or (dep in ("appos", "npadvmod") and outer.kind == "geopolitical"):
            inner = by_head.get(above)
        if inner is None or not (known.has(inner) or known.has(outer)):
            continue
        pair = known.of(inner), known.of(outer)
        if pair[0] != pair[1] and (pair[1], pair[0]) not in found:
            found.setdefault(pair, (*pair, min(inner.start, outer.start), max(inner.end, outer.end)))
    return list(found.values())
