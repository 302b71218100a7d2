"""What a story says to a question: names, places, times and passages of its own, and nothing where it says nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.errors import QuestionNotUnderstood
from fabula.questions.answer import Reply
from fabula.story import Story

WORDS = (
    "who whom what where when did does was is had Tom Anna's Captain Holm the a key cup in to about know said say do "
    'die die dead happened there kitchen harbour before after chapter 2 end not and , ? " " Sherlock -- by been'
).split()
Asks = Callable[[str], list[str]]


def test_who_did_it_is_the_agent_of_the_event(ask: Asks) -> None:
    assert ask("Who broke the cup?") == ["Tom"]
    assert ask("Who gave Anna the key?") == ["Captain Holm"]


def test_a_synonym_will_do(ask: Asks) -> None:
    assert ask("Who smashed the cup?") == ["Tom"]


def test_an_object_that_the_text_does_not_name_is_not_answered(ask: Asks) -> None:
    assert ask("Who broke the window?") == []


def test_to_whom_it_was_done_is_the_patient(ask: Asks) -> None:
    assert ask("Whom did Anna meet?") == ["Captain Holm"]


def test_what_it_was_done_to_is_in_the_words_of_the_text(ask: Asks) -> None:
    assert ask("What did Tom break?") == ["the blue cup"]


def test_whether_it_was_done_is_yes_no_or_not_said(ask: Asks) -> None:
    assert ask("Did Tom break the cup?") == ["yes"]
    assert ask("Did Tom open the letter?") == ["no"]
    assert ask("Did Anna open the letter?") == []
    assert ask("Did Eva break the cup?") == []


def test_what_is_dreamed_is_told_as_dreamed(story: Story) -> None:
    (answer,) = story.ask("Who killed Anna?").answers
    assert answer.text == "Captain Holm"
    assert [(one.kind, one.owner) for one in answer.circumstances] == [("dream", "Eva")]
    assert answer.remarks == ["in a dream of Eva"]


def test_actual_deeds_come_before_dreamed_ones(story: Story) -> None:
    answers = story.ask("What did Captain Holm do?").answers
    assert [answer.standing for answer in answers] == sorted(answer.standing for answer in answers)
    assert answers[0].text == "gave Anna the key"
    assert answers[-1].text == "killed Anna Weiss"


def test_what_happened_to_somebody_is_first_what_was_done_to_them(ask: Asks) -> None:
    assert ask("What happened to Anna?")[0] == "gave Anna the key"


def test_what_happened_can_be_of_a_chapter(ask: Asks) -> None:
    assert "broke the blue cup" in ask("What happened in chapter 1?")
    assert "broke the blue cup" not in ask("What happened in chapter 2?")


def test_where_somebody_was_is_the_place_of_their_scene(ask: Asks) -> None:
    assert ask("Where was Eva when Tom broke the cup?") == ["The Kitchen"]
    assert ask("Where did Anna meet Captain Holm?") == ["at the harbour"]
    assert ask("Where was Eva in chapter 2?") == []


def test_who_was_there_are_those_who_are_present(ask: Asks) -> None:
    assert ask("Who was there when Tom broke the cup?") == ["Eva", "Tom"]
    assert ask("Who was at the harbour?") == ["Anna Weiss", "Captain Holm"]
    assert ask("Was Captain Holm at the harbour?") == ["yes"]
    assert ask("Was Eva at the harbour?") == []


def test_when_it_was_is_said_in_the_words_of_the_text(ask: Asks) -> None:
    assert ask("When did Anna meet Captain Holm?") == ["On Friday"]


def test_when_it_was_is_the_chapter_if_nothing_else_is_said(ask: Asks) -> None:
    assert ask("When did Tom break the cup?") == ["CHAPTER I. The Kitchen"]


def test_what_was_said_may_be_narrowed_to_hearer_and_topic(ask: Asks) -> None:
    assert ask("What did Captain Holm say to Anna about the key?") == ['"I am leaving tonight," "Keep the key."']
    assert ask("What did Captain Holm say about the cup?") == []


@pytest.mark.parametrize("words", ["I am leaving tonight", "am leaving", "leaving me tonight"])
def test_who_said_it_is_found_by_words(ask: Asks, words: str) -> None:
    assert ask(f'Who said "{words}"?')[0] == "Captain Holm"


def test_a_claim_is_known_to_those_present_from_when_it_is_made(ask: Asks) -> None:
    assert ask("What did Tom know about Captain Holm?")[0] == "Captain Holm is dead"
    assert ask("What did Tom know about Captain Holm when the clock struck nine?") == []
    assert "Captain Holm is dead" not in ask("What did Anna know about Captain Holm?")


def test_a_death_that_is_only_claimed_and_refuted_is_shown_as_such(story: Story) -> None:
    answers = story.ask("Is Captain Holm dead?").answers
    assert [(answer.text, answer.truth) for answer in answers] == [("no", None), ("yes", "contradicted")]
    assert answers[1].remarks == ["said by Eva", "contradicted"]
    assert answers[1].shown is not None
    assert story.text[slice(*answers[1].shown)] == "met Captain Holm"


def test_who_somebody_is_are_their_names_and_what_they_are_to_others(ask: Asks) -> None:
    answers = ask("Who is Tom?")
    assert answers[0].startswith("Tom")
    assert "her brother" in answers


def test_somebody_of_another_story_is_not_in_this_one(story: Story) -> None:
    reply = story.ask("What did Sherlock do?")
    assert not reply
    assert reply.missing == ("Sherlock",)


def test_a_time_that_the_story_does_not_have_gives_no_answer(ask: Asks) -> None:
    assert ask("Where was Eva when Tom sang?") == []
    assert ask("What happened in chapter 9?") == []


@pytest.mark.parametrize(
    "question",
    ["Who broke the cup?", "What did Anna do?", "Where was Tom?", "What did Captain Holm say?", "Is Tom dead?"],
)
def test_passage_and_marks_are_stretches_of_the_text(story: Story, question: str) -> None:
    for answer in story.ask(question).answers:
        assert answer.passage == story.text[answer.start : answer.end]
        assert all(answer.start <= start < end <= answer.end for start, end in answer.marks)
        assert 0 <= answer.confidence <= 1
        assert answer.chapter.startswith("CHAPTER")


def test_no_more_than_ten_answers_are_given_and_all_are_counted(example_story: Story) -> None:
    reply = example_story.ask("What did Mina do?")
    assert len(reply.answers) == 10
    assert reply.n_found > 10


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=9))
def test_whatever_is_asked_there_is_a_reply_or_an_error_of_ours(story: Story, words: list[str]) -> None:
    try:
        reply = story.ask(" ".join(words))
    except QuestionNotUnderstood:
        return
    assert isinstance(reply, Reply)
    assert len(reply.answers) <= reply.n_found
