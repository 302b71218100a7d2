"""What somebody says of the story's world, and what the narration makes of it."""

from __future__ import annotations

import pytest

from fabula import Story, read_text


def claims(story: Story) -> list[tuple[str, str, str]]:
    """Kind, words and truth of each claim."""
    rows = story.tables["claims"].to_pylist()
    return [(row["kind"], story.text[row["start"] : row["end"]], row["truth"]) for row in rows]


def test_the_dead_who_act_afterwards_are_not_dead() -> None:
    story = read_text(
        '"Tom Bell is dead," said Anne Grey.\n\nNobody spoke. The clock ticked, and the fire burned low. '
        "The rain went on against the panes as if it had never heard of him, and the evening came down over the yard "
        "and the wall, and over the road behind it.\n\n"
        'The door opened, and Tom Bell walked in. Tom Bell laughed. "Good evening," said Tom Bell.\n'
    )
    assert claims(story) == [("death", "Bell is dead", "contradicted")]
    row = story.tables["claims"].to_pylist()[0]
    assert story.text[row["shown_start"] : row["shown_end"]] in ("walked", "laughed", '"Good evening,"')
    assert story.tables["entities"]["name"][row["holder"]].as_py() == "Anne Grey"


def test_nobody_proves_what_the_narration_is_silent_on() -> None:
    story = read_text('"Tom Bell is dead," said Anne Grey. Mary Grant wept.\n\n"When?" asked Mary Grant.\n')
    assert [truth for *_, truth in claims(story)] == ["open"]


@pytest.mark.parametrize(
    "said",
    [
        "Is Tom Bell dead?",
        "If Tom Bell is dead, we must go.",
        "Tom Bell would die for her.",
        "Tom Bell is not dead.",
        "Tom Bell is late.",
    ],
)
def test_questions_doubts_and_denials_claim_nothing(said: str) -> None:
    assert claims(read_text(f'"{said}" said Anne Grey. Mary Grant wept.\n')) == []


def test_who_is_said_to_be_away_and_acts_in_the_same_scene_is_there() -> None:
    story = read_text(
        '"Tom Bell is away," said Anne Grey at the gate.\n\nBehind the gate Tom Bell coughed. Tom Bell sneezed.\n'
    )
    assert [(kind, truth) for kind, _, truth in claims(story)] == [("absence", "contradicted")]


def test_what_nobody_must_be_told_is_a_secret_kept_from_them() -> None:
    story = read_text('"Don\'t tell Mary Grant," said Anne Grey. Mary Grant was in the garden.\n')
    assert [kind for kind, *_ in claims(story)] == ["secret"]
    (kept_from,) = story.tables["claim_characters"]["entity"].to_pylist()
    assert story.tables["entities"]["name"][kept_from].as_py() == "Mary Grant"


def test_the_narration_claims_nothing() -> None:
    assert claims(read_text("Tom Bell was dead. Anne Grey was away. Mary Grant was his sister.\n")) == []
