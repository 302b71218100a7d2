"""Open a source: a path or standard input, of whatever format."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from fabula.errors import SourceEmpty, SourceIsFolder, SourceNotFound, SourceTooLarge, SourceUnreadable
from fabula.sources.decode import without_surrogates
from fabula.sources.document import Document
from fabula.sources.formats import format_of

_BLANK = b" \t\r\n\x0b\x0c\x1a\x00\xef\xbb\xbf\xfe\xff"
LARGEST = 200_000_000
"""Bytes that a book's file may have."""


def open_document(path: str | Path, format: str | None = None, largest: int = LARGEST) -> Document:
    """The document in the file at ``path``; ``"-"`` reads standard input.

    Takes   format: "txt", "md", "html", "epub" or "docx"; told from the content and the suffix when None
            largest: bytes that the file may have
    Raises  SourceError (S01 to S12), one line that says what is wrong, with which file, and what to do
    """
    is_input = str(path) == "-"
    name = "standard input" if is_input else without_surrogates(Path(path).name)  # of a name that is no UTF-8
    return document_of_bytes(_read_input(largest) if is_input else _read_file(Path(path), largest), name, format)


def document_of_bytes(data: bytes, name: str, format: str | None = None) -> Document:
    """The document in the bytes of a file called ``name``; ``format`` as in ``open_document``.

    Raises  SourceError (S03 to S10, S12)
    """
    if not data.strip(_BLANK):
        raise SourceEmpty(f"{name} is empty: give a file with a story")
    return _reader(format_of(data, name, format))(data, name)


def _read_input(largest: int) -> bytes:
    try:
        data = sys.stdin.buffer.read(largest + 1)
    except OSError as error:
        raise SourceUnreadable(f"standard input cannot be read: {error.strerror}") from error
    if len(data) > largest:
        raise _too_large("standard input", largest)
    return data


def _read_file(path: Path, largest: int) -> bytes:
    try:
        if path.is_dir():
            raise SourceIsFolder(f"{path} is a folder: give a file, such as {path / 'book.epub'}")
        if path.stat().st_size > largest:
            raise _too_large(path, largest)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceNotFound(f"{path}: there is no such file; check the name") from error
    except PermissionError as error:
        raise SourceUnreadable(f"{path} may not be read: change its permissions or copy it") from error
    except (OSError, ValueError) as error:
        raise SourceUnreadable(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _too_large(what: str | Path, largest: int) -> SourceTooLarge:
    megabytes = largest / 1_000_000
    return SourceTooLarge(f"{what} is larger than {megabytes:g} MB: fabula read --size-limit lets larger books be read")


def _reader(format: str) -> Callable[[bytes, str], Document]:
    """The function that reads ``format``; what it needs is imported only now."""
    if format == "html":
        from fabula.sources.html import read_html as read
    elif format == "epub":
        from fabula.sources.epub import read_epub as read
    elif format == "docx":
        from fabula.sources.docx import read_docx as read
    elif format == "md":
        from fabula.sources.markdown import read_markdown as read
    else:
        from fabula.sources.text import read_text_file as read
    return read
