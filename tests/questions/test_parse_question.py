"""What a question asks: its kind, whom it names, and of which time."""

from __future__ import annotations

import pytest

from fabula.errors import QuestionNotUnderstood
from fabula.questions.cast import Cast
from fabula.questions.evidence import Evidence
from fabula.questions.question import Question, parse_question
from fabula.questions.times import Time, split_time
from fabula.testing import tiny_story

EVIDENCE = Evidence(tiny_story())
CAST = Cast(EVIDENCE)


def parsed(text: str) -> Question:
    return parse_question(text, CAST)


def name(entity: int) -> str | None:
    return EVIDENCE.names[entity] if entity >= 0 else None


@pytest.mark.parametrize(
    ("text", "kind", "asked"),
    [
        ("Who is Ada?", "who is", ""),
        ("Who was the captain?", "who is", ""),
        ("Who struck a match?", "who did", "agent"),
        ("Who was killed by Tom?", "whom", "patient"),
        ("Who was Tom killed by?", "who did", "agent"),
        ("Whom did Ada see?", "whom", "patient"),
        ("Who did Tom talk to?", "whom", "patient"),
        ("What did Tom see?", "what", "object"),
        ("What did Tom do?", "deeds", ""),
        ("What was Tom doing?", "deeds", ""),
        ("What happened to Tom?", "happened", ""),
        ("What happened?", "happened", ""),
        ("Did Tom wake the captain?", "did", ""),
        ("Where was Tom?", "where", ""),
        ("Where is Gull Point?", "where", ""),
        ("Where did Tom meet Wren?", "where", ""),
        ("When did Tom come?", "when", ""),
        ("What did Tom say?", "said", ""),
        ('Who said "I knew"?', "who said", "agent"),
        ("What did Tom know?", "knew", ""),
        ("Did Tom know that the lamp was out?", "knew", ""),
        ("Who was there?", "present", ""),
        ("How old is Ada?", "looks", "old"),
        ("What does Tom look like?", "looks", "look"),
        ("What colour are Ada's eyes?", "looks", "eye"),
        ("Describe Tom", "looks", ""),
        ("Who has red hair?", "who has", "agent"),
        ("Is Tom angry?", "so", ""),
        ("Is Tom there?", "present", "whether"),
        ("How does Tom feel about Ada?", "felt", ""),
        ("Who wrote the letter?", "who wrote", "agent"),
        ("What does the letter say?", "letter says", ""),
        ("What does Tom's letter say?", "letter says", ""),
        ("What did Tom say about the letter?", "said", ""),
        ("Who was at Gull Point?", "present", ""),
        ("Was Tom at Gull Point?", "present", "whether"),
        ("Is Tom dead?", "dead", "dead"),
        ("Is Tom still alive?", "dead", "alive"),
        ("Did Tom die?", "dead", "dead"),
    ],
)
def test_the_kind_of_a_question_is_read_off_its_first_words(text: str, kind: str, asked: str) -> None:
    question = parsed(text)
    assert (question.kind, question.asked) == (kind, asked)


@pytest.mark.parametrize(
    "words", ["Ada Finch", "Ada", "Miss Finch", "Tom's sister", "the old man", "Captain Morrow", "Morrow", "Mrs Bell"]
)
def test_somebody_is_known_by_each_name(words: str) -> None:
    expected = {"Tom's sister": "Ada Finch", "Mrs Bell": "Mrs. Bell"}.get(
        words, "Ada Finch" if "Finch" in words or "Ada" in words else "Captain Morrow"
    )
    assert name(parsed(f"What did {words} do?").deed.agent) == expected


def test_who_does_it_and_to_whom_stand_apart() -> None:
    deed = parsed("What did Tom say to Ada about the Captain and the oil?").deed
    assert (name(deed.agent), name(deed.patient), [name(one) for one in deed.topics]) == (
        "Tom",
        "Ada Finch",
        ["Captain Morrow"],
    )
    assert deed.words == ("oil",)


def test_the_verb_is_a_lemma_and_other_words_are_kept() -> None:
    deed = parsed("Who brought the scrap of paper?").deed
    assert deed.verb == "bring"
    assert deed.words == ("scrap", "paper")


def test_a_name_that_the_story_does_not_have_is_told() -> None:
    assert parsed("What did Sherlock do?").deed.unknown == ("Sherlock",)


def test_a_clause_says_when() -> None:
    when = parsed("Where was Ada when Tom came in?").when
    assert when is not None
    assert when.deed is not None
    assert (when.relation, name(when.deed.agent), when.deed.verb) == ("at", "Tom", "come")


@pytest.mark.parametrize(
    ("question", "time"),
    [
        ("Who was there in chapter three", Time("within", chapter=3)),
        ("Who was there in the last chapter", Time("within", chapter=0)),
        ("What did he know before chapter XII", Time("before", chapter=12)),
        ("What happened at the end of the book", Time("within", edge="end")),
        ("What happened in the beginning", Time("within", edge="start")),
        ("What did he do after the storm broke", Time("after", clause="the storm broke")),
        ("What did he know so far", None),
        ("Who looked after the child", Time("after", clause="the child")),
    ],
)
def test_a_time_is_cut_from_its_question(question: str, time: Time | None) -> None:
    assert split_time(question)[1] == time


@pytest.mark.parametrize(
    "text", ["Why did Tom go?", "Tom", "", "?", "How far is Gull Point?", "tell me about Ada", "Who", "Who was?"]
)
def test_what_has_no_known_form_is_an_error_that_says_which_have(text: str) -> None:
    with pytest.raises(QuestionNotUnderstood, match="who is X"):
        parsed(text)


def test_a_name_that_goes_on_otherwise_is_somebody_else() -> None:
    assert parsed("Who is Tom Sawyer?").deed.unknown == ("Tom Sawyer",)
    assert name(parsed("Who is Captain Tom?").deed.patient) == "Tom"
