"""Lines that begin with the name of who says or writes them: chats and scripts."""

from __future__ import annotations

import textwrap

import pytest

import fabula

CHAT = "{0} where are you|{1} two minutes|{0} you said that ten minutes ago|{1} the bus broke down i swear"
BEFORE, AFTER = "His phone buzzed. It was the group chat.", "Mark put the phone away and ran for the corner."


@pytest.mark.parametrize("form", ["**{}:**", "**{}**:", "{}:", "<{}>", "[{}]", "21:14 {}:", "**{}** -"])
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_each_line_of_a_chat_is_a_message_of_whom_it_names(form: str, gap: str) -> None:
    lines = CHAT.format(form.format("Anna"), form.format("Mark")).split("|")
    story = fabula.read_text("\n\n".join([BEFORE, gap.join(lines), AFTER]))
    assert [(quote.text, quote.kind, quote.mode, quote.speaker.name) for quote in story.quotes] == [
        ("where are you", "writing", "message", "Anna"),
        ("two minutes", "writing", "message", "Mark"),
        ("you said that ten minutes ago", "writing", "message", "Anna"),
        ("the bus broke down i swear", "writing", "message", "Mark"),
    ]
    assert "letter" in {layer.kind for layer in story.layers}


def test_small_handles_are_people() -> None:
    lines = "**taeo:** who took my left shoe\n\n**min_j:** define left\n\n<lou_m> the LEFT one\n\n**taeo:** MIN"
    story = fabula.read_text(f"{BEFORE}\n\n{lines}")
    assert [quote.speaker.name for quote in story.quotes] == ["taeo", "min_j", "lou_m", "taeo"]


def test_a_name_that_only_chats_write_small_or_that_has_a_hyphen_is_one() -> None:
    chat = "**priya:** it is SIX\n\n**gus:** the GOOD ladle\n\n**Hae-won:** i gave it to tom\n\n**gus:** why"
    story = fabula.read_text(f"Priya's phone buzzed at six. Priya was awake.\n\n{chat}\n\nPriya laughed.")
    assert [quote.speaker.name for quote in story.quotes] == ["Priya", "gus", "Hae-won", "gus"]


def test_me_is_who_tells_the_story() -> None:
    chat = "Anders: any news?\n\nMe: He's been adopted.\n\nAnders: what!! by whom"
    story = fabula.read_text(f"My phone buzzed.\n\n{chat}\n\nI am Solveig Lund.")
    assert [quote.speaker.name for quote in story.quotes] == ["Anders", "Solveig Lund", "Anders"]


def test_lines_of_a_script_are_spoken_whatever_is_done_between_them() -> None:
    text = (
        "The kitchen, at night.\n\nANNA: Where were you?\n\nMARK: At my sister's.\n\n(He sits down at the table.)\n\n"
        "ANNA: All night?\n\nMARK (sighing): She was ill. You know her.\n\n(She laughs.)\n\nANNA: I know you.\n\n"
        "MARK: Then you know that it is true."
    )
    story = fabula.read_text(text)
    assert [(quote.speaker.name, quote.kind, quote.mode) for quote in story.quotes] == [
        (name, "speech", "in person") for name in ("ANNA", "MARK", "ANNA", "MARK", "ANNA", "MARK")
    ]
    assert story.quotes[3].text == "She was ill. You know her."


def test_lines_of_a_book_go_on_over_the_ends_of_its_lines() -> None:
    said = [
        "Seven o'clock, and where is he? I wish that he would finish that long novel: I am hungry, and so is he.",
        "_(laughing, but not unkindly)_ He has a new name for it, and he tells it to whoever is too tired to run away.",
        "What does he call it? He had a good one in the spring, I remember, but then his aunt heard of it and wept.",
        "He will not say: he has promised it to a lady, and she means to have it printed on the cards for her party.",
    ]
    heads = ["ANTHONY: ", "MAURY:", "ANTHONY: ", "MAURY: "]
    lines = [textwrap.fill(head + words, 60) for head, words in zip(heads, said, strict=True)]
    aside = textwrap.fill("(Gloria comes in from the hall with the dog, who has one thing on his mind: the ham.)", 60)
    text = "\n\n".join([*lines[:2], aside, *lines[2:], aside, "ANTHONY: Why?", "MAURY: Ask."])
    story = fabula.read_text(text)
    assert [" ".join(quote.text.split()) for quote in story.quotes] == [*said, "Why?", "Ask."]


@pytest.mark.parametrize(
    "text",
    [
        "The list was short.\n\nPros: it has a roof.\n\nCons: it has no walls.\n\nPrice: far too much.",
        "He counted.\n\nItem: one kettle.\n\nItem: one chair.\n\nItem: one rug.\n\nThat was all.",
        "Water: four litres. Crew: two. It was all that they had, and Anna knew it.",
        "**Anna** was tired. She had been up all night.\n\n**Mark** was not. He had slept on the sofa.",
        "From: Anna Weiss\nTo: Mark Reed\nSubject: the hedge\n\nCut it.\n\nFrom: Mark Reed\nTo: Anna Weiss\n\nNo.",
        "One thing was clear: he had to go. Anna: she was another matter.\n\nTom: that was the third.",
    ],
)
def test_lists_and_headers_are_none(text: str) -> None:
    assert len(fabula.read_text(text).quotes) == 0
