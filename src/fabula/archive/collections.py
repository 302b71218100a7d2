"""The stories in a collection: a zip, a tar, JSON Lines, Parquet.

The problem. A collection may come from anybody. Nothing in it is unpacked to disk, so that a member called
``../../etc/passwd`` is only called so; what a member unpacks to is counted while it is read (``fetching.py``), since
what it declares may be a lie; links and devices in a tar are no stories.
"""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from fabula.archive.item import LARGEST, Item, Kind
from fabula.archive.places import open_file, open_stream
from fabula.errors import NoTextColumn, SourceBroken, SourceTooLarge
from fabula.sources.finding import SUFFIXES

PACKED = ("", ".gz", ".zst", ".bz2")
ZIP = (".zip",)
TAR = (*(f".tar{packed}" for packed in PACKED), ".tgz")
LINES = tuple(f"{ending}{packed}" for ending in (".jsonl", ".ndjson") for packed in PACKED)
ROWS = (".parquet",)
PACKED_BOOKS = tuple(f"{suffix}{packed}" for suffix in SUFFIXES for packed in PACKED[1:])
COLLECTIONS = (*ZIP, *TAR, *LINES, *ROWS, *PACKED_BOOKS)
"""How the names of collections end, in small letters."""

_DAMAGE = (OSError, EOFError, ValueError, NotImplementedError, tarfile.TarError, zipfile.BadZipFile, zlib.error)
_DAMAGE_OF_ROWS = (OSError, pa.ArrowException)
_CHUNK = 1 << 20


def items_in(source: str, place: str, size: int, text_column: str) -> Iterator[Item | None]:
    """The stories in the file at ``place``, in their order; None for each member that is no book.

    Of a collection that cannot be read to its end there are the stories before the damage and one item that says so.

    Raises  NoTextColumn (R05)
    """
    name = place.partition("?")[0].lower()
    try:
        if name.endswith(ZIP):
            yield from _members(source, place, size)
        elif name.endswith(TAR):
            yield from _stretches(source, place)
        elif name.endswith(LINES):
            yield from _lines(source, place)
        elif name.endswith(ROWS):
            yield from _rows(source, place, text_column)
        else:
            yield Item(source, place, "packed" if name.endswith(PACKED_BOOKS) else "file", size=size)
    except (*_DAMAGE, *_DAMAGE_OF_ROWS) as error:
        what = " ".join(str(error).split())[:200] or type(error).__name__
        yield _fault(source, place, SourceBroken.code, f"{source} is damaged ({what}): get it again")


def _members(source: str, place: str, size: int) -> Iterator[Item | None]:
    with open_file(place) as file, zipfile.ZipFile(file) as archive:
        infos = archive.infolist()
        names = {info.filename for info in infos}
        if "META-INF/container.xml" in names or "word/document.xml" in names:  # a book that is called .zip
            yield Item(source, place, size=size)
            return
        own = _Own(source)
        for number, info in enumerate(infos):
            if not info.filename.endswith("/"):  # not is_dir(), which needs a name
                yield _item(own, info.filename, place, "member", number, info.file_size)


def _stretches(source: str, place: str) -> Iterator[Item | None]:
    own = _Own(source)
    with open_stream(place) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            archive.members = []  # type: ignore[attr-defined]  # or it keeps all that it has seen
            if member.isreg() and not member.issparse():
                yield _item(own, member.name, place, "stretch", member.offset_data, member.size)
            elif not member.isdir():
                yield None


def _lines(source: str, place: str) -> Iterator[Item]:
    with open_stream(place) as stream:
        for number, start, length in _line_spans(stream):
            name = f"{source}::{number}"
            if length > LARGEST:
                yield _fault(name, place, SourceTooLarge.code, f"{name} has {_too_large()}")
            else:
                yield Item(name, place, "line", start, length)


def _line_spans(stream: Any) -> Iterator[tuple[int, int, int]]:
    """Number from 1, first byte and length of each line that is not blank."""
    number, start, carried, is_filled = 1, 0, 0, False
    while chunk := stream.read(_CHUNK):
        *whole, rest = bytes(chunk).split(b"\n")
        for piece in whole:
            length = carried + len(piece)
            if is_filled or piece.strip():
                yield number, start, length
            number, start, carried, is_filled = number + 1, start + length + 1, 0, False
        carried += len(rest)
        is_filled = is_filled or bool(rest.strip())
    if is_filled:
        yield number, start, carried


def _rows(source: str, place: str, text_column: str) -> Iterator[Item]:
    with open_file(place) as file:
        about = parquet.ParquetFile(file).metadata
        names = [about.schema.column(column).path for column in range(about.num_columns)]
        if text_column not in names:
            raise NoTextColumn(
                f"{source} has no column {text_column!r}, only {', '.join(names)}: --text-column says where they are"
            )
        row = 0
        for group in range(about.num_row_groups):
            held = about.row_group(group)
            size = held.column(names.index(text_column)).total_uncompressed_size // max(held.num_rows, 1)
            for place_in_group in range(held.num_rows):
                row += 1
                yield Item(f"{source}::{row}", place, "row", place_in_group, size, group)


class _Own:
    """Names of members under the name of their collection; a second of the same name gets a number."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._seen: Counter[str] = Counter()

    def name(self, member: str) -> str:
        self._seen[member] += 1
        again = f"{self._seen[member]}::" if self._seen[member] > 1 else ""
        return f"{self.source}::{again}{member}"


def _item(own: _Own, member: str, place: str, kind: Kind, at: int, size: int) -> Item | None:
    last = member.rpartition("/")[2]
    if last.startswith(".") or not last.lower().endswith(SUFFIXES):
        return None
    name = own.name(member)
    if size > LARGEST:
        return _fault(name, place, SourceTooLarge.code, f"{name} has {_too_large()}")
    return Item(name, place, kind, at, size)


def _too_large() -> str:
    return f"more than {LARGEST // 1_000_000} MB, which no story has: not read"


def _fault(source: str, place: str, code: str, reason: str) -> Item:
    return Item(source, place, "fault", code=code, reason=reason)
