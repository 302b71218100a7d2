"""What lasts of looks, age, character, trade, things and kin is found; what passes, or is not said, is not."""

from __future__ import annotations

import pytest

from fabula import Story, read_text


def descriptions(story: Story) -> list[tuple[str, str, str]]:
    """Whom, what and how."""
    return [(row.entity.name, row.kind, row.value) for row in story.descriptions]


def told(sentence: str) -> list[tuple[str, str, str]]:
    """What a sentence of narration says, after one that brings in two people."""
    return descriptions(read_text(f"Anne Weiss came in. Anne Weiss shut the door. {sentence}\n"))


@pytest.mark.parametrize(
    ("sentence", "kind", "value"),
    [
        ("Anne Weiss had green eyes.", "eyes", "green"),
        ("Her eyes were brown.", "eyes", "brown"),
        ("Her eyes were of a pale blue.", "eyes", "pale blue"),
        ("Anne Weiss was a blue-eyed girl.", "eyes", "blue"),
        ("She looked down, and he saw the green of her eyes.", "eyes", "green"),
        ("Anne Weiss combed her long black hair.", "hair", "long black"),
        ("Anne Weiss was a tall woman with red hair.", "hair", "red"),
        ("Anne Weiss's dark skin shone.", "skin", "dark"),
        ("Anne Weiss had a round face.", "face", "round"),
        ("Anne Weiss had a scar on her left cheek.", "face", "scar on left cheek"),
        ("Tom Bell stroked his black beard.", "face", "black beard"),
        ("Anne Weiss was tall and thin.", "build", "thin"),
        ("Anne Weiss put her broad shoulders to the door.", "build", "broad shoulders"),
        ("Anne Weiss was a handsome woman.", "looks", "handsome"),
        ("Anne Weiss was deaf in the left ear.", "looks", "deaf in left ear"),
        ("Anne Weiss had a deep voice.", "voice", "deep"),
        ("Anne Weiss was left-handed.", "hand", "left"),
        ("Anne Weiss wrote with her right hand.", "hand", "right"),
        ("Anne Weiss was nineteen.", "age", "nineteen"),
        ("Anne Weiss was twenty-two years old.", "age", "twenty-two"),
        ("Anne Weiss, a woman of forty, sat down.", "age", "forty"),
        ("Anne Weiss was in her forties.", "age", "forties"),
        ("Anne Weiss had turned thirty in May.", "age", "thirty"),
        ("Anne Weiss was an old woman.", "age", "old woman"),
        ("Her birthday was the fourteenth of March.", "birthday", "fourteenth of march"),
        ("Anne Weiss was born in Leeds.", "origin", "leeds"),
        ("Anne Weiss was French.", "origin", "french"),
        ("Anne Weiss was stubborn.", "trait", "stubborn"),
        ("Tom Bell was a kind man.", "trait", "kind"),
        ("Anne Weiss, handsome and clever, sat down.", "trait", "clever"),
        ("Anne Weiss was a doctor.", "role", "doctor"),
        ("Tom Bell, the captain of the tower, sat down.", "role", "captain of the tower"),
        ("Anne Weiss worked as a nurse.", "role", "nurse"),
        ("Nurse Adams sat down.", "role", "nurse"),
        ("Anne Weiss took her red bicycle.", "owns", "red bicycle"),
        ("Anne Weiss had a shop.", "owns", "shop"),
        ("Tom Bell's dog barked.", "owns", "dog"),
        ("Anne Weiss wore a green dress.", "wears", "green dress"),
        ("Anne Weiss was dressed in a black coat.", "wears", "black coat"),
        ("Anne Weiss saw her brother.", "kin", "brother"),
        ("Anne Weiss had two sisters.", "kin", "two sisters"),
        ("Anne Weiss was an only child.", "kin", "only child"),
        ("Anne Weiss wrote to her mother-in-law.", "kin", "mother-in-law"),
        ("Her name was Anne Weiss.", "name", "anne weiss"),
    ],
)
def test_what_lasts_is_a_description(sentence: str, kind: str, value: str) -> None:
    whose = next((name for name in ("Tom Bell", "Nurse Adams") if name in sentence), "Anne Weiss")
    assert (whose, kind, value) in told(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Anne Weiss was angry.",
        "Anne Weiss was tired and wet.",
        "Her eyes were wide.",
        "Her eyes were red.",
        "Her face was white with fear.",
        "Her hair was white with flour.",
        "Anne Weiss spoke in a low voice.",
        "Anne Weiss was not tall.",
        "Anne Weiss was no doctor.",
        "Anne Weiss never had green eyes.",
        "Was Anne Weiss a doctor?",
        "If Anne Weiss were tall, she would reach it.",
        "Anne Weiss would be a doctor.",
        "Anne Weiss wished that she were tall.",
        "Anne Weiss will be nineteen in June.",
        "When she was nine, Anne Weiss ran away.",
        "Anne Weiss was too young for that.",
        "Anne Weiss sat like an old woman.",
        "Anne Weiss wanted to be a doctor.",
        "Anne Weiss waited for ten minutes.",
        "Anne Weiss was one of them.",
        "Anne Weiss closed her hand.",
        "Anne Weiss kept her temper.",
        "There was a doctor in the house.",
        "Anne Weiss crooked her little finger.",
        "Mr. Pitcher sat down.",
    ],
)
def test_what_passes_or_is_not_said_is_none(sentence: str) -> None:
    assert told(sentence) == []


def test_an_apposition_says_many_things_at_once() -> None:
    story = read_text("Anne Weiss, a tall woman of forty with green eyes, was a doctor.\n")
    assert descriptions(story) == [
        ("Anne Weiss", "build", "tall"),
        ("Anne Weiss", "age", "forty"),
        ("Anne Weiss", "eyes", "green"),
        ("Anne Weiss", "role", "doctor"),
    ]


def test_the_passage_is_the_words_that_say_it() -> None:
    story = read_text("Anne Weiss came in. Her eyes were brown.\n")
    (eyes,) = story.descriptions
    assert (eyes.text, eyes.quote) == ("Her eyes were brown", None)


def test_what_somebody_says_has_its_quotation_and_is_less_sure() -> None:
    story = read_text('"I am nineteen," said Anne Weiss. Tom Bell was nineteen.\n')
    said, narrated = story.descriptions
    assert (said.entity.name, said.value, narrated.entity.name) == ("Anne Weiss", "nineteen", "Tom Bell")
    assert said.quote == story.quotes[0]
    assert narrated.quote is None
    assert said.confidence < narrated.confidence


def test_an_old_friend_who_is_hailed_is_not_old() -> None:
    story = read_text('"Come here, Tom, old chap," said Anne Weiss. Tom laughed.\n')
    assert "age" not in [kind for _, kind, _ in descriptions(story)]


def test_a_name_that_is_an_adjective_says_nothing() -> None:
    assert descriptions(read_text("Frank Churchill came in. Anne Weiss met Frank Churchill.\n")) == []


def test_a_title_said_again_and_again_is_one_description() -> None:
    story = read_text("Captain Bell came in. Captain Bell sat down. Captain Bell laughed.\n")
    assert descriptions(story) == [("Captain Bell", "role", "captain")]


def test_a_member_of_a_list_is_no_apposition() -> None:
    story = read_text("Anne Weiss came in, and there were, further, a cook, an old groom, and a gardener.\n")
    assert descriptions(story) == []


def test_a_text_without_people_has_no_descriptions() -> None:
    assert len(read_text("It rained. The old house was tall.\n").descriptions) == 0
