"""Who was mentioned, acted, spoke by a tag or was called how many paragraphs ago, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from fabula.reading.evidence.buckets import digits
from fabula.reading.evidence.distance import last_of, since, until
from fabula.reading.evidence.group import FeatureGroup
from fabula.reading.scene import Turn


class HistoryFeatures(FeatureGroup):
    """How long ago, and how often, each was seen, and who they are."""

    SIZES: ClassVar = {
        "since told": 10, "since acting": 10, "since quoted": 10, "until told": 6, "since tagged": 10,
        "until tagged": 10, "since called": 8, "rank": 12, "mentions in all": 9, "share of mentions": 6,
        "tags in all": 7, "who": 10,
    }  # fmt: skip

    def rows(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, ...]]:
        """A row for each candidate."""
        scene, here = self.scene, turn.first_paragraph
        ago = {entity: last_of(scene.told_at.get(entity, ()), here) for entity in candidates}
        ranks = {entity: rank for rank, entity in enumerate(sorted(candidates, key=lambda entity: -ago[entity]))}
        most = max(scene.counts[entity] for entity in candidates) or 1
        return [
            (
                since(scene, scene.told_at, entity, here, 8),
                since(scene, scene.acting_at, entity, here, 8),
                since(scene, scene.quoted_at, entity, here - 1, 8),
                until(scene, scene.told_at, entity, turn.last_paragraph, 4),
                since(scene, scene.tagged_at, entity, here - 1, 8),
                until(scene, scene.tagged_at, entity, turn.last_paragraph, 8),
                since(scene, scene.called_at, entity, here - 1, 6),
                min(ranks[entity], 11),
                digits(scene.counts[entity] // 2, 8),
                min(int(5 * scene.counts[entity] / most), 5),
                digits(len(scene.tagged_at.get(entity, ())), 6),
                self._who(turn, entity),
            )
            for entity in candidates
        ]

    def _who(self, turn: Turn, entity: int) -> int:
        """0 to 5 a man, a woman or unknown, with a name and without; 8 a group; 9 the narrator."""
        scene = self.scene
        if entity == turn.narrator:
            return 9
        if scene.kinds[entity] == "group":
            return 8
        return {"man": 0, "woman": 1}.get(scene.genders[entity], 2) + (0 if scene.is_named[entity] else 3)
