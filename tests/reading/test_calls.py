"""What is said over a wire, and what in the room: each case is a short scene around a telephone or a radio."""

from __future__ import annotations

import pytest

from fabula import read_text

CALLS = [
    (
        'The phone rang while Mia was in the bath.\n\n"Hello?"\n\n"It\'s me," said Jon. "Are you sitting down?"\n\n'
        '"I\'m standing on a wet floor in a towel."\n\n"Then sit down."\n\n'
        'She hung up ten minutes later and stood looking at the wall.\n\n"Who was it?" asked her sister.',
        ["call"] * 4 + ["in person"],
    ),
    (
        'He called Sam from the car.\n\n"You\'re late," Sam said.\n\n"I know. There was a deer."\n\n'
        '"There\'s always a deer." A sigh came down the line. "Is the car all right?"\n\n"The car is fine."\n\n'
        '"Okay," said Sam, and the line went dead.\n\nDean put the phone in his pocket and looked at the deer. '
        '"Don\'t give me that look," he told it.',
        ["call"] * 6 + ["in person"],
    ),
    (
        '"Dispatch, this is Four," Ruiz said into the radio. "We\'ve got smoke on Elm."\n\n"Copy, Four. Engine\'s '
        'rolling."\n\nRuiz hung the mic back on its hook. "Four minutes," he told Park.\n\n'
        '"We don\'t have four minutes."',
        ["call", "call", "in person", "in person"],
    ),
    (
        'Mira put the letter down. The telephone on the desk was black and old.\n\n"Will you call him?" asked Tom.\n\n'
        '"Not today," said Mira.',
        ["in person", "in person"],
    ),
    (
        'They stood at the two ends of the pier. "Catch!" called Tom from the other end of the rope.\n\n'
        '"I have it," said Mira.',
        ["in person", "in person"],
    ),
]


@pytest.mark.parametrize(("text", "modes"), CALLS)
def test_a_call_lasts_from_its_first_word_to_its_end(text: str, modes: list[str]) -> None:
    assert [quote.mode for quote in read_text(text).quotes] == modes


def test_both_sides_of_a_call_have_their_speakers() -> None:
    quotes = read_text(CALLS[1][0]).quotes
    assert [quote.speaker.name for quote in quotes[:2] if quote.speaker] == ["Sam", "Dean"]
