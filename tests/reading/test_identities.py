"""Somebody who gets a name after they came in is one person from the beginning."""

from __future__ import annotations

import pytest

import fabula


def names_of(text: str, words: str) -> set[str | None]:
    """Whom the mentions of these words refer to."""
    story = fabula.read_text(text)
    names = story.tables["entities"]["name"].to_pylist()
    found = zip(*(story.tables["mentions"][column].to_pylist() for column in ("start", "end", "entity")), strict=True)
    return {None if entity is None else names[entity] for start, end, entity in found if text[start:end] == words}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The captain was a woman called Reyes. The captain never slept. “Move,” said Reyes.", "The captain", "Reyes"),
        ("The old man was known as Pike. He sold worms. Nobody had bought a worm from Pike.", "The old man", "Pike"),
        ("The doctor's name was Okafor. “Breathe in,” said the doctor. Okafor listened.", "the doctor", "Okafor"),
        ("“I'm Hale,” said the stranger. The stranger smiled. Ruth stared at Hale.", "The stranger", "Hale"),
    ],
)
def test_who_gets_a_name_had_it_before(text: str, words: str, name: str) -> None:
    assert names_of(text, words) == {name}


def test_what_is_denied_makes_two_no_one() -> None:
    text = "The man was not called Pike. The man sold worms. He sold them to Pike. Pike had a rod, and Pike was late."
    assert "Pike" not in names_of(text, "The man")


def test_kin_in_what_somebody_says_are_those_whom_they_tell_of() -> None:
    text = (
        "I sat in the corridor. My brother had said that he would come. I waited for my brother until two, and he "
        "did not come.\n\n“Is somebody with you?” asked the nurse.\n\n"
        "“My brother is on his way,” I said. “He is driving.”\n\n"
        "My brother came in at three, wet to the knees."
    )
    told, spoken = names_of(text, "my brother"), names_of(text, "My brother")
    assert told == spoken
    assert len(told) == 1
