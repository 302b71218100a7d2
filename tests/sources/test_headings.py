"""A heading is found however it is written, and a line that only looks like one is left alone."""

from __future__ import annotations

import pytest
from books import ATTIC, KEY, LAMP

from fabula.sources import Document, document_from_text
from fabula.sources.numerals import value_of

PROSE = "\n\n".join([ATTIC, LAMP, KEY] * 6)


def titles(document: Document) -> list[str]:
    return [chapter.title for chapter in document.chapters]


def chapters_of(*headings: str) -> Document:
    """A book with these headings and prose under each."""
    return document_from_text("\n\n\n".join(f"{heading}\n\n{PROSE}" for heading in headings))


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["CHAPTER I", "CHAPTER II"], ["CHAPTER I", "CHAPTER II"]),
        (["Chapter 12: The Title", "Chapter 13: The Sea"], ["Chapter 12: The Title", "Chapter 13: The Sea"]),
        (["CHAPTER I\n\nTHERE IS NO ONE LEFT"] * 2, ["CHAPTER I: THERE IS NO ONE LEFT"] * 2),
        (["CHAPTER I\nIn Chancery", "CHAPTER II\nIn Fashion"], ["CHAPTER I: In Chancery", "CHAPTER II: In Fashion"]),
        (["CHAPTER I IN WHICH I THROW AMBS-ACE"], ["CHAPTER I IN WHICH I THROW AMBS-ACE"]),
        (["CHAPTER I—START IN LIFE"], ["CHAPTER I—START IN LIFE"]),
        (["Chapter One", "Chapter Twenty-One"], ["Chapter One", "Chapter Twenty-One"]),
        (["CHAP. I.", "CHAP. II."], ["CHAP. I", "CHAP. II"]),
        (["_Chapter I_", "_Chapter the Last_"], ["Chapter I", "Chapter the Last"]),
        (["LETTER IV", "LETTER V"], ["LETTER IV", "LETTER V"]),
        (["I.", "II.", "III."], ["I", "II", "III"]),
        (["1", "2", "3"], ["1", "2", "3"]),
        (["[ 1 ]", "[ 2 ]", "[ 3 ]"], ["1", "2", "3"]),
        (["_One_\n\nDREAMS", "_Two_\n\nTHE SCHOOL"], ["One: DREAMS", "Two: THE SCHOOL"]),
        (["I. THE PRISON DOOR", "II. THE MARKET-PLACE"], ["I. THE PRISON DOOR", "II. THE MARKET-PLACE"]),
        (["01 My Early Home", "02 The Hunt"], ["01 My Early Home", "02 The Hunt"]),
        (["             I  The Old Family", "             II The Shop"], ["I The Old Family", "II The Shop"]),
        (["PROLOGUE", "Chapter 1", "Chapter 2", "Epilogue"], ["PROLOGUE", "Chapter 1", "Chapter 2", "Epilogue"]),
        (["PART ONE", "PART TWO"], ["PART ONE", "PART TWO"]),
        (["BOOK THE FIRST", "BOOK THE SECOND"], ["BOOK THE FIRST", "BOOK THE SECOND"]),
        (["THE SISTERS", "AN ENCOUNTER", "ARABY"], ["THE SISTERS", "AN ENCOUNTER", "ARABY"]),
        (["# The Attic", "# The Lamp"], ["The Attic", "The Lamp"]),
        (["✨ Chapter 1 ✨", "✨ Chapter 2 ✨"], ["Chapter 1", "Chapter 2"]),
        (["***Chapter 3***", "***Chapter 4***"], ["Chapter 3", "Chapter 4"]),
    ],
)  # fmt: skip
def test_headings_are_found_however_they_are_written(headings: list[str], expected: list[str]) -> None:
    assert titles(chapters_of(*headings)) == expected


def test_a_part_is_joined_to_the_chapter_that_begins_it() -> None:
    found = chapters_of(
        "PART ONE--The Old Buccaneer\n\n\nCHAPTER I", "CHAPTER II", "PART TWO\n\nThe Sea\n\nCHAPTER III"
    )
    assert titles(found) == [
        "PART ONE--The Old Buccaneer / CHAPTER I", "CHAPTER II", "PART TWO: The Sea / CHAPTER III",
    ]  # fmt: skip


def test_numbers_begin_anew_in_a_new_part() -> None:
    found = chapters_of("Book I\n\nI", "II", "Book II\n\nI", "II")
    assert titles(found) == ["Book I / I", "II", "Book II / I", "II"]


def test_sections_within_chapters_are_no_chapters() -> None:
    found = chapters_of("CHAPTER I\n\nI", "II", "III", "CHAPTER II\n\nI", "II")
    assert titles(found) == ["CHAPTER I", "CHAPTER II"]


def test_titles_that_end_as_sentences_do_are_titles_where_every_chapter_has_one() -> None:
    found = chapters_of(*(f"Chapter {n}.\n{title}" for n, title in enumerate(
        ["The Missing Heir.", "If Love Were All!", "Who Goes There?", "A Stranger."], 1
    )))  # fmt: skip
    assert titles(found)[1] == "Chapter 2: If Love Were All!"


@pytest.mark.parametrize(
    "line",
    [
        "Chapter 3 was the worst of them, she thought.",
        "Chapter two was found, and she glanced at its first sentences.",
        "“Chapter two,” said Cecil, yawning.",
        "Part of the wall had come down in the night.",
        "Book in hand, she went up to the attic.",
        "1. Buy bread.",
        "I.",
        "NO!",
        "I do not know what to do, I said.",
        "2024",
    ],
)
def test_a_line_that_only_looks_like_a_heading_is_none(line: str) -> None:
    assert titles(document_from_text(f"{PROSE}\n\n{line}\n\n{PROSE}")) == [""]


def test_a_list_in_the_story_is_no_row_of_chapters() -> None:
    assert titles(document_from_text(f"{PROSE}\n\n1. Buy bread.\n\n2. Feed the cat.\n\n3. Find it.\n\n{PROSE}")) == [""]


def test_a_wrapped_paragraph_that_begins_like_a_heading_is_none() -> None:
    wrapped = (
        "BOOK II. (Octavo), CHAPTER V. (Thrasher).--This gentleman is famous for\n"
        "his tail, which he uses for a ferule in thrashing his foes. He mounts\n"
        "the Folio whale's back, and as he swims, he works his passage by\n"
        "flogging him; as some schoolmasters get along in the world."
    )
    assert titles(document_from_text("\n\n".join([wrapped] * 6))) == [""]


def test_the_first_words_of_a_chapter_are_not_its_title() -> None:
    found = chapters_of("CHAPTER I\n\n“TOM!”\n\nNo answer.", "CHAPTER II")
    assert titles(found) == ["CHAPTER I", "CHAPTER II"]


def test_a_chapter_named_in_talk_does_not_count() -> None:
    found = document_from_text(
        f"CHAPTER IX\n\n{PROSE}\n\nCHAPTER X\n\n{PROSE}\n\nChapter II:\n\n{PROSE}\n\nCHAPTER XI\n\n{PROSE}"
    )
    assert titles(found) == ["CHAPTER IX", "CHAPTER X", "CHAPTER XI"]


def test_letters_before_the_chapters_count_and_within_them_do_not() -> None:
    outer = chapters_of("Letter 1", "Letter 2", "Chapter 1", "Chapter 2", "Chapter 3")
    inner = chapters_of("Chapter 1", "Letter 1", "Chapter 2", "Chapter 3")
    assert len(outer.chapters) == 5
    assert titles(inner) == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_chapters_tile_the_text_and_know_where_their_heading_ends() -> None:
    document = chapters_of("CHAPTER I\n\nTHE ATTIC", "CHAPTER II\n\nTHE LAMP")
    first, second = document.chapters
    assert (first.start, first.end, second.end) == (0, second.start, len(document.text))
    assert document.text[second.start : second.heading_end] == "CHAPTER II\n\nTHE LAMP"


def test_prose_before_the_first_heading_is_a_chapter_of_its_own() -> None:
    document = document_from_text(f"{PROSE}\n\nI\n\n{PROSE}\n\nII\n\n{PROSE}")
    assert titles(document) == ["", "I", "II"]


def test_a_title_page_belongs_to_the_first_heading() -> None:
    document = document_from_text(f"THE LOST KEY\n\nby Tess Morrow\n\n\nCHAPTER I\n\n{PROSE}\n\nCHAPTER II\n\n{PROSE}")
    assert titles(document) == ["CHAPTER I", "CHAPTER II"]
    assert document.chapters[0].start == 0
    assert (document.metadata.title, document.metadata.author) == ("THE LOST KEY", "Tess Morrow")


@pytest.mark.parametrize(
    ("first", "title"),
    [("The Lost Key", "The Lost Key"), ("What the Gulls Know of It", "What the Gulls Know of It"), ("Monday", None),
     ("To the Lost Key", None), ("The lost key lay there", None), ("Chapter One", None)],
)  # fmt: skip
def test_a_first_line_in_the_manner_of_titles_is_the_title(first: str, title: str | None) -> None:
    assert document_from_text(f"{first}\n\n{PROSE}\n\n{PROSE}").metadata.title == title


def test_a_title_of_the_first_of_several_stories_is_no_title_of_the_book() -> None:
    text = f"THE LOST KEY\n\n{PROSE}\n\nAN ATTIC LAMP\n\n{PROSE}\n\nTHE SEA WIND\n\n{PROSE}"
    assert document_from_text(text).metadata.title is None


def test_the_name_of_who_tells_first_is_no_title() -> None:
    text = f"Anna Rudd\n\n{PROSE}\n\nTom Rudd\n\n{PROSE}\n\nAnna Rudd\n\n{PROSE}"
    assert document_from_text(text).metadata.title is None


def test_paragraphs_need_no_blank_lines_between_them() -> None:
    document = document_from_text("\n".join(["Chapter 1", ATTIC, LAMP, "Chapter 2: The Sea", KEY, ATTIC, LAMP]))
    assert titles(document) == ["Chapter 1", "Chapter 2: The Sea"]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("XIV", 14), ("14", 14), ("fourteen", 14), ("Twenty-First", 21), ("forty two", 42), ("LXXXVIII", 88),
     ("one hundred and three", 103), ("Mary", None), ("IIIIII", None), ("", None)],
)  # fmt: skip
def test_numerals_have_a_value(numeral: str, value: int | None) -> None:
    assert value_of(numeral) == value
