"""What shows that a scene plays at a place: where it is named, after which preposition, who goes or is there.

One row for each place that a scene names, and one for the place of the last scene at the same level, which it may
share; ``training/scenes.py`` learns what the signs weigh from the texts annotated for levels.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.schema import zip_columns

SIGNS = (
    "bias",
    "in",
    "at",
    "on",
    "into, to",
    "from, of",
    "by, near",
    "other preposition",
    "entered",
    "subject",
    "goes",
    "somebody acts",
    "first sentence",
    "first 20 words",
    "first 60 words",
    "first 150 words",
    "far in",
    "facility",
    "location",
    "country or town",
    "vehicle",
    "name",
    "plural",
    "generic",
    "spoken of",
    "elsewhere",
    "told back or unreal",
    "in a side clause",
    "named again",
    "place before",
    "same place before",
    "same place before, scene goes on",
    "same place before, chapter",
    "same place before, time leaps",
    "same place before, scene names others",
)
_COLUMN = {name: number for number, name in enumerate(SIGNS)}
PREPOSITIONS = {
    **dict.fromkeys(("in", "inside", "within"), "in"),
    "at": "at",
    **dict.fromkeys(("on", "upon", "aboard"), "on"),
    **dict.fromkeys(("into", "to", "onto", "towards", "toward", "for"), "into, to"),
    **dict.fromkeys(("from", "of", "off"), "from, of"),
    **dict.fromkeys(
        ("by", "near", "beside", "before", "behind", "through", "along", "across", "down", "up"), "by, near"
    ),
}
DISTANCES = ((20, "first 20 words"), (60, "first 60 words"), (150, "first 150 words"))
KINDS = {"facility": "facility", "location": "location", "geopolitical": "country or town", None: "vehicle"}

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """A mention of a place: its row in ``mentions``, head word's token, span and entity."""

    row: int
    head: int
    start: int
    end: int
    entity: int | None
    kind: str | None


class PlaceSigns:
    """A text as the signs of its places see it."""

    def __init__(self, syntax: Syntax, quote_spans: pa.Table, mentions: pa.Table, layers: pa.Table) -> None:
        self.syntax = syntax
        self.is_quoted = syntax.flags(quote_spans)
        self.layers = list(zip_columns(layers, "start", "end", "kind"))
        self.layer_of = [-1] * len(syntax)
        for row, (start, end, _) in enumerate(self.layers):
            inside = syntax.tokens_in(start, end)
            self.layer_of[inside.start : inside.stop] = [row] * len(inside)
        self.motion, self.generic = word_list("motion", "verbs"), word_list("motion", "nowhere")
        self.people: set[int] = set()
        self.places: list[Place] = []
        columns = ("head_token", "start", "end", "entity", "kind", "place_kind")
        for row, (head, start, end, entity, kind, place_kind) in enumerate(zip_columns(mentions, *columns)):
            if kind in ("person", "group"):
                self.people.add(head)
            elif kind in ("place", "vehicle") and syntax.pos[head] in ("NOUN", "PROPN", "ADV"):
                self.places.append(Place(row, head, start, end, entity, place_kind))
        self.heads = [place.head for place in self.places]

    def named(self, start: int, end: int) -> list[Place]:
        """The places that [start, end) names."""
        inside = self.syntax.tokens_in(start, end)
        return self.places[bisect_left(self.heads, inside.start) : bisect_left(self.heads, inside.stop)]

    def signs(self, start: int, end: int, layer: int | None, before: str | None) -> tuple[list[Place], Floats]:
        """The places of a scene, and what shows that it plays at each: float [n, len(SIGNS)].

        Takes   before: head word of the place of the last scene at this level
        """
        places = self.named(start, end)
        words = [self.word(place) for place in places]
        first = self.syntax.tokens_in(start, end).start
        rows = np.zeros((len(places), len(SIGNS)))
        for row, place, word in zip(rows, places, words, strict=True):
            signs = [*self._about(place, first, layer)]
            signs += ["named again"] * (words.count(word) > 1) + ["place before"] * (word == before)
            row[[0, *(_COLUMN[sign] for sign in signs)]] = 1
        return places, rows

    def word(self, place: Place) -> str:
        """The word that says what a place is."""
        return self.syntax.lower[place.head]

    def _about(self, place: Place, first: int, layer: int | None) -> Iterator[str]:
        syntax, head = self.syntax, place.head
        yield KINDS[place.kind]
        if syntax.pos[head] == "PROPN":
            yield "name"
        if syntax.tag[head] in ("NNS", "NNPS"):
            yield "plural"
        if syntax.lower[head] in self.generic:
            yield "generic"
        if syntax.sentence[head] == syntax.sentence[first]:
            yield "first sentence"
        yield next((sign for words, sign in DISTANCES if head - first < words), "far in")
        own = -1 if layer is None else layer
        if self.layer_of[head] != own:
            yield "elsewhere"
        elif self.is_quoted[head] and layer is None:
            yield "spoken of"
        yield from self._construction(head)

    def _construction(self, head: int) -> Iterator[str]:
        syntax = self.syntax
        above = syntax.head[head]
        verb = above
        if syntax.dep[head] == "pobj":
            yield PREPOSITIONS.get(syntax.lower[above], "other preposition")
            verb = syntax.head[above]
            if syntax.dep[above] == "prep" and syntax.dep[verb] == "prep":
                verb = syntax.head[verb]
        elif syntax.dep[head] == "dobj" and syntax.lemma[above] in self.motion:
            yield "entered"
        elif syntax.dep[head] in ("nsubj", "nsubjpass"):
            yield "subject"
        if syntax.lemma[verb] in self.motion:
            yield "goes"
        helps = [t for t in syntax.children[verb] if syntax.dep[t] in ("aux", "auxpass", "neg")]
        if any(syntax.lower[t] in ("had", "'d", "would", "might", "not", "n't", "never") for t in helps):
            yield "told back or unreal"
        if syntax.dep[verb] in ("relcl", "advcl", "acl", "ccomp"):
            yield "in a side clause"
        if any(syntax.dep[t] in ("nsubj", "nsubjpass") and t in self.people for t in syntax.children[verb]):
            yield "somebody acts"


def inherited(is_resumed: bool, is_chapter: bool, leaps: bool, n_named: int) -> Floats:
    """What shows that a scene plays where the last one at its level did: float [len(SIGNS)]."""
    row = np.zeros(len(SIGNS))
    row[_COLUMN["same place before"]] = 1
    row[_COLUMN["same place before, scene goes on"]] = is_resumed
    row[_COLUMN["same place before, chapter"]] = is_chapter
    row[_COLUMN["same place before, time leaps"]] = leaps
    row[_COLUMN["same place before, scene names others"]] = np.log1p(n_named)
    return row
