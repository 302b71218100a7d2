"""What shows that somebody is there in a scene: they act, speak, are spoken to, or are only spoken of.

One row for each scene and each person or group that is mentioned, speaks or tells in it; ``training/scenes.py`` learns
what the signs weigh from the texts annotated for levels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import FIRST_SINGULAR, SECOND
from fabula.schema import zip_columns

SUBJECTS = ("nsubj", "nsubjpass")
ABSENT_MODES = ("call", "message", "remembered", "imagined")
FEATURES = (
    "bias",
    "acts",
    "acts often",
    "moves or does with the body",
    "does what happens",
    "is told of",
    "is told of often",
    "is owner only",
    "speaks",
    "speaks often",
    "is spoken to",
    "is called by name",
    "speaks and is spoken to",
    "says I or you",
    "only in speech",
    "only in another layer",
    "only told back",
    "only in what may be",
    "share in speech",
    "share told back",
    "tells",
    "focal",
    "writes",
    "reads",
    "group",
    "without a name",
    "spans the scene",
    "only once",
    "there before",
    "there before at this level",
    "there before, not mentioned",
    "there before, acts or speaks",
    "done to",
    "heard over a wire",
    "in a letter, not its writer",
    "in a layer, acts",
    "in a layer",
    "of few",
    "rank",
)
_COLUMN = {name: number for number, name in enumerate(FEATURES)}

Floats = NDArray[np.float64]


@dataclass
class _Seen:
    """What a scene shows of somebody, in counts."""

    acts: int = 0
    body: int = 0
    happens: int = 0
    told_of: int = 0
    done_to: int = 0
    wired: bool = False
    owns: int = 0
    speaks: int = 0
    absent: int = 0
    spoken_to: int = 0
    called: int = 0
    says_i: int = 0
    in_speech: int = 0
    elsewhere: int = 0
    told_back: int = 0
    may_be: int = 0
    tells: bool = False
    focal: bool = False
    writes: bool = False
    reads: bool = False
    first: int = 1 << 30
    last: int = -1
    evidence: tuple[int, int, int] | None = None  # how strong, start, end

    @property
    def mentions(self) -> int:
        return self.acts + self.told_of + self.in_speech + self.elsewhere

    def shows(self, strength: int, start: int, end: int) -> None:
        """Keep the strongest evidence, of equals the first."""
        if self.evidence is None or strength > self.evidence[0]:
            self.evidence = strength, start, end


@dataclass(frozen=True)
class Company:
    """Those of one scene, by entity."""

    seen: dict[int, _Seen] = field(default_factory=lambda: defaultdict(_Seen))


class PresenceSigns:
    """A text as the features of its companies see it."""

    def __init__(
        self,
        syntax: Syntax,
        quotes: pa.Table,
        quote_spans: pa.Table,
        quote_addressees: pa.Table,
        entities: pa.Table,
        mentions: pa.Table,
        narration: pa.Table,
        layers: pa.Table,
        layer_addressees: pa.Table,
        events: pa.Table,
    ) -> None:
        self.syntax = syntax
        self.kinds: list[str] = entities["kind"].to_pylist()
        self.named: list[bool] = entities["is_named"].to_pylist()
        self.quote_of = syntax.rows_of_tokens(quote_spans, "quote")
        self.layers = list(zip_columns(layers, "start", "end", "kind", "owner", "narrator", "parent"))
        self.layer_of = self._innermost()
        self.readers: dict[int, list[int]] = defaultdict(list)
        for layer, entity in zip_columns(layer_addressees, "layer", "entity"):
            self.readers[layer].append(entity)
        self.people = [
            (head, start, end, entity)
            for head, start, end, entity in zip_columns(mentions, "head_token", "start", "end", "entity")
            if entity is not None and self.kinds[entity] in ("person", "group")
        ]
        self.heads = np.array([head for head, *_ in self.people], dtype=np.int64)
        self.body = word_list("motion", "verbs") | word_list("motion", "body")
        self.happened = {
            token for token, kind in zip_columns(events, "trigger_token", "kind") if kind == "realis"
        }
        self.quotes = list(zip_columns(quotes, "start", "end", "mode", "kind", "speaker"))
        self.quote_starts = np.array([start for start, *_ in self.quotes], dtype=np.int64)
        self.hearers: dict[int, list[int]] = defaultdict(list)
        for quote, entity in zip_columns(quote_addressees, "quote", "entity"):
            self.hearers[quote].append(entity)
        self.narration = list(zip_columns(narration, "start", "end", "narrator", "focal"))
        self.back, self.may_be = self._told_back()

    def company(self, start: int, end: int, layer: int | None) -> Company:
        """What the scene [start, end), that plays in ``layer``, shows of each."""
        company = Company()
        self.is_layer = layer is not None
        self.layer_kind = None if layer is None else self.layers[layer][2]
        self._see_mentions(company, start, end, layer)
        self._see_quotes(company, start, end, layer)
        self._see_tellers(company, start, end, layer)
        return company

    def _see_mentions(self, company: Company, start: int, end: int, layer: int | None) -> None:
        syntax = self.syntax
        inside = syntax.tokens_in(start, end)
        low, high = np.searchsorted(self.heads, [inside.start, inside.stop]) if len(self.heads) else (0, 0)
        is_told = layer is not None and self._is_spoken(layer)
        for head, begin, finish, entity in self.people[int(low) : int(high)]:
            one = company.seen[entity]
            one.first, one.last = min(one.first, begin), max(one.last, begin)
            word, dep = syntax.lower[head], syntax.dep[head]
            if self.layer_of[head] != (-1 if layer is None else layer) and self._is_elsewhere(self.layer_of[head], layer):
                one.elsewhere += 1
                one.shows(0, begin, finish)
            elif self.quote_of[head] >= 0 and not is_told:
                if word in FIRST_SINGULAR or word in SECOND:
                    one.says_i += 1
                    one.shows(1, begin, finish)
                else:
                    one.called += dep in ("npadvmod", "intj", "vocative") or self._is_set_off(head)
                    one.in_speech += 1
                    one.shows(0, begin, finish)
            else:
                self._see_told(one, head, begin, finish)

    def _see_told(self, one: _Seen, head: int, begin: int, finish: int) -> None:
        syntax = self.syntax
        one.told_back += self.back[head] and not self.is_layer
        one.may_be += self.may_be[head] and not self.is_layer
        verb = syntax.head[head]
        if syntax.dep[head] == "conj":
            head = syntax.head[head]
            verb = syntax.head[head]
        is_now = not self.back[head] and not self.may_be[head]
        if syntax.dep[head] in SUBJECTS:
            one.acts += 1
            does = syntax.lemma[verb] in self.body
            one.body += does and is_now
            one.happens += verb in self.happened and is_now
            one.shows(2 + 2 * is_now + (does and is_now), begin, finish)
        else:
            one.told_of += 1
            one.owns += syntax.dep[head] == "poss"
            one.done_to += syntax.dep[head] in ("dobj", "dative", "pobj") and (verb in self.happened or syntax.head[verb] in self.happened) and is_now
            one.shows(1 + is_now, begin, finish)

    def _see_quotes(self, company: Company, start: int, end: int, layer: int | None) -> None:
        low, high = np.searchsorted(self.quote_starts, [start, end])
        for quote in range(int(low), int(high)):
            begin, finish, mode, kind, speaker = self.quotes[quote]
            if kind != "speech":
                continue
            token = self.syntax.token_at(begin)
            is_absent = mode in ABSENT_MODES or self._is_elsewhere(self.layer_of[token], layer)
            if speaker is not None and self.kinds[speaker] in ("person", "group"):
                one = company.seen[speaker]
                one.speaks += not is_absent
                one.absent += is_absent
                one.first, one.last = min(one.first, begin), max(one.last, begin)
                one.shows(1 if is_absent else 3, begin, finish)
            for entity in self.hearers.get(quote, ()):
                if not is_absent:
                    company.seen[entity].spoken_to += 1
                    company.seen[entity].shows(1, begin, finish)

    def _see_tellers(self, company: Company, start: int, end: int, layer: int | None) -> None:
        """Whoever says I there, through whom it is told; who writes and reads, where it is a letter."""
        if layer is not None:
            _, _, kind, owner, narrator, _ = self.layers[layer]
            teller = narrator if narrator is not None else owner
            if teller is not None:
                company.seen[teller].tells = True
                company.seen[teller].writes = kind == "letter"
                company.seen[teller].shows(0, start, start)
            for entity in self.readers.get(layer, ()):
                if entity in company.seen:
                    company.seen[entity].reads = True
            if self._is_spoken(layer) or kind == "letter":
                return
        for begin, finish, kind, owner, *_ in self.layers:
            if kind == "call" and owner is not None and begin < end and finish > start:
                company.seen[owner].wired = True
        middle = (start + end) // 2
        for begin, finish, narrator, focal in self.narration:
            if begin <= middle < finish:
                if narrator is not None:
                    company.seen[narrator].tells = True
                    company.seen[narrator].shows(0, start, start)
                if focal is not None:
                    company.seen[focal].focal = True
                    company.seen[focal].shows(0, start, start)

    def features(self, company: Company, start: int, end: int, before: Iterable[int], level: Iterable[int]) -> tuple[list[int], Floats]:
        """Those of a company, and what shows that each is there: float [n, len(FEATURES)]; ``before``: the last scene's."""
        entities = list(company.seen)
        known, at_level = set(before), set(level)
        for entity in at_level:
            if entity not in company.seen:
                company.seen[entity].shows(0, start, start)
        entities = list(company.seen)
        most = max((one.acts + one.speaks for one in company.seen.values()), default=0) or 1
        rows = np.zeros((len(entities), len(FEATURES)))
        for row, entity in zip(rows, entities, strict=True):
            one = company.seen[entity]
            told = one.acts + one.told_of
            values = {
                "bias": 1,
                "acts": one.acts > 0,
                "acts often": np.log1p(one.acts),
                "moves or does with the body": min(one.body, 2),
                "does what happens": min(one.happens, 2),
                "is told of": one.told_of > 0,
                "is told of often": np.log1p(one.told_of),
                "is owner only": one.owns == one.told_of > 0 and not one.acts,
                "speaks": one.speaks > 0,
                "speaks often": np.log1p(one.speaks),
                "is spoken to": one.spoken_to > 0,
                "is called by name": one.called > 0,
                "speaks and is spoken to": one.speaks > 0 and one.spoken_to > 0,
                "says I or you": np.log1p(one.says_i),
                "only in speech": one.in_speech > 0 and not told and not one.speaks and not one.says_i,
                "only in another layer": one.elsewhere > 0 and not told and not one.speaks and not one.says_i,
                "only told back": 0 < told == one.told_back,
                "only in what may be": 0 < told == one.may_be,
                "share in speech": one.in_speech / max(one.mentions, 1),
                "share told back": one.told_back / max(told, 1),
                "tells": one.tells,
                "focal": one.focal,
                "writes": one.writes,
                "reads": one.reads,
                "group": self.kinds[entity] == "group",
                "without a name": not self.named[entity],
                "spans the scene": (one.last - one.first) / max(end - start, 1) if one.last >= 0 else 0,
                "only once": one.mentions + one.speaks + one.says_i == 1,
                "there before": entity in known,
                "there before at this level": entity in at_level,
                "there before, not mentioned": entity in at_level and one.mentions + one.speaks + one.says_i == 0,
                "there before, acts or speaks": entity in known | at_level and one.acts + one.speaks > 0,
                "done to": min(one.done_to, 2),
                "heard over a wire": one.wired,
                "in a letter, not its writer": self.layer_kind == "letter" and not one.tells,
                "in a layer, acts": self.is_layer and one.acts > 0,
                "in a layer": self.is_layer,
                "of few": len(entities) <= 3,
                "rank": (one.acts + one.speaks) / most,
            }
            row[:] = [float(values[name]) for name in FEATURES]
        return entities, rows

    def _innermost(self) -> list[int]:
        layer_of = [-1] * len(self.syntax)
        for row, (start, end, *_) in enumerate(self.layers):
            inside = self.syntax.tokens_in(start, end)
            layer_of[inside.start : inside.stop] = [row] * len(inside)
        return layer_of

    def _is_spoken(self, layer: int) -> bool:
        """Whether a layer stands in quotation marks as a whole, so that these say nothing of who is there."""
        start, end, *_ = self.layers[layer]
        inside = self.syntax.tokens_in(start, end)
        return bool(inside) and sum(self.quote_of[t] >= 0 for t in inside) > 0.8 * len(inside)

    def _is_elsewhere(self, layer: int, of: int | None) -> bool:
        """Whether ``layer`` is told of another place or time than the scene's own layer; a call is not."""
        own = -1 if of is None else of
        return layer != own and layer >= 0 and self.layers[layer][2] != "call" and not self._holds(layer, own)

    def _holds(self, layer: int, inner: int) -> bool:
        while inner >= 0:
            if inner == layer:
                return True
            parent = self.layers[inner][5]
            inner = -1 if parent is None else parent
        return False

    def _is_set_off(self, head: int) -> bool:
        """A name between marks in speech, as one calls somebody: "Come, Anne!" """
        words = self.syntax.lower
        return (
            self.syntax.tag[head] == "NNP"
            and head + 1 < len(words)
            and words[head + 1] in (",", "!", "?", ".")
            and words[head - 1] in (",", "”", '"', "“", "‘", "'")
        )

    def _told_back(self) -> tuple[list[bool], list[bool]]:
        """For each word whether its clause has a pluperfect; whether it has a modal ("would", "might", "if")."""
        syntax = self.syntax
        clause = _clauses(syntax)
        back = [False] * len(syntax)
        may_be = [False] * len(syntax)
        for token in range(len(syntax)):
            if syntax.dep[token] in ("aux", "auxpass"):
                verb = syntax.head[token]
                if syntax.lower[token] in ("had", "'d") and syntax.tag[verb] in ("VBN", "VBD"):
                    back[verb] = True
                elif syntax.tag[token] == "MD" and syntax.lower[token] not in ("could",):
                    may_be[verb] = True
        return [back[c] for c in clause], [may_be[c] for c in clause]


def _clauses(syntax: Syntax) -> list[int]:
    """For each word the verb of its clause; itself where there is none above it."""
    clause = list(range(len(syntax)))
    for token in range(len(syntax)):
        above, steps = token, 0
        while syntax.pos[above] not in ("VERB", "AUX") and syntax.head[above] != above and steps < 12:
            above, steps = syntax.head[above], steps + 1
        clause[token] = above
    return clause
