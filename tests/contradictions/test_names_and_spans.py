"""Names that are nearly one, and the surest first."""

from __future__ import annotations

import pytest
from little_stories import CONTRADICTORY

from fabula import read_text
from fabula.contradictions.names import are_nearly_one, edit_distance


@pytest.mark.parametrize(
    ("one", "other"),
    [("Havering", "Haverling"), ("Frazer", "Fraser"), ("Catherine", "Katherine"), ("Dorothea", "Dorothy")],
)
def test_two_spellings_are_nearly_one_name(one: str, other: str) -> None:
    assert are_nearly_one(one, other)
    assert are_nearly_one(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kate", "Katie"), ("Will", "Willie"), ("Brandt", "Brandts"), ("Elizabeth", "Eliza"), ("Alexander", "Alexandra"),
     ("Beth", "BETH"), ("Tom", "Tim"), ("Harriet", "Hannah")],
)  # fmt: skip
def test_short_forms_and_other_names_are_not(one: str, other: str) -> None:
    assert not are_nearly_one(one, other)


def test_the_edit_distance_counts_letters() -> None:
    assert [edit_distance(*pair) for pair in (("", "ab"), ("ab", "ab"), ("kitten", "sitting"))] == [2, 0, 3]


def test_the_surest_comes_first_and_nothing_is_wrong_with_nothing() -> None:
    story = read_text(CONTRADICTORY["eyes"][1] + "\n" + CONTRADICTORY["surname"][1])
    sure = [one.confidence for one in story.contradictions]
    assert len(sure) == 2
    assert sure == sorted(sure, reverse=True)
