"""Which stories somebody means by what they give: files, folders, patterns, collections, here or elsewhere."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from fabula.archive.collections import COLLECTIONS, items_in
from fabula.archive.item import Item
from fabula.archive.places import files_at, is_uri
from fabula.errors import SourceNotFound
from fabula.sources.finding import SUFFIXES, Book, books_in


def items_of(inputs: Sequence[str], text_column: str, archive: str | None = None) -> Iterator[Item | None]:
    """The stories at all inputs, each source once, in an order that depends on nothing else; None for what is none.

    Takes   archive: a folder or URI in which nothing is looked for, as it is where the stories are going
    Raises  SourceNotFound (S01): nothing at an input; SourceUnreadable (S11), NoTextColumn (R05)
    """
    seen: set[str] = set()
    for given in inputs:
        for item in _items_at(given, text_column, archive):
            if item is None:
                yield None
            elif item.source not in seen:
                seen.add(item.source)
                yield item


def _items_at(given: str, text_column: str, archive: str | None) -> Iterator[Item | None]:
    if is_uri(given):
        for uri, size in files_at(given, (*SUFFIXES, *COLLECTIONS)):
            if not _is_within(uri, archive):
                yield from items_in(uri.partition("?")[0], uri, size, text_column)
        return
    for path in _paths(given):
        for book in books_in(path, COLLECTIONS):
            if book is None:
                yield None
            elif not _is_within(str(book.path), archive):
                yield from _items_of_book(book, text_column)


def _is_within(place: str, archive: str | None) -> bool:
    if archive is None or is_uri(place) != is_uri(archive):
        return False
    if is_uri(place):
        return place.startswith(archive.partition("?")[0].rstrip("/") + "/")
    return Path(place).resolve().is_relative_to(Path(archive).resolve())


def _paths(given: str) -> list[Path]:
    if os.path.lexists(given):
        return [Path(given)]
    found = sorted(glob.glob(given, recursive=True)) if glob.has_magic(given) else []  # noqa: PTH207 (absolute ones)
    if not found:
        raise SourceNotFound(f"{given}: there is nothing there; check the name")
    return [Path(path) for path in found]


def _items_of_book(book: Book, text_column: str) -> Iterator[Item | None]:
    source, place = _printable(book.path), str(book.path.absolute())
    if book.fault is not None:
        yield Item(source, place, "fault", code=book.fault.code, reason=str(book.fault))
        return
    size = book.path.stat().st_size if book.path.exists() else 0
    for item in items_in(source, place, size, text_column):
        yield item and replace(item, metadata=book.metadata)


def _printable(path: Path) -> str:
    """A path as a name that any file can hold: bytes that are no UTF-8 are spelled out."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
