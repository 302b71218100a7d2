"""The stories of a library, as a list for a person."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from fabula.library.query import Asked, stories_where


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


def entries(connection: sqlite3.Connection, asked: Asked) -> list[Entry]:
    """The stories that pass the filters for stories, in the order of their ids.

    Raises  UnknownFilter (L07)
    """
    condition, values = stories_where(asked)
    rows = connection.execute(
        "SELECT id, title, author, words, chapters, characters, lines, person, narrators, name, path, hash, added, "
        f"fabula, weights FROM stories WHERE {condition} ORDER BY id",
        values,
    ).fetchall()
    labels: dict[tuple[int, str], list[str]] = {}
    for story, kind, label in connection.execute("SELECT story, kind, label FROM labels ORDER BY story, kind, label"):
        labels.setdefault((story, kind), []).append(label)
    kinds = ("fandom", "series", "tag", "tie")
    return [Entry(*row, *(tuple(labels.get((row[0], kind), ())) for kind in kinds)) for row in rows]
