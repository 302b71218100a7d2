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


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Tom Bell has run away!", "absence"),
        ("Tom Bell has left the country.", "absence"),
        ("There is nobody in the house.", "absence"),
        ("He has lost his wife.", "death"),
        ("Tom Bell is no more.", "death"),
        ("My name is Hilda.", "identity"),
        ("It was the man who sold us the horse.", "identity"),
        ("She is not my sister.", "relationship"),
        ("I have no brother.", "relationship"),
        ("Tom Bell is going to marry Mary Grant.", "relationship"),
        ("Tom Bell is in love with Mary Grant.", "relationship"),
        ("Tom Bell lied to us.", "secret"),
        ("Nobody knows that he was here.", "secret"),
    ],
)
def test_the_same_is_claimed_in_many_forms(said: str, kind: str) -> None:
    story = read_text(f'"{said}" said Anne Grey. Mary Grant wept, and Tom Bell laughed.\n')
    assert kind in [found for found, *_ in claims(story)]


@pytest.mark.parametrize(
    "said",
    [
        "There is nobody like Tom Bell.",
        "It is too late, Tom Bell.",
        "Tom Bell disappeared behind the wall.",
        "I wish that Tom Bell were dead.",
        "Tom Bell was dying to meet you.",
        "I am my own master.",
    ],
)
def test_what_only_looks_like_a_statement_claims_nothing(said: str) -> None:
    assert claims(read_text(f'"{said}" said Anne Grey. Mary Grant wept, and Tom Bell laughed.\n')) == []


@pytest.mark.parametrize("how", ["said", "believed", "had heard"])
def test_what_is_said_in_indirect_speech_or_believed_is_a_claim_of_who_says_it(how: str) -> None:
    story = read_text(f"Anne Grey {how} that Tom Bell was dead. Mary Grant was in the garden.\n")
    assert [kind for kind, *_ in claims(story)] == ["death"]
    (row,) = story.tables["claims"].to_pylist()
    assert story.tables["entities"]["name"][row["holder"]].as_py() == "Anne Grey"


def test_what_somebody_does_not_say_is_no_claim() -> None:
    assert claims(read_text("Anne Grey did not say that Tom Bell was dead. Mary Grant was in the garden.\n")) == []


def test_verbs_shortened_behind_a_curly_mark_are_understood() -> None:
    assert [kind for kind, *_ in claims(read_text("“He’s dead,” said Anne Grey. Tom Bell wept.\n"))] == ["death"]


def test_the_narration_claims_nothing() -> None:
    assert claims(read_text("Tom Bell was dead. Anne Grey was away. Mary Grant was his sister.\n")) == []
