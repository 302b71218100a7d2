"""Words that say when."""

import pytest

from fabula.language.times import expressions_in, is_long


@pytest.mark.parametrize(
    ("sentence", "words", "kind"),
    [
        ("The next morning he left.", "The next morning", "later"),
        ("Three weeks later it rained.", "Three weeks later", "later"),
        ("By the time he came, she slept.", "By the time", "later"),
        ("When she woke, it was light.", "When she woke", "later"),
        ("Seven years earlier they had met.", "Seven years earlier", "earlier"),
        ("When I was a boy I fished.", "When I was a boy", "earlier"),
        ("He came on Saturday with a goose.", "on Saturday", "when"),
        ("Pell came up at dusk.", "at dusk", "when"),
        ("In March he had stood there.", "In March", "when"),
        ("It was the eleventh of December.", "the eleventh of December", "when"),
        ("That evening she wrote.", "That evening", "same"),
        ("At length he spoke.", "At length", "soon"),
    ],
)
def test_a_sentence_says_when(sentence: str, words: str, kind: str) -> None:
    found = expressions_in(sentence, 0, len(sentence))
    assert [(sentence[one.start : one.end], one.kind) for one in found] == [(words, kind)]


@pytest.mark.parametrize("sentence", ["He may go.", "She had the second part.", "It was a fine house."])
def test_other_words_say_nothing_of_it(sentence: str) -> None:
    assert expressions_in(sentence, 0, len(sentence)) == []


def test_weeks_are_long_and_mornings_are_not() -> None:
    assert is_long("three weeks later")
    assert not is_long("the next morning")
