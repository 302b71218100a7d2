"""A text annotated for levels beside the story read in it, counted over the words of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fabula.evaluation.corpora.levels import LevelsText, Span
from fabula.evaluation.levels.characters import match_characters
from fabula.spans import Integers, containing
from fabula.story import Story

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

    def covered(self, spans: Sequence[Span]) -> NDArray[np.bool_]:
        """Whether each word begins in one of the spans."""
        covered = np.zeros(len(self.words), dtype=bool)
        for start, end in spans:
            covered[self.words_in(start, end)] = True
        return covered

    def rows(self, table: str) -> Integers:
        """For each word, the row of ``table``, whose spans do not overlap, that holds it; -1 for none."""
        starts, ends = self.story.column(table, "start"), self.story.column(table, "end")
        return containing(starts, ends, self.words)

    @cached_property
    def cast(self) -> dict[int, str]:
        """Gold character by entity."""
        return match_characters(self.gold, self.story)

    def who(self, entity: int) -> str | None:
        """The gold character that one of ours is, or its own name with a mark; None for nobody (-1)."""
        if entity < 0:
            return None
        return self.cast.get(int(entity)) or f"{self.story.column('entities', 'name')[entity]} (#{entity})"
