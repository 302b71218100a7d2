"""Which books are meant by the paths that somebody gives: files, folders, and Calibre's libraries."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fabula.errors import FabulaError, SourceBroken, SourceUnreadable
from fabula.sources.document import Metadata

SUFFIXES = (".fabula", ".epub", ".docx", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".text")
"""What is taken for a book in a folder; of a book in several of Calibre's formats, the first of these."""
CALIBRE = "metadata.db"


@dataclass(frozen=True)
class Book:
    """A file to read, and what a catalogue says of it; or a place that holds books, and why they cannot be found."""

    path: Path
    metadata: Metadata = Metadata()
    series: str | None = None
    fault: FabulaError | None = None


def books_in(path: Path, also: tuple[str, ...] = ()) -> Iterator[Book | None]:
    """The books at a path; None for each file that is no book.

    A file that is named is a book, whatever it is called; in a folder, at any depth, books are known by how they end.
    What ``fabula read`` has written beside a book is not a book of its own. Of a folder or a catalogue that cannot be
    read there is one book, with its ``fault``.

    Takes   also: other endings, in small letters, of what is taken for a book in a folder
    """
    try:
        if not path.is_dir():
            yield Book(path)
        elif (path / CALIBRE).is_file():
            yield from _calibre(path)
        else:
            yield from _in_folder(path, also)
    except sqlite3.Error as error:
        yield Book(path / CALIBRE, fault=SourceBroken(f"{path / CALIBRE} is no catalogue of Calibre's ({error})"))
    except OSError as error:
        yield Book(path, fault=SourceUnreadable(f"{path} cannot be searched for books ({error.strerror})"))


def _in_folder(folder: Path, also: tuple[str, ...]) -> Iterator[Book | None]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from books_in(entry, also)
        elif entry.is_file():
            yield Book(entry) if _is_book(entry) or entry.name.lower().endswith(also) else None


def _is_book(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return False
    beside = [path.with_suffix(other) for other in SUFFIXES if other != suffix]
    if suffix == ".fabula":
        return not any(other.exists() for other in beside if other.suffix not in (".html", ".htm"))
    return not (suffix == ".html" and path.with_suffix(".fabula").exists())


def _calibre(folder: Path) -> Iterator[Book | None]:
    """The books of a Calibre library, each once; None for one in no format that fabula knows."""
    connection = sqlite3.connect(f"{(folder / CALIBRE).resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        books = connection.execute("SELECT id, title, path FROM books ORDER BY id").fetchall()
        formats = _lists(connection, "SELECT book, name || '.' || lower(format) FROM data")
        linked = "SELECT book, {0}.name FROM books_{0}_link AS link JOIN {0} ON {0}.id = link.{1} ORDER BY link.id"
        authors, series, tags = (
            _lists(connection, linked.format(table, key))
            for table, key in (("authors", "author"), ("series", "series"), ("tags", "tag"))
        )
    finally:
        connection.close()
    for id, title, path in books:
        files = [folder / path / name for name in formats[id]]
        known = sorted((file for file in files if file.suffix in SUFFIXES), key=lambda f: SUFFIXES.index(f.suffix))
        author = ", ".join(name.replace("|", ",") for name in authors[id]) or None
        metadata = Metadata(title=title, author=author, tags=tuple(tags[id]))
        yield Book(known[0], metadata, next(iter(series[id]), None)) if known else None


def _lists(connection: sqlite3.Connection, sql: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for book, value in connection.execute(sql):
        found[book].append(value)
    return found


def all_books(paths: Sequence[Path]) -> Iterator[Book | None]:
    """The books at all of these paths."""
    for path in paths:
        yield from books_in(path)
