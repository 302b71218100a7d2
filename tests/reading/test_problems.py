"""What is odd about a text is said."""

from __future__ import annotations

import pytest

from fabula import read_text
from fabula.schema import PROBLEMS
from fabula.story import Story

RAIN = "The rain fell on the hill, and nobody came along the road that day. "
TALK = '"Are you there?"\n\n"I am."\n\n'


def codes_of(story: Story) -> set[str]:
    return {problem.code for problem in story.problems}


@pytest.mark.parametrize(
    ("text", "code"),
    [(RAIN * 120, "Q01"), (TALK * 10, "Q02"), (RAIN * 120, "C01"), (RAIN + "Then he opened the", "T01")],
)
def test_an_odd_text_says_so(text: str, code: str) -> None:
    story = read_text(text)
    assert code in codes_of(story)
    assert PROBLEMS[code][1] in {problem.message for problem in story.problems}


def test_a_closing_formula_is_no_broken_sentence() -> None:
    assert "T01" not in codes_of(read_text("It rained all day, and she went home.\n\nTHE END"))


def test_a_plain_story_has_no_problems() -> None:
    assert codes_of(read_text('"Come in," said Anne.\n\n"I will," said Tom.')) == set()
