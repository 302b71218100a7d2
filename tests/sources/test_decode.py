"""Bytes become the text that was meant, whatever machine they were saved on."""

from __future__ import annotations

import pytest
from books import ATTIC, LAMP

from fabula.sources import document_from_text
from fabula.sources.decode import decode_text, without_surrogates

CURLY = f"“Don’t,” said Zoë — “it’s late…” {ATTIC}"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"],
)
def test_curly_quotes_survive_in_every_encoding(encoding: str) -> None:
    assert decode_text(CURLY.encode(encoding)) == CURLY


def test_latin_1_is_read() -> None:
    text = f"Café, déjà vu, naïve. {LAMP}"
    assert decode_text(text.encode("latin-1")) == text


def test_one_broken_byte_does_not_turn_a_book_into_mojibake() -> None:
    data = (CURLY * 20).encode().replace(b"Zo\xc3\xab", b"Zo\xeb", 1)
    text = decode_text(data)
    assert text.count("\ufffd") == 1
    assert text.count("“") == 40
    assert "â€œ" not in text


def test_a_file_cut_inside_a_character_is_still_utf_8() -> None:
    assert decode_text("He said no…".encode()[:-1]) == "He said no\ufffd"


def test_line_ends_are_kept() -> None:
    text = "One.\r\nTwo.\rThree.\n\r\nFour."
    assert decode_text(text.encode()) == text


def test_mojibake_in_the_file_is_left_as_it_is() -> None:
    assert decode_text("â€œYesâ€\x9d".encode()) == "â€œYesâ€\x9d"


def test_a_few_nul_bytes_are_no_reason_to_refuse_a_text() -> None:
    assert decode_text(b"Ada\x00 went up. " + ATTIC.encode()).startswith("Ada\x00 went up.")


def test_lone_surrogates_become_the_replacement_mark() -> None:
    assert without_surrogates("a\ud800b") == "a\ufffdb"
    assert without_surrogates("\U0001f600") == "\U0001f600"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_chapters_are_found_whatever_the_line_ends(end: str) -> None:
    text = end.join(["CHAPTER I", "", ATTIC, "", LAMP, "", "CHAPTER II", "", ATTIC, "", LAMP])
    document = document_from_text(text)
    assert document.text == text
    assert [chapter.title for chapter in document.chapters] == ["CHAPTER I", "CHAPTER II"]
