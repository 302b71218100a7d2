"""An archive that is there: its tables, its stories, and DuckDB over them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.dataset as dataset
import pyarrow.parquet as parquet

from fabula.archive.columns import SCHEMAS
from fabula.archive.folder import HEAD, Folder, parsed
from fabula.archive.manifest import read_manifest
from fabula.errors import ArchiveDamaged, NotAnArchive, PackageMissing
from fabula.file_titles import title_of
from fabula.schema import TABLES, table_of
from fabula.story import Story, metadata_from_json


class Archive:
    """What the manifest of an archive names; it may be read while stories are added, and does not change then."""

    def __init__(self, place: str) -> None:
        """Open the archive at ``place``, a folder or a URI.

        Raises  NotAnArchive (R01), ArchiveDamaged (R04)
        """
        self._folder = Folder(place)
        head = self._folder.read(HEAD)
        if head is None or parsed(head, f"{place}/{HEAD}").get("format") != "fabula-archive":
            raise NotAnArchive(f"{place} is not an archive: fabula archive read makes one")
        self._entries = read_manifest(self._folder)

    def __len__(self) -> int:
        """The number of stories that were read."""
        return sum(entry.stories for entry in self._entries.values())

    @property
    def n_failures(self) -> int:
        """The number of stories that could not be read."""
        return sum(entry.failures for entry in self._entries.values())

    def files(self, table: str) -> list[str]:
        """The Parquet files of a table, as Arrow's file system and DuckDB take them.

        Raises  KeyError: no such table
        """
        SCHEMAS[table]
        return [self._folder.path(f"{table}/{entry.parts[table].file}") for entry in self._entries.values()]

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A table of all stories, or some of its columns.

        Raises  KeyError: no such table; ArchiveDamaged (R04)
        """
        schema = SCHEMAS[name]
        wanted = list(columns) if columns is not None else schema.names
        tables = [self._part(path, wanted) for path in self.files(name)]
        empty = pa.schema([schema.field(column) for column in wanted]).empty_table()
        return pa.concat_tables([empty, *tables], promote_options="permissive")

    def story(self, number: int) -> Story:
        """A story, whole, by its number.

        Raises  IndexError: no story of that number was read; ArchiveDamaged (R04)
        """
        for entry in self._entries.values():
            known = self._rows(entry.parts["stories"].file, "stories", number)
            if len(known):
                tables = {name: self._rows(entry.parts[name].file, name, number) for name in (*TABLES, "texts")}
                return _story(known.to_pylist()[0], tables)
        raise IndexError(f"the archive has no story {number}")

    def connect(self) -> Any:
        """A DuckDB connection in which each table of the archive is a view.

        Raises  PackageMissing (P01): DuckDB is not installed
        """
        try:
            import duckdb
        except ImportError as error:
            raise PackageMissing("DuckDB is not installed, and this needs it: pip install 'fabula[archive]'") from error
        connection = duckdb.connect()
        for name in SCHEMAS:
            files = self.files(name)
            if files and self._folder.disk is None:
                connection.register(name, dataset.dataset(files, filesystem=self._folder.filesystem))
            elif files:
                listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
                connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet([{listed}])')
            else:
                connection.register(name, SCHEMAS[name].empty_table())
        return connection

    def _rows(self, file: str, table: str, number: int) -> pa.Table:
        part = self._part(self._folder.path(f"{table}/{file}"), None)
        return part.filter(compute.equal(part["story"], number))

    def _part(self, path: str, columns: list[str] | None) -> pa.Table:
        try:
            with self._folder.filesystem.open_input_file(path) as file:
                return parquet.read_table(file, columns=columns)
        except (OSError, pa.ArrowException) as error:
            raise ArchiveDamaged(f"{path} cannot be read ({' '.join(str(error).split())[:200]})") from error


def _story(row: dict[str, Any], tables: dict[str, pa.Table]) -> Story:
    text = tables["texts"]["text"][0].as_py()
    own = {
        name: table_of(name, {column.name: tables[name][column.name] for column in columns})
        for name, columns in TABLES.items()
    }
    provenance = json.loads(row["provenance"])
    known = {key: value for key, value in row.items() if value not in (None, [])}
    if row["title"] == title_of(str(provenance.get("name", ""))):
        del known["title"]  # it is no more than the file's name
    return Story(text, own, metadata_from_json(known), provenance)
