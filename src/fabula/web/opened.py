"""The stories that were opened last, and their pages, kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from fabula.companion.page import render_page
from fabula.library import Library
from fabula.story import Story
from fabula.web.covers import cover_svg

Value = TypeVar("Value")
STORIES, PAGES, COVERS = 6, 12, 4000


class Kept(Generic[Value]):
    """The values last asked for, each made once, however many ask for it at the same time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[object, Value] = OrderedDict()
        self._lock = Lock()
        self._making: dict[object, Lock] = {}

    def get(self, key: object, make: Callable[[], Value]) -> Value:
        """The value of a key; ``make`` is called where it is not kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._values:
                    return self._values[key]
            value = make()
            with self._lock:
                self._values[key] = value
                self._making.pop(key, None)
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
        return value


class Opened:
    """Stories, pages and covers of a library. A story that was read again has another key."""

    def __init__(self) -> None:
        self._stories: Kept[Story] = Kept(STORIES)
        self._pages: Kept[bytes] = Kept(PAGES)
        self._covers: Kept[bytes] = Kept(COVERS)

    def story(self, library: Library, id: int) -> Story:
        """A story.

        Raises  NotInLibrary (L06), StoryFileOfOtherVersion (F02)
        """
        return self._stories.get(_key(library, id), lambda: library.story(id))

    def page(self, library: Library, id: int) -> bytes:
        """The page of a story, with a way back to what the server knows of it."""

        def make() -> bytes:
            back, put_right = (f"/stories/{id}", "Story"), f"/stories/{id}/corrections?show=all&quote="
            return render_page(self.story(library, id), back, put_right).encode()

        return self._pages.get(_key(library, id), make)

    def cover(self, library: Library, id: int) -> bytes:
        """The cover of a story, as SVG."""
        return self._covers.get(_key(library, id), lambda: cover_svg(library.outline(id)).encode())


def _key(library: Library, id: int) -> tuple[int, str]:
    return id, library.entry(id).added
