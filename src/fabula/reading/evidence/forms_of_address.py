"""Forms of address, by which speakers may be told apart: a servant says "sir", a daughter "papa"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import ClassVar

from fabula.reading.evidence.buckets import bucket
from fabula.reading.evidence.group import FeatureGroup
from fabula.reading.scene import Scene, Turn

FORMS_OF_ADDRESS = tuple(
    frozenset(words.split())
    for words in (
        "sir",
        "madam ma'am ma’am mum",
        "miss",
        "papa father dad daddy pa",
        "mamma mother mama mom ma",
        "dear darling dearest love",
        "uncle aunt auntie",
        "lord lady grace highness majesty excellency",
    )
)
COMMON_ADDRESS = 3  # the first of them, which strangers use


class FormOfAddressFeatures(FeatureGroup):
    """Whether each uses the form of address that the turn has."""

    SIZES: ClassVar = {"form of address": 12}

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.forms = {turn.quotes[0]: self._forms_in(turn) for turn in scene.turns}
        self.used: dict[int, Counter[int]] = defaultdict(Counter)  # forms of address in somebody's tagged turns
        self.said: Counter[int] = Counter()  # their tagged turns
        for turn in scene.turns:
            entity = scene.tag_entity(turn.tag) if turn.tag >= 0 else -1
            if entity >= 0:
                self.said[entity] += 1
                self.used[entity].update(self.forms[turn.quotes[0]])

    def rows(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, ...]]:
        """A row for each candidate."""
        forms = self.forms[turn.quotes[0]]
        return [(self._uses(turn, forms, entity),) for entity in candidates]

    def _forms_in(self, turn: Turn) -> set[int]:
        syntax = self.scene.syntax
        words = {
            syntax.lower[token]
            for quote in turn.quotes
            for start, end in self.scene.spans[quote]
            for token in syntax.tokens_in(start, end)
        }
        return {number for number, some in enumerate(FORMS_OF_ADDRESS) if not words.isdisjoint(some)}

    def _uses(self, turn: Turn, forms: set[int], entity: int) -> int:
        """How often somebody's other turns have the form of address that this one has: 0 none here, 1 to 10."""
        if not forms:
            return 0
        form = min(forms)
        base = 1 if form < COMMON_ADDRESS else 6
        own = turn.tag >= 0 and self.scene.tag_entity(turn.tag) == entity
        said = self.said[entity] - own
        if said < 2:
            return base
        used = self.used[entity][form] - own if entity in self.used else 0
        return base + 1 + bucket(used / said, (0, 0.05, 0.2))
