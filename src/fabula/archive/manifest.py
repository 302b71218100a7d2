"""The manifest: which units are read, and the parts that hold their stories."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from fabula.archive.columns import SCHEMAS
from fabula.archive.folder import Folder, parsed
from fabula.archive.outcome import Read
from fabula.archive.parts import Numbered, checksum, parts_of
from fabula.errors import ArchiveDamaged


@dataclass(frozen=True)
class Part:
    """A file of one table: its name in the table's folder, rows, size in bytes, SHA-256."""

    file: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Entry:
    """A unit that is read: how many stories it has and how many could not be read, their words, its parts by table."""

    unit: int
    stories: int
    failures: int
    words: int
    parts: Mapping[str, Part]


def write_parts(folder: Folder, unit: int, outcomes: Sequence[Numbered]) -> Entry:
    """Write the parts of a unit, which do not count until the entry is in the manifest.

    Raises  CannotWrite (O01), DiskFull (O02)
    """
    parts = {}
    for name, n_rows, data in parts_of(outcomes):
        digest = checksum(data)
        parts[name] = Part(f"{unit:06}-{digest[:8]}.parquet", n_rows, len(data), digest)
        folder.write(f"{name}/{parts[name].file}", data)
    words = sum(outcome.row["n_words"] for _, _, outcome in outcomes if isinstance(outcome, Read))
    return Entry(unit, parts["stories"].rows, parts["failures"].rows, words, parts)


def commit(folder: Folder, entry: Entry) -> None:
    """Make the parts of a unit count."""
    folder.write(f"manifest/{entry.unit:06}.json", json.dumps(asdict(entry), indent=1).encode())


def read_manifest(folder: Folder) -> dict[int, Entry]:
    """The entries by unit, in order.

    Raises  ArchiveDamaged (R04)
    """
    entries = {}
    for name in (name for name in folder.names("manifest") if name.endswith(".json")):
        where = f"{folder.place}/manifest/{name}"
        known = parsed(folder.read(f"manifest/{name}") or b"", where)
        try:
            parts = {table: Part(**part) for table, part in known.pop("parts").items()}
            entry = Entry(**known, parts=parts)
        except (TypeError, KeyError, AttributeError) as error:
            raise ArchiveDamaged(f"{where} is damaged: delete it, and its stories are read again") from error
        if parts.keys() != SCHEMAS.keys():
            raise ArchiveDamaged(f"{where} has other tables than this fabula knows")
        entries[entry.unit] = entry
    return entries


def named_in(entries: Mapping[int, Entry]) -> set[str]:
    """The files that count."""
    return {f"{table}/{part.file}" for entry in entries.values() for table, part in entry.parts.items()}
