"""Whether a library is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from fabula.errors import FabulaError
from fabula.library.store import story_of

COUNTS = {
    "quotations": "SELECT id, title FROM stories WHERE lines <> (SELECT count(*) FROM quotes "
    "WHERE passage BETWEEN first_passage AND last_passage)",
    "chapters": "SELECT id, title FROM stories "
    "WHERE chapters <> (SELECT count(*) FROM chapters WHERE story = stories.id)",
    "passages": "SELECT id, title FROM stories "
    "WHERE last_passage - first_passage + 1 <> (SELECT count(*) FROM passages "
    "WHERE id BETWEEN first_passage AND last_passage)",
    "text": "SELECT id, title FROM stories WHERE code_points <> (SELECT sum(length(text)) FROM passages "
    "WHERE id BETWEEN first_passage AND last_passage)",
    "tables": "SELECT id, title FROM stories WHERE id NOT IN (SELECT story FROM story_tables)",
}
"""What of a story can be counted -> the stories of which some is missing."""


def faults_of(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the library, a line each; nothing if it is whole.

    Every page, every foreign key, both indices of words against the text, the counts of every story, and whether each
    story can be given back.
    """
    return list(_faults(connection))


def _faults(connection: sqlite3.Connection) -> Iterator[str]:
    pages = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    yield from (f"the file: {fault}" for fault in pages if fault != "ok")
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"{table}, row {row}: there is no such row in {parent}"
    for index in ("passage_words", "quote_words"):
        try:
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            yield f"{index}: the index is not that of the text ({error})"
    for what, sql in COUNTS.items():
        for id, title in connection.execute(sql).fetchall():
            yield f"{title!r} (story {id}): some of its {what} is missing"
    for (id,) in connection.execute("SELECT id FROM stories ORDER BY id").fetchall():
        try:
            story_of(connection, id)
        except FabulaError as error:
            yield str(error)
