"""A text annotated for levels beside the story read in it: its words, and who is who.

The system finds its own cast. Its characters are matched to the gold's one to one, with the most agreement:

names   occurrences of the names of ours that are among the gold's forms
"I"     the pronouns of the first person (not of others' speech) that link to ours, where the gold one narrates. They
        count only if ours is nobody else's by name: who takes Tom for the narrator is wrong, however often it says "I".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fabula.evaluation.corpora.levels import LevelsText, Span
from fabula.evaluation.corpora.pdnc import casefolded
from fabula.evaluation.speakers import match_cast, name_of
from fabula.lexicon.nouns import FIRST_SINGULAR
from fabula.spans import Integers, containing
from fabula.story import Character, Story

WORD = re.compile(r"\w+")


class Reading:
    """The gold and the story, and what both are counted by."""

    def __init__(self, gold: LevelsText, story: Story) -> None:
        self.gold = gold
        self.story = story
        self.words: NDArray[np.int64] = np.array([word.start() for word in WORD.finditer(gold.text)], dtype=np.int64)

    def words_in(self, start: int, end: int) -> slice:
        """The words that begin in [start, end), as a slice of ``words``."""
        first, last = np.searchsorted(self.words, [start, end])
        return slice(int(first), int(last))

    def covered(self, spans: list[Span]) -> NDArray[np.bool_]:
        """Whether each word begins in one of the spans."""
        covered = np.zeros(len(self.words), dtype=bool)
        for start, end in spans:
            covered[self.words_in(start, end)] = True
        return covered

    def rows(self, table: str) -> Integers:
        """For each word, the row of ``table``, whose spans do not overlap, that holds it; -1 for none."""
        starts, ends = self.story.column(table, "start"), self.story.column(table, "end")
        return containing(starts, ends, self.words)

    def who(self, entity: int) -> str | None:
        """The gold character that one of ours is, or its own name with a mark; None for nobody (-1)."""
        if entity < 0:
            return None
        return self.cast.get(int(entity)) or f"{self.story.column('entities', 'name')[entity]} (#{entity})"

    @cached_property
    def cast(self) -> dict[int, str]:
        """Gold character by entity."""
        aliases = {
            name: frozenset(casefolded(form) for form in (name, *forms)) for name, forms in self.gold.characters.items()
        }
        pairs: list[tuple[int | None, str]] = []
        named: dict[int, str | None] = {}
        for entity in range(len(self.story.tables["entities"])):
            names = Character(self.story, entity).names
            named[entity] = name_of(names, aliases)
            for name, count in names.items():
                pairs += [(entity, gold) for gold, known in aliases.items() if casefolded(name) in known] * count
        pairs += [(entity, gold) for entity, gold in self._first_persons() if named[entity] in (None, gold)]
        return match_cast(pairs)

    def _first_persons(self) -> Iterator[tuple[int, str]]:
        """For each "I" of a narrator, the entity it links to and who narrates there."""
        starts, ends, entities = (self.story.column("mentions", name) for name in ("start", "end", "entity"))
        quoted = self.story.column("quote_spans", "start"), self.story.column("quote_spans", "end")
        for start, end, entity in zip(starts.tolist(), ends.tolist(), entities.tolist(), strict=True):
            if entity >= 0 and self.gold.text[start:end].casefold() in FIRST_SINGULAR:
                is_quoted = bool(((quoted[0] <= start) & (start < quoted[1])).any())
                narrator = self._narrator_at(start, is_quoted)
                if narrator is not None:
                    yield entity, narrator

    def _narrator_at(self, position: int, is_quoted: bool) -> str | None:
        """The narrator of the innermost layer that has one; outside quotations that of the stretch."""
        layers = [layer for layer in self.gold.layers if layer.narrator and layer.start <= position < layer.end]
        if layers:
            return min(layers, key=lambda layer: layer.end - layer.start).narrator
        stretches = [stretch for stretch in self.gold.stretches if stretch.start <= position < stretch.end]
        return stretches[0].narrator if stretches and not is_quoted else None
