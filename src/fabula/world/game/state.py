"""The world that this process runs: its design, the objects that stand for the design's parts, and this session."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fabula.world.design import Design
    from fabula.world.game.answers import Answers


@dataclass
class World:
    """``objects`` are the engine's, by section and key of the design."""

    path: Path = Path()
    session: int = 0
    design: Design | None = None
    answers: Answers | None = None
    objects: dict[tuple[str, str], Any] = field(default_factory=dict)
    scenes: dict[int, tuple[str, int]] = field(default_factory=dict)  # place -> the scene that plays there, next line
    invited: dict[int, dict[int, tuple[str, str]]] = field(default_factory=dict)  # whom -> by whom -> region, party

    @property
    def parts(self) -> Design:
        """The design; it is there once the server has started."""
        if self.design is None:
            raise RuntimeError("no design is loaded")
        return self.design

    def place(self, key: str) -> Any:
        """The object of a place."""
        return self.objects["places", key]

    @property
    def start(self) -> Any:
        """Where guests come in."""
        return self.place(self.parts.start)


WORLD = World()
