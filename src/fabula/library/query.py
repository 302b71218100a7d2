"""What is asked of the library, and the SQL for it.

With words, the index of words leads, what it finds is looked up among what passes each filter, and of what passes the
best rank comes first; without words the filters lead, in the order of the stories.
"""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fabula.errors import NothingToFind, UnknownFilter
from fabula.library.contents import fold, fold_name
from fabula.library.words import match_of
from fabula.schema.kinds import LAYER_KINDS, NOTE_KINDS, TIE_ROLES

PERSONS = ("first", "second", "third")
OF_QUOTES = " CROSS JOIN passages ON passages.id = quotes.passage"


@dataclass(frozen=True)
class Asked:
    """Words and filters; an empty one asks for nothing. ``fabula library search --help`` says what each means."""

    words: str = ""
    said_by: str | None = None
    said_to: str | None = None
    about: str | None = None
    at: str | None = None
    with_: Sequence[str] = ()
    layer: str | None = None
    actual: bool = False
    tie: str | None = None
    note: str | None = None
    person: str | None = None
    title: str | None = None
    author: str | None = None
    fandom: str | None = None
    tag: str | None = None
    min_words: int | None = None
    max_words: int | None = None
    story: int | None = None

    @property
    def is_of_lines(self) -> bool:
        """Whether quotations are asked for, rather than passages."""
        return self.said_by is not None or self.said_to is not None


@dataclass
class _Where:
    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.conditions

    def add(self, condition: str, *values: Any) -> None:
        self.conditions.append(condition)
        self.values += values


@dataclass(frozen=True)
class Query:
    """Which passages, or quotations, are asked for: their id in SQL, a part of SQL from FROM on, and its values."""

    row: str
    index: str | None
    id: str
    body: str
    values: tuple[Any, ...]

    @property
    def is_of_lines(self) -> bool:
        """Whether quotations are asked for, rather than passages."""
        return self.row == "quotes"

    @property
    def ids(self) -> str:
        """SQL that gives the ids, in any order."""
        return f"SELECT {self.id} AS id {self.body}"

    def ranked(self, share: int = 1, most: int = -1) -> str:
        """SQL that gives ids, ranks and how many were ranked, the best first; without words in order, with rank 0.

        Takes   share: with words, only each so manieth passage is ranked, evenly over the library
                most: how many are ranked at most, the first in the library; -1 for all
        """
        if self.index is None:
            return f"SELECT {self.id} AS id, 0.0, 0 {self.body} ORDER BY id"
        body = self.body if share == 1 else f"{self.body} AND {self.index}.rowid % {share} = 0"
        # Filtered first and ranked then: ordered by its own rank, the index of words would rank all that have them.
        hits = f"SELECT {self.id} AS id, {self.index}.rank AS rank {body} LIMIT {most}"
        ranked = "SELECT id, rank, (SELECT count(*) FROM hits) FROM hits ORDER BY rank, id"
        return f"WITH hits AS MATERIALIZED ({hits}) {ranked}"


def query_of(asked: Asked) -> Query:
    """The query for what is asked.

    Raises  NothingToFind (L08), UnknownFilter (L07): a kind that is none
    """
    match = match_of(asked.words)
    if match is None and asked.words.strip():
        raise NothingToFind(f"there is no word in {asked.words!r}: give words to search for")
    if match is not None:
        return _query_with_words(asked, match)
    row = "quotes" if asked.is_of_lines else "passages"
    joined = OF_QUOTES if asked.is_of_lines else ""
    where = _Where()
    _of_words(asked, where, f"{row}.id")
    tables = row
    if where.is_empty:
        tables = "stories CROSS JOIN passages ON passages.id BETWEEN stories.first_passage AND stories.last_passage"
    _of_story(asked, where)
    if where.is_empty:
        raise NothingToFind("give words to search for, or a filter such as --said-by NAME")
    if not asked.is_of_lines:
        where.add("passages.kind IN ('prose', 'heading')")
    body = f"FROM {tables}{joined} WHERE {' AND '.join(where.conditions)}"
    return Query(row, None, f"{row}.id", body, tuple(where.values))


def _query_with_words(asked: Asked, match: str) -> Query:
    row, index = ("quotes", "quote_words") if asked.is_of_lines else ("passages", "passage_words")
    where = _Where()
    where.add(f"{index} MATCH ?", match)
    # The sign before it keeps SQLite from asking the index of words for one row after the other.
    _of_words(asked, where, f"+{index}.rowid")
    if asked.story is not None and not asked.is_of_lines:
        for sign, end in ((">=", "first"), ("<=", "last")):
            where.add(f"{index}.rowid {sign} (SELECT {end}_passage FROM stories WHERE id = ?)", asked.story)
        asked = replace(asked, story=None)
    _of_story(asked, where)
    condition = " AND ".join(where.conditions)
    tables = index
    needs_passage = asked.is_of_lines and "passages." in condition
    if needs_passage or f"{row}." in condition:
        tables += f" CROSS JOIN {row} ON {row}.id = {index}.rowid"
    if needs_passage:
        tables += OF_QUOTES
    return Query(row, index, f"{index}.rowid", f"FROM {tables} WHERE {condition}", tuple(where.values))


def check_names(connection: sqlite3.Connection, asked: Asked) -> None:
    """Find out whether somebody, or some place, is called as the filters say.

    Raises  UnknownFilter (L07), with the names that are near
    """
    for name in filter(None, (asked.said_by, asked.said_to, asked.about, asked.at, *asked.with_)):
        folded = fold_name(name)
        if connection.execute("SELECT 1 FROM names WHERE folded = ? LIMIT 1", (folded,)).fetchone():
            continue
        known = connection.execute(
            "SELECT DISTINCT folded FROM names WHERE folded >= ? AND folded < ? LIMIT 5000",
            (folded[:1], folded[:1] + "\U0010ffff"),
        ).fetchall()
        near = difflib.get_close_matches(folded, [row[0] for row in known], n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise UnknownFilter(f"nobody and no place in the library is called {name!r}{hint}")


def stories_where(asked: Asked) -> tuple[str, tuple[Any, ...]]:
    """The condition that whole stories pass or do not, on the table ``stories``, and its values.

    Raises  UnknownFilter (L07)
    """
    stories = _Where()
    if asked.story is not None:
        stories.add("id = ?", asked.story)
    if asked.person is not None:
        stories.add("person = ?", _one_of(asked.person, PERSONS, "grammatical person"))
    if asked.min_words is not None:
        stories.add("words >= ?", asked.min_words)
    if asked.max_words is not None:
        stories.add("words <= ?", asked.max_words)
    for kind in ("title", "author", "fandom", "tag"):
        if (label := getattr(asked, kind)) is not None:
            stories.add("id IN (SELECT story FROM labels WHERE kind = ? AND instr(folded, ?))", kind, fold(label))
    if asked.tie is not None:
        stories.add(*_tie(asked.tie))
    return " AND ".join(stories.conditions) or "true", tuple(stories.values)


def _of_story(asked: Asked, where: _Where) -> None:
    condition, values = stories_where(asked)
    if condition != "true":
        where.add(f"passages.story IN (SELECT id FROM stories WHERE {condition})", *values)


def _tie(tag: str) -> tuple[str, str]:
    """A tag, A/B or A & B in either order, or a kind of tie."""
    for sign, written in (("/", "/"), ("&", " & ")):
        if sign in tag:
            names = written.join(sorted(" ".join(name.split()).casefold() for name in tag.split(sign)))
            return "id IN (SELECT story FROM labels WHERE kind = 'tie' AND folded = ?)", names
    kind = _one_of(tag, tuple(TIE_ROLES), "tie; write a tag as A/B or 'A & B'")
    return "id IN (SELECT story FROM ties WHERE kind = ?)", kind


def _of_words(asked: Asked, where: _Where, id: str) -> None:
    """The filters that single passages or quotations pass; ``id`` is the column of what is asked for."""
    lines = asked.is_of_lines
    if asked.said_by is not None:
        where.add("quotes.speaker IN (SELECT entity FROM names WHERE folded = ?)", fold_name(asked.said_by))
    if asked.said_to is not None:
        _add_linked(where, asked.said_to, id, "quote_addressees", "quote")
    if asked.about is not None:
        _add_linked(
            where, asked.about, id, *(("quote_entities", "quote") if lines else ("passage_entities", "passage"))
        )
    if asked.at is not None:
        _add_linked(where, asked.at, "passages.scene", "scene_places", "scene", entity="place")
    for name in asked.with_:
        _add_linked(where, name, "passages.scene", "presence", "scene", also="presence.kind = 'present'")
    passage = "passages.id" if lines else id
    if asked.layer is not None:
        _add_kind(where, passage, "layer", "layers.kind = ?", _one_of(asked.layer, LAYER_KINDS, "layer"))
    if asked.actual:
        where.add("NOT EXISTS (SELECT 1 FROM passage_layers WHERE passage = passages.id)")
    if asked.note is not None:
        standing = " AND notes.standing = 'actual'" if asked.actual else ""
        _add_kind(where, passage, "note", f"notes.kind = ?{standing}", _one_of(asked.note, NOTE_KINDS, "note"))


def _add_linked(
    where: _Where, name: str, column: str, table: str, key: str, entity: str = "entity", also: str = "true"
) -> None:
    """``column`` is linked by ``table`` with somebody, or a place, of that name."""
    where.add(
        f"{column} IN (SELECT {table}.{key} FROM names CROSS JOIN {table} ON {table}.{entity} = names.entity "
        f"WHERE names.folded = ? AND {also})",
        fold_name(name),
    )


def _add_kind(where: _Where, passage: str, what: str, condition: str, kind: str) -> None:
    """The passage has part in a layer, or a note, of that kind."""
    table = f"passage_{what}s"
    where.add(
        f"{passage} IN (SELECT passage FROM {what}s CROSS JOIN {table} ON {table}.{what} = {what}s.id "
        f"WHERE {condition})",
        kind,
    )


def _one_of(value: str, known: tuple[str, ...], what: str) -> str:
    folded = fold(value)
    if folded in known:
        return folded
    near = difflib.get_close_matches(folded, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    raise UnknownFilter(f"{value!r} is no {what}; {hint}")
