"""The bytes of a story from where it lies.

A stretch of a packed file can only be reached through what is before it. Stories come in the order of their files, so
the stream is kept open and goes on from story to story.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from fabula.archive.item import LARGEST, Item, metadata_of_record
from fabula.archive.places import is_uri, open_file, open_stream, open_stream_at
from fabula.errors import SourceBroken, SourceEncrypted, SourceNotFound, SourceTooLarge, SourceUnreadable
from fabula.sources.document import Metadata

_CHUNK = 1 << 20
_ROWS = 16


@dataclass(frozen=True)
class Fetched:
    """What a story's source holds: ``data`` of a file, or the text itself encoded in UTF-8 (``is_text``)."""

    data: bytes
    name: str
    metadata: Metadata
    is_text: bool = False
    path: Path | None = None  # of a file of its own on this machine


class Fetcher:
    """Fetches items, and keeps open the collection that the last one came from."""

    def __init__(self, text_column: str) -> None:
        self._text_column = text_column
        self._open: Any = None
        self._place: tuple[str, str, int] | None = None
        self._position = 0

    def fetch(self, item: Item) -> Fetched:
        """What the source of ``item`` holds.

        Raises  SourceNotFound (S01), SourceBroken (S06), SourceEncrypted (S07), SourceTooLarge (S08),
                SourceUnreadable (S11)
        """
        try:
            return self._fetch(item)
        except MemoryError:
            raise
        except FileNotFoundError as error:
            raise SourceNotFound(f"{item.source}: there is no such file any more") from error
        except (EOFError, ValueError, NotImplementedError, RecursionError, zipfile.BadZipFile, zlib.error) as error:
            raise SourceBroken(f"{item.source} is damaged ({_one_line(error)}): get it again") from error
        except RuntimeError as error:
            raise SourceEncrypted(f"{item.source} is locked with a password: unlock it first") from error
        except (OSError, pa.ArrowException) as error:
            raise SourceUnreadable(f"{item.source} cannot be read ({_one_line(error)})") from error

    def _fetch(self, item: Item) -> Fetched:
        name = item.source.rpartition("/")[2].rpartition("::")[2]
        if item.kind == "file":
            path = None if is_uri(item.place) else Path(item.place)
            with open_file(item.place) as file:
                return Fetched(self._capped(file, item), name, item.metadata, path=path)
        if item.kind == "member":
            return Fetched(self._member(item), name, item.metadata)
        if item.kind == "row":
            record = self._row(item)
        elif item.kind == "stretch":
            return Fetched(self._stretch(item), name, item.metadata)
        elif item.kind == "packed":
            with open_stream(item.place) as stream:
                return Fetched(self._capped(stream, item), name.rpartition(".")[0], item.metadata)
        else:
            record = json.loads(self._stretch(item))
        text = record.get(self._text_column) if isinstance(record, dict) else None
        if not isinstance(text, str):
            raise SourceBroken(f"{item.source} has no text in {self._text_column!r}: --text-column says where it is")
        metadata = metadata_of_record(record)
        return Fetched(text.encode("utf-8", "surrogatepass"), metadata.title or item.source, metadata, is_text=True)

    def _member(self, item: Item) -> bytes:
        if self._place != (item.kind, item.place, 0):
            self._take((item.kind, item.place, 0), zipfile.ZipFile(open_file(item.place)))
        with self._open.open(self._open.infolist()[item.at]) as member:
            return self._capped(member, item)

    def _stretch(self, item: Item) -> bytes:
        place = ("stream", item.place, 0)
        if self._place != place or self._position > item.at:
            stream, offset = open_stream_at(item.place, item.at)
            self._take(place, stream, offset)
        while self._position < item.at:
            skipped = len(self._open.read(min(_CHUNK, item.at - self._position)))
            if not skipped:
                raise EOFError("it ends before this story")
            self._position += skipped
        data = self._capped(self._open, item, item.size)
        self._position += len(data)
        return data

    def _row(self, item: Item) -> dict[str, Any]:
        place = (item.kind, item.place, item.group)
        if self._place != place or self._position > item.at:
            file = parquet.ParquetFile(open_file(item.place), pre_buffer=False, buffer_size=_CHUNK)
            self._take(place, _rows(file, item.group, self._text_column))
        while True:
            record: dict[str, Any] | None = next(self._open, None)
            if record is None:
                raise EOFError("it ends before this row")
            self._position += 1
            if self._position > item.at:
                return record

    def _take(self, place: tuple[str, str, int], opened: Any, position: int = 0) -> None:
        if hasattr(self._open, "close"):
            self._open.close()
        self._open, self._place, self._position = opened, place, position

    def _capped(self, file: Any, item: Item, size: int | None = None) -> bytes:
        """So many bytes, or all that are left, of a file that may hold more than it says."""
        wanted = LARGEST + 1 if size is None else min(size, LARGEST + 1)
        pieces, missing = [], wanted
        while missing and (piece := file.read(min(_CHUNK, missing))):
            pieces.append(bytes(piece))
            missing -= len(piece)
        if wanted - missing > LARGEST:
            raise SourceTooLarge(f"{item.source} has more than {LARGEST // 1_000_000} MB, which no story has: not read")
        if size is not None and missing:
            raise EOFError("it ends within this story")
        return b"".join(pieces)


def _rows(file: Any, group: int, text_column: str) -> Iterator[dict[str, Any]]:
    known = set(Metadata.__dataclass_fields__)
    columns = [name for name in file.schema_arrow.names if name in known or name == text_column]
    for batch in file.iter_batches(batch_size=_ROWS, row_groups=[group], columns=columns):
        yield from batch.to_pylist()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
