"""The tables of an archive: those of a Story with two columns more, and three that say what was read."""

from __future__ import annotations

import pyarrow as pa

from fabula.schema import TABLES, Column

_WORDS = pa.list_(pa.string())
_BIG = pa.int64()
_NUMBER = pa.int32()

STORY = Column("story", _BIG, "the story, by its number among the inputs from 0", "archive", key_of="stories")
ID = Column("id", _NUMBER, "the row's number in the table of its story, which keys point to", "archive")


def _said(name: str, dtype: pa.DataType, meaning: str) -> Column:
    return Column(name, dtype, meaning, "archive", nullable=True)


OWN_TABLES: dict[str, tuple[Column, ...]] = {
    "stories": (
        STORY,
        Column("source", pa.string(), "file, and after :: the member, line or row of it", "archive"),
        Column("sha256", pa.string(), "of the bytes of the source, or of its text where that is a row", "archive"),
        Column("title", pa.string(), "title; the file's name where the source says none", "archive"),
        _said("author", pa.string(), "by whom, as the source says"),
        _said("published", pa.string(), "when, as the source says"),
        _said("year", _NUMBER, "the year in published"),
        *(
            _said(name, pa.string(), "as the source says")
            for name in ("language", "url", "summary", "rating", "status")
        ),
        *(
            _said(name, _WORDS, "as the source says; empty where it says none")
            for name in ("fandoms", "warnings", "categories", "relationships", "characters", "tags")
        ),
        *(_said(name, _BIG, "as the source says") for name in ("reads", "votes", "comments")),
        _said("person", pa.string(), "grammatical person in which most of it is told"),
        Column("n_words", _NUMBER, "words of the story proper", "archive"),
        Column("n_chapters", _NUMBER, "chapters", "archive"),
        Column("n_characters", _NUMBER, "characters", "archive"),
        Column("n_lines", _NUMBER, "quotations of kind speech", "archive"),
        Column("n_scenes", _NUMBER, "scenes", "archive"),
        _said("weights", _NUMBER, "version of the model that read it; null of what was read before (.fabula)"),
        Column("provenance", pa.string(), "JSON: the fabula that read it, format, corrections", "archive"),
    ),
    "texts": (STORY, Column("text", pa.string(), "the text into which start and end point", "archive")),
    "failures": (
        STORY,
        Column("source", pa.string(), "file, and after :: the member, line or row of it", "archive"),
        Column("code", pa.string(), "of the error (docs/errors.md); E00 is a bug of fabula's", "archive"),
        Column("reason", pa.string(), "one line for a person", "archive"),
    ),
}
"""``stories`` and ``texts`` have a row for each story that was read, ``failures`` for each other."""


def _plain(dtype: pa.DataType) -> pa.DataType:
    return dtype.value_type if pa.types.is_dictionary(dtype) else dtype


def _schema(columns: tuple[Column, ...]) -> pa.Schema:
    return pa.schema([pa.field(column.name, _plain(column.dtype), nullable=column.nullable) for column in columns])


SCHEMAS: dict[str, pa.Schema] = {
    **{name: _schema(columns) for name, columns in OWN_TABLES.items()},
    **{name: _schema((STORY, ID, *columns)) for name, columns in TABLES.items()},
}
"""Table of the archive -> Arrow schema."""
