"""Library: many stories in one SQLite file."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from fabula.errors import NotInLibrary
from fabula.library.adding import Added, Report, add_books, add_story, add_upload, read_story_again
from fabula.library.checking import faults_of
from fabula.library.connection import as_library_error, connect, default_path, transaction
from fabula.library.correcting import Correction, add_correction, corrections_of, drop_correction, source_of
from fabula.library.outline import Outline, outline_of
from fabula.library.query import Asked
from fabula.library.search import Count, Found, count, search
from fabula.library.shelf import Entry, count_stories, entries, facets
from fabula.library.store import Source, delete_story, story_of
from fabula.reading import Progress
from fabula.story import Story

LIMIT = 20


class Library:
    """A library: a file that is made when it is not there, unless ``create`` is False.

    Takes   path: its file; by default FABULA_LIBRARY, or ``fabula/library.db`` in the user's folder for data
            read_only: it must be there, and nothing can change it through this object
    Raises  LibraryNotFound (L01), NotALibrary (L02), LibraryOfOtherVersion (L03), LibraryDamaged (L04),
            LibraryBusy (L05), CannotWrite (O01), DiskFull (O02); so does whatever is done with it

    A library is closed by ``with`` or ``close``. It may be open in several programs at once; an object is for the
    thread that made it.

    >>> import tempfile
    >>> from fabula.testing import tiny_story
    >>> with tempfile.TemporaryDirectory() as folder, Library(f"{folder}/shelf.db") as library:
    ...     _ = library.add_story(tiny_story())
    ...     [(found.speaker, found.title) for found in library.search("ship", said_by="Mrs. Bell")]
    [('Mrs. Bell', 'The Lamp at Gull Point')]
    """

    def __init__(self, path: str | Path | None = None, *, create: bool = True, read_only: bool = False) -> None:
        self.path = Path(path) if path is not None else default_path()
        self._connection = connect(self.path, create and not read_only, read_only)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Library {str(self.path)!r}: {len(self)} stories>"

    def __len__(self) -> int:
        with self._opened() as connection:
            return int(connection.execute("SELECT count(*) FROM stories").fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        refresh: bool = False,
        report: Report | None = None,
        threads: int | None = None,
    ) -> Added:
        """Read books: files, folders and Calibre libraries. A bad book never stops it: it is in ``failed``.

        Takes   refresh: read books again that another version read, or whose corrections have changed
                report: called with each book's path when its turn comes
        """
        given = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
        with self._opened() as connection:
            return add_books(connection, given, refresh, report or _say_nothing, threads)

    def add_story(self, story: Story, name: str | None = None) -> int:
        """The id of a story that was read already; a story with the same text and title is the same."""
        title = name or str(story.provenance.get("name") or story.title)
        digest = hashlib.sha256(f"{title}\0{story.text}".encode("utf-8", "surrogatepass")).hexdigest()
        with self._opened() as connection:
            added = add_story(connection, story, Source(digest, title, ""))
            if added is not None:
                return added
            return int(connection.execute("SELECT id FROM stories WHERE hash = ?", (digest,)).fetchone()[0])

    def remove(self, story: int) -> None:
        """Take a story out.

        Raises  NotInLibrary (L06)
        """
        with self._opened() as connection, transaction(connection, deletes=True):
            if not connection.execute("SELECT 1 FROM stories WHERE id = ?", (story,)).fetchone():
                raise NotInLibrary(f"the library has no story {story}; fabula library list shows those it has")
            delete_story(connection, story)

    def story(self, id: int) -> Story:
        """A story, whole, as it was when it was added.

        Raises  NotInLibrary (L06), StoryFileOfOtherVersion (F02): its tables are those of another fabula
        """
        with self._opened() as connection:
            return story_of(connection, id)

    def stories(
        self, *, order: str = "added", limit: int | None = None, offset: int = 0, **filters: Any
    ) -> list[Entry]:
        """The stories; filters as of ``search``, those about whole stories, and ``note`` and ``layer`` that they have.

        Takes   order: added, newest, title, author, shortest, longest
        Raises  UnknownFilter (L07)
        """
        with self._opened() as connection:
            return entries(connection, Asked(**filters), order, limit, offset)

    def entry(self, id: int) -> Entry:
        """A story as ``stories`` has it.

        Raises  NotInLibrary (L06)
        """
        for entry in self.stories(story=id, limit=1):
            return entry
        raise NotInLibrary(f"the library has no story {id}; fabula library list shows those it has")

    def count_stories(self, **filters: Any) -> int:
        """How many ``stories`` would find."""
        with self._opened() as connection:
            return count_stories(connection, Asked(**filters))

    def facets(self, **filters: Any) -> dict[str, list[Count]]:
        """Of what authors, fandoms, tags, notes, layers, persons and lengths they are, the most frequent first."""
        with self._opened() as connection:
            return facets(connection, Asked(**filters))

    def corrections(self, story: int) -> list[Correction]:
        """Those made in the library of a story, in the order in which they were made.

        Raises  NotInLibrary (L06)
        """
        with self._opened() as connection:
            return corrections_of(connection, source_of(connection, story).hash)

    def correct(self, story: int, kind: str, **keys: Any) -> int:
        """The id of a correction that is kept from now on; ``read_again`` applies it. See docs/corrections.md.

        Raises  NotInLibrary (L06), CorrectionsUnknown (C03)

        >>> import tempfile
        >>> from fabula.testing import tiny_story
        >>> with tempfile.TemporaryDirectory() as folder, Library(f"{folder}/shelf.db") as library:
        ...     story = library.add_story(tiny_story())
        ...     _ = library.correct(story, "rename", character="Wren", to="Wren Morrow")
        ...     print(library.corrections(story)[0].toml)
        [[rename]]
        character = "Wren"
        to = "Wren Morrow"
        <BLANKLINE>
        """
        with self._opened() as connection:
            return add_correction(connection, story, kind, keys)

    def take_back(self, story: int, correction: int) -> None:
        """Forget a correction that was made in the library.

        Raises  NotInLibrary (L06)
        """
        with self._opened() as connection:
            drop_correction(connection, story, correction)

    def read_again(self, story: int, *, progress: Progress | None = None, threads: int | None = None) -> None:
        """Read a story again from the text that the library has, with its corrections; its file need not be there.

        Raises  NotInLibrary (L06), StoryFileOfOtherVersion (F02), CorrectionsError (C01-C03)
        """
        with self._opened() as connection:
            read_story_again(connection, story, progress, threads)

    def add_upload(
        self, path: str | Path, name: str, *, progress: Progress | None = None, threads: int | None = None
    ) -> tuple[int, bool]:
        """The id of the story in a file that will not stay, under its own name, and whether it is new to the library.

        Raises  what ``fabula.read`` raises
        """
        with self._opened() as connection:
            return add_upload(connection, Path(path), name, progress, threads)

    def search(self, words: str = "", *, limit: int = LIMIT, offset: int = 0, **filters: Any) -> list[Found]:
        """Passages with all of these words and "phrases", the best first; without words, all that pass the filters.

        Takes   said_by, said_to, about: names of characters; the first two search what is said, not all that is told
                at: a place; with_: names of those present in the scene; layer: dream, memory, letter, ...
                actual: only what is in the story's present; tie: a tag (A/B) or a kind; note: a content note
                person, title, author, fandom, tag, min_words, max_words, story: of whole stories
        Raises  NothingToFind (L08), UnknownFilter (L07)
        """
        with self._opened() as connection:
            return search(connection, _asked(words, filters), limit, offset)

    def count(self, words: str = "", **filters: Any) -> dict[str, list[Count]]:
        """How many ``search`` would find: by story, speaker (of what is said), layer and note.

        Raises  NothingToFind (L08), UnknownFilter (L07)
        """
        with self._opened() as connection:
            return count(connection, _asked(words, filters))

    def outline(self, story: int) -> Outline:
        """How the talk of a story is spread over it.

        Raises  NotInLibrary (L06)
        """
        with self._opened() as connection:
            return outline_of(connection, story)

    def version(self) -> tuple[int, str | None]:
        """Something that is another whenever stories have come, gone, or been read again."""
        with self._opened() as connection:
            count, newest = connection.execute("SELECT count(*), max(added) FROM stories").fetchone()
            return count, newest

    def check(self) -> list[str]:
        """What is wrong with the library, a line each; nothing if it is whole."""
        with self._opened() as connection:
            return faults_of(connection)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with as_library_error(self.path):
            yield self._connection


def _asked(words: str, filters: dict[str, Any]) -> Asked:
    with_: str | Sequence[str] = filters.pop("with_", ())
    return Asked(words, with_=(with_,) if isinstance(with_, str) else tuple(with_), **filters)


def _say_nothing(_path: Path) -> None:
    """Report nothing."""
