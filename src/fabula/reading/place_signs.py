"""What shows that a scene plays at a place: where it is named, after which preposition, who goes or is there.

One row for each place that a scene or one of the last two at its level names: any noun that is mentioned as a place,
and any that may be one after a preposition. ``training/scenes.py`` learns what the signs weigh from the texts annotated
for levels.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import FIRST_SINGULAR
from fabula.schema import zip_columns

PREPOSITIONS = {
    **dict.fromkeys(("in", "inside", "within"), "in"),
    "at": "at",
    **dict.fromkeys(("on", "upon", "aboard"), "on"),
    "into": "into",
    **dict.fromkeys(("to", "onto", "towards", "toward"), "to"),
    **dict.fromkeys(("from", "off"), "from"),
    "of": "of",
    **dict.fromkeys(("by", "near", "beside", "outside", "against", "opposite"), "by"),
    **dict.fromkeys(("before", "behind", "under", "over", "above", "beneath", "underneath", "among"), "under"),
    **dict.fromkeys(("through", "along", "across", "down", "up", "round", "around", "about"), "through"),
}
LISTS = ("regions", "outdoors", "buildings", "rooms", "vehicles", "furniture")
MENTIONED = {"facility": "a facility", "location": "a location", "geopolitical": "a country or town", None: "a vehicle"}
DISTANCES = ((10, "first 10 words"), (25, "first 25 words"), (60, "first 60 words"), (150, "first 150 words"))
DETERMINERS = {
    **dict.fromkeys(("the", "this", "that"), "the"),
    **dict.fromkeys(("a", "an", "another", "some"), "a"),
    **dict.fromkeys(("my", "his", "her", "our", "their", "your", "its"), "somebody's"),
}
SIGNS = (
    "bias",
    *dict.fromkeys(PREPOSITIONS.values()),
    "other preposition",
    "entered",
    "subject",
    "is what there is",
    "stands alone",
    "goes",
    "is or stays",
    "somebody acts",
    "I or the focal one acts",
    *LISTS,
    "in no list",
    *MENTIONED.values(),
    "not mentioned as a place",
    "name",
    "plural",
    "generic",
    *dict.fromkeys(DETERMINERS.values()),
    "no determiner",
    "spoken of",
    "elsewhere",
    "told back or unreal",
    "in a side clause",
    "first sentence",
    *(sign for _, sign in DISTANCES),
    "far in",
    "first named",
    "second named",
    "first named in, at or on",
    "named again",
    "named often",
    "named before at this level",
    "named next at this level",
    "from the scene before",
    "from the scene before, scene goes on",
    "from the scene before, chapter",
    "from the scene before, time leaps",
    "from the scene before, places near",
    "from two scenes before",
)
_COLUMN = {name: number for number, name in enumerate(SIGNS)}
STAYS = frozenset("be sit stand lie live stay remain wait lodge dwell sleep kneel lean work reside stop camp".split())
NEAR = 40  # first words of a scene, in which a place of its own is likely

Floats = NDArray[np.float64]
SceneSpan = tuple[int, int, str, int | None, int | None, int | None]  # start, end, kind, layer, time, focal


@dataclass(frozen=True)
class Place:
    """A noun that may be a place: its row in ``mentions`` if it has one, its token, span, entity and kind there."""

    row: int | None
    head: int
    start: int
    end: int
    entity: int | None
    kind: str | None


Named = dict[str, tuple[Place, Floats]]  # by head word; the signs of the scene that names it


class PlaceSigns:
    """A text as the signs of its places see it."""

    def __init__(self, syntax: Syntax, quote_spans: pa.Table, mentions: pa.Table, layers: pa.Table) -> None:
        self.syntax = syntax
        self.is_quoted = syntax.flags(quote_spans)
        self.layer_of = [-1] * len(syntax)
        for row, (start, end) in enumerate(zip_columns(layers, "start", "end")):
            inside = syntax.tokens_in(start, end)
            self.layer_of[inside.start : inside.stop] = [row] * len(inside)
        self.motion, self.generic = word_list("motion", "verbs"), word_list("motion", "nowhere")
        self.lists = {word: name for name in LISTS for word in word_list("settings", name)}
        self.people: dict[int, int | None] = {}
        found: dict[int, Place] = {}
        columns = ("head_token", "start", "end", "entity", "kind", "place_kind")
        for row, (head, start, end, entity, kind, place_kind) in enumerate(zip_columns(mentions, *columns)):
            if kind in ("person", "group"):
                self.people[head] = entity
            elif kind in ("place", "vehicle") and syntax.pos[head] in ("NOUN", "PROPN", "ADV"):
                found.setdefault(head, Place(row, head, start, end, entity, place_kind))
        self.mentioned = list(found.values())
        for head, word in enumerate(syntax.lower):
            if head not in found and head not in self.people and word in self.lists and self._may_be_place(head):
                found[head] = Place(None, head, self._phrase_start(head), int(syntax.end[head]), None, None)
        self.places = [found[head] for head in sorted(found)]
        self.heads = sorted(found)

    def word(self, place: Place) -> str:
        """The word that says what a place is."""
        return self.syntax.lower[place.head]

    def is_indefinite(self, place: Place) -> bool:
        """Whether it is one of which nothing has been told: "a room"."""
        children = self.syntax.children[place.head]
        return any(DETERMINERS.get(self.syntax.lower[token]) == "a" for token in children)

    def candidates(self, scenes: Sequence[SceneSpan]) -> list[tuple[list[Place], Floats]]:
        """The places where each scene may play, and what shows it: float [n, len(SIGNS)]."""
        named = [self._named(scene) for scene in scenes]
        at_level: dict[int | None, list[int]] = {}
        before: list[list[int]] = []
        after: list[int | None] = [None] * len(scenes)
        for number, (_, _, _, layer, _, _) in enumerate(scenes):
            earlier = at_level.setdefault(layer, [])
            before.append(earlier[:-3:-1])
            if earlier:
                after[earlier[-1]] = number
            earlier.append(number)
        found = []
        for number, scene in enumerate(scenes):
            own: Named = {word: (place, row.copy()) for word, (place, row) in named[number].items()}
            for word, (_, row) in own.items():
                following = after[number]
                row[_COLUMN["named before at this level"]] = any(word in named[other] for other in before[number])
                row[_COLUMN["named next at this level"]] = following is not None and word in named[following]
            self._inherit(own, scene, [named[other] for other in before[number]], before[number][:1] != [number - 1])
            found.append(
                (
                    [place for place, _ in own.values()],
                    np.array([row for _, row in own.values()]).reshape(-1, len(SIGNS)),
                )
            )
        return found

    def _inherit(self, own: Named, scene: SceneSpan, earlier: Sequence[Named], is_resumed: bool) -> None:
        """Add to a scene's ``own`` places those of the scenes before it, the last first."""
        first = self.syntax.tokens_in(scene[0], scene[1]).start
        n_near = sum(place.head - first < NEAR for place, _ in own.values())
        for distance, others in enumerate(earlier):
            for word, (place, signs) in others.items():
                if word in own:
                    continue
                row = signs.copy()
                row[_COLUMN["from the scene before"]] = 1
                row[_COLUMN["from two scenes before"]] = distance
                row[_COLUMN["from the scene before, scene goes on"]] = is_resumed
                row[_COLUMN["from the scene before, chapter"]] = scene[2] == "chapter"
                row[_COLUMN["from the scene before, time leaps"]] = scene[4] is not None
                row[_COLUMN["from the scene before, places near"]] = np.log1p(n_near)
                own[word] = place, row

    def _named(self, scene: SceneSpan) -> Named:
        """The places that a scene itself names."""
        start, end, _, layer, _, focal = scene
        inside = self.syntax.tokens_in(start, end)
        named: Named = {}
        n_times: dict[str, int] = {}
        is_first_at = True
        for place in self.places[bisect_left(self.heads, inside.start) : bisect_left(self.heads, inside.stop)]:
            word = self.word(place)
            n_times[word] = n_times.get(word, 0) + 1
            signs = list(self._about(place, inside.start, layer, focal))
            is_at = not {"spoken of", "elsewhere"} & set(signs) and bool({"in", "at", "on", "into"} & set(signs))
            if is_at and is_first_at:
                signs.append("first named in, at or on")
                is_first_at = False
            if word not in named:
                signs += ("first named", "second named")[len(named) : len(named) + 1]
                signs += [self._distance(place.head - inside.start)]
                named[word] = place, np.zeros(len(SIGNS))
            kept, row = named[word]
            row[[0, *(_COLUMN[sign] for sign in signs)]] = 1
            row[_COLUMN["named again"]], row[_COLUMN["named often"]] = n_times[word] > 1, np.log(n_times[word])
            if kept.entity is None and (place.entity is not None or kept.row is None is not place.row):
                named[word] = place, row
        return named

    def _distance(self, words: int) -> str:
        return next((sign for limit, sign in DISTANCES if words < limit), "far in")

    def _about(self, place: Place, first: int, layer: int | None, focal: int | None) -> Iterator[str]:
        syntax, head = self.syntax, place.head
        word = syntax.lower[head]
        yield self.lists.get(word, "in no list")
        yield "not mentioned as a place" if place.row is None else MENTIONED[place.kind]
        if syntax.pos[head] == "PROPN":
            yield "name"
        if syntax.tag[head] in ("NNS", "NNPS"):
            yield "plural"
        if word in self.generic:
            yield "generic"
        owners = (t for t in syntax.children[head] if syntax.dep[t] in ("det", "poss"))
        determiner = next(owners, None)
        yield "no determiner" if determiner is None else DETERMINERS.get(syntax.lower[determiner], "somebody's")
        if syntax.sentence[head] == syntax.sentence[first]:
            yield "first sentence"
        if self.layer_of[head] != (-1 if layer is None else layer):
            yield "elsewhere"
        elif self.is_quoted[head] and layer is None:
            yield "spoken of"
        yield from self._construction(head, focal)

    def _construction(self, head: int, focal: int | None) -> Iterator[str]:
        syntax = self.syntax
        above, dep = syntax.head[head], syntax.dep[head]
        verb = above
        if dep == "pobj":
            yield PREPOSITIONS.get(syntax.lower[above], "other preposition")
            verb = syntax.head[above]
            if syntax.dep[above] == "prep" and syntax.dep[verb] == "prep":
                verb = syntax.head[verb]
        elif dep == "dobj" and syntax.lemma[above] in self.motion:
            yield "entered"
        elif dep in SUBJECTS:
            yield "subject"
        elif dep == "attr":
            yield "is what there is"
        elif dep == "ROOT":
            yield "stands alone"
        if syntax.lemma[verb] in self.motion:
            yield "goes"
        if syntax.lemma[verb] in STAYS:
            yield "is or stays"
        helps = [t for t in syntax.children[verb] if syntax.dep[t] in ("aux", "auxpass", "neg")]
        if any(syntax.lower[t] in ("had", "'d", "would", "might", "not", "n't", "never") for t in helps):
            yield "told back or unreal"
        if syntax.dep[verb] in ("relcl", "advcl", "acl", "ccomp"):
            yield "in a side clause"
        doers = [t for t in syntax.children[verb] if syntax.dep[t] in SUBJECTS and t in self.people]
        if doers:
            yield "somebody acts"
        if any(syntax.lower[t] in FIRST_SINGULAR or (focal is not None and self.people[t] == focal) for t in doers):
            yield "I or the focal one acts"

    def _may_be_place(self, head: int) -> bool:
        """Whether a noun or adverb stands where the words for a place stand."""
        syntax = self.syntax
        if syntax.pos[head] == "ADV":
            return syntax.dep[head] == "advmod"
        return syntax.pos[head] in ("NOUN", "PROPN") and (
            syntax.dep[head] in ("nsubj", "attr", "ROOT", "dobj", "npadvmod")
            or (syntax.dep[head] == "pobj" and syntax.lower[syntax.head[head]] in PREPOSITIONS)
        )

    def _phrase_start(self, head: int) -> int:
        """Where the words before a noun that belong to it begin."""
        before = [token for token in self.syntax.children[head] if token < head]
        return int(self.syntax.start[min([head, *before])])
