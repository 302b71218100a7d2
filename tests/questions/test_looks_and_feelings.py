"""How people look and feel, and what their letters say, in a story read as any other."""

from __future__ import annotations

import pytest

import fabula
from fabula.story import Story

TEXT = """Simi Adeyemi, who was fourteen and missed nothing, had grey eyes. She sat on the stairs and she was happy.

Edmund Holloway stood in the hall and dripped on the mat. He was a tall man with a scar on his chin. He wore a long
black coat. Edmund was not angry. Simi took the letter from Edmund, and she read it twice.

Dear Simi,

Father died on Sunday. I burned the will. Come home.

Your brother,
Edmund

Simi put it down. Edmund was afraid of the dog, and Simi smiled at Edmund.
"""


@pytest.fixture(scope="module")
def hall() -> Story:
    """The story in the hall."""
    return fabula.read_text(TEXT)


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("How old is Simi?", ["fourteen"]),
        ("What colour are Simi's eyes?", ["grey eyes"]),
        ("Who has grey eyes?", ["Simi"]),
        ("Who has a scar?", ["Edmund"]),
        ("What colour is Edmund's hair?", []),
        ("Is Edmund angry?", ["no"]),
        ("Is Simi happy?", ["yes"]),
        ("Is Edmund happy?", []),
        ("How does Edmund feel about Simi?", []),
        ("Who wrote the letter?", ["Edmund"]),
    ],
)
def test_what_is_described_answers_and_what_is_not_does_not(hall: Story, question: str, answers: list[str]) -> None:
    assert list(dict.fromkeys(answer.text for answer in hall.ask(question).answers)) == answers


def test_looks_are_in_the_words_of_the_text(hall: Story) -> None:
    found = {answer.text for answer in hall.ask("What does Edmund look like?").answers}
    assert any("scar on his chin" in text for text in found)
    assert any("tall" in text for text in found)
    assert all(" ".join(text.split()) in " ".join(TEXT.split()) for text in found)


def test_feelings_are_of_who_is_asked(hall: Story) -> None:
    assert [answer.text for answer in hall.ask("How does Edmund feel?").answers] == ["fear"]


def test_a_letter_is_quoted_from_its_beginning(hall: Story) -> None:
    (answer,) = hall.ask("What does Edmund's letter say?").answers
    assert "I burned the will" in answer.passage
    assert hall.ask("What does Simi's letter say?").answers == ()
