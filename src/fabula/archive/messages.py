"""What a reader process and whoever watches it say to each other; besides, a request is an ``Item``."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.archive.outcome import Failure, Outcome


@dataclass(frozen=True)
class Setting:
    """How stories are read, the same for all of a process."""

    text_column: str
    threads: int
    memory: int


@dataclass(frozen=True)
class Ready:
    """The model is loaded; or why it cannot be."""

    fault: Failure | None = None


@dataclass(frozen=True)
class Begun:
    """So many bytes of the story are there, and it is being read by a process that has so many in memory."""

    size: int
    resident: int


@dataclass(frozen=True)
class Done:
    """What came of the story; and whether the process had so little memory left that it should be replaced."""

    outcome: Outcome
    is_exhausted: bool = False
