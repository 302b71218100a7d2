"""A story as answers look at it: what stands at a place of the text, and who is meant there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from fabula.anchors import QuoteAnchors, Words
from fabula.language.syntax import Syntax
from fabula.spans import containing
from fabula.story import Story

NEGATIONS = frozenset("not n't never no nobody none neither nor hardly scarcely".split())
CONDITIONS = frozenset("if unless whether lest".split())
COMPLEMENTS = (
    "prt",
    "dobj",
    "dative",
    "prep",
    "xcomp",
    "ccomp",
    "acomp",
    "advmod",
    "oprd",
    "attr",
    "agent",
    "npadvmod",
)
LONGEST_DEED = 14


class Reference(NamedTuple):
    """A mention by its head token."""

    start: int
    end: int
    entity: int
    form: str
    kind: str
    confidence: float


class Evidence:
    """The columns of a story that answers walk over."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.syntax = Syntax.of(story.text, story.tables["tokens"], story.tables["sentences"])
        self.names: list[str] = story.column("entities", "name").tolist()
        self.kinds: list[str] = story.column("entities", "kind").tolist()

    def rows(self, table: str, *names: str) -> Iterator[tuple[int, ...]]:
        """Some integer columns of a table, null as -1, as tuples in the order of the rows."""
        return zip(*(self.story.column(table, name).tolist() for name in names), strict=True)

    def is_person(self, entity: int) -> bool:
        """Whether it is a person or a group."""
        return entity >= 0 and self.kinds[entity] in ("person", "group")

    @cached_property
    def references(self) -> dict[int, Reference]:
        """What each head token refers to, if to anything known."""
        names = ("head_token", "start", "end", "entity", "form", "kind", "entity_confidence")
        columns = (self.story.column("mentions", name).tolist() for name in names)
        return {
            head: Reference(start, end, entity, form, kind, 0.5 if sure is None or sure != sure else sure)
            for head, start, end, entity, form, kind, sure in zip(*columns, strict=True)
            if entity >= 0
        }

    @cached_property
    def heads_by_entity(self) -> dict[int, list[int]]:
        """The head tokens of each entity's mentions, in order."""
        heads: dict[int, list[int]] = {}
        for head, reference in sorted(self.references.items()):
            heads.setdefault(reference.entity, []).append(head)
        return heads

    def mentioned(self, entity: int, start: int, end: int) -> list[int]:
        """The head tokens of the entity's mentions in [start, end) of the text."""
        heads = self.heads_by_entity.get(entity, [])
        tokens = self.syntax.tokens_in(start, end)
        return heads[bisect_left(heads, tokens.start) : bisect_left(heads, tokens.stop)]

    def sentence(self, position: int) -> tuple[int, int]:
        """The sentence at ``position``; the paragraph where there is no sentence."""
        for table in ("sentences", "paragraphs"):
            starts, ends = self.story.column(table, "start"), self.story.column(table, "end")
            row = int(containing(starts, ends, np.array([position]))[0])
            if row >= 0:
                return int(starts[row]), int(ends[row])
        return position, position

    def paragraph(self, position: int) -> tuple[int, int]:
        """The paragraph at ``position``, or the one before it."""
        starts = self.story.column("paragraphs", "start")
        row = max(int(np.searchsorted(starts, position, side="right")) - 1, 0)
        if not len(starts):
            return position, position
        return int(starts[row]), int(self.story.column("paragraphs", "end")[row])

    def is_in_clause(self, position: int) -> bool:
        """Whether the sentence at ``position`` has a verb: a heading has none, nor has a name that stands alone."""
        return any(
            self.syntax.pos[token] in ("VERB", "AUX") for token in self.syntax.tokens_in(*self.sentence(position))
        )

    def chapter(self, position: int) -> int:
        """The chapter at ``position``."""
        starts = self.story.column("chapters", "start")
        return max(int(np.searchsorted(starts, position, side="right")) - 1, 0)

    def scene(self, position: int) -> int:
        """The scene at ``position``, or the one before it; -1 without scenes."""
        starts = self.story.column("scenes", "start")
        return max(int(np.searchsorted(starts, position, side="right")) - 1, 0) if len(starts) else -1

    def scene_span(self, scene: int) -> tuple[int, int]:
        """Where a scene begins and ends; the whole text for -1."""
        if scene < 0:
            return 0, len(self.story.text)
        return int(self.story.column("scenes", "start")[scene]), int(self.story.column("scenes", "end")[scene])

    @cached_property
    def _stretches(self) -> tuple[list[int], list[int], list[int]]:
        columns = zip(
            *(self.story.column("quote_spans", name).tolist() for name in ("start", "end", "quote")), strict=True
        )
        stretches = sorted(columns)
        return [s for s, _, _ in stretches], [e for _, e, _ in stretches], [q for _, _, q in stretches]

    def quote(self, position: int) -> int:
        """The quotation that stands at ``position``, or -1."""
        starts, ends, quotes = self._stretches
        row = bisect_right(starts, position) - 1
        return quotes[row] if row >= 0 and position < ends[row] else -1

    def layer(self, position: int) -> int:
        """The innermost layer around ``position``, or -1 for the story's present."""
        starts, ends = self.story.column("layers", "start"), self.story.column("layers", "end")
        around = np.flatnonzero((starts <= position) & (position < ends))
        return int(around[np.argmin((ends - starts)[around])]) if len(around) else -1

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the text in lower case."""
        return frozenset(self.syntax.lower)

    @cached_property
    def quote_anchors(self) -> QuoteAnchors:
        """Finds quotations by their words."""
        columns = (self.story.column("quote_spans", name).tolist() for name in ("quote", "start", "end"))
        starts = self.story.column("quotes", "start").tolist()
        return QuoteAnchors(Words(self.story.text), zip(*columns, strict=True), starts)

    @cached_property
    def lemmas(self) -> list[str]:
        """The dictionary form of each event's trigger."""
        return [lemma.lower() for lemma in self.story.column("events", "lemma").tolist()]

    @cached_property
    def triggers(self) -> list[tuple[int, ...]]:
        """Trigger token, agent and patient of each event."""
        return list(self.rows("events", "trigger_token", "agent", "patient"))

    @cached_property
    def is_realis(self) -> list[bool]:
        """Whether each event is told as having happened."""
        return [kind == "realis" for kind in self.story.column("events", "kind").tolist()]

    @cached_property
    def lemma_counts(self) -> Counter[str]:
        """How often each verb is the trigger of an event."""
        return Counter(self.lemmas)

    def child(self, token: int, *labels: str) -> int:
        """The first dependent of ``token`` with one of these labels, or -1."""
        return next((c for c in self.syntax.children[token] if self.syntax.dep[c] in labels), -1)

    def is_denied(self, verb: int) -> bool:
        """Whether the verb is negated: "did not come", "nobody came"."""
        return any(self.syntax.lower[child] in NEGATIONS for child in self.syntax.children[verb])

    def is_unreal(self, verb: int) -> bool:
        """Whether it is only planned, wished or supposed: "would come", "to come", "if he came"."""
        return any(
            self.syntax.tag[child] in ("MD", "TO") or self.syntax.lower[child] in CONDITIONS
            for child in self.syntax.children[verb]
        )

    def is_question(self, token: int) -> bool:
        """Whether the word stands in a question."""
        start, end = self.sentence(self.mark(token)[0])
        return "?" in self.story.text[start:end]

    def is_told(self, verb: int) -> bool:
        """Whether it is told as being so: neither denied nor only planned, wished or supposed."""
        return not self.is_denied(verb) and not self.is_unreal(verb)

    def mark(self, token: int) -> tuple[int, int]:
        """Where a word begins and ends."""
        return int(self.syntax.start[token]), int(self.syntax.end[token])

    def subtree(self, token: int, limit: int = 60) -> list[int]:
        """A token and all that depends on it, in order, at most ``limit`` of them."""
        found, waiting = [token], list(self.syntax.children[token])
        while waiting and len(found) < limit:
            found.append(waiting.pop(0))
            waiting += self.syntax.children[found[-1]]
        return sorted(found)

    def phrase(self, token: int, longest: int = 12) -> str:
        """The words that depend on ``token``, on one line; no more than ``longest`` of them, and no mark at an end."""
        tokens = self.subtree(token)
        first = max(tokens[0], token - longest)
        last = min(tokens[-1], first + longest - 1)
        while last > first and self.syntax.pos[last] in ("PUNCT", "SCONJ", "CCONJ"):
            last -= 1
        while first < last and self.syntax.pos[first] == "PUNCT":
            first += 1
        return self.syntax.phrase(first, last)

    def deed_phrase(self, verb: int) -> str:
        """What is done, from the verb on, or from its passive's auxiliary: "took the lantern from him"."""
        syntax = self.syntax
        parts = [self.subtree(c) for c in syntax.children[verb] if c > verb and syntax.dep[c] in COMPLEMENTS]
        tokens = sorted({verb, *(token for part in parts for token in part if token > verb)})[:LONGEST_DEED]
        passive = [c for c in syntax.children[verb] if syntax.dep[c] == "auxpass"]
        last = verb
        for token in tokens[1:]:
            if token - last > 1 and any(syntax.pos[between] != "PUNCT" for between in range(last + 1, token)):
                break
            last = token
        while last > verb and syntax.pos[last] in ("PUNCT", "SCONJ", "CCONJ"):
            last -= 1
        return syntax.phrase(min([verb, *passive]), last)

    def words(self, start: int, end: int) -> set[str]:
        """The words of [start, end) and their dictionary forms, in lower case."""
        tokens = self.syntax.tokens_in(start, end)
        return {self.syntax.lower[token] for token in tokens} | {self.syntax.lemma[token].lower() for token in tokens}
