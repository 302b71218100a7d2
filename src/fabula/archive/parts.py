"""A unit's outcomes as Parquet: the same stories give the same bytes, whoever read them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from fabula.archive.columns import OWN_TABLES, SCHEMAS
from fabula.archive.item import Item
from fabula.archive.outcome import Failure, Outcome, Read
from fabula.schema import TABLES

Numbered = tuple[int, Item, Outcome]  # a story's number, the story, what came of it


def parts_of(outcomes: Sequence[Numbered]) -> Iterator[tuple[str, int, bytes]]:
    """Name, number of rows and Parquet file of each table; also of those without a row."""
    for name, table in tables_of(outcomes).items():
        yield name, table.num_rows, parquet_bytes(table)


def tables_of(outcomes: Sequence[Numbered]) -> dict[str, pa.Table]:
    """All tables of an archive that hold these stories."""
    read = [(number, outcome) for number, _, outcome in outcomes if isinstance(outcome, Read)]
    failed = [
        {"story": number, "source": item.source, "code": outcome.code, "reason": outcome.reason}
        for number, item, outcome in outcomes
        if isinstance(outcome, Failure)
    ]
    rows = {
        "stories": [_row(number, story.row) for number, story in read],
        "texts": [{"story": number, "text": story.text} for number, story in read],
        "failures": failed,
    }
    own = {name: pa.Table.from_pylist(rows[name], schema=SCHEMAS[name]) for name in OWN_TABLES}
    return {**own, **{name: _joined(name, [(n, story.tables[name]) for n, story in read]) for name in TABLES}}


def parquet_bytes(table: pa.Table) -> bytes:
    """The table as a Parquet file, written in one way."""
    sink = pa.BufferOutputStream()
    parquet.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=3,
        version="2.6",
        data_page_version="1.0",
        row_group_size=1 << 20,
        store_schema=False,
    )
    data: bytes = sink.getvalue().to_pybytes()
    return data


def checksum(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _row(number: int, known: Mapping[str, Any]) -> dict[str, Any]:
    lists = {key: list(value) for key, value in known.items() if isinstance(value, tuple)}
    return {"story": number, **known, **lists}


def _joined(name: str, tables: Sequence[tuple[int, pa.Table]]) -> pa.Table:
    """The rows of all stories, each with the number of its story and its own."""
    schema = SCHEMAS[name]
    pieces = []
    for number, table in tables:
        n_rows = table.num_rows
        story = pa.array(np.full(n_rows, number, dtype=np.int64))
        id = pa.array(np.arange(n_rows, dtype=np.int32))
        columns = [table[field.name].cast(field.type) for field in list(schema)[2:]]
        pieces.append(pa.Table.from_arrays([story, id, *columns], schema=schema))
    return pa.concat_tables(pieces).combine_chunks() if pieces else schema.empty_table()
