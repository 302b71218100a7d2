"""Plain text: a file's bytes, or a string at hand."""

from __future__ import annotations

from fabula.sources.assemble import document_of_text
from fabula.sources.decode import decode_text, without_surrogates
from fabula.sources.document import Document, Metadata


def read_text_file(data: bytes, name: str) -> Document:
    """The document in the bytes of a text file; its text is exactly what they decode to.

    Raises  SourceBinary (S05), SourceEmpty (S03), SourceOnlyFurniture (S04), SourceNotEnglish (S10)
    """
    return document_of_text(decode_text(data, name), name, Metadata())


def document_from_text(text: str, title: str | None = None) -> Document:
    """The document in ``text``, which is kept as it is.

    Raises  SourceEmpty (S03), SourceOnlyFurniture (S04), SourceNotEnglish (S10)

    >>> document_from_text("It rained.", title="Weather").chapters
    (Chapter(start=0, end=10, title='', heading_end=0),)
    """
    title = without_surrogates(title) if title else title
    return document_of_text(text, title or "the text", Metadata(title=title))
