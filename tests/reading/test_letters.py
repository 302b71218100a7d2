"""What is written in a story: where each letter begins and ends, who writes it and to whom."""

from __future__ import annotations

import pytest
from read_until import read_until

from fabula.schema import zip_columns

TOLD = "Anna Weiss and Tom Weiss lived by the river. Tom went out every day and Anna stayed at home."


def letters_of(text: str) -> list[str]:
    """The words of the letters in a text, as far as they are long, their ends."""
    return [text[start:end] for start, end in zip_columns(read_until(text, "letters")["letters"], "start", "end")]


def writer_of(text: str) -> str | None:
    """The name of who writes the first letter."""
    tables = read_until(text, "letters")
    writer = tables["letters"]["writer"].to_pylist()[0]
    return None if writer is None else tables["entities"]["name"].to_pylist()[writer]


@pytest.mark.parametrize(
    ("before", "letter", "after"),
    [
        ("There was a letter for him.", "Leeds, Sunday night\n\nDear Tom,\n\nI am well.\n\nYour Anna", "He sat."),
        ("", "My dear Tom,\n\nI am well.\n\nYours ever,\n\nAnna Weiss\n\nP.S. Write soon.", "Tom sat down."),
        ("The note was short.", "“My dear Tom,\n\n“I am well.\n\n“ANNA WEISS.”", "“Well!” he said. “She is well.”"),
        ("This was her letter.", "MY DEAR TOM,--I am well.\n       Yours,\n              ANNA WEISS.", "He read it."),
        ("He read the letter.", "“Madam,--I am well.\n\n“The dog is well.”", "He sat down."),
        ("The letter said:", "“I am well, and the dog is well.”", "He sat down."),
        ("Her phone buzzed.", "*Where are you? I am here.*", "She put it away."),
        ("", "_Where are you_", ", she writes. Nobody answers."),
        ("He had carved these words into the wood:", "“HERE LIES TOM WEISS.”", "She wept."),
        ("He turned the pad round.", "DON’T GET ON THE TRAIN.", "She nodded."),
        ("", "Monday 3 February\n\n21:14 Anna: where\n\n21:15 Tom: what\n\n21:16 Anna: the dog", "He laughed."),
        ("", "From: Anna Weiss\nTo: Tom Weiss\nSubject: the dog\n\nHe is well.\n\nSo am I.", "***\n\nTom laughed."),
    ],
)  # fmt: skip
def test_a_letter_is_found_with_its_beginning_and_its_end(before: str, letter: str, after: str) -> None:
    gap = "" if after.startswith(",") else "\n\n"
    assert letters_of(f"{TOLD}\n\n{before}\n\n{letter}{gap}{after}") == [letter]


@pytest.mark.parametrize(
    "text",
    [
        "“My dear Tom,” said Anna, “I am well.” He read the paper and said nothing.",
        "“My dear!” he cried.\n\n“Dear me,” she said. “Dear Tom!”",
        "He wrote every day. She read what he wrote, and was glad.",
        "*What if he never comes?* she thought. She had loved him *so* much.",
        "May 5 was cold. On Sunday they went to church. Monday was warmer.",
        "Then she began:\n\n“I was born in Leeds. I had a dog.”",
        "Chapter 4\n\nLying to George\n\nI think that I know him, said Anna. I have seen him, and I was glad of it.",
        "LONDON, 12 May 1941.\n\nTom went out. Anna stayed at home. They did not speak of it.",
    ],
)
def test_plain_telling_has_no_letters(text: str) -> None:
    assert letters_of(f"{TOLD}\n\n{text}") == []


def test_a_chapter_that_is_a_letter_is_one_without_the_editors_heading() -> None:
    text = (
        f"Chapter I\n\n{TOLD}\n\nLETTER II.\n\nANNA TO TOM.  Berry Hill, July 21st.\n\nYou ask how I am. I am well "
        "and I have the dog with me.\n\nThe dog is well. My mother sees to that, and I see to my mother."
    )
    assert [letter.split("\n")[0] for letter in letters_of(text)] == ["Berry Hill, July 21st."]
    assert letters_of(text)[0].endswith("my mother.")
    assert writer_of(text) in ("Anna", "Anna Weiss")


def test_a_letter_may_be_inside_a_letter() -> None:
    inner = "“To Miss Weiss.\n\n“I saw you, and I have not slept since.\n\n“TOM WEISS.”"
    text = f"LETTER I.\n\nJuly 21st.\n\nI had this note today; I copy it:\n\n{inner}\n\nI do not know what to do."
    outer, found = letters_of(f"Chapter 1\n\n{TOLD}\n\n{text}")
    assert found == inner
    assert outer.startswith("July 21st.")
    assert outer.endswith("what to do.")


def test_entries_of_a_diary_that_a_story_cites_are_paragraphs() -> None:
    first = "Monday, 28 October 1918. River 4 ft. I have begun this because there is nobody to talk to."
    second = "Thursday, 31 October. Rain. They say that I am ill. I think so too."
    text = f"{TOLD} Anna found the diary.\n\n{first}\n\nAnna turned the page.\n\n{second}\n\nThat was all. She shut it."
    assert letters_of(text) == [first, second]


def test_an_entry_of_a_diary_goes_on_to_the_next_date() -> None:
    first = "3 May.--I left at eight.\n\nThe train was late, and I was cold."
    second = "4 May.--I slept well.\n\nI have seen nobody."
    assert letters_of(f"CHAPTER I\n\nTom Weiss’s Journal\n\n{first}\n\n{second}") == [first, second]


@pytest.mark.parametrize(
    ("before", "letter"),
    [
        ("It was a letter from Anna.", "“I am well, and the dog is well. I see nobody.”"),
        ("The letter ran:", "“MY DEAR TOM,--I am well.\n\n“ANNA WEISS.”"),
        ("Anna wrote:", "“I am well, and the dog is well.”"),
        ("Anna’s note read:", "“I am well, and the dog is well.”"),
    ],
)
def test_a_letter_is_by_who_signs_it_or_by_whom_the_words_before_name(before: str, letter: str) -> None:
    opened = letter if "DEAR" in letter or before.endswith(":") else f"“Dear Tom,\n\n{letter}"
    assert writer_of(f"{TOLD}\n\n{before}\n\n{opened}\n\nHe sat down.") in ("Anna", "Anna Weiss")


def test_a_letter_is_to_whom_it_greets() -> None:
    text = f"{TOLD}\n\nDear Tom,\n\nI am well.\n\nYours,\n\nAnna"
    tables = read_until(text, "letters")
    readers = tables["letter_readers"]["entity"].to_pylist()
    assert [tables["entities"]["name"].to_pylist()[reader] for reader in readers] == ["Tom"]


def test_a_letter_read_out_behind_a_dash_is_a_letter() -> None:
    text = (
        "Anna opened the letter and read aloud:\n\n— Come home at once, my dear Tom, and bring the old boat with "
        "you.\n\n"
        "— Is that all? said Tom.\n\n— It is all, said Anna.\n\n— Then I shall go, said Tom.\n"
    )
    (letter,) = read_until(text, "letters")["letters"].to_pylist()
    assert text[letter["start"] : letter["end"]].startswith("— Come home")
