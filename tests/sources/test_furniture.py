"""What is not story is marked with its kind, in place, and no sentence of the story with it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from books import ATTIC, KEY, LAMP

from fabula.schema import FURNITURE_KINDS
from fabula.sources import Document, document_from_text

SPEECH = "“That,” said Nell, “is not ours.”"
PROSE = f"{ATTIC}\n\n{SPEECH}\n\n{LAMP}\n\n{KEY}"
LONG = "\n\n".join([PROSE] * 3)


def marked(document: Document) -> list[tuple[str, str]]:
    return [(piece.kind, document.text[piece.start : piece.end]) for piece in document.furniture]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("2.3K 87 12", ["2.3K 87 12"]),
        ("★ 87", ["★ 87"]),
        ("Reads 2.3K", ["Reads 2.3K"]),
        ("1,204 reads · 87 votes · 12 comments", ["1,204 reads · 87 votes · 12 comments"]),
        ("👁 2.3K ★ 87 💬 12", ["👁 2.3K ★ 87 💬 12"]),
        ("2.3K\n87\n12", ["2.3K\n87\n12"]),
    ],
)
def test_counters_at_the_head_of_a_copied_page(head: str, expected: list[str]) -> None:
    document = document_from_text(f"The Attic\n{head}\n\n{PROSE}")
    assert marked(document) == [("counter", text) for text in expected]


@pytest.mark.parametrize("line", ["1984", "12", "42 was the number on the door.", "3 stars shone above the house."])
def test_a_number_in_the_story_is_no_counter(line: str) -> None:
    assert marked(document_from_text(f"{line}\n\n{PROSE}")) == []


SLOGAN = "Where stories live. Discover now"


@pytest.mark.parametrize(
    ("end", "title"),
    [
        ("It was the end.", "The Lost Key - "),
        ("It was the end.", "The Lost Key"),
        ("It was the end", "The Lost Key"),
        ("“It is.”", "Some Other Title - "),
        ("McDonald smiled.", ""),
        ("and then McDonald went home", ""),
        ("It was the end. ", ""),
    ],
)
def test_a_slogan_is_cut_off_with_the_title_and_nothing_else(end: str, title: str) -> None:
    document = document_from_text(f"The Lost Key\n\n{PROSE}\n\n{end}{title}{SLOGAN}")
    assert marked(document) == [("slogan", f"{title}{SLOGAN}")]


def test_the_title_given_with_a_text_is_known_to_its_slogan() -> None:
    document = document_from_text(
        f"{PROSE}\n\nand it was the endthe lost key - Where stories live.", title="the lost key"
    )
    assert marked(document) == [("slogan", "the lost key - Where stories live.")]


GUTENBERG = (
    "The Project Gutenberg EBook of The Lost Key, by Tess Morrow\n\nTitle: The Lost Key\n\nAuthor: Tess Morrow\n\n"
    "Release Date: May, 1994 [EBook #113]\n\nLanguage: English\n\n"
    "*** START OF THE PROJECT GUTENBERG EBOOK THE LOST KEY ***\n\n\n\nProduced by Mina Harker and the team\n\n\n"
    f"CHAPTER I\n\n{LONG}\n\nCHAPTER II\n\n{LONG}\n\n"
    "End of the Project Gutenberg EBook of The Lost Key\n\n"
    "*** END OF THE PROJECT GUTENBERG EBOOK THE LOST KEY ***\n\nUpdated editions will replace the previous one.\n"
)


def test_the_header_and_licence_of_gutenberg() -> None:
    document = document_from_text(GUTENBERG)
    header, credit, licence = marked(document)
    assert header[0] == "licence"
    assert header[1].endswith("THE LOST KEY ***")
    assert credit == ("credit", "Produced by Mina Harker and the team")
    assert licence[1].startswith("End of the Project Gutenberg EBook")
    assert licence[1].endswith("the previous one.")
    assert [chapter.title for chapter in document.chapters] == ["CHAPTER I", "CHAPTER II"]


def test_the_header_of_gutenberg_names_title_and_author() -> None:
    metadata = document_from_text(GUTENBERG).metadata
    assert (metadata.title, metadata.author, metadata.language) == ("The Lost Key", "Tess Morrow", "English")
    assert metadata.published == "May, 1994"


@pytest.mark.parametrize(
    "contents",
    [
        "CONTENTS\n\nI. The Attic .... 3\nII. The Lamp .... 19\nIII. The Sea .... 40",
        "Table of Contents\n\nI. The Attic\n\nII. The Lamp\n\nIII. The Sea",
        "LIST OF ILLUSTRATIONS\n\nShe found the key\nThe lighthouse by night\nThe sea\n\n\n\n",
        "I. The Attic\nII. The Lamp\nIII. The Sea",
    ],
)
def test_a_table_of_contents_is_furniture_and_no_row_of_chapters(contents: str) -> None:
    book = f"THE LOST KEY\n\n{contents}\n\n\nI. The Attic\n\n{LONG}\n\nII. The Lamp\n\n{LONG}\n\nIII. The Sea\n\n{LONG}"
    document = document_from_text(book)
    assert marked(document) == [("contents", contents.strip())]
    assert [chapter.title for chapter in document.chapters] == ["I. The Attic", "II. The Lamp", "III. The Sea"]


def test_chapters_that_differ_by_their_number_alone_are_told_apart_in_the_contents() -> None:
    contents = "Contents\n\nChapter 1\nChapter 2\nChapter 3"
    chapters = "\n\n".join(f"Chapter {n}\n\n{LONG}" for n in (1, 2, 3))
    document = document_from_text(f"{contents}\n\n\n{chapters}")
    assert marked(document) == [("contents", contents)]
    assert len(document.chapters) == 3


def pages(n: int) -> str:
    """A scan: every page cut in mid-sentence by its head and number."""
    words = (f"{ATTIC} {LAMP} {KEY} " * 3 * n).split()
    return "\n".join(
        " ".join(words[page * 150 : page * 150 + 150]) + f"\n\nTHE LOST KEY\n\n{page + 12}\n" for page in range(n)
    )


def test_page_numbers_and_page_heads_are_running_heads() -> None:
    document = document_from_text(pages(8))
    assert {kind for kind, _ in marked(document)} == {"running-head"}
    assert [text for _, text in marked(document)] == [f"THE LOST KEY\n\n{page + 12}" for page in range(8)]
    assert len(document.chapters) == 1


def test_numbers_of_chapters_are_no_page_numbers() -> None:
    document = document_from_text("\n\n".join(f"{n}\n\n{LONG}" for n in range(1, 9)))
    assert marked(document) == []
    assert len(document.chapters) == 8


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("[Illustration: “She found the key”]", "credit"),
        ("[Illustration]", "credit"),
        ("[Pg 12]", "running-head"),
        ("Next Chapter →", "navigation"),
        ("Continue reading next part", "navigation"),
        ("<< Previous Chapter", "navigation"),
        ("You are reading", "navigation"),
    ],
)
def test_lines_that_are_furniture_wherever_they_stand(line: str, kind: str) -> None:
    assert marked(document_from_text(f"{PROSE}\n\n{line}\n\n{PROSE}")) == [(kind, line)]


@pytest.mark.parametrize(
    "line",
    ["Translated by C. J. Hogarth", "With illustrations by Nell Hart", "Cover by saltandpaper", "Beta: nellhart"],
)
def test_credits_at_the_head(line: str) -> None:
    assert marked(document_from_text(f"{line}\n\n{PROSE}")) == [("credit", line)]


def test_the_last_words_of_a_wrapped_paragraph_are_no_button() -> None:
    wrapped = f"{ATTIC[:70]}\n{ATTIC[70:]}\nwhich will be told in the\nnext chapter\n"
    assert marked(document_from_text("\n".join([wrapped] * 8))) == []


NOTES = [
    "A/N: Sorry for the late update guys!! my laptop died.",
    "Disclaimer: I do not own the Lamp House.",
    "I don't own the characters, they belong to Tess Morrow.",
    "Author's Note: Hi everyone, this is my first fanfic.",
    "AN: thank you all for the lovely reviews!",
    "Please vote and comment!",
    "Thanks for reading this chapter! Let me know what you think.",
    "Hope you enjoyed this chapter!!",
]


@pytest.mark.parametrize("note", NOTES)
def test_notes_before_and_after_a_chapter(note: str) -> None:
    document = document_from_text(f"Chapter 1\n\n{note}\n\n{PROSE}\n\nChapter 2\n\n{PROSE}\n\n{note}")
    assert marked(document) == [("note", note), ("note", note)]


def test_a_note_goes_on_to_the_line_of_marks() -> None:
    note = "Author's Note: Hi everyone.\n\nThis one is long.\n\nI wrote it on a train."
    assert marked(document_from_text(f"Chapter 3\n\n{note}\n\n---\n\n{PROSE}")) == [("note", note)]


def test_a_note_without_an_end_takes_no_paragraph_that_could_be_story() -> None:
    note = "A/N: I am back."
    assert marked(document_from_text(f"{note}\n\n{ATTIC}\n\n{PROSE}")) == [("note", note)]


def test_a_note_after_a_chapter_goes_on_to_the_greeting() -> None:
    note = "Thanks for reading this chapter! Let me know what you think.\n\nLove,\nMina"
    assert marked(document_from_text(f"{PROSE}\n\n{note}")) == [("note", note)]


def test_a_note_in_the_middle_of_a_line() -> None:
    assert marked(document_from_text(f"{ATTIC} (A/N: I know, I know.) {LAMP}\n\n{PROSE}")) == [
        ("note", "(A/N: I know, I know.)")
    ]


def test_a_note_is_no_title() -> None:
    document = document_from_text(f"Chapter 1\n\nA/N: so sorry guys\n\n{LONG}\n\nChapter 2\nChapter Text\n\n{LONG}")
    assert [chapter.title for chapter in document.chapters] == ["Chapter 1", "Chapter 2"]
    assert marked(document) == [("note", "A/N: so sorry guys"), ("navigation", "Chapter Text")]


@pytest.mark.parametrize(
    "note", ["A/N: so??\n\nlove you all <3", "Thanks for reading! xx\n\nFollow me on Twitter @mina"]
)
def test_the_greeting_belongs_to_the_note(note: str) -> None:
    assert marked(document_from_text(f"{LONG}\n\n{note}")) == [("note", note)]


def test_a_note_in_brackets_may_hold_paragraphs() -> None:
    assert marked(document_from_text(f"[A/N: hi there\n\nI am back]\n\n{LONG}")) == [
        ("note", "[A/N: hi there\n\nI am back]")
    ]


def test_a_note_between_two_paragraphs_far_inside_a_chapter() -> None:
    note = "A/N: play the song now!!"
    assert marked(document_from_text(f"{LONG}\n\n{LONG}\n\n{note}\n\n{LONG}\n\n{LONG}")) == [("note", note)]


def test_a_page_of_the_story_may_begin_with_note() -> None:
    page = "\n\n".join(["Note: the key is black.", ATTIC, LAMP, KEY, ATTIC])
    assert marked(document_from_text(f"{LONG}\n\n{page}")) == []


def test_a_note_at_the_end_of_a_chapter_on_one_line() -> None:
    document = document_from_text(f"{ATTIC} {LAMP} A/N: please comment, I will update on Friday")
    assert marked(document) == [("note", "A/N: please comment, I will update on Friday")]


def test_the_list_of_tags_above_a_copied_story() -> None:
    head = "Title: The Lost Key\nAuthor: mina\nRating: T\nSummary: Ada finds a key."
    document = document_from_text(f"{head}\n\n{PROSE}")
    assert marked(document) == [("note", head)]
    assert (document.metadata.title, document.metadata.author) == ("The Lost Key", "mina")


def test_notes_of_a_copied_archive_page() -> None:
    document = document_from_text(f"Notes:\n\nFor Nell.\n\nChapter Text\n\n{PROSE}\n\nEnd Notes\n\nMore soon.")
    assert marked(document) == [
        ("note", "Notes:\n\nFor Nell."), ("navigation", "Chapter Text"), ("note", "End Notes\n\nMore soon."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "“Please leave a comment,” said the clerk.",
        "I thank you for reading my letter, she wrote.",
        "I do not own a house, he said to himself.",
        "A note from the author of it lay on the table.",
        "And so it will be told in the next chapter of my life.",
        "“Thank you for reading this story to us,” said the child.",
        "An hour later they were at sea.",
        "The author’s note was in green ink.",
    ],
)
def test_a_sentence_of_the_story_is_no_note(sentence: str) -> None:
    for text in (f"{sentence}\n\n{PROSE}", f"{PROSE}\n\n{sentence}", f"{PROSE}\n\n{sentence}\n\n{PROSE}"):
        assert marked(document_from_text(text)) == []


def test_furniture_is_sorted_apart_and_of_known_kinds() -> None:
    document = document_from_text(f"2.3K 87 12\n\n{NOTES[0]}\n\n{GUTENBERG}\n\nNext Chapter\n\n{NOTES[5]}")
    pieces = document.furniture
    assert all(piece.kind in FURNITURE_KINDS and piece.start < piece.end for piece in pieces)
    assert all(one.end <= after.start for one, after in pairwise(pieces))
