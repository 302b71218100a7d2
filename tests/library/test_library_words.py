"""What is typed is words and phrases, and never the language of the index."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula import Library
from fabula.errors import NothingToFind
from fabula.library.words import marks_in, match_of


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("lamp", '"lamp"'),
        ("dark lamp", '"dark" "lamp"'),
        ('"dark lamp"', '"dark lamp"'),
        ("“dark lamp” stair", '"dark lamp" "stair"'),
        ("lamp OR NOT (ship*)", '"lamp" "OR" "NOT" "(ship*)"'),
        ("text:lamp NEAR(a b)", '"text:lamp" "NEAR(a" "b)"'),
        ('say "no', '"say" "no"'),
        ("nul\x00here", '"nul" "here"'),
        ("don't", '"don\'t"'),
        ("*** --", None),
        ('""', None),
    ],
)
def test_words_are_quoted(typed: str, match: str | None) -> None:
    assert match_of(typed) == match


@given(words=st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
def test_anything_can_be_searched_for(shelf: Library, words: str) -> None:
    if match_of(words) is None:
        with pytest.raises(NothingToFind):
            shelf.search(words)
    else:
        assert isinstance(shelf.search(words), list)


def test_marks_are_where_words_were_found() -> None:
    assert marks_in("a \x02b\x03 c\x02d\x03") == ("a b cd", [(2, 3), (5, 6)])
