"""Which format a file is in, by what it holds more than by its name.

The problem: a saved page is called ``story.txt``, a book ``download.zip``, and standard input has no name.
"""

from __future__ import annotations

import re

from fabula.errors import SourceBinary, SourceBroken, SourceEncrypted, UnknownFormat

FORMATS = ("txt", "md", "html", "epub", "docx")
_BY_SUFFIX = {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".epub": "epub", ".docx": "docx",
}  # fmt: skip
_CALIBRE = "convert it to EPUB (for example with Calibre)"
_OTHER_FORMATS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "PDF is not read: convert it to EPUB or text"),
    (b"{\\rtf", "an RTF document", "save it as DOCX or text"),
    (b"\x89PNG", "a PNG image", "give the text of the story"),
    (b"\xff\xd8\xff", "a JPEG image", "give the text of the story"),
    (b"GIF8", "a GIF image", "give the text of the story"),
    (b"AT&TFORM", "a DjVu book", _CALIBRE),
    (b"ITSF", "a CHM help file", _CALIBRE),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"\x7fELF", "a program", "give the text of the story"),
    (b"MZ\x90", "a program", "give the text of the story"),
    (b"TPZ", "a Kindle book", _CALIBRE),
    (b"\xeaDRMION", "a locked Kindle book", "get a copy without DRM"),
    (b"CONT\x02\x00", "a Kindle book (KFX)", _CALIBRE),
    (b"SQLite format 3", "a database", "give the text of the story"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_HEAD = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|div|h[1-6]|p)\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"</?(?:p|br|div|span|h[1-6]|i|em|b|body|a)\b[^<>]{0,400}>", re.IGNORECASE)


def format_of(data: bytes, name: str, given: str | None = None) -> str:
    """One of ``FORMATS``: ``given``, or else what the content and the suffix of ``name`` say.

    Raises  UnknownFormat (S12); SourceBinary (S05), SourceBroken (S06) or SourceEncrypted (S07) for content
            that no format of ours has
    """
    if given is not None and given.lower().lstrip(".") not in FORMATS:
        raise UnknownFormat(f"format {given!r} is not known: use one of {', '.join(FORMATS)}")
    suffix = _suffix_format(name)
    wanted = given.lower().lstrip(".") if given else suffix
    if data.startswith(b"PK"):
        return _zip_format(data, name, wanted)
    _refuse_other_formats(data, name)
    if wanted in ("epub", "docx"):
        raise SourceBroken(f"{name} is not a readable {wanted.upper()}: get or export the file again")
    if given:
        return str(wanted)
    if looks_like_html(data) or (suffix == "html" and _TAG.search(data[:200_000])):
        return "html"
    return "md" if suffix == "md" else "txt"


def looks_like_html(data: bytes) -> bool:
    """Whether ``data`` begins as a page does."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\x00", b"")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not _HTML_HEAD.match(head):
        return False
    return b"<html" in head.lower() or b"<!doctype" in head.lower() or len(_TAG.findall(data[:20_000])) >= 4


def _suffix_format(name: str) -> str | None:
    dot = name.rfind(".")
    return _BY_SUFFIX.get(name[dot:].lower()) if dot > 0 else None


def _zip_format(data: bytes, name: str, wanted: str | None) -> str:
    if wanted in ("epub", "docx"):
        return wanted
    if b"META-INF/container.xml" in data or b"application/epub+zip" in data[:200]:
        return "epub"
    if b"word/document.xml" in data:
        return "docx"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        raise SourceBinary(f"{name} is a zip archive, and neither EPUB nor DOCX: unpack it first")
    return wanted or "txt"


def _refuse_other_formats(data: bytes, name: str) -> None:
    for magic, what, advice in _OTHER_FORMATS:
        if data.startswith(magic):
            raise SourceBinary(f"{name} is {what}: {advice}")
    if data[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        raise SourceBinary(f"{name} is a Kindle or Mobipocket book: {_CALIBRE}")
    if data.startswith(_OLE):
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in data:
            raise SourceEncrypted(f"{name} is locked with a password: unlock it first")
        raise SourceBinary(f"{name} is an old Word document (.doc): save it as DOCX or text")
