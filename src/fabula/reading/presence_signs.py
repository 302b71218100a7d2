"""What shows that somebody is there in a scene: they act, speak, are spoken to, or are only spoken of.

One row for each scene and each person or group that is mentioned, speaks or tells in it, or was in the last scene at
its level. With the signs go the model's states of the mentions of them there, which have read what stands around;
``training/presence.py`` learns what both weigh from the texts annotated for levels.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.comings import is_coming, is_going
from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import FIRST_SINGULAR, SECOND
from fabula.reading.deeds import Deeds
from fabula.reading.states import pooled, states_of_mentions
from fabula.schema import LAYER_KINDS, zip_columns

ON_THE_WIRE = ("call", "message")
COUNTED = (  # what may be there several times in a scene
    "acts",
    "acts in a main clause",
    "does what happens",
    "moves or does with the body",
    "feels or thinks",
    "is or has",
    "is said to say",
    "enters",
    "leaves",
    "is away",
    "is met",
    "done to",
    "is with",
    "is thought of",
    "is told of",
    "is owner",
    "is told back",
    "is told as what may be",
    "is not",
    "speaks",
    "is spoken to",
    "is heard over a wire",
    "is called by name",
    "says I or you",
    "is mentioned in speech",
    "is mentioned in another layer",
)
STATES = (
    "only in speech",
    "only in another layer",
    "only told back",
    "only as what may be",
    "only as owner",
    "share in speech",
    "share told back or as what may be",
    "share of the scene",
    "share of the busiest",
    "is the busiest",
    "alone",
    "mentioned once",
    "tells",
    "focal",
    "neither mentioned nor heard",
    "writes",
    "reads",
    "is heard over a wire, focal",
    "group",
    "without a name",
    "only pronouns",
    "often in the story",
    "there before at this level",
    "there after at this level",
    "there before and after",
    "there before, not mentioned",
    "there before and after, not mentioned",
    "scene is short",
    "scene is long",
    "telephone",
    "telephone, not focal",
    "telephone, speaks, not focal",
    "not focal",
    *(f"in a {kind}, {what}" for kind in LAYER_KINDS for what in ("acts", "tells", "else")),
)
SIGNS = ("bias", *COUNTED, *(f"{sign} often" for sign in COUNTED), *STATES)
_COLUMN = {name: number for number, name in enumerate(SIGNS)}
SHORT, LONG = 80, 600  # words of a scene
PARTS = 6  # of a scene, of equal length
OFTEN = 3.0  # logarithm of the mentions from which on somebody is often in a story
THERE, SEEN, SPEAKS, ACTS = 0, 1, 2, 3  # how much a mention shows of somebody's being there

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Seen:
    """What a scene shows of somebody, in counts; ``strength`` is that of the best mention, at [start, end)."""

    start: int
    end: int
    strength: int = -1
    counts: Counter[str] = field(default_factory=Counter)
    parts: set[int] = field(default_factory=set)  # of ``PARTS`` of the scene, those that mention or hear them
    rows: list[int] = field(default_factory=list)  # of their mentions
    tells: bool = False
    focal: bool = False
    writes: bool = False
    reads: bool = False
    enters: int | None = None  # the first verb that says that they come
    leaves: int | None = None  # the last one that says that they go, if they do not come again

    def shows(self, strength: int, start: int, end: int) -> None:
        """Keep the mention that shows most, of equals the first."""
        if strength > self.strength:
            self.strength, self.start, self.end = strength, start, end

    @property
    def told(self) -> int:
        """How often what the scene itself tells is about them."""
        return self.counts["acts"] + self.counts["is told of"]

    @property
    def mentions(self) -> int:
        """How often they are mentioned."""
        return self.told + sum(
            self.counts[sign] for sign in ("says I or you", "is mentioned in speech", "is mentioned in another layer")
        )

    @property
    def activity(self) -> int:
        """How often they do or say something there, as far as it is told as happening."""
        return self.counts["does what happens"] + self.counts["acts in a main clause"] + self.counts["speaks"]


Company = dict[int, Seen]  # by entity
SceneSpan = tuple[int, int, str, int | None]  # start, end, kind, layer


class PresenceSigns:
    """A text as the signs of its companies see it."""

    def __init__(
        self,
        syntax: Syntax,
        quotes: pa.Table,
        quote_spans: pa.Table,
        quote_addressees: pa.Table,
        entities: pa.Table,
        mentions: pa.Table,
        mention_states: pa.Table,
        narration: pa.Table,
        layers: pa.Table,
        layer_addressees: pa.Table,
        events: pa.Table,
    ) -> None:
        self.syntax = syntax
        self.kinds: list[str] = entities["kind"].to_pylist()
        self.named: list[bool] = entities["is_named"].to_pylist()
        self.is_quoted = syntax.flags(quote_spans)
        self.layers = list(zip_columns(layers, "start", "end", "kind", "owner", "narrator", "parent"))
        self.is_spoken = [self._is_mostly_quoted(start, end) for start, end, *_ in self.layers]
        self.layer_of = self._innermost()
        self.readers = _lists(layer_addressees, "layer")
        self.addressees = _lists(quote_addressees, "quote")
        self.mention_states = states_of_mentions(mention_states)
        described = zip_columns(mentions, "head_token", "start", "end", "entity")
        self.people = [
            (row, head, start, end, entity)
            for row, (head, start, end, entity) in enumerate(described)
            if entity is not None and self.kinds[entity] in ("person", "group")
        ]
        self.heads = np.array([head for _, head, *_ in self.people], dtype=np.int64)
        happened = {token for token, kind in zip_columns(events, "trigger_token", "kind") if kind == "realis"}
        self.deeds = Deeds(syntax, happened)
        self.quotes = list(zip_columns(quotes, "start", "end", "mode", "kind", "speaker"))
        self.quote_starts = np.array([start for start, *_ in self.quotes], dtype=np.int64)
        self.narration = list(zip_columns(narration, "start", "end", "narrator", "focal"))
        self.narration_starts = np.array([start for start, *_ in self.narration], dtype=np.int64)
        self.n_mentions = Counter(entity for *_, entity in self.people)
        self.is_called = [False] * len(self.kinds)
        for _, head, _, _, entity in self.people:
            self.is_called[entity] |= syntax.pos[head] in ("NOUN", "PROPN")
        self.wires = word_list("presence", "wires")

    def companies(self, scenes: Sequence[SceneSpan]) -> list[tuple[Company, Floats]]:
        """Whom each scene may have, and what shows that they are there: float [n, len(SIGNS)].

        Takes   scenes: start, end, kind and layer of each
        """
        companies = [self._company(start, end, layer) for start, end, _, layer in scenes]
        before, after = _neighbours(scenes, companies), _neighbours(scenes[::-1], companies[::-1])[::-1]
        for (start, *_), company, known in zip(scenes, companies, before, strict=True):
            for entity in sorted(known):
                company.setdefault(entity, Seen(start, start))
        return [
            (company, self._signs(company, scene, known, following))
            for scene, company, known, following in zip(scenes, companies, before, after, strict=True)
        ]

    def states(self, company: Company) -> NDArray[np.float32]:
        """The pooled states of the mentions of each in a scene, [n, POOLED_SIZE]."""
        return pooled(self.mention_states, [one.rows for one in company.values()])

    def _company(self, start: int, end: int, layer: int | None) -> Company:
        """What the scene [start, end) in ``layer`` shows of each."""
        found: Company = {}
        inside = self.syntax.tokens_in(start, end)
        low, high = np.searchsorted(self.heads, [inside.start, inside.stop]).tolist()
        for row, *mention in self.people[low:high]:
            self._see_mention(found, row, mention, layer, PARTS * (mention[0] - inside.start) // len(inside))
        low, high = np.searchsorted(self.quote_starts, [start, end]).tolist()
        for quote in range(low, high):
            self._see_quote(found, quote, layer)
        self._see_tellers(found, start, end, layer)
        return found

    def _signs(self, company: Company, scene: SceneSpan, before: set[int], after: set[int]) -> Floats:
        start, end, _, layer = scene
        kind = None if layer is None else self.layers[layer][2]
        length = len(self.syntax.tokens_in(start, end))
        has_wire = not self.wires.isdisjoint(self.syntax.lower[token] for token in self.syntax.tokens_in(start, end))
        busiest = max((one.activity for one in company.values()), default=0)
        rows = np.zeros((len(company), len(SIGNS)))
        for row, (entity, one) in zip(rows, company.items(), strict=True):
            counts = np.array([one.counts[sign] for sign in COUNTED])
            row[0] = 1
            row[1 : 1 + len(COUNTED)] = counts > 0
            row[1 + len(COUNTED) : 1 + 2 * len(COUNTED)] = np.log1p(np.maximum(counts - 1, 0))
            for sign, value in self._states(entity, one, busiest, entity in before, entity in after):
                row[_COLUMN[sign]] = value
            row[_COLUMN["alone"]] = len(company) == 1
            row[_COLUMN["scene is short"]], row[_COLUMN["scene is long"]] = length < SHORT, length > LONG
            if not (one.focal or one.tells):
                row[_COLUMN["not focal"]], row[_COLUMN["telephone, not focal"]] = 1, has_wire
                row[_COLUMN["telephone, speaks, not focal"]] = has_wire and one.counts["speaks"] > 0
            row[_COLUMN["telephone"]] = has_wire
            if kind is not None:
                row[_COLUMN[f"in a {kind}, {'tells' if one.tells else 'acts' if one.counts['acts'] else 'else'}"]] = 1
        return rows

    def _states(
        self, entity: int, one: Seen, busiest: int, is_before: bool, is_after: bool
    ) -> Iterator[tuple[str, float]]:
        counts, told, mentions = one.counts, one.told, one.mentions
        is_heard = counts["speaks"] + counts["is spoken to"] > 0
        is_silent = mentions == 0 and not is_heard
        yield "only in speech", mentions == counts["is mentioned in speech"] > 0 and not is_heard
        yield "only in another layer", mentions == counts["is mentioned in another layer"] > 0 and not is_heard
        yield "only told back", 0 < told == counts["is told back"]
        yield "only as what may be", 0 < told == counts["is told as what may be"]
        yield "only as owner", 0 < told == counts["is owner"]
        yield "share in speech", counts["is mentioned in speech"] / max(mentions, 1)
        unreal = counts["is told back"] + counts["is told as what may be"]
        yield "share told back or as what may be", unreal / max(told, 1)
        yield "share of the scene", len(one.parts) / PARTS
        yield "share of the busiest", one.activity / max(busiest, 1)
        yield "is the busiest", one.activity == busiest > 0
        yield "mentioned once", mentions == 1 and not is_heard
        yield "tells", one.tells
        yield "focal", one.focal
        yield "neither mentioned nor heard", is_silent
        yield "writes", one.writes
        yield "reads", one.reads
        yield "is heard over a wire, focal", counts["is heard over a wire"] > 0 and (one.focal or one.tells)
        yield "group", self.kinds[entity] == "group"
        yield "without a name", not self.named[entity]
        yield "only pronouns", not self.is_called[entity]
        yield "often in the story", min(float(np.log1p(self.n_mentions[entity])), OFTEN) / OFTEN
        yield "there before at this level", is_before
        yield "there after at this level", is_after
        yield "there before and after", is_before and is_after
        yield "there before, not mentioned", is_before and is_silent
        yield "there before and after, not mentioned", is_before and is_after and is_silent

    def _see_mention(self, found: Company, row: int, mention: Sequence[int], layer: int | None, part: int) -> None:
        head, start, end, entity = mention
        one = found.setdefault(entity, Seen(start, end))
        one.parts.add(part)
        one.rows.append(row)
        if self._is_elsewhere(self.layer_of[head], layer):
            one.counts["is mentioned in another layer"] += 1
            one.shows(THERE, start, end)
        elif self.is_quoted[head] and not (layer is not None and self.is_spoken[layer]):
            word = self.syntax.lower[head]
            if word in FIRST_SINGULAR or word in SECOND:
                one.counts["says I or you"] += 1
                one.shows(SEEN, start, end)
            else:
                one.counts["is called by name"] += self._is_set_off(head)
                one.counts["is mentioned in speech"] += 1
                one.shows(THERE, start, end)
        else:
            self._see_told(one, mention, layer)

    def _see_told(self, one: Seen, mention: Sequence[int], layer: int | None) -> None:
        """A mention in what the scene itself tells."""
        syntax, (head, start, end, _) = self.syntax, mention
        is_back, may_be = (layer is None and moods[head] for moods in (self.deeds.is_back, self.deeds.may_be))
        one.counts["is told back"] += is_back
        one.counts["is told as what may be"] += may_be
        first = syntax.head[head] if syntax.dep[head] == "conj" else head
        is_now = not is_back and not may_be
        if syntax.dep[first] in SUBJECTS:
            one.counts["acts"] += 1
            verb = syntax.head[first]
            one.counts.update(self.deeds.done(verb, is_now))
            if is_now and is_coming(syntax, verb):
                one.enters, one.leaves = verb if one.enters is None else one.enters, None
            if is_now and is_going(syntax, verb):
                one.leaves = verb
            one.shows(ACTS if is_now else SEEN, start, end)
        else:
            one.counts["is told of"] += 1
            one.counts.update(self.deeds.undergone(first, is_now))
            one.shows(SEEN, start, end)

    def _see_quote(self, found: Company, row: int, layer: int | None) -> None:
        start, end, mode, kind, speaker = self.quotes[row]
        if kind != "speech" or mode in ("remembered", "imagined"):
            return
        is_wired = mode in ON_THE_WIRE
        if not is_wired and self._is_elsewhere(self.layer_of[self.syntax.token_at(start)], layer):
            return
        if speaker is not None and self.is_somebody(speaker):
            one = found.setdefault(speaker, Seen(start, end))
            one.counts["is heard over a wire" if is_wired else "speaks"] += 1
            one.shows(THERE if is_wired else SPEAKS, start, end)
        for entity in self.addressees.get(row, ()):
            if not is_wired and self.is_somebody(entity):
                one = found.setdefault(entity, Seen(start, end))
                one.counts["is spoken to"] += 1
                one.shows(SEEN, start, end)

    def _see_tellers(self, found: Company, start: int, end: int, layer: int | None) -> None:
        """Whoever says I there, through whom it is told, who writes and reads it, who is heard over a wire."""
        for begin, finish, kind, owner, *_ in self.layers:
            if kind == "call" and owner is not None and begin < end and finish > start:
                found.setdefault(owner, Seen(begin, finish)).counts["is heard over a wire"] += 1
        if layer is not None:
            _, _, kind, owner, narrator, _ = self.layers[layer]
            teller = owner if narrator is None else narrator
            if teller is not None and self.is_somebody(teller):
                one = found.setdefault(teller, Seen(start, start))
                one.tells, one.writes = True, kind == "letter"
            for entity in self.readers.get(layer, ()):
                if entity in found:
                    found[entity].reads = True
            if self.is_spoken[layer] or kind == "letter":
                return
        row = int(np.searchsorted(self.narration_starts, (start + end) // 2, side="right")) - 1
        if row >= 0:
            _, _, narrator, focal = self.narration[row]
            if narrator is not None:
                found.setdefault(narrator, Seen(start, start)).tells = True
            if focal is not None:
                found.setdefault(focal, Seen(start, start)).focal = True

    def is_somebody(self, entity: int) -> bool:
        """Whether an entity is a person or a group."""
        return self.kinds[entity] in ("person", "group")

    def _innermost(self) -> list[int]:
        layer_of = [-1] * len(self.syntax)
        for row, (start, end, *_) in enumerate(self.layers):
            inside = self.syntax.tokens_in(start, end)
            layer_of[inside.start : inside.stop] = [row] * len(inside)
        return layer_of

    def _is_mostly_quoted(self, start: int, end: int) -> bool:
        """Whether a layer stands in quotation marks, so that these say nothing of who is there."""
        inside = self.syntax.tokens_in(start, end)
        return 5 * sum(self.is_quoted[inside.start : inside.stop]) > 4 * len(inside)

    def _is_elsewhere(self, layer: int, of: int | None) -> bool:
        """Whether ``layer`` (-1: none) is told of another place or time than what the scene's own layer is."""
        if layer < 0 or self.layers[layer][2] == "call":
            return False
        inner = of
        while inner is not None and inner != layer:
            inner = self.layers[inner][5]
        return inner is None

    def _is_set_off(self, head: int) -> bool:
        """A name between marks in speech, as one calls somebody: "Come, Anne!" """
        words = self.syntax.lower
        after = words[head + 1] if head + 1 < len(words) else ""
        return self.syntax.tag[head] == "NNP" and after in (*",!?.”\"’'",) and words[head - 1] in (*",“”\"‘'",)


def _neighbours(scenes: Sequence[SceneSpan], companies: Sequence[Company]) -> list[set[int]]:
    """Who does or says something in the last scene at the level of each; nobody across chapters of the story itself."""
    at_level: dict[int | None, set[int]] = {}
    found = []
    for (_, _, kind, layer), company in zip(scenes, companies, strict=True):
        found.append(set() if kind == "chapter" and layer is None else at_level.get(layer, set()))
        at_level[layer] = {entity for entity, one in company.items() if one.activity}
    return found


def _lists(table: pa.Table, key: str) -> dict[int, list[int]]:
    """The entities by row of another table."""
    lists: dict[int, list[int]] = defaultdict(list)
    for row, entity in zip_columns(table, key, "entity"):
        if entity is not None:
            lists[row].append(entity)
    return lists
