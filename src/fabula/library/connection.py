"""Opening the library's file, and transactions on it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from fabula.errors import (
    CannotWrite,
    DiskFull,
    FabulaError,
    LibraryBusy,
    LibraryDamaged,
    LibraryNotFound,
    LibraryOfOtherVersion,
    NotALibrary,
)

APPLICATION_ID = 0x46414255  # "FABU", in the file's header
SCHEMA_VERSION = 2  # one more with every change of tables.sql or packing.py
PAGE = 8192  # bytes: passages fill such pages better than SQLite's usual ones of half the size
WAIT = 60.0  # seconds for which a writer waits for another
CACHE = 64 * 1024  # KiB of pages kept in memory
MAPPED = 2 << 30  # bytes of the file that are read through memory mapping


def default_path() -> Path:
    """Where the library is when nobody says: FABULA_LIBRARY, or the user's folder for data."""
    if given := os.environ.get("FABULA_LIBRARY"):
        return Path(given)
    if os.name == "nt":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        named = os.environ.get("XDG_DATA_HOME", "")
        folder = Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share"
    return folder / "fabula" / "library.db"


def connect(path: Path, create: bool, read_only: bool = False) -> sqlite3.Connection:
    """A connection to the library at ``path``.

    Takes   create: make the library where there is none; read_only: SQLite itself refuses every change
    Raises  LibraryNotFound (L01), NotALibrary (L02), LibraryOfOtherVersion (L03), LibraryDamaged (L04),
            LibraryBusy (L05), CannotWrite (O01), DiskFull (O02)
    """
    if not path.exists() and not create:
        raise LibraryNotFound(f"{path}: there is no library here; fabula library add makes one")
    with as_library_error(path):
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = _connect_to_read(path) if read_only else sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        try:
            _prepare(connection, path, create)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, deletes: bool = False) -> Iterator[None]:
    """All that the block writes is in the library when it ends, or nothing of it.

    Takes   deletes: foreign keys are not looked up, which would search whole tables for each row that goes; the block
                     sees to it itself that no row points to one that is gone
    """
    if deletes:
        connection.execute("PRAGMA foreign_keys = OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


@contextmanager
def as_library_error(path: Path) -> Iterator[None]:
    """What SQLite and the system say becomes an error about ``path`` that a person understands."""
    try:
        yield
    except sqlite3.Error as error:
        raise _library_error(path, error) from error
    except FabulaError:
        raise
    except OSError as error:
        raise CannotWrite(f"cannot make {path}: {(error.strerror or str(error)).lower()}; choose another") from error


def _library_error(path: Path, error: sqlite3.Error) -> FabulaError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(f"cannot write {path}: no space left on the disk; the story that was being added is not in")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryBusy(f"{path} is kept locked by another program: try again when it has finished")
    if code == sqlite3.SQLITE_NOTADB:
        return NotALibrary(f"{path} is not a library of fabula: choose another file with --library")
    if code == sqlite3.SQLITE_CORRUPT:
        return LibraryDamaged(f"{path} is damaged ({error}): take a copy of it that is not, or add its books again")
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM):
        return CannotWrite(f"cannot use {path}: {error}; choose another file with --library")
    return LibraryDamaged(f"{path} cannot be used ({error}): fabula library check says more")


def _prepare(connection: sqlite3.Connection, path: Path, create: bool) -> None:
    connection.execute(f"PRAGMA busy_timeout = {int(WAIT * 1000)}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    connection.execute(f"PRAGMA mmap_size = {MAPPED}")
    connection.execute("PRAGMA temp_store = MEMORY")
    if create and _is_empty(connection):
        connection.execute(f"PRAGMA page_size = {PAGE}")
        _use_wal(connection)
        with transaction(connection):
            if _is_empty(connection):  # another writer may have been first
                _make_tables(connection)
    _check_header(connection, path)
    connection.execute("PRAGMA synchronous = NORMAL")


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; in a folder where SQLite may not put its log, the file alone is read."""
    address = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, timeout=WAIT, isolation_level=None, uri=True)
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CANTOPEN or Path(f"{path}-wal").exists():
            raise
        return sqlite3.connect(f"{address}&immutable=1", isolation_level=None, uri=True)
    return connection


def _is_empty(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return bool(tables == 0)


def _use_wal(connection: sqlite3.Connection) -> None:
    """Turn on write-ahead logging; SQLite does not wait where two programs do it at once, so we do."""
    give_up = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def _make_tables(connection: sqlite3.Connection) -> None:
    for name in ("tables.sql", "views.sql"):
        for statement in _statements((files("fabula.library") / name).read_text("utf-8")):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; ``executescript`` would end the transaction that they are to stand in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _check_header(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise NotALibrary(f"{path} is not a library of fabula: choose another file with --library")
    if version > SCHEMA_VERSION:
        raise LibraryOfOtherVersion(f"{path} was written by a newer fabula: upgrade fabula to open it")
    if version < SCHEMA_VERSION:
        raise LibraryOfOtherVersion(f"{path} was written by an older fabula: make a new library of its books")
