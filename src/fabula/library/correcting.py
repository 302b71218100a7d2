"""Corrections made in the library, kept beside its stories."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fabula.corrections import Corrections, as_toml, corrections_from_text
from fabula.destinations import corrections_path
from fabula.errors import NotInLibrary
from fabula.library.connection import transaction
from fabula.library.store import Source

MADE_HERE = "the library"


@dataclass(frozen=True)
class Correction:
    """A correction made in the library: ``kind`` and ``keys`` are a section of a file of corrections."""

    id: int
    kind: str
    keys: Mapping[str, Any]
    made: str

    @property
    def toml(self) -> str:
        """As it would stand in ``BOOK.corrections.toml``."""
        return f"[[{self.kind}]]\n" + "".join(f"{key} = {as_toml(value)}\n" for key, value in self.keys.items())


def corrections_of(connection: sqlite3.Connection, digest: str) -> list[Correction]:
    """Those made of the story with this hash, in the order in which they were made."""
    rows = connection.execute("SELECT id, kind, keys, made FROM corrections WHERE hash = ? ORDER BY id", (digest,))
    return [Correction(id, kind, json.loads(keys), made) for id, kind, keys, made in rows]


def add_correction(connection: sqlite3.Connection, story: int, kind: str, keys: Mapping[str, Any]) -> int:
    """The id of a correction, now kept; a further one about the speaker of the same quotation takes the place of it.

    Raises  NotInLibrary (L06), CorrectionsUnknown (C03): no such section or key, or a value that is none
    """
    digest = source_of(connection, story).hash
    made = datetime.now(UTC).isoformat(timespec="seconds")
    correction = Correction(0, kind, dict(keys), made)
    corrections_from_text(correction.toml, MADE_HERE)
    anchor = ("quote", "after", "occurrence")
    with transaction(connection):
        for earlier in corrections_of(connection, digest) if kind == "speaker" else ():
            if earlier.kind == kind and all(earlier.keys.get(key) == keys.get(key) for key in anchor):
                connection.execute("DELETE FROM corrections WHERE id = ?", (earlier.id,))
        row = (digest, kind, json.dumps(dict(keys)), made)
        added = connection.execute("INSERT INTO corrections (hash, kind, keys, made) VALUES (?, ?, ?, ?)", row)
        return int(added.lastrowid or 0)


def drop_correction(connection: sqlite3.Connection, story: int, correction: int) -> None:
    """Take a correction back.

    Raises  NotInLibrary (L06): no such story, or none of its corrections
    """
    digest = source_of(connection, story).hash
    dropped = connection.execute("DELETE FROM corrections WHERE id = ? AND hash = ?", (correction, digest))
    if not dropped.rowcount:
        raise NotInLibrary(f"story {story} has no correction {correction}: it may have been taken back already")


def source_of(connection: sqlite3.Connection, story: int) -> Source:
    """Where a story came from.

    Raises  NotInLibrary (L06)
    """
    row = connection.execute("SELECT hash, name, path FROM stories WHERE id = ?", (story,)).fetchone()
    if row is None:
        raise NotInLibrary(f"the library has no story {story}; fabula library list shows those it has")
    series = connection.execute("SELECT label FROM labels WHERE story = ? AND kind = 'series'", (story,)).fetchone()
    return Source(row[0], row[1], row[2], series[0] if series else None)


def made_here(connection: sqlite3.Connection, digest: str) -> Corrections | None:
    """The corrections made in the library of the story with this hash, to be applied."""
    made = corrections_of(connection, digest)
    return corrections_from_text(toml_of(made), MADE_HERE) if made else None


def toml_of(corrections: Sequence[Correction]) -> str:
    """Corrections as a file of them."""
    return "\n".join(correction.toml for correction in corrections)


def name_beside(source: Source) -> str:
    """How the file of corrections beside this source would be called."""
    return Path(corrections_path(source.name) or "story.corrections.toml").name
