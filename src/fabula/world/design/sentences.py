"""Sentences of the book that describe something, the most telling first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from fabula.story import Story
from fabula.world.design.model import Passage
from fabula.world.design.naming import shown_text

SHORTEST, LONGEST = 30, 420  # code points that a describing sentence has
BEING = frozenset(("be", "stand", "lie", "look", "seem", "lead", "stretch", "hang", "fill", "open"))


class Sentences:
    """The sentences of a story, and how much each describes."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.starts = story.column("sentences", "start")
        self.ends = story.column("sentences", "end")
        sentence, pos = story.column("tokens", "sentence"), story.column("tokens", "pos")
        lemma, dep = story.column("tokens", "lemma"), story.column("tokens", "dep")
        n = len(self.starts)
        adjectives = np.bincount(sentence[pos == "ADJ"], minlength=n)
        is_state = np.isin(lemma, list(BEING)) & (dep == "ROOT")
        states = np.bincount(sentence[is_state], minlength=n)
        self.lengths = self.ends - self.starts
        dense = np.minimum(adjectives, 5) * 120 / (self.lengths + 60)  # a long sentence has adjectives for many things
        self.weight = dense + 1.5 * np.minimum(states, 1) - self._said() * 3.0
        self.is_fit = (self.lengths >= SHORTEST) & (self.lengths <= LONGEST)

    def _said(self) -> Any:
        """1 for each sentence with direct speech in it."""
        said = np.zeros(len(self.starts), dtype=np.int64)
        starts, ends = self.story.column("quote_spans", "start"), self.story.column("quote_spans", "end")
        first = np.searchsorted(self.ends, starts, side="right")
        last = np.searchsorted(self.starts, ends, side="left")
        for one, two in zip(first.tolist(), last.tolist(), strict=True):
            said[one:two] = 1
        return said

    def at(self, positions: Any) -> Any:
        """The sentence in which each position stands."""
        return np.clip(np.searchsorted(self.starts, positions, side="right") - 1, 0, len(self.starts) - 1)

    def passage(self, row: int, longest: int = LONGEST) -> Passage:
        """A sentence as a passage; its span is the whole sentence's."""
        start, end = int(self.starts[row]), int(self.ends[row])
        return Passage(text=shown_text(self.story.text[start:end], longest), span=[start, end])

    def span(self, position: int) -> list[int]:
        """The span of the sentence in which a position stands."""
        row = int(self.at(np.array([position]))[0])
        return [int(self.starts[row]), int(self.ends[row])]

    def telling(self, rows: Iterable[int], most: int, bonus: Any = None) -> list[Passage]:
        """The sentences that describe most, in the order of the book."""
        found = np.unique(np.fromiter(rows, dtype=np.int64))
        found = found[self.is_fit[found]] if len(found) else found
        weights = self.weight[found] + (0 if bonus is None else bonus(found))
        best = np.sort(found[np.argsort(-weights, kind="stable")][:most])
        return [self.passage(int(row)) for row in best]
