"""How a quotation reaches its hearer: each case is a passage that forced a rule."""

from __future__ import annotations

import pytest

from fabula import read_text


def modes_of(text: str) -> list[str]:
    return [quote.mode for quote in read_text(text).quotes]


@pytest.mark.parametrize(
    "text",
    [
        'Sam looked at the map. "If we get lost," Dad had said, "follow the river."',
        'He\'d told her once, "You never listen." She folded the letter.',
        'I remember him saying, "Well, you stood still." That was all.',
        'She remembered the words on the platform: "Don\'t wait up for me." She had waited.',
        'Mara could still hear him. His voice was in her head: "Elbows in." She tucked them in.',
        'His mother used to say, "Every knot has an end." Sam looked at the knot.',
        '"A boat is a hole in the water," her father always said. Mara bailed.',
        'Every Sunday Grandad would say, "Mind the step." The step was gone now.',
        'The words came back to him. "You will always have a place here." He knocked.',
        '"Take care of the dog," she\'d said at the station, and now there was no dog.',
    ],
)
def test_what_was_said_before_the_scene_is_remembered(text: str) -> None:
    assert modes_of(text) == ["remembered"]


@pytest.mark.parametrize(
    "text",
    [
        'She imagined him saying, "I told you so." She walked faster.',
        '"You should have called," he would say, if she ever went home.',
        'I can hear what my mother will say. "Thirty, Nadia," she\'ll say, "and no coat."',
        'The cat looked at the bowl as if to say, "Is that all?"',
        'She could almost hear him: "Breathe, Sam." She breathed.',
        'What if he said, "I never liked you"? She put the phone away.',
        'He pictured Anne at the door, saying, "You are late again."',
        '"It was nothing," she might have said, but she did not.',
        'He wanted to say, "Stay." He closed the door.',
    ],
)
def test_what_nobody_says_is_imagined(text: str) -> None:
    assert modes_of(text) == ["imagined"]


@pytest.mark.parametrize(
    "text",
    [
        '"Wait!" he had said before anyone could stop him.',
        '"Sit down," Anne says. "I saw Tom," she said yesterday\'s news twice.',
        'He remembered his manners and said, "Good evening."',
        'When she had said, "Good night," she went upstairs.',
        '"I remember you," said Tom. "You had a red coat."',
        '"What would you say to a drink?" said Tom.',
        'Tom imagined the worst. "Where is she?" he asked.',
        'She had hardly said, "Come in," when the door opened.',
        '"That will do," I should say, is what he told us.',
    ],
)
def test_what_is_said_in_the_scene_is_in_person(text: str) -> None:
    assert set(modes_of(text)) == {"in person"}


def test_who_speaks_after_a_message_in_italics_writes_nothing() -> None:
    text = (
        "My phone buzzed. It was my sister. *where ARE you,* it said. *mum's waiting*\n\n“Somebody waiting?” said Tom."
    )
    untagged = text.replace(" said Tom.", "")
    for story in (read_text(text), read_text(untagged)):
        assert [quote.kind for quote in story.quotes if "Somebody" in quote.text] == ["speech"]
