"""Passages that are found, as rows for a person, and how many there are of each kind."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from fabula.library.query import Asked, Query, check_names, query_of
from fabula.library.words import marks_in, match_of

FACETS = {
    "story": "SELECT stories.title, count(*) FROM found JOIN passages ON passages.id = found.passage "
    "JOIN stories ON stories.id = passages.story GROUP BY stories.id",
    "speaker": "SELECT entities.name, count(*) FROM found JOIN quotes ON quotes.id = found.quote "
    "JOIN entities ON entities.id = quotes.speaker GROUP BY entities.id",
    "layer": "SELECT layers.kind, count(DISTINCT found.id) FROM found "
    "JOIN passage_layers ON passage_layers.passage = found.passage "
    "JOIN layers ON layers.id = passage_layers.layer GROUP BY layers.kind",
    "note": "SELECT notes.kind, count(DISTINCT found.id) FROM found "
    "JOIN passage_notes ON passage_notes.passage = found.passage "
    "JOIN notes ON notes.id = passage_notes.note GROUP BY notes.kind",
}
MOST_COUNTS = 20
MOST_RANKED = 10_000  # passages; ranking takes most of a search for a frequent word


@dataclass(frozen=True)
class Found:
    """A passage that was found.

    ``start`` and ``end`` are offsets in the story's text, ``marks`` those of the words found, in ``passage``;
    ``chapter``, ``scene`` and ``quote`` are rows of the story's tables. ``speaker`` says what was found, if it stands
    in a quotation; ``rank`` is the BM25 score, the lower the better, and 0 where no words were asked for.
    """

    story: int
    title: str
    author: str | None
    chapter: int
    chapter_title: str
    scene: int | None
    place: str | None
    speaker: str | None
    addressees: tuple[str, ...]
    quote: int | None
    start: int
    end: int
    passage: str
    marks: tuple[tuple[int, int], ...]
    rank: float

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)


@dataclass(frozen=True)
class Count:
    """How many of what was found are of one story, speaker, layer or kind of note."""

    name: str
    count: int


def search(connection: sqlite3.Connection, asked: Asked, limit: int, offset: int = 0) -> list[Found]:
    """What is asked for, best first.

    Raises  NothingToFind (L08), UnknownFilter (L07)
    """
    query = query_of(asked)
    found = _best(connection, query, limit, offset)
    if not found:
        check_names(connection, asked)
    match = match_of(asked.words)
    return [_found(connection, query, match, id, rank) for id, rank in found]


def _best(connection: sqlite3.Connection, query: Query, limit: int, offset: int) -> list[tuple[int, float]]:
    """Ids and ranks, the best first. Where more than ``MOST_RANKED`` are found, an even share of them is ranked."""
    most = max(MOST_RANKED, limit + offset)

    def ranked(share: int = 1, of: int = -1) -> list[tuple[int, float, int]]:
        sql = f"{query.ranked(share, of)} LIMIT ? OFFSET ?"
        return connection.execute(sql, (*query.values, limit, offset)).fetchall()

    found = ranked(of=most + 1)
    if found and found[0][2] > most:
        (n_with_words,) = connection.execute(
            f"SELECT count(*) FROM {query.index} WHERE {query.index} MATCH ?", query.values[:1]
        ).fetchone()
        found = ranked(share=-(-int(n_with_words) // most))
        if len(found) < limit:
            found = ranked()
    return [(id, rank) for id, rank, _ in found]


def count(connection: sqlite3.Connection, asked: Asked) -> dict[str, list[Count]]:
    """How many are found, by facet: story, speaker, layer and note, the most frequent first.

    Raises  NothingToFind (L08), UnknownFilter (L07)
    """
    query = query_of(asked)
    quote = "found.id" if query.is_of_lines else "NULL"
    passage = "(SELECT passage FROM quotes WHERE id = found.id)" if query.is_of_lines else "found.id"
    connection.execute("DROP TABLE IF EXISTS temp.found")
    connection.execute(
        f"CREATE TEMP TABLE found AS SELECT found.id, {quote} AS quote, {passage} AS passage "
        f"FROM ({query.ids}) AS found",
        query.values,
    )
    try:
        return {
            facet: [
                Count(*row)
                for row in connection.execute(f"{sql} ORDER BY 2 DESC, 1 LIMIT ?", (MOST_COUNTS,)).fetchall()
            ]
            for facet, sql in FACETS.items()
            if facet != "speaker" or query.is_of_lines
        }
    finally:
        connection.execute("DROP TABLE temp.found")


def _found(connection: sqlite3.Connection, query: Query, match: str | None, id: int, rank: float) -> Found:
    spans = _spans(connection, id) if query.is_of_lines else []
    passage_id = spans[0][2] if spans else id
    if query.is_of_lines and not spans:
        (passage_id,) = connection.execute("SELECT passage FROM quotes WHERE id = ?", (id,)).fetchone()
    story, title, author, chapter, chapter_title, scene, place, start, passage = connection.execute(
        "SELECT stories.id, stories.title, stories.author, chapters.number, chapters.title, scenes.number, "
        "entities.name, passages.start, passages.text FROM passages "
        "JOIN stories ON stories.id = passages.story JOIN chapters ON chapters.id = passages.chapter "
        "LEFT JOIN scenes ON scenes.id = passages.scene LEFT JOIN entities ON entities.id = scenes.place "
        "WHERE passages.id = ?",
        (passage_id,),
    ).fetchone()
    marks = _marks(connection, query, match, id)
    if query.is_of_lines:
        marks = _in_passage(marks, [(low, high) for low, high, _ in spans], start, len(passage))
    quote = id if query.is_of_lines else _quote_at(connection, passage_id, start, marks)
    number, speaker, addressees = _said(connection, quote)
    return Found(
        *(story, title, author, chapter, chapter_title, scene, place, speaker, addressees, number),
        *(start, start + len(passage), passage, tuple(marks), rank),
    )


def _spans(connection: sqlite3.Connection, quote: int) -> list[tuple[int, int, int]]:
    """Start, end and passage of each part of a quotation."""
    return connection.execute(
        'SELECT start, "end", passage FROM quote_spans WHERE quote = ? ORDER BY start', (quote,)
    ).fetchall()


def _marks(connection: sqlite3.Connection, query: Query, match: str | None, id: int) -> list[tuple[int, int]]:
    """Where the words stand in the text that was searched."""
    if match is None:
        return []
    index = "quote_words" if query.is_of_lines else "passage_words"
    row = connection.execute(
        f"SELECT highlight({index}, 0, char(2), char(3)) FROM {index} WHERE {index} MATCH ? AND rowid = ?", (match, id)
    ).fetchone()
    return marks_in(row[0])[1]


def _in_passage(
    marks: Iterable[tuple[int, int]], spans: list[tuple[int, int]], start: int, length: int
) -> list[tuple[int, int]]:
    """Marks in a quotation, whose parts are joined by spaces, as marks in the passage where it begins."""
    found = []
    for low, high in marks:
        offset = 0
        for span_start, span_end in spans:
            size = span_end - span_start
            if offset <= low < offset + size:
                place = (span_start + low - offset - start, min(span_start + high - offset, span_end) - start)
                if 0 <= place[0] < length:
                    found.append((place[0], min(place[1], length)))
            offset += size + 1
    return found


def _quote_at(connection: sqlite3.Connection, passage: int, start: int, marks: list[tuple[int, int]]) -> int | None:
    """The quotation in which the first mark stands."""
    if not marks:
        return None
    row = connection.execute(
        "SELECT quote FROM quotes JOIN quote_spans ON quote = quotes.id WHERE quotes.passage = ? "
        'AND quote_spans.start <= ? AND quote_spans."end" > ?',
        (passage, start + marks[0][0], start + marks[0][0]),
    ).fetchone()
    return None if row is None else int(row[0])


def _said(connection: sqlite3.Connection, quote: int | None) -> tuple[int | None, str | None, tuple[str, ...]]:
    """Number, speaker and addressees of a quotation."""
    if quote is None:
        return None, None, ()
    number, speaker = connection.execute(
        "SELECT number, name FROM (SELECT number AS number, speaker FROM quotes WHERE id = ?) "
        "LEFT JOIN (SELECT id AS entity, name FROM entities) ON entity = speaker",
        (quote,),
    ).fetchone()
    addressees = connection.execute(
        "SELECT name FROM quote_addressees JOIN entities ON entities.id = entity WHERE quote = ? ORDER BY entities.id",
        (quote,),
    ).fetchall()
    return number, speaker, tuple(name for (name,) in addressees)
