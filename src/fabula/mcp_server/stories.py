"""The library behind the tools: opened anew for each question, read-only, with the last few stories kept."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import Lock

from fabula.errors import NotInLibrary
from fabula.library import Library
from fabula.library.connection import default_path
from fabula.story import Story

KEPT = 4  # stories in memory; a long novel takes about 100 MB


class Stories:
    """The stories of one library, for tools that run on several threads.

    Each call opens the file anew, so that books added meanwhile are there, and no connection leaves its thread.

    Raises  LibraryNotFound (L01) and what else opening a library raises, when it is made and in each call
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path or default_path()
        self._kept: OrderedDict[str, Story] = OrderedDict()
        self._lock = Lock()
        self.library().close()

    def library(self) -> Library:
        """The library, opened so that nothing can change it."""
        return Library(self.path, read_only=True)

    def story(self, id: int) -> Story:
        """A story by its id.

        Raises  NotInLibrary (L06), LibraryDamaged (L04), StoryFileOfOtherVersion (F02)
        """
        with self._lock, self.library() as library:
            entries = library.stories(story=id)
            if not entries:
                raise NotInLibrary(f"the library has no story {id}; list_stories shows those it has")
            digest = entries[0].hash
            if digest not in self._kept:
                self._kept[digest] = library.story(id)
            self._kept.move_to_end(digest)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[digest]
