"""Who is there for sure: named in the scene's narration, speaking by name in the conversation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import ClassVar

from fabula.reading.evidence.buckets import digits
from fabula.reading.evidence.distance import since
from fabula.reading.evidence.group import FeatureGroup
from fabula.reading.scene import Scene, Turn


class PresenceFeatures(FeatureGroup):
    """Whether each is there for sure, and how many speak for sure."""

    SIZES: ClassVar = {"since named": 10, "acting by name": 4, "surely speaks": 16}

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.conversation_of = {
            turn.quotes[0]: number for turn, number in zip(scene.turns, scene.conversations, strict=True)
        }

    def rows(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, ...]]:
        """A row for each candidate."""
        scene, here = self.scene, turn.first_paragraph
        first = scene.scene_starts[here]
        surely = scene.speaks_surely[self.conversation_of[turn.quotes[0]]]
        own = scene.named_by_tag(turn)
        known = min(sum(count > (entity == own) for entity, count in surely.items()), 3)
        found: list[tuple[int, ...]] = []
        for entity in candidates:
            named = scene.named_at.get(entity, ())
            in_scene = bisect_right(named, here) - bisect_left(named, first)
            said = min(surely.get(entity, 0) - (entity == own), 3)
            found.append((since(scene, scene.named_at, entity, here, 8), digits(in_scene, 3), 4 * known + said))
        return found
