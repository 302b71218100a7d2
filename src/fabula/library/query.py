"""What is asked of the library, and the SQL for it.

With words, the index of words leads, best rank first, and what it finds is looked up among what passes each filter;
without words the filters lead, in the order of the stories.
"""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fabula.errors import NothingToFind, UnknownFilter
from fabula.library.contents import fold, fold_name
from fabula.library.words import match_of
from fabula.schema.kinds import LAYER_KINDS, NOTE_KINDS, TIE_ROLES

PERSONS = ("first", "second", "third")


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
    """Which passages, or quotations, are asked for: a part of SQL from FROM on, and its values."""

    row: str
    index: str | None
    body: str
    values: tuple[Any, ...]

    @property
    def is_of_lines(self) -> bool:
        """Whether quotations are asked for, rather than passages."""
        return self.row == "quotes"

    @property
    def ids(self) -> str:
        """SQL that gives the ids, in any order."""
        return f"SELECT {self.row}.id AS id {self.body}"

    @property
    def ranked(self) -> str:
        """SQL that gives ids and ranks, the best first; without words in order, each with rank 0."""
        rank, order = (f"{self.index}.rank",) * 2 if self.index else ("0.0", f"{self.row}.id")
        return f"SELECT {self.row}.id AS id, {rank} AS rank {self.body} ORDER BY {order}"


def query_of(asked: Asked) -> Query:
    """The query for what is asked.

    Raises  NothingToFind (L08), UnknownFilter (L07): a kind that is none
    """
    match = match_of(asked.words)
    if match is None and asked.words.strip():
        raise NothingToFind(f"there is no word in {asked.words!r}: give words to search for")
    row, index = ("quotes", "quote_words") if asked.is_of_lines else ("passages", "passage_words")
    joined = " CROSS JOIN passages ON passages.id = quotes.passage" if asked.is_of_lines else ""
    where = _Where()
    # The sign before it keeps SQLite from asking the index of words for one row after the other.
    _of_words(asked, where, f"{row}.id" if match is None else f"+{index}.rowid")
    tables = row
    if match is None and where.is_empty:
        tables = "stories CROSS JOIN passages ON passages.id BETWEEN stories.first_passage AND stories.last_passage"
    _of_story(asked, where)
    if match is not None:
        condition = " AND ".join([f"{index} MATCH ?", *where.conditions])
        tables = f"{index} CROSS JOIN {row} ON {row}.id = {index}.rowid"
        return Query(row, index, f"FROM {tables}{joined} WHERE {condition}", (match, *where.values))
    if where.is_empty:
        raise NothingToFind("give words to search for, or a filter such as --said-by NAME")
    if not asked.is_of_lines:
        where.add("passages.kind IN ('prose', 'heading')")
    return Query(row, None, f"FROM {tables}{joined} WHERE {' AND '.join(where.conditions)}", tuple(where.values))


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
