"""How a clause stands to the now around it, and what that says of the order of two of them."""

from __future__ import annotations

import pytest

from fabula import read_text
from fabula.chronology import happens_before

AROUND = "Anne Grey came home. The rain fell on the garden. She hung up her coat.\n\n"


def is_before(text: str, earlier: str, later: str) -> bool | None:
    """Whether the one happens before the other, by their words."""
    story = read_text(text)
    return happens_before(story, text.index(earlier), text.index(later))


@pytest.mark.parametrize(
    ("told", "earlier"),
    [
        ("She sat down. She had been waiting for an hour.", "been waiting"),
        ("She remembered the gossip that she had heard.", "the gossip"),
        ("She had not slept since the Abbot came to the house.", "the Abbot came"),
        ("She sat down. Her mother was born in Leeds.", "Her mother"),
        ('She sat down. "Tom left yesterday," she said.', "Tom left"),
        ("She sat down. Three years before, Tom left her.", "Tom left"),
    ],
)
def test_what_is_told_back_happened_before_what_goes_on(told: str, earlier: str) -> None:
    assert is_before(AROUND + told, earlier, "hung up") is True


@pytest.mark.parametrize(
    ("told", "later"),
    [
        ("She sat down for the first time.", "sat down"),
        ("She thought of the scene of the night before.", "She thought"),
        ("Now the house had grown quiet.", "the house had"),
        ('"What became of you?" asked Tom.', "What became"),
        ("Now Tom could have laughed.", "Tom could"),
    ],
)
def test_what_only_looks_told_back_happens_where_it_is_told(told: str, later: str) -> None:
    assert is_before(AROUND + told, "hung up", later) is True


def test_who_tells_of_the_past_speaks_after_it() -> None:
    text = "I have told this to two doctors. I went to the sea that day, and I swam. The water was cold. I came home."
    assert is_before(text, "I went", "I have told") is True


def test_what_is_past_in_a_call_was_before_the_day_of_the_call() -> None:
    text = (
        "Anne Grey made the beds. She swept the floor.\n\nThe telephone rang. She picked it up.\n\n"
        '"Hello? It is Tom," said the voice. "I sold the boat."\n\n"Oh, Tom," said Anne into the telephone. '
        '"What shall we do?"\n\nShe hung up.\n'
    )
    assert is_before(text, "I sold", "swept") is True
