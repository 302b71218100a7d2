"""Where a unit is read: one reader, and the folder that its parts go to. Every engine seats its workers so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from fabula.archive.folder import Folder
from fabula.archive.limits import Limits
from fabula.archive.manifest import Entry, write_parts
from fabula.archive.outcome import Outcome
from fabula.archive.plan import Unit
from fabula.archive.supervision import Reader

OnStory = Callable[[Outcome], None]


@dataclass(frozen=True)
class Settings:
    """How an archive is read: where it is, the column of texts, what a story may take."""

    to: str
    text_column: str = "text"
    limits: Limits = field(default_factory=Limits)


class Seat:
    """Reads units, one at a time."""

    def __init__(self, settings: Settings, threads: int) -> None:
        self._folder = Folder(settings.to)
        self._reader = Reader(settings.text_column, threads, settings.limits)

    def read(self, unit: Unit, on_story: OnStory | None = None) -> Entry:
        """Read the stories of a unit and write its parts; the entry makes them count once it is in the manifest.

        Raises  ReadersLost (R06), CannotWrite (O01), DiskFull (O02)
        """
        outcomes = []
        for number, item in enumerate(unit.items, start=unit.first):
            outcomes.append((number, item, self._reader.read(item)))
            if on_story is not None:
                on_story(outcomes[-1][2])
        return write_parts(self._folder, unit.number, outcomes)

    def close(self) -> None:
        """End the reader; a unit that is being read is given up."""
        self._reader.close()
