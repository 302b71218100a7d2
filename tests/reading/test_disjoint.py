"""Who is set apart from whom by the grammar of one sentence, and who is known to be whose kin."""

from __future__ import annotations

import pytest

import fabula
from fabula.language.paragraphs import split_paragraphs
from fabula.language.syntax import Syntax, parse
from fabula.reading.disjoint import disjoint_from
from fabula.reading.kin_descriptions import Kindred, kin_described, kin_said_of
from fabula.sources import document_from_text


def parsed(text: str) -> Syntax:
    document = document_from_text(text)
    tables = parse(text, split_paragraphs(document), 1)
    return Syntax.of(text, tables["tokens"], tables["sentences"])


def apart(text: str, word: str) -> set[str]:
    """The words that the sentence sets apart from the last ``word`` in it."""
    syntax = parsed(text)
    head = max(token for token, other in enumerate(syntax.text) if other == word)
    return {syntax.text[token] for token in disjoint_from(syntax, head)}


@pytest.mark.parametrize(
    ("text", "word", "others"),
    [
        ("Boyd hit him.", "him", {"Boyd"}),
        ("Boyd hit him.", "Boyd", {"him"}),
        ("Boyd rose and hit him.", "him", {"Boyd"}),
        ("Boyd wanted to hit him.", "him", {"Boyd"}),
        ("The man who hit him ran away.", "him", {"man"}),
        ("Mr. Carter looked at him.", "him", {"Carter"}),
        ("Boyd is his boss.", "his", {"Boyd", "boss"}),
        ("Boyd and Dutch slept.", "Dutch", {"Boyd"}),
        ("Colette liked her brother's wife.", "her", {"brother", "wife"}),
        ("He knew that Tom was ill.", "He", {"Tom"}),
    ],
)
def test_the_grammar_sets_apart(text: str, word: str, others: set[str]) -> None:
    assert others <= apart(text, word)


@pytest.mark.parametrize(
    ("text", "word", "other"),
    [
        ("Boyd hit himself.", "himself", "Boyd"),
        ("Boyd looked about him.", "him", "Boyd"),
        ("Boyd lost his hat.", "his", "Boyd"),
        ("Boyd said that Dutch hit him.", "him", "Boyd"),
        ("He was Tom Carter.", "He", "Carter"),
        ("They called him Tom.", "him", "Tom"),
        ("Boyd told Dutch to hit him.", "him", "Boyd"),
    ],
)
def test_what_may_be_the_same_is_not_set_apart(text: str, word: str, other: str) -> None:
    assert other not in apart(text, word)


def test_kin_is_told_by_its_owner_and_noun() -> None:
    syntax = parsed("Her elder brother Henri met Marguerite, Tom's mamma. The wife of Boyd slept.")
    at = {word: token for token, word in enumerate(syntax.text)}
    assert kin_described(syntax, at["mamma"]) == (at["Tom"], "mothers")
    assert kin_described(syntax, at["wife"]) == (at["Boyd"], "wife")
    assert kin_described(syntax, at["Henri"]) is None
    assert list(kin_said_of(syntax, at["Henri"])) == [(at["Her"], "brother")]
    assert list(kin_said_of(syntax, at["Marguerite"])) == [(at["Tom"], "mothers")]


def test_a_sister_in_law_is_no_sister_and_an_ex_husband_no_husband() -> None:
    syntax = parsed("I saw my sister-in-law with Anne's ex-husband.")
    at = {word: token for token, word in enumerate(syntax.text)}
    assert kin_described(syntax, at["sister"]) == (at["my"], "sister-in-law")
    assert kin_described(syntax, at["husband"]) is None


def test_of_two_who_are_named_the_description_alone_says_neither() -> None:
    kindred = Kindred()
    kindred.describe(0, "brother", 1)
    assert kindred.of(0, "brother") == 1
    kindred.name(0, "brother", 2)
    assert kindred.of(0, "brother") == 2
    kindred.name(0, "brother", 3)
    assert kindred.of(0, "brother") is None
    kindred.name(4, "wife", 5)
    assert kindred.of(5, "husband") == 4


STORY = """Colette was twenty-six. Her elder brother Henri had taught her to ride a bicycle. The priest came in with
Boyd. Colette rose. Her brother poured out the wine, and Boyd looked at him.
"""


def test_her_brother_is_whoever_was_said_to_be_so_and_him_is_not_who_looks() -> None:
    story = fabula.read_text(STORY)
    tables = story.tables
    names = tables["entities"]["name"].to_pylist()
    named = {
        story.text[mention["start"] : mention["end"]]: names[mention["entity"]]
        for mention in tables["mentions"].to_pylist()
        if mention["entity"] is not None
    }
    assert named["Her brother"] == "Henri"
    assert named["him"] != "Boyd"
