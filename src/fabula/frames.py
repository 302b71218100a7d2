"""The tables of a story as pandas or Polars frames, with the names of people and places beside their numbers.

    to_pandas(story, "quotes")[["speaker_name", "speaker_confidence"]]

The two libraries are the user's own: fabula does not install them. A row's place is its id. Beside every column that
points to ``entities`` stands one more, with ``_name`` at its end; see docs/tables.md for all others.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pyarrow as pa

from fabula.errors import PackageMissing
from fabula.schema import TABLES
from fabula.story import Story


def to_pandas(story: Story, table: str) -> Any:
    """A table as a ``pandas.DataFrame``; whole numbers that may be missing stay whole (``Int32``).

    Raises  PackageMissing (P01): pandas is not installed; KeyError: no such table
    """
    library = _library("pandas")
    return _with_names(story, table).to_pandas(types_mapper={pa.int32(): library.Int32Dtype()}.get)


def to_polars(story: Story, table: str) -> Any:
    """A table as a ``polars.DataFrame``.

    Raises  PackageMissing (P01): Polars is not installed; KeyError: no such table
    """
    return _library("polars").from_arrow(_with_names(story, table))


def _with_names(story: Story, table: str) -> pa.Table:
    """The table with the name of each entity beside its number."""
    if table not in TABLES:
        raise KeyError(f"there is no table {table!r}; choose one of {', '.join(TABLES)}")
    rows = story.tables[table]
    names = story.tables["entities"]["name"].combine_chunks()
    for column in TABLES[table]:
        if column.key_of == "entities":
            place = rows.column_names.index(column.name) + 1
            rows = rows.add_column(place, f"{column.name}_name", names.take(rows[column.name].combine_chunks()))
    return rows


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise PackageMissing(f"{name} is not installed, and this needs it: pip install {name}") from error
