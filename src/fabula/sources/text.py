"""Plain text."""

from __future__ import annotations

from fabula.sources.chapters import tile
from fabula.sources.decode import decode_text
from fabula.sources.document import Document, Metadata
from fabula.sources.headings import find_headings
from fabula.sources.lines import flat


def read_text_file(data: bytes, name: str) -> Document:
    """The document in the bytes of a text file."""
    return _document(decode_text(data, name), name, Metadata())


def document_from_text(text: str, title: str | None = None) -> Document:
    """The document in ``text``, which is kept as it is."""
    return _document(text, title or "text", Metadata(title=title))


def _document(text: str, name: str, metadata: Metadata) -> Document:
    headings = find_headings(flat(text))
    return Document(text, "txt", name, metadata, tile(text, headings))
