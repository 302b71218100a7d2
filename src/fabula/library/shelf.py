"""The stories of a library, as a list for a person, and how many there are of each kind."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from fabula.errors import UnknownFilter
from fabula.library.query import Asked, stories_where
from fabula.library.search import Count

ORDERS = {
    "added": "id",
    "newest": "id DESC",
    "title": "title COLLATE NOCASE, id",
    "author": "author IS NULL, author COLLATE NOCASE, title COLLATE NOCASE, id",
    "shortest": "words, id",
    "longest": "words DESC, id DESC",
}
"""Name of an order -> how SQL says it."""
LENGTHS = (("flash", 0), ("short story", 1_000), ("novelette", 7_500), ("novella", 17_500), ("novel", 40_000))
"""Length -> fewest words; the classes of the Nebula Awards, and flash fiction below them."""
LABELS = ("author", "fandom", "tag", "note", "layer")
MOST_COUNTS = 24


@dataclass(frozen=True)
class Entry:
    """A story of the library and its figures."""

    id: int
    title: str
    author: str | None
    words: int
    chapters: int
    characters: int
    lines: int
    person: str | None
    narrators: str
    name: str
    path: str
    hash: str
    added: str
    fabula: str
    weights: int | None
    fandoms: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)


def entries(
    connection: sqlite3.Connection, asked: Asked, order: str = "added", limit: int | None = None, offset: int = 0
) -> list[Entry]:
    """The stories that pass the filters for stories.

    Raises  UnknownFilter (L07)
    """
    if order not in ORDERS:
        raise UnknownFilter(f"{order!r} is no order of stories; there are {', '.join(ORDERS)}")
    condition, values = _condition(asked)
    rows = connection.execute(
        "SELECT id, title, author, words, chapters, characters, lines, person, narrators, name, path, hash, added, "
        f"fabula, weights FROM stories WHERE {condition} ORDER BY {ORDERS[order]} LIMIT ? OFFSET ?",
        (*values, -1 if limit is None else limit, offset),
    ).fetchall()
    kinds = ("fandom", "series", "tag", "tie")
    labels = _labels(connection, None if limit is None else [row[0] for row in rows])
    return [Entry(*row, *(tuple(labels.get((row[0], kind), ())) for kind in kinds)) for row in rows]


def count_stories(connection: sqlite3.Connection, asked: Asked) -> int:
    """How many stories pass the filters for stories.

    Raises  UnknownFilter (L07)
    """
    condition, values = _condition(asked)
    return int(connection.execute(f"SELECT count(*) FROM stories WHERE {condition}", values).fetchone()[0])


def facets(connection: sqlite3.Connection, asked: Asked) -> dict[str, list[Count]]:
    """How many stories that pass the filters have each author, fandom, tag, note, layer, person and length.

    Raises  UnknownFilter (L07)
    """
    condition, values = _condition(asked)
    of_these = "" if condition == "true" else f"AND story IN (SELECT id FROM stories WHERE {condition}) "
    found = {
        kind: _counts(
            connection,
            f"SELECT min(label), count(*) FROM labels WHERE kind = ? {of_these}"
            "GROUP BY folded ORDER BY 2 DESC, folded LIMIT ?",
            (kind, *values, MOST_COUNTS),
        )
        for kind in LABELS
    }
    persons = (
        f"SELECT person, count(*) FROM stories WHERE {condition} AND person IS NOT NULL GROUP BY 1 ORDER BY 2 DESC"
    )
    found["person"] = _counts(connection, persons, values)
    bands = pairwise([*LENGTHS, ("", 1 << 62)])
    sums = ", ".join(f"total(words >= {low} AND words < {high})" for (_, low), (_, high) in bands)
    row = connection.execute(f"SELECT {sums} FROM stories WHERE {condition}", values).fetchone()
    found["length"] = [Count(name, int(n)) for (name, _), n in zip(LENGTHS, row, strict=True) if n]
    return found


def bounds_of(length: str) -> tuple[int, int | None]:
    """The fewest and the most words of a length.

    Raises  UnknownFilter (L07)

    >>> bounds_of("novella")
    (17500, 39999)
    """
    for (name, fewest), (_, next_fewest) in pairwise([*LENGTHS, ("", 0)]):
        if name == length:
            return fewest, next_fewest - 1 if next_fewest else None
    raise UnknownFilter(f"{length!r} is no length; there are {', '.join(name for name, _ in LENGTHS)}")


def _condition(asked: Asked) -> tuple[str, tuple[Any, ...]]:
    """As ``stories_where``; a note or a layer is one that the story has."""
    condition, values = stories_where(asked)
    for kind, label in (("note", asked.note), ("layer", asked.layer)):
        if label is not None:
            condition += " AND id IN (SELECT story FROM labels WHERE kind = ? AND folded = ?)"
            values = (*values, kind, label)
    return condition, values


def _labels(connection: sqlite3.Connection, stories: list[int] | None) -> dict[tuple[int, str], list[str]]:
    """Story and kind -> labels; of all stories, or of these."""
    of_these = "" if stories is None else f"WHERE story IN ({', '.join('?' * len(stories))})"
    labels: dict[tuple[int, str], list[str]] = {}
    rows = connection.execute(
        f"SELECT story, kind, label FROM labels {of_these} ORDER BY story, kind, label", stories or ()
    )
    for story, kind, label in rows:
        labels.setdefault((story, kind), []).append(label)
    return labels


def _counts(connection: sqlite3.Connection, sql: str, values: tuple[Any, ...]) -> list[Count]:
    return [Count(*row) for row in connection.execute(sql, values)]
