"""Tags as archives write them, and ties in a terminal."""

from __future__ import annotations

import io

import pytest

import fabula
from fabula.archive_tags import archive_tags
from fabula.schema import empty_table, table_of
from fabula.story import Story
from fabula.terminal import console_for
from fabula.terminal.ties import print_ties

TEXT = "Tom Brandt met Anna Weiss and Anna Weiss met Eva Lind. Tom Brandt saw Anna Weiss. Tom Brandt saw Eva Lind."


@pytest.fixture(scope="module")
def story() -> Story:
    """Tom and Anna are married, Eva is Tom's sister, and maybe Anna's friend."""
    read = fabula.read_text(TEXT)
    names = read.column("entity_names", "name").tolist()
    tom, anna, eva = (
        int(read.column("entity_names", "entity")[names.index(name)])
        for name in ("Tom Brandt", "Anna Weiss", "Eva Lind")
    )
    columns = {
        "start": [0, 24, 59],
        "end": [25, 53, 81],
        "kind": ["romance", "family", "friendship"],
        "role": ["married", "sibling", None],
        "source": [tom, eva, eva],
        "target": [anna, tom, anna],
        "begins": [59, None, None],
        "ends": [None, None, 82],
        "valence": [0.8, 0.2, 0.5],
        "confidence": [0.9, 0.8, 0.3],
        "decided_by": ["model"] * 3,
    }
    made = {
        "relationships": table_of("relationships", columns),
        "relationship_signs": empty_table("relationship_signs"),
    }
    return Story(TEXT, {**read.tables, **made}, read.metadata)


def test_romance_has_a_stroke_and_the_rest_an_ampersand_in_alphabetical_order(story: Story) -> None:
    assert [tag.text for tag in archive_tags(story)] == ["Anna Weiss/Tom Brandt", "Eva Lind & Tom Brandt"]


def test_a_wish_that_is_not_returned_is_no_romance(story: Story) -> None:
    table = story.tables["relationships"].to_pydict()
    one = table_of("relationships", {**table, "role": ["wish", "sibling", None]})
    wished = Story(TEXT, {**story.tables, "relationships": one}, story.metadata)
    assert [tag.text for tag in archive_tags(wished)] == ["Anna Weiss & Tom Brandt", "Eva Lind & Tom Brandt"]


def test_only_so_many_tags(story: Story) -> None:
    assert len(archive_tags(story, most=1)) == 1


def test_ties_are_printed_with_course_sureness_and_tags(story: Story) -> None:
    out = io.StringIO()
    print_ties(story, console_for(out))
    lines = out.getvalue()
    assert "Tom Brandt – Anna Weiss" in lines
    assert "romance, married 0.90" in lines
    assert "from chapter 1 (56%)" in lines
    assert "Anna Weiss/Tom Brandt" in lines
    assert "Tom Brandt met" not in lines
    assert max(map(len, lines.splitlines())) < 80


def test_passages_are_printed_when_asked(story: Story) -> None:
    out = io.StringIO()
    print_ties(story, console_for(out), most=1, passages=True)
    assert "Tom Brandt met Anna Weiss" in out.getvalue()
    assert "and 1 more" in out.getvalue()


def test_a_story_without_ties_says_so() -> None:
    out = io.StringIO()
    print_ties(fabula.read_text("It rained."), console_for(out))
    assert "The story shows no tie clearly." in out.getvalue()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who is married to Tom Brandt?", "Anna Weiss"),
        ("Who is Tom Brandt's sister?", "Eva Lind"),
        ("What is Eva Lind to Tom Brandt?", "sibling: Tom Brandt"),
    ],
)
def test_questions_about_ties_are_answered_from_them(story: Story, question: str, answer: str) -> None:
    reply = story.ask(question)
    assert reply.answers[0].text == answer
    assert reply.answers[0].passage
