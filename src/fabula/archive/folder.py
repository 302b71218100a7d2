"""The folder of an archive, on this machine or wherever Arrow has a file system: written so that a kill loses nothing.

    archive.json             what it is, and how its stories are read
    plan/000000.parquet      which stories there are, in what units they are read; a file for each start with new ones
    TABLE/000012-1a2b3c4d.parquet   the rows of unit 12; the name has the first digits of the file's SHA-256
    manifest/000012.json     unit 12 is read: its parts, their rows, sizes and checksums

A part counts when the manifest names it, and not before. A file of the manifest appears at once, whole: by renaming
on a disk, by the nature of the thing in an object store. What the manifest does not name is a leftover of something
killed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyarrow import fs

from fabula.archive.places import filesystem_of, is_uri
from fabula.errors import ArchiveBusy, ArchiveDamaged, CannotWrite
from fabula.output import atomic_write, make_folder

HEAD = "archive.json"
LOCK = ".lock"


class Folder:
    """Files by their names within the folder."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._filesystem, root = filesystem_of(place if is_uri(place) else str(Path(place).absolute()))
        self._root = root.rstrip("/")
        self.disk = Path(self._root) if self._filesystem.type_name == "local" else None

    def path(self, name: str) -> str:
        """The path of a file as Arrow's file system takes it, and DuckDB where it is a disk."""
        return f"{self._root}/{name}"

    @property
    def filesystem(self) -> Any:
        """Arrow's file system that ``path`` is of."""
        return self._filesystem

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all.

        Raises  CannotWrite (O01), DiskFull (O02)
        """
        if self.disk is not None:
            make_folder((self.disk / name).parent)
            with atomic_write(self.disk / name) as file:
                file.write(data)
            return
        try:
            with self._filesystem.open_output_stream(self.path(name)) as stream:
                stream.write(data)
        except OSError as error:
            raise CannotWrite(f"cannot write {self.place}/{name}: {_one_line(error)}") from error

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None if there is none.

        Raises  ArchiveDamaged (R04): it cannot be read
        """
        try:
            with self._filesystem.open_input_file(self.path(name)) as file:
                data: bytes = file.read()
                return data
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise ArchiveDamaged(f"{self.place}/{name} cannot be read ({_one_line(error)})") from error

    def names(self, within: str = "") -> list[str]:
        """The names of the files within a folder of it, sorted; none where it is not there.

        Raises  ArchiveDamaged (R04): it cannot be read
        """
        root = self.path(within).rstrip("/")
        try:
            infos = self._filesystem.get_file_info(fs.FileSelector(root, allow_not_found=True))
        except NotADirectoryError:
            return []
        except OSError as error:
            raise ArchiveDamaged(f"{self.place} cannot be read ({_one_line(error)})") from error
        return sorted(info.base_name for info in infos)

    def sweep(self, tables: Sequence[str], named: set[str]) -> int:
        """Take away what stands among the tables and is not ``named``, and say how much it was."""
        leftovers = [
            f"{within}/{name}"
            for within in (*tables, "manifest", "plan")
            for name in self.names(within)
            if name.startswith(".fabula.") or (within in tables and f"{within}/{name}" not in named)
        ]
        for name in leftovers:
            self._filesystem.delete_file(self.path(name))
        return len(leftovers)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other programs of this machine from reading stories into it; the lock goes when the program ends.

        Raises  ArchiveBusy (R03)
        """
        try:
            import fcntl
        except ImportError:  # Windows
            fcntl = None  # type: ignore[assignment]
        if self.disk is None or fcntl is None:
            yield
            return
        with (make_folder(self.disk) / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise ArchiveBusy(f"{self.place}: another program is reading stories into it: wait for it") from error
            yield


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def parsed(data: bytes, name: str) -> Any:
    """What a JSON file of the archive holds.

    Raises  ArchiveDamaged (R04)
    """
    try:
        return json.loads(data)
    except ValueError as error:
        raise ArchiveDamaged(f"{name} is not as fabula writes it: {error}") from error
