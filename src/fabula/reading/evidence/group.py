"""What a group of features is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from fabula.reading.scene import Scene, Turn


class FeatureGroup(ABC):
    """Features that are found together, of one text."""

    SIZES: ClassVar[Mapping[str, int]]  # by name, in the order of a row: how many values each feature has

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    @abstractmethod
    def rows(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, ...]]:
        """A row for each candidate of a turn: the value of each feature, from 0 to its size - 1."""
