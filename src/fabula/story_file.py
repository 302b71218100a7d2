"""The ``.fabula`` file: one zip of Parquet tables, the text and a version."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from fabula.errors import BadTable, StoryFileDamaged, StoryFileOfOtherVersion
from fabula.output import atomic_write
from fabula.schema import TABLES, table_of
from fabula.story import Story, metadata_from_json, metadata_to_json

FORMAT_VERSION = 4  # one more with every change of the tables
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DAMAGE = (
    OSError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    pa.ArrowException,
    BadTable,
)


def save_story(story: Story, path: Path) -> None:
    """Write ``story`` to ``path``: the same story gives the same bytes. The seconds that its steps took are left out.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        head = {
            "format": "fabula-story",
            "version": FORMAT_VERSION,
            "metadata": metadata_to_json(story.metadata),
            "provenance": {key: value for key, value in story.provenance.items() if key != "seconds"},
        }
        _add(archive, "story.json", json.dumps(head, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))
        _add(archive, "text.txt", story.text.encode("utf-8", "surrogatepass"))
        for name, table in story.tables.items():
            _add(archive, f"tables/{name}.parquet", _parquet(table), compress=False)
    with atomic_write(path) as file:
        file.write(buffer.getvalue())


def load_story(path: Path) -> Story:
    """The story in the file at ``path``; its tables are checked as if a step had made them.

    Raises  StoryFileDamaged (F01), StoryFileOfOtherVersion (F02).
    """
    return _load(path, path)


def story_of_bytes(data: bytes, name: str) -> Story:
    """The story in the bytes of a story file called ``name``, as ``load_story`` gives it."""
    return _load(io.BytesIO(data), Path(name))


def _load(file: Path | IO[bytes], path: Path) -> Story:
    try:
        with zipfile.ZipFile(file) as archive:
            head = json.loads(archive.read("story.json"))
            _check_head(head, path)
            text = archive.read("text.txt").decode("utf-8", "surrogatepass")
            tables = {name: _table(archive, name) for name in TABLES}
        return Story(text, tables, metadata_from_json(head["metadata"]), head["provenance"])
    except _DAMAGE as error:
        reason = " ".join(str(error).split())
        raise StoryFileDamaged(f"{path} is not a story file, or is damaged: read the book again ({reason})") from error


def is_story_file(path: Path) -> bool:
    """Whether ``path`` is named as a story file."""
    return path.suffix.casefold() == ".fabula"


def _check_head(head: Any, path: Path) -> None:
    if not isinstance(head, dict) or head.get("format") != "fabula-story":
        raise StoryFileDamaged(f"{path} is a zip file, but not a story file: give the book itself")
    if head["version"] > FORMAT_VERSION:
        version = head["version"]
        raise StoryFileOfOtherVersion(
            f"{path} was written by a newer fabula (format {version}): upgrade fabula to open it"
        )
    if head["version"] < FORMAT_VERSION:
        version = head["version"]
        raise StoryFileOfOtherVersion(f"{path} was written by an older fabula (format {version}): read the book again")
    if not (isinstance(head["metadata"], dict) and isinstance(head["provenance"], dict)):
        raise StoryFileDamaged(f"{path} is damaged: read the book again (story.json is not as fabula writes it)")


def _add(archive: zipfile.ZipFile, name: str, data: bytes, compress: bool = True) -> None:
    info = zipfile.ZipInfo(name, date_time=_EPOCH)
    archive.writestr(info, data, zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED)


def _parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _table(archive: zipfile.ZipFile, name: str) -> pa.Table:
    table = pq.read_table(io.BytesIO(archive.read(f"tables/{name}.parquet")))
    return table_of(name, {column: table[column] for column in table.column_names})
