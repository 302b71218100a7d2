"""Direct speech: each case is a sentence that forced a rule."""

from __future__ import annotations

import pytest

from fabula import read_text
from fabula.story import Story


def spans_of(story: Story) -> list[list[str]]:
    return [[story.text[start:end] for start, end in quote.spans] for quote in story.quotes]


def kinds_of(text: str) -> list[tuple[str, str]]:
    return [(quote.text, quote.kind) for quote in read_text(text).quotes]


FILLER = '\n\n"Well," said Tom.\n\n"Very well," said Anne.\n\n"Good," said Tom.'
SINGLE_FILLER = "\n\n‘Well,’ said Tom.\n\n‘Very well,’ said Anne.\n\n‘Good,’ said Tom."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Come in," said Anne.', [['"Come in,"']]),
        ("“Come in,” said Anne.", [["“Come in,”"]]),
        ("«Come in,» said Anne.", [["«Come in,»"]]),
        ('"My mind," he said, "rebels at stagnation."', [['"My mind,"', '"rebels at stagnation."']]),
        ('"Come in," said Anne. "It is cold."', [['"Come in,"', '"It is cold."']]),
        ('"I missed you too", said Anne.', [['"I missed you too"']]),
        ('"I missed you too". Anne smiled.', [['"I missed you too"']]),
        ("“He said ‘no’ to me,” said Anne.", [["“He said ‘no’ to me,”"]]),
        ('"Wait--" He turned. "What was that?"', [['"Wait--"'], ['"What was that?"']]),
    ],
)
def test_a_quotation_is_found_with_its_marks_and_all_its_parts(text: str, expected: list[list[str]]) -> None:
    assert spans_of(read_text(text)) == expected


def test_british_single_marks_are_told_from_apostrophes() -> None:
    text = "‘I don’t think it’s the dogs’ fault,’ said Anne, ‘and ’tis no matter.’ The boys’ room was cold."
    assert spans_of(read_text(text + SINGLE_FILLER))[0] == [
        "‘I don’t think it’s the dogs’ fault,’",
        "‘and ’tis no matter.’",
    ]


def test_straight_single_marks_are_told_from_apostrophes() -> None:
    filler = "\n\n'Well,' said Tom.\n\n'Very well,' said Anne."
    text = "'It's Tom's dog, isn't it?' said Anne. 'The girls' room is full o' dogs.'"
    assert spans_of(read_text(text + filler))[0] == [
        "'It's Tom's dog, isn't it?'",
        "'The girls' room is full o' dogs.'",
    ]


def test_a_speech_of_several_paragraphs_is_one_quotation() -> None:
    text = (
        '"I was born in this house, and so was my father before me, and his.\n\n"My father built the barn," said Anne.'
    )
    (quote,) = read_text(text).quotes
    assert len(quote.spans) == 2
    assert quote.speaker is not None
    assert quote.speaker.name == "Anne"


def test_dashes_open_speech_and_a_tag_interrupts_it() -> None:
    text = (
        "—Come up, Kinch! he called.\n\nStephen looked down.\n\n—Back to barracks! he said sternly.\n\n"
        "—I am here, said Stephen. What is it?\n\n—Nothing."
    )
    texts = [quote.text for quote in read_text(text).quotes]
    assert texts[0] == "—Come up, Kinch!"
    assert texts[1] == "—Back to barracks!"
    assert texts[2].startswith("—I am here,")
    assert texts[3] == "—Nothing."


@pytest.mark.parametrize(
    "damaged",
    [
        '"I will not go, said Anne.\n\n"But you must," said Tom.\n\n"No," said Anne.',
        'I will not go," said Anne.\n\n"But you must," said Tom.\n\n"No," said Anne.',
        '""I will not go," said Anne.\n\n"But you must," said Tom.\n\n"No," said Anne.',
    ],
)
def test_a_missing_or_doubled_mark_costs_one_paragraph_at_most(damaged: str) -> None:
    texts = [quote.text for quote in read_text(damaged).quotes]
    assert texts[-2:] == ['"But you must,"', '"No,"']


@pytest.mark.parametrize(
    "text",
    [
        'He called it "the system" and went home.',
        'She had read "Rob Roy" twice, and the word "tired" was not in it.',
        'The so-called "expert" was late.',
    ],
)
def test_scare_quotes_titles_and_mentioned_words_are_not_speech(text: str) -> None:
    assert kinds_of(text + FILLER)[0][0] == '"Well,"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*I should never have come,* Anne thought. The door closed.", "thought"),
        ("The door closed. _What am I to do?_ Anne sat down.", "thought"),
        ('"This is the end," thought Anne.', "thought"),
        ('Anne typed, "Running late, sorry."', "writing"),
        ('The note said, "Do not wait up for me."', "writing"),
        ('"Come in," said Anne.', "speech"),
    ],
)
def test_speech_thought_and_writing_are_told_apart(text: str, expected: str) -> None:
    assert kinds_of(text)[0][1] == expected


def test_emphasis_on_a_word_is_no_thought() -> None:
    assert kinds_of("She was *very* tired, and _he_ was not." + FILLER)[0] == ('"Well,"', "speech")
