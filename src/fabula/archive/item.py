"""One story among the inputs: what it is called, and where it lies."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fabula.sources.decode import without_surrogates
from fabula.sources.document import COUNTS, MOST, Metadata

LARGEST = 200_000_000
"""Bytes that one story may have, unpacked; no book does."""

Kind = Literal["file", "member", "packed", "stretch", "line", "row", "fault"]


@dataclass(frozen=True, slots=True)
class Item:
    """A story, or a collection that cannot be opened (``fault``, which says why in ``reason``).

    ``source`` names it for people and is its own. ``place`` is the file that holds it: an absolute path or a URI.
    ``at`` is where in that file: of a ``member`` of a zip its number, of a ``stretch`` of a tar and of a
    ``line`` of JSON the offset of its first byte after unpacking, of a ``row`` of Parquet the number in its row group,
    which ``group`` numbers.
    ``size`` is in bytes, of rows about.
    """

    source: str
    place: str
    kind: Kind = "file"
    at: int = 0
    size: int = 0
    group: int = 0
    metadata: Metadata = Metadata()
    code: str = ""
    reason: str = ""


def metadata_of_record(record: Mapping[str, Any]) -> Metadata:
    """What a row says of its story in columns that are called as ``Metadata`` calls them; other types are left out.

    >>> known = metadata_of_record({"title": "Emma", "published": 1815, "tags": ["village"], "pages": 474})
    >>> known.title, known.published, known.tags
    ('Emma', '1815', ('village',))
    """
    known: dict[str, Any] = {}
    for field in dataclasses.fields(Metadata):
        value = record.get(field.name)
        if isinstance(field.default, tuple):
            values = [value] if isinstance(value, str) else value
            known[field.name] = (
                tuple(without_surrogates(str(one)) for one in values) if isinstance(values, list | tuple) else ()
            )
        elif field.name in COUNTS:
            is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST
            known[field.name] = value if is_count else None
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            known[field.name] = without_surrogates(str(value)).strip() or None
    return Metadata(**known)
