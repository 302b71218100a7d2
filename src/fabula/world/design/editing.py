"""Editing a design in its document: what designers change from inside is written back, comments and order kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Array

from fabula.errors import DesignBroken
from fabula.output import atomic_write
from fabula.world.design.naming import Keys
from fabula.world.design.reading import check_design, read_text


class Document:
    """A design's file, opened to be edited; nothing is written before ``save``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document: Any = tomlkit.parse(read_text(path))

    def dig(self, here: str, name: str, through: str | None) -> None:
        """Add a place, with a way to it from ``here``."""
        keys = Keys()
        for known in self.document["places"]:
            keys.of(known, "place")
        key = keys.of(name, "place")
        place = tomlkit.table()
        place["name"] = name
        region = self.document["places"][here].get("region")
        if region:
            place["region"] = region
        self._add("places", key, place)
        self.link(here, key, through)

    def link(self, here: str, there: str, through: str | None) -> None:
        """Add a way, marked as added, from one place to another and back."""
        way = tomlkit.inline_table()
        way["to"] = there
        if through:
            way["name"] = through
        way["added"] = True
        place = self.document["places"][here]
        ways = place.get("ways")
        if ways is None:
            ways = tomlkit.array()
            place["ways"] = ways
        for known in ways:
            if known["to"] == there:
                raise DesignBroken(f"{self.path}: there is a way from {here!r} to {there!r} already")
        if isinstance(ways, Array):
            ways.add_line(way, indent="  ")
            if len(ways) == 1:
                ways.add_line(indent="")

    def describe(self, section: str, key: str, text: str) -> None:
        """Set the description of a place, a character or a thing."""
        self.document[section][key]["description"] = text

    def place(self, section: str, key: str, here: str) -> None:
        """Put a character, a thing or a letter somewhere."""
        part = self.document[section][key]
        part.pop("carrier", None)
        part["place"] = here

    def add_thing(self, name: str, here: str, description: str) -> None:
        """Add a thing that lies somewhere."""
        keys = Keys()
        for known in self.document.get("things", {}):
            keys.of(known, "thing")
        thing = tomlkit.table()
        thing["name"] = name
        thing["place"] = here
        if description:
            thing["description"] = description
        self._add("things", keys.of(name, "thing"), thing)

    def save(self) -> None:
        """Write the file, if the design still holds.

        Raises  DesignBroken (Y02), CannotWrite (O01), DiskFull (O02); then the file is as it was.
        """
        text = tomlkit.dumps(self.document)
        staged = self.path.with_name(f".{self.path.name}.checked")
        try:
            staged.write_text(text, encoding="utf-8")
            _, faults = check_design(staged)
        finally:
            staged.unlink(missing_ok=True)
        if faults:
            raise DesignBroken(f"{self.path}: {faults[0].message}")
        with atomic_write(self.path) as file:
            file.write(text.encode("utf-8"))

    def _add(self, section: str, key: str, table: Any) -> None:
        if section not in self.document:
            self.document[section] = tomlkit.table(is_super_table=True)
        self.document[section][key] = table
