"""Files that nobody can read a story in, made for the tests: name, what makes it, and the error it meets."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from fabula import errors

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Locked</dc:title></metadata>
<manifest><item id="one" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="one"/></spine></package>"""
LOCKED = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#">
<EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
<CipherData><CipherReference URI="one.xhtml"/></CipherData></EncryptedData></encryption>"""
WORD_TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
WORD_LINKS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
WORD_WITHOUT_BODY = """<?xml version="1.0"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"></w:document>"""
FRENCH = (
    "Longtemps, je me suis couché de bonne heure. Parfois, à peine ma bougie éteinte, mes yeux se fermaient "
    "si vite que je n'avais pas le temps de me dire : je m'endors. Et, une demi-heure après, la pensée qu'il "
    "était temps de chercher le sommeil m'éveillait. "
)
GERMAN = (
    "Als Gregor Samsa eines Morgens aus unruhigen Träumen erwachte, fand er sich in seinem Bett zu einem "
    "ungeheueren Ungeziefer verwandelt. Er lag auf seinem panzerartig harten Rücken und sah, wenn er den "
    "Kopf ein wenig hob, seinen gewölbten, braunen Bauch. "
)
FURNITURE = "2.3K 87 12\n\nThe Long NightWhere stories live. Discover now\n"


def archive(path: Path, members: Mapping[str, str | bytes]) -> None:
    """Write a zip archive of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)


def epub(path: Path, **more: str | bytes) -> None:
    """Write an EPUB whose only chapter is ``one.xhtml``; members may be added or replaced."""
    members = {"META-INF/container.xml": CONTAINER, "book.opf": PACKAGE, "one.xhtml": "<html><body/></html>"}
    archive(path, {"mimetype": "application/epub+zip", **members, **more})


def bomb(path: Path) -> None:
    """Write an EPUB whose chapter unpacks to 600 MB."""
    epub(path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        file.open("two.xhtml", "w") as chapter,
    ):
        for _ in range(600):
            chapter.write(bytes(1_000_000))


def truncated_epub(path: Path) -> None:
    """Write the first half of an EPUB."""
    epub(path, filler=os.urandom(5000))
    path.write_bytes(path.read_bytes()[:2500])


def document_without_body(path: Path) -> None:
    """Write a DOCX that has a document, and in it no body."""
    archive(
        path,
        {
            "[Content_Types].xml": WORD_TYPES,
            "_rels/.rels": WORD_LINKS,
            "word/document.xml": WORD_WITHOUT_BODY,
        },
    )


def text(content: str | bytes) -> Callable[[Path], None]:
    """A maker of a file with this content."""
    data = content.encode() if isinstance(content, str) else content
    return lambda path: path.write_bytes(data) and None


BAD_FILES: dict[str, tuple[Callable[[Path], None], type[errors.FabulaError], str]] = {
    "missing.txt": (lambda _path: None, errors.SourceNotFound, "no such file"),
    "folder.txt": (Path.mkdir, errors.SourceIsFolder, "is a folder"),
    "empty.txt": (text(""), errors.SourceEmpty, "empty"),
    "blank.txt": (text(" \n\n\t\n"), errors.SourceEmpty, "empty"),
    "furniture.txt": (text(FURNITURE), errors.SourceOnlyFurniture, "story"),
    "picture.txt": (text(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40), errors.SourceBinary, "PNG"),
    "noise.txt": (text(bytes(range(256)) * 40), errors.SourceBinary, "not a text"),
    "paper.pdf": (text(b"%PDF-1.7\n" + bytes(range(128)) * 10), errors.SourceBinary, "PDF"),
    "broken.epub": (text("once upon a time"), errors.SourceBroken, "EPUB"),
    "half.epub": (truncated_epub, errors.SourceBroken, "damaged"),
    "locked.epub": (
        lambda path: epub(path, **{"META-INF/encryption.xml": LOCKED}),
        errors.SourceEncrypted,
        "DRM",
    ),
    "bomb.epub": (bomb, errors.SourceTooLarge, "500 MB"),
    "bodiless.docx": (document_without_body, errors.SourceWithoutText, "text"),
    "textless.html": (
        text("<!doctype html><html><body><img src='a.png'><script>let a;</script></body></html>"),
        errors.SourceWithoutText,
        "text",
    ),
    "french.txt": (text(FRENCH * 5), errors.SourceNotEnglish, "French"),
    "german.txt": (text(GERMAN * 5), errors.SourceNotEnglish, "German"),
    "damaged.fabula": (text("not a story"), errors.StoryFileDamaged, "damaged"),
    "newer.fabula": (
        lambda path: archive(path, {"story.json": '{"format": "fabula-story", "version": 99}'}),
        errors.StoryFileOfOtherVersion,
        "newer",
    ),
    "absent.fabula": (lambda _path: None, errors.SourceNotFound, "no such file"),
}
