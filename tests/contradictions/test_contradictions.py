"""What does not fit is found, with both passages; what only looks like it is not."""

from __future__ import annotations

import pytest
from little_stories import CONTRADICTORY, INNOCENT

from fabula import read_text
from fabula.contradictions import contradictions_of


@pytest.mark.parametrize("what", CONTRADICTORY)
def test_a_contradiction_is_found_and_nothing_else(what: str) -> None:
    kind, text = CONTRADICTORY[what]
    story = read_text(text)
    assert [one.kind for one in story.contradictions] == [kind]
    (one,) = story.contradictions
    assert 0 <= one.first[0] < one.first[1] <= one.second[1] <= len(text)
    assert 0.5 <= one.confidence <= 1
    assert one.explanation
    assert "\n" not in one.explanation


@pytest.mark.parametrize("why", INNOCENT)
def test_what_only_looks_like_one_is_none(why: str) -> None:
    assert contradictions_of(read_text(INNOCENT[why])) == []
