"""What happened in a world: a table that is only added to, in the world's database, and read while the world is open.

A row is committed together with what it changes, and before anybody is shown it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fabula.errors import WorldNotFound

TABLES = (
    """CREATE TABLE IF NOT EXISTS fabula_happenings (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, session INTEGER NOT NULL, kind TEXT NOT NULL,
        actor TEXT NOT NULL, guest TEXT, place TEXT, region TEXT, party TEXT, text TEXT NOT NULL,
        heard_by TEXT NOT NULL, object TEXT, span TEXT)""",
    """CREATE TABLE IF NOT EXISTS fabula_sessions (id INTEGER PRIMARY KEY, began TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS fabula_invitations (
        id INTEGER PRIMARY KEY, hash TEXT UNIQUE NOT NULL, role TEXT NOT NULL, made TEXT NOT NULL,
        used TEXT, guest INTEGER, revoked TEXT)""",
    """CREATE TABLE IF NOT EXISTS fabula_keys (
        guest INTEGER PRIMARY KEY, hash TEXT UNIQUE NOT NULL, name TEXT NOT NULL, likeness TEXT UNIQUE NOT NULL,
        role TEXT NOT NULL, revoked TEXT)""",
    """CREATE TABLE IF NOT EXISTS fabula_loaded (key TEXT PRIMARY KEY, part TEXT NOT NULL)""",
)


@dataclass(frozen=True)
class Happening:
    """Something said or done; ``session`` counts the times that the world was opened, from 1."""

    id: int
    at: str
    session: int
    kind: str
    actor: str
    guest: str | None
    place: str | None
    region: str | None
    party: str | None
    text: str
    heard_by: list[str]
    object: str | None
    span: list[int] | None


def folder_of(design: Path, data: Path | None = None) -> Path:
    """Where a world keeps what happens in it: beside the design, if nothing else is said."""
    return (data or design.with_suffix(".world")).absolute()


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables that are not there."""
    for statement in TABLES:
        connection.execute(statement)


def begin_session(connection: sqlite3.Connection) -> int:
    """Count one more opening; its number."""
    cursor = connection.execute("INSERT INTO fabula_sessions (began) VALUES (?)", (now(),))
    return int(cursor.lastrowid or 0)


def add_happening(
    connection: sqlite3.Connection,
    session: int,
    kind: str,
    actor: str,
    text: str,
    *,
    guest: str | None = None,
    place: str | None = None,
    region: str | None = None,
    party: str | None = None,
    heard_by: list[str] | None = None,
    object: str | None = None,
    span: list[int] | None = None,
) -> None:
    """Add what happened."""
    connection.execute(
        "INSERT INTO fabula_happenings (at, session, kind, actor, guest, place, region, party, text, heard_by, object,"
        " span) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(now(), session, kind, actor, guest, place, region, party, text),
            *(json.dumps(heard_by or [], ensure_ascii=False), object, json.dumps(span) if span else None),
        ),
    )


def happenings(folder: Path, session: int | None = None) -> list[Happening]:
    """What happened in a world, or in one session of it, in order.

    Raises  WorldNotFound (Y06)
    """
    with opened(folder) as connection:
        where, values = ("WHERE session = ?", (session,)) if session else ("", ())
        rows = connection.execute(f"SELECT * FROM fabula_happenings {where} ORDER BY id", values).fetchall()
    return [_happening(row) for row in rows]


def _happening(row: tuple[Any, ...]) -> Happening:
    values = dict(zip((field.name for field in fields(Happening)), row, strict=True))
    values["heard_by"] = json.loads(values["heard_by"])
    values["span"] = json.loads(values["span"]) if values["span"] else None
    return Happening(**values)


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """The database of a world, beside the engine where it runs; committed when the block ends well.

    Raises  WorldNotFound (Y06)
    """
    path = folder / "world.db"
    if not path.is_file():
        raise WorldNotFound(f"nothing has happened in {folder}: open the world first with fabula world open")
    connection = sqlite3.connect(path, timeout=10)
    try:
        connection.execute("PRAGMA synchronous=FULL")
        with connection:
            make_tables(connection)
            yield connection
    except sqlite3.DatabaseError as error:
        raise WorldNotFound(f"{path} is not the database of a world, or it is damaged ({error})") from error
    finally:
        connection.close()


def now() -> str:
    """This moment, in UTC, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
