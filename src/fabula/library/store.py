"""A story into the library's tables, out of them, and back as a Story."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from fabula.errors import BadTable, LibraryDamaged, NotInLibrary, StoryFileOfOtherVersion
from fabula.library.contents import NUMBERED, Contents, fold, replaced_in, storable
from fabula.library.packing import pack, unpack
from fabula.story import Story, metadata_from_json, metadata_to_json
from fabula.story_file import FORMAT_VERSION

_DAMAGE = (KeyError, IndexError, OSError, TypeError, ValueError, zlib.error, pa.ArrowException, BadTable)

LINKS = (
    ("passage_notes", "note", "notes"),
    ("passage_layers", "layer", "layers"),
    ("passage_entities", "entity", "entities"),
    ("quote_addressees", "entity", "entities"),
    ("quote_entities", "entity", "entities"),
    ("presence", "entity", "entities"),
    ("scene_places", "place", "entities"),
)
"""Tables of pairs, with the key by which the rows of a story are found, and whose it is."""
OWN = ("notes", "ties", "narration", "scenes", "layers", "names", "entities", "chapters", "labels", "story_tables")
"""Tables that are indexed by story, those that point to others first."""


@dataclass(frozen=True)
class Source:
    """Where a story came from: SHA-256 of the file's bytes, its name and path, and the series it is of, if any."""

    hash: str
    name: str
    path: str
    series: str | None = None


def insert_story(
    connection: sqlite3.Connection, story: Story, source: Source, weights: int | None, id: int | None = None
) -> int:
    """The id of the story, now in the library: ``id`` or the first free one; the caller's transaction is open."""
    first = {table: _first_free(connection, table) for table in NUMBERED}
    story_id = id if id is not None else _first_free(connection, "stories")
    contents = Contents(story, story_id, first)
    packed = pack(story.text, story.tables)
    _insert(connection, "stories", iter([_story_row(contents, source, weights)]))
    _insert(connection, "story_tables", iter([(story_id, packed)]))
    for table, rows in contents.rows():
        _insert(connection, table, rows)
    if source.series:
        _insert(connection, "labels", iter([("series", fold(source.series), story_id, source.series)]))
    for index, table in (("passage_words", "passage"), ("quote_words", "quote")):
        connection.execute(
            f"INSERT INTO {index} (rowid, text) SELECT id, text FROM {table}_texts WHERE id >= ?",
            (first[f"{table}s"],),
        )
    return story_id


def delete_story(connection: sqlite3.Connection, story_id: int) -> None:
    """Take a story out; the caller's transaction is open and ``deletes``."""
    low, high = connection.execute(
        "SELECT first_passage, last_passage FROM stories WHERE id = ?", (story_id,)
    ).fetchone()
    quotes = connection.execute(
        "SELECT min(id), max(id) FROM quotes WHERE passage BETWEEN ? AND ?", (low, high)
    ).fetchone()
    for index, table, ids in (("passage_words", "passage", (low, high)), ("quote_words", "quote", quotes)):
        connection.execute(
            f"INSERT INTO {index} ({index}, rowid, text) "
            f"SELECT 'delete', id, text FROM {table}_texts WHERE id BETWEEN ? AND ?",
            ids,
        )
    for table, key, owner in LINKS:
        connection.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT id FROM {owner} WHERE story = ?)", (story_id,))
    connection.execute("DELETE FROM quote_spans WHERE quote BETWEEN ? AND ?", quotes)
    connection.execute("DELETE FROM quotes WHERE id BETWEEN ? AND ?", quotes)
    connection.execute("DELETE FROM passages WHERE id BETWEEN ? AND ?", (low, high))
    for table in OWN:
        connection.execute(f"DELETE FROM {table} WHERE story = ?", (story_id,))
    connection.execute("DELETE FROM stories WHERE id = ?", (story_id,))


def story_of(connection: sqlite3.Connection, story_id: int) -> Story:
    """The story with this id, whole.

    Raises  NotInLibrary (L06), LibraryDamaged (L04), StoryFileOfOtherVersion (F02)
    """
    row = connection.execute(
        "SELECT format, metadata, provenance, tables, title, first_passage, last_passage FROM stories "
        "JOIN story_tables ON story = stories.id WHERE stories.id = ?",
        (story_id,),
    ).fetchone()
    if row is None:
        raise NotInLibrary(f"the library has no story {story_id}; fabula library list shows those it has")
    version, metadata, provenance, packed, title, low, high = row
    if version != FORMAT_VERSION:
        raise StoryFileOfOtherVersion(f"{title!r} was read by another fabula: fabula library add --refresh reads again")
    try:
        known = json.loads(provenance)
        text = text_of(connection, low, high, known.pop("replaced", []))
        return Story(text, unpack(text, packed), metadata_from_json(json.loads(metadata)), known)
    except _DAMAGE as error:
        raise LibraryDamaged(
            f"{title!r} (story {story_id}) is damaged: remove it and add it again ({error})"
        ) from error


def text_of(connection: sqlite3.Connection, low: int, high: int, replaced: list[list[int]]) -> str:
    """The text that passages ``low`` to ``high`` hold, with the characters that SQLite did not take."""
    passages = connection.execute("SELECT text FROM passages WHERE id BETWEEN ? AND ? ORDER BY id", (low, high))
    text = "".join(row[0] for row in passages)
    if not replaced:
        return text
    characters = list(text)
    for offset, code_point in replaced:
        characters[offset] = chr(code_point)
    return "".join(characters)


def _story_row(contents: Contents, source: Source, weights: int | None) -> tuple[Any, ...]:
    story, first = contents.story, contents.first["passages"]
    provenance = dict(story.provenance)
    if replaced := replaced_in(story.text):
        provenance["replaced"] = replaced
    words_by_person: Counter[str] = Counter()
    for stretch in story.narration:
        words_by_person[stretch.person] += stretch.end - stretch.start
    person = words_by_person.most_common(1)[0][0] if words_by_person else None
    author = story.metadata.author
    return (
        *(contents.story_id, source.hash, storable(source.name), storable(source.path)),
        *(storable(story.title), storable(author) if author else None, story.n_words),
        *(len(story.chapters), len(story.characters), len(story.quotes), person),
        storable(", ".join(narrator.name for narrator in story.narrators)),
        datetime.now(UTC).isoformat(timespec="milliseconds"),
        *(str(provenance.get("fabula", "")), weights, FORMAT_VERSION, len(story.text)),
        *(first, first + len(contents.passages) - 1),
        *(json.dumps(value) for value in (metadata_to_json(story.metadata), provenance)),
    )


def _first_free(connection: sqlite3.Connection, table: str) -> int:
    (last,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()
    return (last or 0) + 1


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[tuple[Any, ...]]) -> None:
    first = next(rows, None)
    if first is None:
        return
    statement = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
    connection.execute(statement, first)
    connection.executemany(statement, rows)
