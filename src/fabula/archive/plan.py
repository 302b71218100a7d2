"""The plan: which stories there are, each with its number, and in what units they are read.

A unit is a run of stories in the order of the inputs. Its size depends on the size of all of them and on nothing else,
so that any engine and any number of workers write the same parts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from fabula.archive.folder import Folder
from fabula.archive.item import Item
from fabula.archive.parts import parquet_bytes
from fabula.errors import ArchiveDamaged
from fabula.sources.document import Metadata
from fabula.story import metadata_from_json, metadata_to_json

UNITS_WANTED = 128
SMALLEST, LARGEST = 50_000, 8_000_000  # bytes of a unit
MOST_STORIES = 500

_SCHEMA = pa.schema(
    [
        ("unit", pa.int32()),
        ("story", pa.int64()),
        ("source", pa.string()),
        ("place", pa.binary()),
        ("kind", pa.string()),
        ("at", pa.int64()),
        ("size", pa.int64()),
        ("group", pa.int32()),
        ("metadata", pa.string()),
        ("code", pa.string()),
        ("reason", pa.string()),
    ]
)
_SAME = ("source", "kind", "at", "size", "group", "code", "reason")


@dataclass(frozen=True)
class Unit:
    """Stories that are read together, with the number of the first."""

    number: int
    first: int
    items: tuple[Item, ...]


class Plan:
    """The stories in their units; kept as a table, since there may be millions."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table.combine_chunks()
        unit = table["unit"].to_numpy() if len(table) else np.zeros(0, np.int32)
        self._starts = np.append(np.flatnonzero(np.diff(unit, prepend=-1)), len(unit))

    def __len__(self) -> int:
        """The number of stories."""
        return len(self.table)

    @property
    def n_units(self) -> int:
        """The number of units."""
        return len(self._starts) - 1

    def size(self, number: int) -> int:
        """How many stories a unit has."""
        return int(self._starts[number + 1] - self._starts[number])

    def unit(self, number: int) -> Unit:
        """A unit with its stories."""
        start = int(self._starts[number])
        rows = self.table.slice(start, self.size(number)).to_pylist()
        return Unit(number, rows[0]["story"], tuple(_item(row) for row in rows))

    def sources(self) -> set[str]:
        """The sources of all stories."""
        return set(self.table["source"].to_pylist())


def read_plan(folder: Folder) -> Plan:
    """The plan in a folder; empty where there is none.

    Raises  ArchiveDamaged (R04)
    """
    tables = []
    for name in (name for name in folder.names("plan") if name.endswith(".parquet")):
        try:
            tables.append(parquet.read_table(pa.BufferReader(folder.read(f"plan/{name}") or b""), schema=_SCHEMA))
        except (pa.ArrowException, OSError) as error:
            raise ArchiveDamaged(f"{folder.place}/plan/{name} is damaged: begin another archive") from error
    return Plan(pa.concat_tables(tables) if tables else _SCHEMA.empty_table())


def extend_plan(folder: Folder, plan: Plan, items: Iterable[Item], unit_size: int | None = None) -> Plan:
    """The plan with those of ``items`` whose source is not in it; they are written to the folder first.

    Takes   unit_size: bytes of a unit; by default it goes by the size of all new stories
    """
    known = plan.sources()
    new = [item for item in items if item.source not in known]
    if not new:
        return plan
    units = [number for number, unit in enumerate(divide(new, unit_size), start=plan.n_units) for _ in unit]
    table = pa.table(_columns(new, units, len(plan)), schema=_SCHEMA)
    folder.write(f"plan/{plan.n_units:06}.parquet", parquet_bytes(table))
    return Plan(pa.concat_tables([plan.table, table]))


def divide(items: Sequence[Item], unit_size: int | None = None) -> Iterator[Sequence[Item]]:
    """The items in units of about equal size."""
    wanted = unit_size or min(max(sum(item.size for item in items) // UNITS_WANTED, SMALLEST), LARGEST)
    first, size = 0, 0
    for place, item in enumerate(items):
        if place > first and (size + item.size > wanted or place - first >= MOST_STORIES):
            yield items[first:place]
            first, size = place, 0
        size += item.size
    yield items[first:]


def _columns(items: Sequence[Item], units: Sequence[int], first: int) -> dict[str, Sequence[object]]:
    said: dict[Metadata, str] = {}  # mostly the same for all: nothing
    for item in items:
        said.setdefault(item.metadata, json.dumps(metadata_to_json(item.metadata), ensure_ascii=False))
    return {
        **{name: [getattr(item, name) for item in items] for name in _SAME},
        "unit": units,
        "story": range(first, first + len(items)),
        "place": [item.place.encode("utf-8", "surrogateescape") for item in items],
        "metadata": [said[item.metadata] for item in items],
    }


def _item(row: dict[str, object]) -> Item:
    known = {name: row[name] for name in Item.__dataclass_fields__}
    metadata = metadata_from_json(json.loads(str(row["metadata"])))
    place = bytes(row["place"]).decode("utf-8", "surrogateescape")  # type: ignore[call-overload]
    return Item(**{**known, "place": place, "metadata": metadata})
