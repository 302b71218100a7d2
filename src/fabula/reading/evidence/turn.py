"""The turn itself, which stands alike to every candidate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from fabula.reading.evidence.buckets import digits
from fabula.reading.evidence.group import FeatureGroup
from fabula.reading.scene import Turn
from fabula.schema import QUOTE_KINDS


class TurnFeatures(FeatureGroup):
    """How many may speak it, its kind, whether narration stands beside it, and its length."""

    SIZES: ClassVar = {"candidates": 6, "turn": 18, "length": 5}

    def rows(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, ...]]:
        """A row for each candidate."""
        scene, source = self.scene, self.scene.syntax.source
        start, end = scene.paragraph_starts[turn.first_paragraph], scene.paragraph_ends[turn.last_paragraph]
        told = 2 if turn.tag >= 0 else 1 if source[turn.end : end].strip() else 0
        kind = QUOTE_KINDS.index(scene.quote_kinds[turn.quotes[0]])
        shape = kind * 6 + 3 * bool(source[start : turn.start].strip()) + told
        length = sum(end - start for quote in turn.quotes for start, end in scene.spans[quote])
        return [(digits(len(candidates), 5), shape, digits(length // 30, 4))] * len(candidates)
