"""Input that no story can be read in, and odd input of which one can, for the tests and for docs/bad-input.md."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import fabula
from fabula import errors
from fabula.archive.collections import items_in
from fabula.archive.fetching import Fetcher
from fabula.casting import read_voices
from fabula.corrections import read_corrections
from fabula.reading_limits import limited
from fabula.testing import tiny_story

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
"""Name -> what makes the file, the error it meets, words of the message."""

WHAT = {
    "missing.txt": "not there",
    "folder.txt": "a folder",
    "empty.txt": "nothing in it",
    "blank.txt": "blanks alone",
    "furniture.txt": "a site's counters and slogan alone",
    "picture.txt": "a PNG image",
    "noise.txt": "every byte there is",
    "paper.pdf": "a PDF",
    "broken.epub": "text called EPUB",
    "half.epub": "the first half of one",
    "locked.epub": "with a shop's copy protection",
    "bomb.epub": "a page that unpacks to 600 MB",
    "bodiless.docx": "a Word document without a body",
    "textless.html": "a page of an image and a script",
    "french.txt": "French",
    "german.txt": "German",
    "damaged.fabula": "text called so",
    "newer.fabula": "of a newer version",
    "absent.fabula": "not there",
}
"""Name -> what is in the file."""


def ask(question: str) -> Callable[[Path], object]:
    """Ask the tiny story."""
    return lambda _folder: tiny_story().ask(question)


def correct(toml: str | bytes) -> Callable[[Path], object]:
    """Read a book's corrections."""
    return lambda folder: read_corrections(written(folder / "book.corrections.toml", toml))


def cast(voices: str | bytes) -> Callable[[Path], object]:
    """Read a list of voices."""
    return lambda folder: read_voices(written(folder / "voices.csv", voices))


def fetch(name: str, content: str | bytes) -> Callable[[Path], object]:
    """Get every story out of a collection, as an archive does; a collection that cannot be opened is raised."""

    def run(folder: Path) -> None:
        path = written(folder / name, content)
        for item in items_in(name, str(path), path.stat().st_size, "text"):
            if item is not None and item.kind == "fault":
                raise errors.SourceBroken(item.reason)
            if item is not None:
                Fetcher("text").fetch(item)

    return run


def written(path: Path, content: str | bytes) -> Path:
    """``path``, with this in it."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def with_limits(seconds: float = 60, memory: int | None = None) -> AbstractContextManager[None]:
    """The limits of reading, for a book that is not there."""
    return limited("book.epub", seconds, memory)


def wait(_folder: Path) -> None:
    """Take longer than 0.1 seconds."""
    with with_limits(seconds=0.1):
        while True:
            pass


def fill(_folder: Path) -> None:
    """Take 2 GB, where 1 MB is allowed."""
    with with_limits(memory=1_000_000):
        bytearray(2_000_000_000)


def refuse(_folder: Path) -> None:
    """Read a book that is larger than it may be."""
    fabula.read(Path(__file__).resolve().parents[1] / "examples" / "old_patience.txt", largest=1000)


SPEAKER = '[[speaker]]\nquote = "a"\nspeaker = "b"\n'
BAD_USES: dict[str, tuple[Callable[[Path], object], type[errors.FabulaError]]] = {
    "corrections that are no TOML": (correct("rename Ada to Anne"), errors.CorrectionsBroken),
    "corrections with 3,000 open brackets": (correct("x = " + "[" * 3000), errors.CorrectionsBroken),
    "corrections with a misspelt key": (correct('[[rename]]\ncharcter = "a"\nto = "b"'), errors.CorrectionsUnknown),
    "corrections with a number beyond belief": (correct(f"{SPEAKER}occurrence = {10**20}"), errors.CorrectionsUnknown),
    "corrections that are not in UTF-8": (correct(b"# caf\xe9"), errors.CorrectionsUnreadable),
    "a list of voices with a misspelt column": (cast("voice,pronoun\nalba,she"), errors.VoicesUnknown),
    "a list of voices with a voice twice": (cast("voice\nalba\nalba"), errors.VoicesUnknown),
    "a list of voices with a quote mark that never closes": (cast('voice\n"alba'), errors.VoicesUnreadable),
    "a question that is none": (ask("lamp"), errors.QuestionNotUnderstood),
    "a question of 600 characters": (ask("Who is " + "Ada " * 150), errors.QuestionNotUnderstood),
    "a zip of stories, cut short": (fetch("all.zip", b"PK\x03\x04" + bytes(50)), errors.SourceBroken),
    "a line of JSON without a text": (fetch("all.jsonl", '{"title": "Emma"}'), errors.SourceBroken),
    "a line of JSON with 5,000 open brackets": (fetch("all.jsonl", "[" * 5000), errors.SourceBroken),
    "Parquet that is none": (fetch("all.parquet", "PAR1"), errors.SourceBroken),
    "a file of more than 200 MB (here of more than 1 kB)": (refuse, errors.SourceTooLarge),
    "a book that takes too long": (wait, errors.StoryTooSlow),
    "a book that takes too much memory": (fill, errors.StoryTooGreedy),
}
"""What is wrong -> what meets it in a folder, and the error."""

ODD_TEXTS = {
    "NUL bytes": '"Come in,"\0 said Ada.\0 She opened the door and waited for him to pass.',
    "combining marks": '"Come in," said A\u0301da\u0300\u0316. She opened the do\u0308or and waited for him.',
    "right-to-left marks": '\u200f"Come in,"\u200e said \u202bAda\u202c. She opened the door and waited.',
    "emoji": '"Come in 👩‍👩‍👧‍👦🏽," said Ada. 🎉 She opened the door and waited for him to pass. 🇪🇺',
    "surrogates": '"Come in," said Ada\ud83d. She opened the door \udc00 and waited for him to pass.',
    "odd spaces": '"Come\u00a0in,"\u2003said\u200bAda.\u2028She opened the door\x0c and waited\x85for him.',
    "only marks": '"\'“”‘’«»—" ' * 40 + "She opened the door and waited for him to pass.",
    "no spaces": "She opened the door. " + "a" * 100_000,
    "one long line": "She opened the door. " * 5000,
    "nested marks": '"' + "'\"" * 500 + " said Ada, and she opened the door and waited.",
}
"""What is odd -> a text of it that is read all the same."""
