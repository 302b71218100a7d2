"""What a character of the story whom nobody plays answers: the line of theirs in the book that fits best.

BM25 over their lines, by SQLite's full-text search; nothing is made up. Who has no line that shares a word with what
was said says nothing.
"""

from __future__ import annotations

import re
import sqlite3
from collections import deque
from dataclasses import dataclass, field

from fabula.world.design import Design

REMEMBERED = 6  # lines that a character does not say again at once
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
COMMON = frozenset(
    "a an the and or but if so to of in on at by for with from as is are was were be been am do does did have has had "
    "i you he she it we they me him her us them my your his its our their this that these those there here not no "
    "what who whom whose which when where why how would could should will can may shall let".split()
)


@dataclass(frozen=True)
class Answer:
    """A line of the book; ``score`` is higher the better it fits."""

    character: str
    text: str
    span: list[int] | None
    score: float


@dataclass
class Answers:
    """The lines of a design's characters, indexed."""

    connection: sqlite3.Connection
    said: dict[str, deque[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, design: Design) -> Answers:
        """Index the lines of all characters."""
        connection = sqlite3.connect(":memory:")
        connection.execute(
            "CREATE VIRTUAL TABLE lines USING fts5 (text, character UNINDEXED, start UNINDEXED, end UNINDEXED,"
            ' tokenize = "porter unicode61 remove_diacritics 2")'
        )
        rows = [
            (line.text, key, *(line.span or (None, None)))
            for key, character in design.characters.items()
            for line in character.lines
        ]
        connection.executemany("INSERT INTO lines VALUES (?, ?, ?, ?)", rows)
        return cls(connection)

    def best(self, said: str, characters: list[str]) -> Answer | None:
        """The line of one of these characters that fits what was said best; None if none shares a word with it."""
        words = WORD.findall(said.casefold())[:40]
        telling = [word for word in words if word not in COMMON] or words
        if not telling or not characters:
            return None
        marks = ", ".join("?" * len(characters))
        query = " OR ".join('"' + word.replace('"', "") + '"' for word in dict.fromkeys(telling))
        rows = self.connection.execute(
            f"SELECT rowid, text, character, start, end, bm25(lines) FROM lines "
            f"WHERE lines MATCH ? AND character IN ({marks}) ORDER BY bm25(lines), rowid LIMIT 20",
            (query, *characters),
        ).fetchall()
        fresh = [row for row in rows if row[0] not in self.said.get(row[2], ())] or rows
        if not fresh:
            return None
        row = fresh[0]
        self.said.setdefault(row[2], deque(maxlen=REMEMBERED)).append(row[0])
        return Answer(row[2], row[1], [row[3], row[4]] if row[3] is not None else None, -float(row[5]))
