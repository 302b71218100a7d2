"""The tables in files: a folder of CSV or Parquet with a data dictionary, or one file of JSON Lines.

    TABLE.csv, TABLE.parquet   one file a table; its first column in CSV is the row's id
    text.txt                   the text into which start and end point
    dictionary.csv             table, column, type, meaning, whether it may be empty, the table that it points to
    story.json                 title, metadata, which fabula read it

In CSV lists do not occur, null is an empty field, and every text field is quoted; cells that a spreadsheet would take
for a formula are left as they are, for the files are data. JSON Lines has ``{"table": ..., "id": ..., ...}`` a row.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from fabula.output import Writer, atomic_write
from fabula.schema import TABLES
from fabula.story import Story, metadata_to_json

DICTIONARY = ("table", "column", "type", "meaning", "made_by", "may_be_null", "row_of")


def csv_files(story: Story, book: str) -> dict[str, Writer]:
    """What writes each table as CSV, and what stands beside them, by the name of the file."""
    return {**{f"{name}.csv": partial(_write_csv, story, name) for name in TABLES}, **_beside(story, book)}


def parquet_files(story: Story, book: str) -> dict[str, Writer]:
    """What writes each table as Parquet, a row's id being its place, and what stands beside, by the file's name."""
    return {**{f"{name}.parquet": partial(_write_parquet, story, name) for name in TABLES}, **_beside(story, book)}


def write_jsonl(story: Story, path: str | Path) -> None:
    """Write every row of every table to ``path``, a line each.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with atomic_write(Path(path)) as file:
        for row in rows_of(story):
            file.write(f"{encode(row)}\n".encode("utf-8", "replace"))


def rows_of(story: Story) -> Iterator[dict[str, Any]]:
    """Every row with its table and id; the first has the table ``story`` and what is known of the whole."""
    yield {"table": "story", **_about(story), "text": story.text.encode("utf-8", "replace").decode("utf-8")}
    for name in TABLES:
        table = story.tables[name]
        names, columns = table.column_names, [_values(column) for column in table.columns]
        for id, values in enumerate(zip(*columns, strict=True)):
            yield {"table": name, "id": id, **dict(zip(names, values, strict=True))}


def data_dictionary() -> list[tuple[str, ...]]:
    """The rows of ``dictionary.csv``, from the schema."""
    return [
        (
            name,
            column.name,
            str(column.dtype),
            column.meaning,
            column.made_by,
            str(column.nullable),
            column.key_of or "",
        )
        for name, columns in TABLES.items()
        for column in columns
    ]


def _about(story: Story) -> dict[str, Any]:
    return {
        "title": story.title,
        "metadata": metadata_to_json(story.metadata),
        "provenance": {key: value for key, value in story.provenance.items() if key != "seconds"},
    }


def _write_csv(story: Story, name: str, path: Path) -> None:
    table = story.tables[name]
    ids = pa.array(range(len(table)), pa.int32())
    columns = {column: _plain(table[column]) for column in table.column_names}
    arrow_csv.write_csv(pa.table({"id": ids, **columns}), path)


def _values(column: pa.ChunkedArray) -> list[Any]:
    """The column as plain values; numbers go by way of NumPy, which is ten times as fast as Arrow's own."""
    if column.null_count == 0 and pa.types.is_dictionary(column.type):
        coded = column.unify_dictionaries().combine_chunks()
        words = coded.dictionary.to_pylist()
        return [words[code] for code in coded.indices.to_numpy().tolist()]
    if column.null_count == 0 and pa.types.is_primitive(column.type):
        return column.to_numpy().tolist()  # type: ignore[no-any-return]
    return column.to_pylist()  # type: ignore[no-any-return]


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _write_parquet(story: Story, name: str, path: Path) -> None:
    parquet.write_table(story.tables[name], path, compression="zstd")


def _beside(story: Story, book: str) -> dict[str, Writer]:
    about = json.dumps({"name": book, **_about(story)}, ensure_ascii=False, indent=2)
    dictionary = io.StringIO()
    csv.writer(dictionary, lineterminator="\n").writerows([DICTIONARY, *data_dictionary()])
    texts = {"text.txt": story.text, "dictionary.csv": dictionary.getvalue(), "story.json": about}
    return {name: partial(_write_text, text) for name, text in texts.items()}


def _write_text(text: str, path: Path) -> None:
    path.write_bytes(text.encode("utf-8", errors="replace"))
