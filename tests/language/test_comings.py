"""Verbs that say that somebody enters a scene or leaves it."""

from __future__ import annotations

import pytest

from fabula.language.comings import is_coming, is_going
from fabula.language.paragraphs import split_paragraphs
from fabula.language.syntax import Syntax, parse
from fabula.sources import document_from_text


def verbs_of(sentence: str) -> tuple[list[str], list[str]]:
    """The verbs of a sentence by which somebody comes, and those by which somebody goes."""
    tables = parse(sentence, split_paragraphs(document_from_text(sentence)), 1)
    syntax = Syntax.of(sentence, tables["tokens"], tables["sentences"])
    verbs = [token for token in range(len(syntax)) if syntax.pos[token] == "VERB"]
    coming = [syntax.text[verb] for verb in verbs if is_coming(syntax, verb)]
    return coming, [syntax.text[verb] for verb in verbs if is_going(syntax, verb)]


@pytest.mark.parametrize(
    ("sentence", "coming", "going"),
    [
        ("The door opened and Tom came in.", ["came"], []),
        ("She burst into the room with a letter.", ["burst"], []),
        ("At nine the doctor arrived.", ["arrived"], []),
        ("Anne came back with the lamp.", ["came"], []),
        ("He went out without a word.", [], ["went"]),
        ("Anne left the room and shut the door behind her.", [], ["left"]),
        ("She turned and walked away.", [], ["walked"]),
        ("He came to the table and sat down.", [], []),
        ("She left the letter on the shelf.", [], []),
        ("He went to the window and looked at the rain.", [], []),
        ("She looked into the room.", [], []),
    ],
)
def test_only_verbs_that_cross_the_door_are_comings_and_goings(
    sentence: str, coming: list[str], going: list[str]
) -> None:
    assert verbs_of(sentence) == (coming, going)
