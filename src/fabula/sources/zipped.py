"""Read a zip archive that a stranger made.

The problem: EPUB and DOCX are zip archives, and an archive may be cut short, locked, or a bomb: 42 kB that
unpack to petabytes. What an archive declares may be a lie, so what it really unpacks to is counted as well.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from fabula.errors import SourceBroken, SourceEncrypted, SourceTooLarge

LARGEST = 500_000_000
"""Bytes that all members together may unpack to."""

_CHUNK = 1 << 20
_DAMAGE = (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError)


class Archive:
    """A zip archive in memory, of which at most ``LARGEST`` bytes are ever unpacked."""

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        """Takes   data: the file; name: for messages; kind: "EPUB" or "DOCX".

        Raises  SourceBroken (S06), SourceEncrypted (S07), SourceTooLarge (S08)
        """
        self.name, self.kind = name, kind
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except _DAMAGE as error:
            raise self.broken("the archive is cut short or damaged") from error
        if sum(member.file_size for member in members) > LARGEST:
            raise self._too_large()
        if any(member.flag_bits & 0x1 for member in members):
            raise SourceEncrypted(f"{name} is locked with a password: unlock it first")
        self._members = {member.filename: member for member in members}
        self._by_lower = {filename.lower(): filename for filename in self._members}

    def __contains__(self, path: str) -> bool:
        return path in self._members or path.lower() in self._by_lower

    def names(self) -> list[str]:
        """The paths of all members."""
        return list(self._members)

    def read(self, path: str) -> bytes:
        """The bytes of the member at ``path``; KeyError if there is none."""
        path = path if path in self._members else self._by_lower[path.lower()]
        pieces = []
        try:
            with self._zip.open(self._members[path]) as member:
                while piece := member.read(_CHUNK):
                    self._unpacked += len(piece)
                    if self._unpacked > LARGEST:
                        raise self._too_large()
                    pieces.append(piece)
        except (*_DAMAGE, EOFError, zlib.error) as error:
            raise self.broken(f"{path} in it is damaged") from error
        except RuntimeError as error:
            raise SourceEncrypted(f"{self.name} is locked with a password: unlock it first") from error
        return b"".join(pieces)

    def broken(self, what: str) -> SourceBroken:
        """The error that says ``what`` is wrong with this file."""
        return SourceBroken(f"{self.name} is not a readable {self.kind}: {what}; get or export the file again")

    def _too_large(self) -> SourceTooLarge:
        return SourceTooLarge(
            f"{self.name} unpacks to more than {LARGEST // 1_000_000} MB, which no book does: not read"
        )
