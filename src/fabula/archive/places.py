"""Files wherever they lie: on this machine, or where Arrow has a file system for a URI (``s3://``, ``gs://``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from pyarrow import fs

from fabula.errors import SourceNotFound, SourceUnreadable

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_WILD = re.compile(r"[*\[]")


def is_uri(place: str) -> bool:
    """Whether a place is given as a URI, not as a path.

    >>> is_uri("s3://stories/novels.zip"), is_uri("novels.zip")
    (True, False)
    """
    return _URI.match(place) is not None


@cache
def filesystem_of(root: str) -> tuple[Any, str]:
    """Arrow's file system for a path or URI, and the path within it."""
    if is_uri(root):
        filesystem, path = fs.FileSystem.from_uri(root)
        return filesystem, path
    return fs.LocalFileSystem(), root


def open_file(place: str) -> Any:
    """The file at a place, to be read anywhere."""
    if not is_uri(place):
        return Path(place).open("rb")
    filesystem, path = filesystem_of(place)
    return filesystem.open_input_file(path)


def open_stream(place: str) -> Any:
    """The bytes of the file at a place in their order, unpacked where its name ends in .gz, .zst or .bz2."""
    filesystem, path = filesystem_of(place)
    return filesystem.open_input_stream(path, compression=_compression(path), buffer_size=1 << 20)


def open_stream_at(place: str, offset: int) -> tuple[Any, int]:
    """The same from an offset on, where the file is not packed; and the offset of the first byte that it gives."""
    if _compression(filesystem_of(place)[1]):
        return open_stream(place), 0
    file = open_file(place)
    file.seek(offset)
    return file, offset


def files_at(uri: str, endings: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """URI and size of each file that a URI names, one of a folder at any depth, or those that fit a pattern.

    Takes   endings: in small letters, of the files that are wanted in a folder
    Raises  SourceNotFound (S01), SourceUnreadable (S11)
    """
    address, mark, query = uri.partition("?")  # of a URI this is no sign of a pattern, but begins its options
    wild = _WILD.search(address)
    start = address[: address.rindex("/", 0, wild.start())] if wild else address.rstrip("/")
    pattern = address[len(start) + 1 :] if wild else None
    try:
        filesystem, root = filesystem_of(start + mark + query)
        found = filesystem.get_file_info(root.rstrip("/"))
        if found.type == fs.FileType.File:
            yield uri, found.size
            return
        infos = filesystem.get_file_info(fs.FileSelector(root, recursive=True, allow_not_found=True))
    except (OSError, ValueError) as error:
        raise SourceUnreadable(f"{uri} cannot be opened ({_one_line(error)}): check the address") from error
    names = {info.path[len(root.rstrip("/")) + 1 :]: info.size for info in infos if info.is_file}
    wanted = sorted(name for name in names if _is_wanted(name, pattern, endings))
    if not wanted:
        raise SourceNotFound(f"{uri}: no stories there; check the address")
    for name in wanted:
        yield f"{start}/{name}{mark}{query}", names[name]


def _is_wanted(name: str, pattern: str | None, endings: tuple[str, ...]) -> bool:
    if any(part.startswith(".") for part in name.split("/")):
        return False
    if pattern is None:
        return name.lower().endswith(endings)
    return ("**" in pattern or pattern.count("/") == name.count("/")) and fnmatchcase(name, pattern)


def _compression(path: str) -> str | None:
    endings = {".gz": "gzip", ".tgz": "gzip", ".zst": "zstd", ".bz2": "bz2"}
    return next((name for ending, name in endings.items() if path.lower().endswith(ending)), None)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
