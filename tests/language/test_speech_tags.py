"""Which nouns are taken for somebody because they speak."""

from __future__ import annotations

import pytest

from fabula.language.paragraphs import split_paragraphs
from fabula.language.speech_tags import speaking_nouns
from fabula.language.syntax import Syntax, parse
from fabula.sources import document_from_text


def nouns_that_speak(text: str, *subjects: str) -> frozenset[str]:
    """What speaks in ``text``, where each of the words ``subjects`` is the subject of a speech tag."""
    document = document_from_text(text)
    tables = parse(text, split_paragraphs(document), 1)
    syntax = Syntax.of(text, tables["tokens"], tables["sentences"])
    for token, word in enumerate(syntax.lower):
        if word == "i":
            syntax.pos[token] = "PROPN"  # as the tagger has it now and then
    return speaking_nouns(syntax, [token for token, word in enumerate(syntax.lower) if word in subjects])


def test_a_noun_that_speaks_with_its_article_more_than_once_is_somebody() -> None:
    assert nouns_that_speak("“No,” said the Gryphon. “Yes,” the Gryphon said.", "gryphon") == {"gryphon"}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("“No,” said the Gryphon. He left.", "gryphon"),
        ("“No,” said Hands. “Yes,” said Hands. All hands came.", "hands"),
        ("“No,” said I. “Yes,” said I. “It was the I in me.”", "i"),
    ],
)
def test_a_name_a_pronoun_and_who_speaks_once_make_no_speakers_of_a_noun(text: str, subject: str) -> None:
    assert nouns_that_speak(text, subject) == frozenset()
