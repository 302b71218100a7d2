"""From a file to a Document: one file per format, one per site."""

from fabula.sources.document import Chapter, Document, Furniture, Metadata
from fabula.sources.opening import document_of_bytes, open_document
from fabula.sources.text import document_from_text

__all__ = ["Chapter", "Document", "Furniture", "Metadata", "document_from_text", "document_of_bytes", "open_document"]
