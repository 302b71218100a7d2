"""A source is opened by what it holds, and whatever cannot be read gives one clear line."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from books import ATTIC, CONTAINER, LAMP, PROSE, docx, epub2, epub3, item, itemrefs, package, word_paragraph, zipped

from fabula import errors
from fabula.sources import document_from_text, open_document
from fabula.sources import zipped as zipped_reader

PAGE = f"<!DOCTYPE html><html><body><h1>The Attic</h1><p>{ATTIC}</p><p>{LAMP}</p></body></html>"


def opened(tmp_path: Path, name: str, content: bytes | str, format: str | None = None):
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_document(path, format)


def refused(tmp_path: Path, error: type[errors.SourceError], name: str, content: bytes | str) -> str:
    with pytest.raises(error) as raised:
        opened(tmp_path, name, content)
    assert type(raised.value) is error
    message = str(raised.value)
    assert "\n" not in message
    assert name in message
    return message


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("story.txt", PROSE, "txt"),
        ("story", PROSE, "txt"),
        ("story.md", f"# The Attic\n\n{PROSE}", "md"),
        ("story.html", PAGE, "html"),
        ("page.txt", PAGE, "html"),
        ("page.txt", PAGE.encode("utf-16"), "html"),
        ("download.zip", epub3(), "epub"),
        ("book.epub", epub2(), "epub"),
        ("download", docx(word_paragraph(ATTIC)), "docx"),
        ("story.html", PROSE, "txt"),
    ],
)
def test_the_content_says_the_format_where_the_name_does_not(
    tmp_path: Path, name: str, content: bytes | str, format: str
) -> None:
    assert opened(tmp_path, name, content).format == format


def test_a_format_that_is_given_is_believed(tmp_path: Path) -> None:
    document = opened(tmp_path, "page.html", PAGE, format="txt")
    assert document.text == PAGE
    assert document.name == "page.html"


def test_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    document = open_document("-")
    assert document.name == "standard input"
    assert document.format == "html"


def test_the_text_of_a_text_file_is_the_decoded_file(tmp_path: Path) -> None:
    text = f"CHAPTER I\r\n\r\n{ATTIC}\r\n  \t“Oh.”\r\n\r\n\r\n{LAMP}\x00\r\n"
    assert opened(tmp_path, "story.txt", b"\xef\xbb\xbf" + text.encode()).text == text


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(errors.SourceNotFound, match=r"absent\.txt: there is no such file"):
        open_document(tmp_path / "absent.txt")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(errors.SourceIsFolder, match="is a folder"):
        open_document(tmp_path)


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", "\xa0\u2003\n".encode(), b"\xff\xfe"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    refused(tmp_path, errors.SourceEmpty, "empty.txt", content)


def test_text_that_is_white_is_empty() -> None:
    with pytest.raises(errors.SourceEmpty):
        document_from_text(" \n\u2003\n")


def test_a_file_of_which_nothing_is_story(tmp_path: Path) -> None:
    content = "2.3K 87 12\n\nThe Long NightWhere stories live. Discover now\n"
    refused(tmp_path, errors.SourceOnlyFurniture, "copied.txt", content)


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("paper.pdf", b"%PDF-1.7\n" + bytes(50), "PDF is not read: convert it to EPUB or text"),
        ("book.mobi", bytes(60) + b"BOOKMOBI" + bytes(50), "Calibre"),
        ("book.azw3", bytes(60) + b"BOOKMOBI" + bytes(50), "Calibre"),
        ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as DOCX"),
        ("letter.rtf", b"{\\rtf1\\ansi Ada went up.}", "save it as DOCX"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG image"),
        ("noise.txt", bytes(range(256)) * 40, "not a text"),
        ("photos.zip", zipped({"a.jpg": b"x"}), "zip archive"),
    ],
)
def test_a_binary_file_says_what_it_is_and_what_to_do(tmp_path: Path, name: str, content: bytes, advice: str) -> None:
    assert advice in refused(tmp_path, errors.SourceBinary, name, content)


@pytest.mark.parametrize("suffix", ["epub", "docx"])
def test_an_archive_cut_short_is_broken(tmp_path: Path, suffix: str) -> None:
    whole = epub3() if suffix == "epub" else docx(word_paragraph(ATTIC))
    refused(tmp_path, errors.SourceBroken, f"half.{suffix}", whole[: len(whole) // 2])
    refused(tmp_path, errors.SourceBroken, f"words.{suffix}", "once upon a time")


@pytest.mark.parametrize(
    "book",
    [
        epub3(**{"META-INF/container.xml": None}),
        epub3(**{"META-INF/container.xml": "not xml at all"}),
        epub3(**{"OEBPS/content.opf": None}),
        epub3(**{"OEBPS/content.opf": "<html/>"}),
        epub3(**{"OEBPS/content.opf": package(item("one.xhtml"), "")}),
        epub3(**{"OEBPS/one.xhtml": None, "OEBPS/two.xhtml": None, "OEBPS/nav.xhtml": None}),
    ],
    ids=["no container", "bad container", "no package", "bad package", "empty spine", "no pages"],
)
def test_an_epub_whose_parts_are_missing_is_broken(tmp_path: Path, book: bytes) -> None:
    refused(tmp_path, errors.SourceBroken, "broken.epub", book)


def test_a_member_whose_bytes_are_damaged_is_broken(tmp_path: Path) -> None:
    book = bytearray(epub3(**{"OEBPS/one.xhtml": PAGE * 50}))
    at = book.find(b"OEBPS/one.xhtml") + 40
    book[at : at + 20] = bytes(20)
    refused(tmp_path, errors.SourceBroken, "damaged.epub", bytes(book))


LOCK = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData '
    'xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="{}"/><CipherData>'
    '<CipherReference URI="OEBPS/one.xhtml"/></CipherData></EncryptedData></encryption>'
)


@pytest.mark.parametrize(
    "member",
    [
        {"META-INF/encryption.xml": LOCK.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")},
        {"META-INF/rights.xml": "<rights/>"},
        {"META-INF/license.lcpl": "{}"},
    ],
)
def test_a_locked_epub(tmp_path: Path, member: dict[str, str]) -> None:
    assert "DRM" in refused(tmp_path, errors.SourceEncrypted, "locked.epub", epub3(**member))


def test_an_epub_with_locked_fonts_is_read(tmp_path: Path) -> None:
    book = epub3(**{"META-INF/encryption.xml": LOCK.format("http://www.idpf.org/2008/embedding")})
    assert ATTIC in opened(tmp_path, "book.epub", book).text


def test_an_archive_with_a_password(tmp_path: Path) -> None:
    book = bytearray(epub3())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = book.find(mark)
        while at >= 0:
            book[at + offset] |= 1
            at = book.find(mark, at + 4)
    assert "password" in refused(tmp_path, errors.SourceEncrypted, "book.epub", bytes(book))


def test_a_word_document_with_a_password(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    refused(tmp_path, errors.SourceEncrypted, "letter.docx", content)


def bomb(declared: int | None = None) -> bytes:
    """An EPUB with a chapter of 520 MB; ``declared`` is the size it claims."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/content.opf", package(item("one.xhtml"), itemrefs("one")))
        with archive.open("OEBPS/one.xhtml", "w") as chapter:
            for _ in range(52):
                chapter.write(bytes(10_000_000))
    data = bytearray(file.getvalue())
    if declared is not None:
        at = data.rfind(b"PK\x01\x02")
        struct.pack_into("<L", data, at + 24, declared)
    return bytes(data)


def test_a_bomb_that_says_its_size_is_not_unpacked(tmp_path: Path) -> None:
    assert "500 MB" in refused(tmp_path, errors.SourceTooLarge, "bomb.epub", bomb())


def test_what_really_comes_out_of_an_archive_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = zipped_reader.Archive(epub3(), "book.epub", "EPUB")
    monkeypatch.setattr(zipped_reader, "LARGEST", 1000)
    with pytest.raises(errors.SourceTooLarge):
        [archive.read(path) for path in archive.names()]


def test_a_bomb_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "liar.epub"
    path.write_bytes(bomb(declared=1000))
    with pytest.raises((errors.SourceTooLarge, errors.SourceBroken)):
        open_document(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", "<!doctype html><html><body><img src='a.png'><script>let a;</script></body></html>"),
        ("body.docx", docx(None)),
        ("empty.docx", docx(word_paragraph(""))),
        ("pictures.epub", epub3(**{"OEBPS/one.xhtml": "<html><body><img src='a'/></body></html>",
                                   "OEBPS/two.xhtml": "<html/>", "OEBPS/nav.xhtml": None})),
    ],
)  # fmt: skip
def test_a_page_without_text(tmp_path: Path, name: str, content: bytes | str) -> None:
    refused(tmp_path, errors.SourceWithoutText, name, content)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(_self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "story.txt").write_text(PROSE)
    monkeypatch.setattr(Path, "read_bytes", deny)
    with pytest.raises(errors.SourceUnreadable, match="may not be read"):
        open_document(tmp_path / "story.txt")


def test_a_format_that_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(errors.UnknownFormat, match="txt, md, html, epub, docx"):
        opened(tmp_path, "story.txt", PROSE, format="mobi")


def test_to_open_a_text_loads_no_reader_of_other_formats(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(PROSE, encoding="utf-8")
    program = (
        "import sys; from fabula.sources import open_document; "
        f"open_document({str(tmp_path / 'story.txt')!r}); "
        "print(sorted({'mammoth', 'trafilatura', 'lxml', 'py3langid', 'markdown_it'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
