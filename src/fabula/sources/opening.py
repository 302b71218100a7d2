"""Open a source of any format."""

from __future__ import annotations

import sys
from pathlib import Path

from fabula.errors import SourceEmpty, SourceIsFolder, SourceNotFound, SourceUnreadable
from fabula.sources.document import Document
from fabula.sources.text import document_from_text, read_text_file


def open_document(path: str | Path, format: str | None = None) -> Document:
    """The document at ``path``; ``"-"`` reads standard input."""
    if str(path) == "-":
        data, name = sys.stdin.buffer.read(), "standard input"
    else:
        path = Path(path)
        name = path.name
        if path.is_dir():
            raise SourceIsFolder(f"{path} is a folder: give a file")
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise SourceNotFound(f"{path}: there is no such file") from error
        except OSError as error:
            raise SourceUnreadable(f"{path} cannot be read: {error.strerror}") from error
    if not data.strip():
        raise SourceEmpty(f"{name} is empty")
    return read_text_file(data, name)
