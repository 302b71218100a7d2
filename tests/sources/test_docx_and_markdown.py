"""Word documents and Markdown are read by way of the page that they stand for."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import ATTIC, KEY, LAMP, docx, word_paragraph

from fabula import errors
from fabula.sources import Document, open_document

BODY = (
    word_paragraph("The Attic", "Heading1")
    + word_paragraph(ATTIC)
    + word_paragraph("Whose is it?", run="<w:i/>")
    + word_paragraph("The Lamp", "Heading1")
    + word_paragraph(LAMP)
    + word_paragraph(KEY)
)


def read(tmp_path: Path, name: str, data: bytes | str) -> Document:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return open_document(path)


def test_a_word_document(tmp_path: Path) -> None:
    document = read(tmp_path, "story.docx", docx(BODY))
    assert document.text == f"The Attic\n\n{ATTIC}\n\nWhose is it?\n\nThe Lamp\n\n{LAMP}\n\n{KEY}"
    assert [chapter.title for chapter in document.chapters] == ["The Attic", "The Lamp"]
    assert [document.text[start:end] for start, end in document.emphasis] == ["Whose is it?"]
    assert (document.metadata.title, document.metadata.author) == ("The Lost Key", "Tess Morrow")
    assert document.metadata.tags == ("keys", "lighthouses")


def test_chapters_of_a_word_document_without_styles_are_found_as_in_a_text(tmp_path: Path) -> None:
    body = "".join(word_paragraph(text) for text in ("Chapter 1", ATTIC, LAMP, "Chapter 2", KEY, ATTIC))
    document = read(tmp_path, "story.docx", docx(body))
    assert [chapter.title for chapter in document.chapters] == ["Chapter 1", "Chapter 2"]


@pytest.mark.parametrize(
    "replaced",
    [
        {"word/document.xml": None},
        {"word/document.xml": "not xml"},
        {"word/document.xml": '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'},
    ],
)
def test_a_word_document_whose_parts_are_missing_is_broken(tmp_path: Path, replaced: dict[str, str | None]) -> None:
    with pytest.raises(errors.SourceBroken, match=r"story\.docx"):
        read(tmp_path, "story.docx", docx(BODY, **replaced))


MARKDOWN = f"""---
title: "The Lost Key"
author: Tess Morrow
---

# Chapter 1: The Attic

{ATTIC[:60]}
{ATTIC[60:].strip()} *Whose is it?* she __thought__.

***

{KEY}

# Chapter 2: The Lamp

{LAMP}\\
said Tom.
"""


def test_markdown_is_read_without_its_marks(tmp_path: Path) -> None:
    document = read(tmp_path, "story.md", MARKDOWN)
    assert [chapter.title for chapter in document.chapters] == ["Chapter 1: The Attic", "Chapter 2: The Lamp"]
    assert [document.text[start:end] for start, end in document.emphasis] == ["Whose is it?", "thought"]
    assert "*" not in document.text.replace("* * *", "")
    assert f"\n\n* * *\n\n{KEY}\n\n" in document.text
    assert document.text.endswith(f"{LAMP}\nsaid Tom.")
    assert (document.metadata.title, document.metadata.author) == ("The Lost Key", "Tess Morrow")


def test_marks_of_emphasis_in_a_plain_text_stay(tmp_path: Path) -> None:
    document = read(tmp_path, "story.txt", f"_Whose is it?_ she thought. {ATTIC}")
    assert document.text.startswith("_Whose is it?_")
    assert document.emphasis == ()
