"""What shows that somebody is there in a scene: they act, speak, are spoken to, or are only spoken of.

One row for each scene and each person or group that is mentioned, speaks or tells in it, or was in the last scene at
its level; ``training/scenes.py`` learns what the signs weigh from the texts annotated for levels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR, SECOND
from fabula.schema import zip_columns

SUBJECTS = ("nsubj", "nsubjpass")
OBJECTS = ("dobj", "dative", "pobj")
ON_THE_WIRE = ("call", "message")
NOT_HERE = (*ON_THE_WIRE, "remembered", "imagined")
DEEPEST = 12  # words up to the verb of a clause
SIGNS = (
    "bias",
    "acts",
    "acts often",
    "does what happens",
    "done to",
    "is told of",
    "is owner only",
    "speaks",
    "is called by name",
    "says I or you",
    "only in another layer",
    "only told back",
    "only in what may be",
    "share in speech",
    "share told back",
    "tells",
    "focal",
    "writes",
    "reads",
    "in a letter, not its writer",
    "in a layer, acts",
    "heard over a wire",
    "group",
    "without a name",
    "there before at this level",
    "there before, not mentioned",
    "share of the busiest",
)
THERE, SEEN, SPEAKS, ACTS = 0, 1, 2, 3  # how much a mention shows of somebody's being there

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Seen:
    """What a scene shows of somebody, in counts; ``strength`` is that of the best mention, at [start, end)."""

    start: int
    end: int
    strength: int = -1
    acts: int = 0
    happens: int = 0
    told_of: int = 0
    done_to: int = 0
    owns: int = 0
    speaks: int = 0
    on_the_wire: int = 0
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

    def shows(self, strength: int, start: int, end: int) -> None:
        """Keep the mention that shows most, of equals the first."""
        if strength > self.strength:
            self.strength, self.start, self.end = strength, start, end

    @property
    def mentions(self) -> int:
        """How often they are mentioned."""
        return self.acts + self.told_of + self.in_speech + self.says_i + self.elsewhere


Company = dict[int, Seen]  # by entity


class PresenceSigns:
    """A text as the signs of its companies see it."""

    def __init__(
        self,
        syntax: Syntax,
        quotes: pa.Table,
        quote_spans: pa.Table,
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
        self.is_quoted = syntax.flags(quote_spans)
        self.layers = list(zip_columns(layers, "start", "end", "kind", "owner", "narrator", "parent"))
        self.is_spoken = [self._is_mostly_quoted(start, end) for start, end, *_ in self.layers]
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
        self.happened = {token for token, kind in zip_columns(events, "trigger_token", "kind") if kind == "realis"}
        self.quotes = list(zip_columns(quotes, "start", "end", "mode", "kind", "speaker"))
        self.quote_starts = np.array([start for start, *_ in self.quotes], dtype=np.int64)
        self.narration = list(zip_columns(narration, "start", "end", "narrator", "focal"))
        self.narration_starts = np.array([start for start, *_ in self.narration], dtype=np.int64)
        self.is_back, self.may_be = self._moods()

    def company(self, start: int, end: int, layer: int | None, before: Iterable[int]) -> Company:
        """What the scene [start, end) in ``layer`` shows of each; ``before``: those of its level's last scene."""
        found: Company = {}
        inside = self.syntax.tokens_in(start, end)
        low, high = np.searchsorted(self.heads, [inside.start, inside.stop]).tolist()
        for mention in self.people[low:high]:
            self._see_mention(found, mention, layer)
        low, high = np.searchsorted(self.quote_starts, [start, end]).tolist()
        for quote in self.quotes[low:high]:
            self._see_quote(found, quote, layer)
        self._see_tellers(found, start, end, layer)
        for entity in before:
            found.setdefault(entity, Seen(start, start))
        return found

    def signs(self, company: Company, layer: int | None, before: Iterable[int]) -> Floats:
        """What shows that each of a company is there: float [n, len(SIGNS)]."""
        known = set(before)
        busiest = max((one.acts + one.speaks for one in company.values()), default=0) or 1
        is_letter = layer is not None and self.layers[layer][2] == "letter"
        rows = np.zeros((len(company), len(SIGNS)))
        for row, (entity, one) in zip(rows, company.items(), strict=True):
            told = one.acts + one.told_of
            is_elsewhere = one.elsewhere > 0 and not told and not one.speaks and not one.says_i
            row[:] = (
                1,
                one.acts > 0,
                np.log1p(one.acts),
                min(one.happens, 2),
                min(one.done_to, 2),
                one.told_of > 0,
                one.owns == one.told_of > 0 and not one.acts,
                one.speaks > 0,
                one.called > 0,
                np.log1p(one.says_i),
                is_elsewhere,
                0 < told == one.told_back,
                0 < told == one.may_be,
                one.in_speech / max(one.mentions, 1),
                one.told_back / max(told, 1),
                one.tells,
                one.focal,
                one.writes,
                one.reads,
                is_letter and not one.tells,
                layer is not None and one.acts > 0,
                one.on_the_wire > 0,
                self.kinds[entity] == "group",
                not self.named[entity],
                entity in known,
                entity in known and not one.mentions and not one.speaks,
                (one.acts + one.speaks) / busiest,
            )
        return rows

    def _see_mention(self, found: Company, mention: tuple[int, int, int, int], layer: int | None) -> None:
        head, start, end, entity = mention
        one = found.setdefault(entity, Seen(start, end))
        if self._is_elsewhere(self.layer_of[head], layer):
            one.elsewhere += 1
            one.shows(THERE, start, end)
        elif self.is_quoted[head] and not (layer is not None and self.is_spoken[layer]):
            word = self.syntax.lower[head]
            if word in FIRST_SINGULAR or word in SECOND:
                one.says_i += 1
                one.shows(SEEN, start, end)
            else:
                one.called += self._is_set_off(head)
                one.in_speech += 1
                one.shows(THERE, start, end)
        else:
            self._see_told(one, mention, layer)

    def _see_told(self, one: Seen, mention: tuple[int, int, int, int], layer: int | None) -> None:
        """A mention in what the scene itself tells."""
        syntax, (head, start, end, _) = self.syntax, mention
        is_back, may_be = (layer is None and moods[head] for moods in (self.is_back, self.may_be))
        one.told_back += is_back
        one.may_be += may_be
        first = syntax.head[head] if syntax.dep[head] == "conj" else head
        verb, is_now = syntax.head[first], not is_back and not may_be
        if syntax.dep[first] in SUBJECTS:
            one.acts += 1
            one.happens += is_now and verb in self.happened
            one.shows(ACTS if is_now else SEEN, start, end)
        else:
            one.told_of += 1
            one.owns += syntax.dep[head] == "poss"
            is_event = verb in self.happened or syntax.head[verb] in self.happened
            one.done_to += is_now and is_event and syntax.dep[head] in OBJECTS
            one.shows(SEEN, start, end)

    def _see_quote(self, found: Company, quote: tuple[int, int, str, str, int | None], layer: int | None) -> None:
        start, end, mode, kind, speaker = quote
        if kind != "speech" or speaker is None or self.kinds[speaker] not in ("person", "group"):
            return
        one = found.setdefault(speaker, Seen(start, end))
        if mode in ON_THE_WIRE:
            one.on_the_wire += 1
            one.shows(THERE, start, end)
        elif mode not in NOT_HERE and not self._is_elsewhere(self.layer_of[self.syntax.token_at(start)], layer):
            one.speaks += 1
            one.shows(SPEAKS, start, end)

    def _see_tellers(self, found: Company, start: int, end: int, layer: int | None) -> None:
        """Whoever says I there, through whom it is told, who writes and reads it, who is heard over a wire."""
        for begin, finish, kind, owner, *_ in self.layers:
            if kind == "call" and owner is not None and begin < end and finish > start:
                found.setdefault(owner, Seen(begin, finish)).on_the_wire += 1
        if layer is not None:
            _, _, kind, owner, narrator, _ = self.layers[layer]
            teller = owner if narrator is None else narrator
            if teller is not None and self.kinds[teller] in ("person", "group"):
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

    def _moods(self) -> tuple[list[bool], list[bool]]:
        """For each word whether its clause is told back ("had gone"), and whether it only may be ("would go")."""
        syntax = self.syntax
        back, may_be = set(), set()
        for token, dep in enumerate(syntax.dep):
            if dep in ("aux", "auxpass"):
                verb = syntax.head[token]
                if syntax.lower[token] in ("had", "'d") and syntax.tag[verb] in ("VBN", "VBD"):
                    back.add(verb)
                elif syntax.tag[token] == "MD" and syntax.lower[token] != "could":
                    may_be.add(verb)
        clauses = [self._clause(token) for token in range(len(syntax))]
        return [clause in back for clause in clauses], [clause in may_be for clause in clauses]

    def _clause(self, token: int) -> int:
        """The verb of a word's clause; the topmost word where there is none."""
        syntax, steps = self.syntax, 0
        while syntax.pos[token] not in ("VERB", "AUX") and syntax.head[token] != token and steps < DEEPEST:
            token, steps = syntax.head[token], steps + 1
        return token
