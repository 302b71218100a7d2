"""``fabula ask``: the answer first, the passage below; silence is no error, an unclear question is."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from fabula import cli
from fabula.story import Story
from fabula.terminal import print_reply


@pytest.fixture(scope="module")
def book(story: Story, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("ask") / "key.fabula"
    story.save(path)
    return str(path)


def test_the_answer_stands_above_its_passage_and_chapter(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ask", book, "Who broke the cup?"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "",
        " Tom",
        "   Tom broke the blue cup.",
        "   CHAPTER I. The Kitchen",
        "",
    ]


def test_how_it_stands_is_said_after_the_chapter(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ask", book, "Who killed Anna?"]) == 0
    assert "   CHAPTER I. The Kitchen · in a dream of Eva" in capsys.readouterr().out.splitlines()


def test_the_words_that_show_it_are_bold_on_a_screen(story: Story) -> None:
    screen = io.StringIO()
    print_reply(story.ask("What did Tom break?"), Console(file=screen, force_terminal=True, width=79))
    assert "\x1b[1mTom\x1b[0m \x1b[1mbroke\x1b[0m the blue cup." in screen.getvalue()


def test_that_the_story_does_not_say_is_no_error(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ask", book, "Who broke the window?"]) == 0
    assert capsys.readouterr().out.split() == ["The", "story", "does", "not", "say."]


def test_names_that_are_not_in_the_story_are_told(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ask", book, "What did Sherlock do?"]) == 0
    assert "Sherlock" in capsys.readouterr().out


def test_json_has_the_passage_with_its_place(book: str, story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ask", book, "Who killed Anna?", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    (answer,) = facts["answers"]
    assert (facts["kind"], facts["n_found"], facts["missing"]) == ("who did", 1, [])
    assert story.text[answer["start"] : answer["end"]] == answer["passage"]
    assert answer["circumstances"] == [{"kind": "dream", "owner": "Eva"}]
    assert {"text", "marks", "confidence", "chapter", "truth", "shown", "remarks"} <= answer.keys()


def test_an_unclear_question_is_one_line_that_says_which_are_clear(
    book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["ask", book, "Why did Tom break the cup?"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "who is X" in captured.err


def test_no_line_is_wider_than_a_screen(example_story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    for question in ("What did Mina do?", "What did the Major say?", "What happened in chapter 4?"):
        print_reply(example_story.ask(question))
    assert max(map(cell_len, capsys.readouterr().out.splitlines())) < 80


def test_a_book_that_is_not_there_is_told_as_ever(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.run(["ask", str(tmp_path / "none.txt"), "Who is Tom?"]) == 2
    assert "no such file" in capsys.readouterr().err
