"""Reading books into the library, one transaction for each."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import fabula
from fabula.corrections import is_out_of_date, join_corrections, read_corrections
from fabula.destinations import corrections_path
from fabula.errors import LibraryError, SourceNotFound, SourceUnreadable
from fabula.library.connection import transaction
from fabula.library.correcting import made_here, source_of
from fabula.library.store import Source, delete_story, insert_story, story_of
from fabula.model.weights import VERSION as WEIGHTS
from fabula.reading import Progress, read, read_again
from fabula.sources.finding import Book, all_books
from fabula.story import Story
from fabula.story_file import FORMAT_VERSION, is_story_file

Report = Callable[[Path], None]  # called with the path of the book whose turn has come


@dataclass(frozen=True)
class Added:
    """What came of adding.

    ``added`` are ids of stories, ``known`` paths of books that were in the library, ``no_books`` the number of files
    that are no books, ``failed`` paths and why they could not be read.
    """

    added: tuple[int, ...] = ()
    known: tuple[Path, ...] = ()
    no_books: int = 0
    failed: tuple[tuple[Path, Exception], ...] = ()


def add_books(
    connection: sqlite3.Connection, paths: Sequence[Path], refresh: bool, report: Report, threads: int | None
) -> Added:
    """Read the books at ``paths`` that are not in the library.

    Takes   refresh: read those again that another version read, or whose corrections have changed
    Raises  what ends it, since no other book could be added either: DiskFull (O02), LibraryBusy (L05)
    """
    added: list[int] = []
    known: list[Path] = []
    failed: list[tuple[Path, Exception]] = []
    no_books = 0
    for book in all_books(paths):
        if book is None:
            no_books += 1
            continue
        report(book.path)
        try:
            story_id = _add(connection, book, refresh, threads)
        except Exception as error:  # whatever is wrong with one book, the others are read
            if isinstance(error, sqlite3.Error | LibraryError) and not isinstance(error, sqlite3.IntegrityError):
                raise
            failed.append((book.path, error))
            continue
        if story_id is None:
            known.append(book.path)
        else:
            added.append(story_id)
    return Added(tuple(added), tuple(known), no_books, tuple(failed))


def add_story(
    connection: sqlite3.Connection,
    story: Story,
    source: Source,
    weights: int | None = None,
    replaces: int | None = None,
) -> int | None:
    """The id of the story; None if its hash has come into the library since. One transaction: all of it or nothing."""
    with transaction(connection, deletes=replaces is not None):
        if replaces is not None:
            delete_story(connection, replaces)
        if connection.execute("SELECT 1 FROM stories WHERE hash = ?", (source.hash,)).fetchone():
            return None
        return insert_story(connection, story, source, weights, replaces)


def add_upload(
    connection: sqlite3.Connection, path: Path, name: str, progress: Progress | None, threads: int | None
) -> tuple[int, bool]:
    """The id of the story in a file that goes by another name, and whether the library did not have it yet."""
    digest = _hash(path)
    row = connection.execute("SELECT id FROM stories WHERE hash = ?", (digest,)).fetchone()
    if row:
        return row[0], False
    story, weights = _read(connection, path, digest, progress, threads)
    named = Story(story.text, story.tables, story.metadata, {**story.provenance, "name": name})
    added = add_story(connection, named, Source(digest, name, ""), weights)
    if added is None:  # another program was first
        return add_upload(connection, path, name, progress, threads)
    return added, True


def read_story_again(
    connection: sqlite3.Connection, story: int, progress: Progress | None, threads: int | None
) -> None:
    """Read a story again from the text that the library has, with all its corrections; it keeps its id.

    Those made in the library are applied, and those in ``BOOK.corrections.toml``, where the book's file still is.

    Raises  NotInLibrary (L06), StoryFileOfOtherVersion (F02), CorrectionsError (C01-C03): of the file beside the book
    """
    source = source_of(connection, story)
    beside = corrections_path(source.path) if source.path else None
    corrections = join_corrections(read_corrections(beside) if beside else None, made_here(connection, source.hash))
    again = read_again(story_of(connection, story), corrections, progress=progress, threads=threads)
    add_story(connection, again, source, WEIGHTS, replaces=story)


def _add(connection: sqlite3.Connection, book: Book, refresh: bool, threads: int | None) -> int | None:
    if book.fault:
        raise book.fault
    digest = _hash(book.path)
    row = connection.execute("SELECT id FROM stories WHERE hash = ?", (digest,)).fetchone()
    if row and not (refresh and _is_old(connection, row[0], book.path)):
        return None
    story, weights = _read(connection, book.path, digest, None, threads)
    source = Source(digest, book.path.name, str(book.path.resolve()), book.series)
    story = story.with_metadata(book.metadata)
    return add_story(connection, story, source, weights, replaces=row[0] if row else None)


def _read(
    connection: sqlite3.Connection, path: Path, digest: str, progress: Progress | None, threads: int | None
) -> tuple[Story, int | None]:
    """The story in a file with all its corrections, and the version of the model that read it, if that is known."""
    made = made_here(connection, digest)
    story = read(path, threads=threads, progress=progress or False, corrections=made)
    if not is_story_file(path):
        return story, WEIGHTS
    return (read_again(story, made, progress=progress, threads=threads), WEIGHTS) if made else (story, None)


def _is_old(connection: sqlite3.Connection, story_id: int, path: Path) -> bool:
    """Whether a story would be read in another way today."""
    read_by, weights, version, provenance = connection.execute(
        "SELECT fabula, weights, format, json_extract(provenance, '$.corrections.sha256') FROM stories WHERE id = ?",
        (story_id,),
    ).fetchone()
    if is_story_file(path):
        return bool(version != FORMAT_VERSION)
    corrections = {"corrections": {"sha256": provenance}} if provenance else {}
    return (read_by, weights, version) != (fabula.__version__, WEIGHTS, FORMAT_VERSION) or is_out_of_date(
        corrections, str(path)
    )


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise SourceNotFound(f"{path}: no such file; check the name") from error
    except OSError as error:
        raise SourceUnreadable(f"{path} cannot be read ({error.strerror}): permit it or take another") from error
