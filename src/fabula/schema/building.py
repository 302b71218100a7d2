"""Tables are built by one function that checks dtypes, ranges and keys, and copies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from fabula.errors import BadTable
from fabula.schema.columns import Column
from fabula.schema.tables import TABLES
from fabula.schema.working_tables import WORKING_TABLES

_SURROGATE = re.compile("[\ud800-\udfff]")


def table_of(name: str, columns: Mapping[str, Sequence[Any] | np.ndarray[Any, Any]]) -> pa.Table:
    """The Arrow table ``name`` from its columns, checked and copied.

    Takes   columns: one sequence or NumPy array for each column; those that another step makes may be
            left out. ``None`` (or -1 in an integer key column) stands for null where null is allowed.
    Raises  BadTable (T01): unknown, missing or unequal columns, a wrong type, a value that is not allowed,
            a span that ends before it starts.
    """
    schema = {column.name: column for column in (TABLES.get(name) or WORKING_TABLES[name])}
    unknown = [key for key in columns if key not in schema]
    given_steps = {schema[key].made_by for key in columns if key in schema}
    missing = [key for key, column in schema.items() if key not in columns and column.made_by in given_steps]
    if unknown or missing:
        raise BadTable(f"table {name}: unknown columns {unknown}, missing columns {missing}")
    arrays, fields = [], []
    for key, column in schema.items():
        if key in columns:
            arrays.append(_array_of(name, column, columns[key]))
            fields.append(pa.field(key, column.dtype, nullable=column.nullable))
    if len({len(array) for array in arrays}) > 1:
        raise BadTable(f"table {name}: columns of unequal length")
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    _check_spans(name, table)
    return table


def zip_columns(table: pa.Table, *names: str) -> Iterator[tuple[Any, ...]]:
    """The rows of some columns as tuples of Python values; null is ``None``."""
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def empty_table(name: str) -> pa.Table:
    """The table ``name`` with all its columns and no rows."""
    return table_of(name, {column.name: [] for column in TABLES.get(name) or WORKING_TABLES[name]})


def with_columns(name: str, table: pa.Table, columns: Mapping[str, Sequence[Any] | np.ndarray[Any, Any]]) -> pa.Table:
    """``table`` with more of its columns (or with nulls filled in), checked as by ``table_of``."""
    merged: dict[str, Any] = {key: table[key] for key in table.column_names}
    return table_of(name, {**merged, **columns})


def check_story_tables(tables: Mapping[str, pa.Table], text_length: int) -> None:
    """Raise BadTable (T01) unless every table is complete, in bounds, and every key points to a row."""
    for name, schema in TABLES.items():
        if name not in tables:
            raise BadTable(f"table {name} is missing")
        table = tables[name]
        if table.column_names != [column.name for column in schema]:
            raise BadTable(f"table {name} has columns {table.column_names}")
        for column in schema:
            if column.key_of is not None:
                _check_range(name, column.name, table[column.name], len(tables[column.key_of]) - 1)
            elif column.name in ("start", "end", "heading_end"):
                _check_range(name, column.name, table[column.name], text_length)


def _array_of(name: str, column: Column, values: Any) -> pa.Array:
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    try:
        if isinstance(values, pa.Array):
            array = values.cast(column.dtype)
        elif isinstance(values, np.ndarray):
            mask = (values < 0) if column.nullable and pa.types.is_integer(column.dtype) else None
            array = pa.array(np.array(values, copy=True), mask=mask).cast(column.dtype)
        else:
            if column.nullable and pa.types.is_integer(column.dtype):
                values = [None if value is None or value < 0 else int(value) for value in values]
            array = _array_of_list(values, column.dtype)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, TypeError) as error:
        raise BadTable(f"table {name}, column {column.name}: {error}") from error
    if array.null_count and not column.nullable:
        raise BadTable(f"table {name}, column {column.name}: null is not allowed")
    if column.values is not None:
        used = set(array.dictionary.to_pylist())
        if not used <= {*column.values, None}:
            raise BadTable(f"table {name}, column {column.name}: {sorted(used - set(column.values))} not allowed")
    if pa.types.is_floating(array.type) and not np.isfinite(array.drop_null().to_numpy(zero_copy_only=False)).all():
        raise BadTable(f"table {name}, column {column.name}: a value that is no number")
    if column.name.endswith("confidence"):
        _check_range(name, column.name, array, 1.0)
    return array


def _array_of_list(values: Sequence[Any], dtype: pa.DataType) -> pa.Array:
    """``values`` in Arrow, which is UTF-8 and has no lone surrogates: U+FFFD stands for each."""
    try:
        return pa.array(values, type=dtype)
    except UnicodeEncodeError:
        values = [_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value for value in values]
        return pa.array(values, type=dtype)


def _check_range(name: str, column: str, array: pa.Array | pa.ChunkedArray, highest: float) -> None:
    values = (
        array.drop_null().to_numpy(zero_copy_only=False)
        if isinstance(array, pa.Array)
        else array.drop_null().to_numpy()
    )
    if len(values) and (values.min() < 0 or values.max() > highest):
        raise BadTable(f"table {name}, column {column}: a value outside 0 to {highest}")


def _check_spans(name: str, table: pa.Table) -> None:
    if "start" in table.column_names and "end" in table.column_names:
        starts, ends = table["start"].to_numpy(), table["end"].to_numpy()
        if len(starts) and ((ends < starts).any() or starts.min() < 0):
            raise BadTable(f"table {name}: a span that ends before it starts")
