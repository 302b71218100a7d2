"""Whom the reader model takes the nouns and pronouns beside a turn for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from fabula.reading.evidence.buckets import bucket
from fabula.reading.evidence.group import FeatureGroup
from fabula.reading.scene import OTHER, Turn


class AntecedentFeatures(FeatureGroup):
    """How likely the reader model holds each for the tag's subject, and for whoever acts nearest beside the turn."""

    SIZES: ClassVar = {"antecedent": 7, "antecedent before": 7, "antecedent after": 7}

    def rows(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, ...]]:
        """A row for each candidate."""
        scene = self.scene
        start, end = scene.paragraph_starts[turn.first_paragraph], scene.paragraph_ends[turn.last_paragraph]
        subjects = {scene.tags[quote][1] for quote in turn.quotes if quote in scene.tags}
        acting = [m for m in scene.told_in(start, end) if m.role != OTHER and m.token not in subjects]
        before = [m.token for m in acting if m.start < turn.start][-1:]
        after = [m.token for m in acting if m.start >= turn.start][:1]
        tag = [scene.tags[turn.tag][1]] if turn.tag >= 0 else []
        return [
            tuple(self._meant_by(tokens[0], entity) if tokens else 0 for tokens in (tag, before, after))
            for entity in candidates
        ]

    def _meant_by(self, token: int, entity: int) -> int:
        """The share of somebody among those whom a word may mean: 1 none, 2 to 6; 0 where the word is certain."""
        shares = self.scene.antecedents.get(token)
        return 0 if shares is None else 1 + bucket(shares.get(entity, 0.0), (0, 0.1, 0.3, 0.6, 0.85))
