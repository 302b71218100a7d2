"""No text is too long, too odd or too plain to be read, and time grows with length alone."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from books import ATTIC, KEY, LAMP
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.errors import SourceError
from fabula.sources import Document, document_from_text

N = 3_000_000
LINE = f"{ATTIC} “That,” said Nell. {LAMP} "


def check(document: Document, text: str) -> None:
    chapters, pieces = document.chapters, document.furniture
    assert document.text == text
    assert chapters[0].start == 0
    assert chapters[-1].end == len(text)
    assert all(one.end == after.start for one, after in pairwise(chapters))
    assert all(one.start <= one.heading_end <= one.end for one in chapters)
    assert all("\n" not in one.title for one in chapters)
    assert all(0 <= piece.start < piece.end <= len(text) for piece in pieces)
    assert all(one.end <= after.start for one, after in pairwise(pieces))


@pytest.mark.parametrize(
    "unit",
    [
        LINE,
        "a",
        '"',
        "\n",
        "* ",
        "(A/N: ",
        "[Illustration: ",
        "I",
        "1 ",
        "- ",
        "“",
        "\r\n",
        "Chapter 1 ",
        "A.A",
        "Where stories live",
    ],
)
def test_any_text_of_one_long_line_is_read_in_seconds(unit: str) -> None:
    text = unit * (N // len(unit)) + f"\n\n{ATTIC} {KEY}"
    began = time.process_time()
    check(document_from_text(text), text)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    [
        f"Ada\x00 Finch\x00. {ATTIC}",
        f"Zo\u0308e \u202eright to left\u202c \u200f {ATTIC}",
        f"\U0001f469\u200d\U0001f680 said hello. {ATTIC}",
        f"half a pair \ud83d here. {ATTIC}",
        f"{ATTIC[:-10]}",
        f"{ATTIC}\x85{LAMP}\u2028{KEY}\x0c\x0b",
    ],
)
def test_odd_marks_are_kept(text: str) -> None:
    check(document_from_text(text), text)


PIECES = st.sampled_from(
    [ATTIC, LAMP, KEY, "CHAPTER I", "Chapter 2", "II", "3.", "CONTENTS", "A/N: hi", "2.3K 87 12", "* * *", "“Oh.”",
     "Next Chapter", "THE END", "\n", "\r\n", "\r", " ", "\t", "[Illustration: x]",
     "*** START OF THE PROJECT GUTENBERG",
     "Where stories live. Discover now", "I. The Attic", "---", "Part One", "Epilogue", "12", "by mina", "Notes:"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=40), st.sampled_from(["\n", "\n\n", "", "\r\n\r\n", "\n\n\n"]))
def test_chapters_tile_every_text_and_furniture_lies_within(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    try:
        document = document_from_text(text)
    except SourceError:
        return
    check(document, text)
