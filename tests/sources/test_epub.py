"""An EPUB is read in the order of its spine, with the titles of its table of contents."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import ATTIC, KEY, LAMP, NAV, ONE, TWO, epub2, epub3, item, itemrefs, package, page

from fabula.sources import Document, open_document


def read(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "book.epub"
    path.write_bytes(data)
    return open_document(path)


def titles(document: Document) -> list[str]:
    return [chapter.title for chapter in document.chapters]


STORY = (
    f"The Attic\n\n{ATTIC}\n\nWhose is it? she thought.\n\n* * *\n\n{KEY}\n\n"
    f"The Lamp\n\n{LAMP}\n\n“It was never locked,”\nsaid Tom."
)


@pytest.mark.parametrize("data", [epub2(), epub3()], ids=["EPUB 2", "EPUB 3"])
def test_chapters_stand_in_the_order_of_the_spine(tmp_path: Path, data: bytes) -> None:
    document = read(tmp_path, data)
    assert document.text.endswith(STORY)
    assert titles(document) == ["The Attic", "The Lamp"]
    assert [document.text[start:end] for start, end in document.emphasis] == ["Whose is it?"]


def test_a_heading_is_known_by_the_title_in_the_contents(tmp_path: Path) -> None:
    document = read(tmp_path, epub2())
    assert [document.text[one.start : one.heading_end] for one in document.chapters] == ["The Attic", "The Lamp"]


def test_the_table_of_contents_in_the_spine_is_furniture(tmp_path: Path) -> None:
    document = read(tmp_path, epub3())
    assert [(piece.kind, document.text[piece.start : piece.end]) for piece in document.furniture] == [
        ("contents", "Contents\n\nThe Attic\n\nThe Lamp")
    ]


def test_what_the_package_says_of_the_book(tmp_path: Path) -> None:
    found = read(tmp_path, epub3()).metadata
    assert (found.title, found.author, found.language) == ("The Lost Key", "Tess Morrow", "en")
    assert found.tags == ("Lighthouses",)
    assert found.summary == "A key that fits no door."


def test_a_title_that_stands_only_in_the_contents_has_no_heading(tmp_path: Path) -> None:
    one = page(f"<p>{ATTIC}</p><p>{KEY}</p>")
    document = read(tmp_path, epub3(**{"OEBPS/one.xhtml": one}))
    assert titles(document) == ["The Attic", "The Lamp"]


def test_a_page_that_is_missing_is_passed_over(tmp_path: Path) -> None:
    document = read(tmp_path, epub3(**{"OEBPS/one.xhtml": None}))
    assert LAMP in document.text
    assert ATTIC not in document.text


def test_without_a_table_of_contents_the_headings_of_the_pages_count(tmp_path: Path) -> None:
    opf = package(item("one.xhtml") + item("two.xhtml"), itemrefs("one", "two"))
    one = page(f"<h2>The Attic</h2><p>{ATTIC}</p><p>{KEY}</p>")
    document = read(tmp_path, epub3(**{"OEBPS/content.opf": opf, "OEBPS/one.xhtml": one, "OEBPS/nav.xhtml": None}))
    assert titles(document) == ["The Attic", "The Lamp"]


def test_parts_are_joined_to_the_chapters_that_begin_them(tmp_path: Path) -> None:
    nav = page(
        '<nav epub:type="toc"><ol><li><a href="part.xhtml">Part One</a><ol><li><a href="one.xhtml">The Attic</a></li>'
        '<li><a href="two.xhtml">The Lamp</a></li></ol></li></ol></nav>'
    )
    manifest = item("nav.xhtml", properties="nav") + item("part.xhtml") + item("one.xhtml") + item("two.xhtml")
    document = read(
        tmp_path,
        epub3(**{
            "OEBPS/nav.xhtml": nav, "OEBPS/part.xhtml": page("<h1>Part One</h1>"),
            "OEBPS/content.opf": package(manifest, itemrefs("part", "one", "two")),
        }),
    )  # fmt: skip
    assert titles(document) == ["Part One / The Attic", "The Lamp"]


def test_a_copyright_page_is_furniture(tmp_path: Path) -> None:
    notice = page("<p>Copyright © 2019 by Tess Morrow. All rights reserved. No part of this book may be copied.</p>")
    manifest = item("notice.xhtml") + item("one.xhtml") + item("two.xhtml")
    opf = package(manifest, itemrefs("notice", "one", "two"))
    document = read(
        tmp_path, epub3(**{"OEBPS/content.opf": opf, "OEBPS/notice.xhtml": notice, "OEBPS/nav.xhtml": None})
    )
    assert [piece.kind for piece in document.furniture] == ["licence"]


def test_names_of_files_may_be_escaped_and_pages_linked_by_place(tmp_path: Path) -> None:
    manifest = (
        item("nav.xhtml", properties="nav")
        + '<item id="x" href="chapter%20one.xhtml" media-type="application/xhtml+xml"/>'
    )
    both = page(
        f'<h2 id="a">The Attic</h2><p>{ATTIC}</p><p>{KEY}</p><h2 id="lamp">The Lamp</h2><p>{LAMP}</p><p>{KEY}</p>'
    )
    nav = NAV.replace("one.xhtml", "chapter%20one.xhtml#a").replace("two.xhtml", "chapter%20one.xhtml")
    opf = package(manifest, itemrefs("x"))
    book = {"OEBPS/content.opf": opf, "OEBPS/chapter one.xhtml": both, "OEBPS/nav.xhtml": nav}
    document = read(tmp_path, epub3(**book))
    assert titles(document) == ["The Attic", "The Lamp"]


def test_entities_are_not_expanded_and_no_file_comes_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the combination of the safe")
    evil = package(item("one.xhtml") + item("two.xhtml"), itemrefs("one", "two"), "<dc:publisher>&x;</dc:publisher>")
    laughs = f'<!DOCTYPE package [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file://{secret}">]>'
    opf = evil.replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{laughs}').replace("The Lost Key", "&b;&x;")
    document = read(tmp_path, epub3(**{"OEBPS/content.opf": opf, "OEBPS/nav.xhtml": None}))
    assert "combination" not in f"{document.text}{document.metadata}"


AO3_PREFACE = page(
    '<div id="preface"><p class="message calibre2"><b>The Lost Key</b><br/>Posted originally on the '
    '<a href="http://archiveofourown.org/">Archive of Our Own</a> at '
    '<a href="http://archiveofourown.org/works/77">http://archiveofourown.org/works/77</a>.</p>'
    '<div class="meta calibre3"><dl class="tags calibre4"><dt>Rating:</dt><dd><a href="#">General Audiences</a></dd>'
    "<dt>Fandom:</dt>"
    '<dd><a href="#">Lamp House</a></dd></dl><h1>The Lost Key</h1>'
    '<div class="byline">by <a rel="author" href="#">mina</a></div>'
    '<p>Summary</p><blockquote class="userstuff"><p>A key.</p></blockquote></div></div>'
)
AO3_CHAPTER = (
    '<div class="meta group"><h2 class="toc-heading">{}</h2><p>Chapter Notes</p><blockquote class="userstuff">'
    '<p>Written on a train.</p></blockquote></div><div class="userstuff2">{}</div>'
)


def test_the_epub_of_ao3_is_read_as_its_page(tmp_path: Path) -> None:
    names = ("preface", "first", "second", "after")
    manifest = "".join(item(f"{name}.xhtml") for name in names)
    opf = package(manifest, itemrefs(*names), "<dc:publisher>Archive of Our Own</dc:publisher>")
    after = page(
        '<div id="afterword"><p class="message">Please <a href="#">drop by the Archive and comment</a> '
        "to let the author know.</p></div>"
    )
    document = read(tmp_path, epub3(**{
        "OEBPS/content.opf": opf, "OEBPS/preface.xhtml": AO3_PREFACE, "OEBPS/after.xhtml": after,
        "OEBPS/first.xhtml": page(AO3_CHAPTER.format("The Attic", f"<p>{ATTIC}</p>")),
        "OEBPS/second.xhtml": page(AO3_CHAPTER.format("The Lamp", f"<p>{LAMP}</p>")), "OEBPS/nav.xhtml": None,
    }))  # fmt: skip
    assert titles(document) == ["The Attic", "The Lamp"]
    assert (document.metadata.rating, document.metadata.fandoms) == ("General Audiences", ("Lamp House",))
    assert (document.metadata.author, document.metadata.url) == ("mina", "http://archiveofourown.org/works/77")
    notes = "\n".join(document.text[one.start : one.end] for one in document.furniture)
    assert notes.count("Written on a train.") == 2
    assert "drop by the Archive" in notes
    assert ATTIC not in notes


def test_pages_with_an_empty_title_tag_are_seen(tmp_path: Path) -> None:
    assert "<title/>" in ONE
    assert "<title/>" in TWO
    assert ATTIC in read(tmp_path, epub2()).text
