"""How the talk of a story is spread over it: enough to draw it small."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from fabula.errors import NotInLibrary

VOICES = 8


@dataclass(frozen=True)
class Outline:
    """A story's figures in space.

    ``chapters`` are (start, end) in code points; ``speech`` is (start, end, voice) of each stretch of a quotation in
    order, the voice a rank among those who matter most (lines spoken weigh as much as three mentions), or None.
    """

    hash: str
    length: int
    chapters: tuple[tuple[int, int], ...]
    speech: tuple[tuple[int, int, int | None], ...]


def outline_of(connection: sqlite3.Connection, story: int) -> Outline:
    """The outline of a story.

    Raises  NotInLibrary (L06)
    """
    row = connection.execute(
        "SELECT hash, code_points, first_passage, last_passage FROM stories WHERE id = ?", (story,)
    ).fetchone()
    if row is None:
        raise NotInLibrary(f"the library has no story {story}; fabula library list shows those it has")
    digest, length, low, high = row
    chapters = connection.execute('SELECT start, "end" FROM chapters WHERE story = ? ORDER BY number', (story,))
    voices = connection.execute(
        "SELECT id FROM entities WHERE story = ? AND is_character AND lines > 0 "
        "ORDER BY 3 * lines + mentions DESC, number LIMIT ?",
        (story, VOICES),
    )
    rank = {id: number for number, (id,) in enumerate(voices)}
    speech = connection.execute(
        'SELECT quote_spans.start, quote_spans."end", speaker FROM quotes JOIN quote_spans ON quote = quotes.id '
        "WHERE quotes.passage BETWEEN ? AND ? ORDER BY quote_spans.start",
        (low, high),
    )
    return Outline(
        digest,
        length,
        tuple(chapters.fetchall()),
        tuple((start, end, rank.get(speaker)) for start, end, speaker in speech),
    )
