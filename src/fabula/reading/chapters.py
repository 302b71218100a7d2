"""The tables that come straight from the source: chapters, furniture and emphasis; and the source of a story again."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from fabula.schema import table_of
from fabula.sources.document import Chapter, Document, Furniture
from fabula.story import Story


def source_tables(document: Document) -> dict[str, pa.Table]:
    """``chapters``, ``furniture`` and ``emphasis`` of a document."""
    chapters, furniture = document.chapters, document.furniture
    return {
        "chapters": table_of(
            "chapters",
            {
                "start": [c.start for c in chapters],
                "end": [c.end for c in chapters],
                "title": [c.title for c in chapters],
                "heading_end": [c.heading_end for c in chapters],
            },
        ),
        "furniture": table_of(
            "furniture",
            {
                "start": [f.start for f in furniture],
                "end": [f.end for f in furniture],
                "kind": [f.kind for f in furniture],
            },
        ),
        "emphasis": table_of(
            "emphasis",
            {
                "start": [start for start, _ in document.emphasis],
                "end": [end for _, end in document.emphasis],
            },
        ),
    }


def document_of(story: Story) -> Document:
    """The document of which a story was read."""

    def rows(table: str, *names: str) -> list[tuple[Any, ...]]:
        return list(zip(*(story.tables[table][name].to_pylist() for name in names), strict=True))

    return Document(
        story.text,
        str(story.provenance.get("format", "")),
        str(story.provenance.get("name", "")),
        story.metadata,
        tuple(Chapter(*row) for row in rows("chapters", "start", "end", "title", "heading_end")),
        tuple(Furniture(*row) for row in rows("furniture", "start", "end", "kind")),
        tuple(rows("emphasis", "start", "end")),
    )
