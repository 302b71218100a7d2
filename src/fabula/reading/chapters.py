"""The tables that come straight from the source: chapters, furniture and emphasis."""

from __future__ import annotations

import pyarrow as pa

from fabula.schema import table_of
from fabula.sources.document import Document


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
