"""fabula show: one part of a story at a time, in the terminal or as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import fabula
from fabula import cli
from fabula.errors import UnknownCharacter
from fabula.story import Story
from fabula.testing import tiny_story

TEXT = """\
Chapter 1

Ruth Vance had green eyes and a bad temper. She was the harbour doctor, and Tom Vance was her brother.

"You are late," said Ruth. She was furious with him.

"I'm sorry, Ruthie," said Tom. He had been crying. "They found him this morning. Father is dead."

Ruth struck the table with her fist. Then she put her arms round her brother and wept.

Chapter 2

They buried the old man on the Friday. Ruth held Tom's hand.

"I hated him," said Tom.

"So did I," said Ruth. "I loved him too."
"""
VIEWS = ["ties", "moods", "networks", "notes", "contradictions", "timeline"]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("show") / "vance.fabula"
    fabula.read_text(TEXT, title="The Vances").save(path)
    return path


@pytest.fixture(scope="module")
def vances(book: Path) -> Story:
    return fabula.load(book)


@pytest.mark.parametrize("view", VIEWS)
def test_a_part_is_printed_in_under_80_columns(view: str, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", str(book), f"--{view}"]) == 0
    shown = capsys.readouterr().out
    assert shown.strip()
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize("view", VIEWS)
def test_a_part_is_json_for_programs(view: str, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", str(book), f"--{view}", "--json"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), dict)


def test_ties_name_the_brother(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", str(book), "--ties"]) == 0
    shown = capsys.readouterr().out
    assert "family, sibling" in shown
    assert "Ruth & Tom" in shown


def test_a_sheet_is_found_by_any_name(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", str(book), "--character", "ruth"]) == 0
    shown = capsys.readouterr().out
    assert "Ruth" in shown
    assert "green" in shown
    assert "doctor" in shown


def test_notes_quote_nothing_unless_asked(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", str(book), "--notes"]) == 0
    sober = capsys.readouterr().out
    assert "death" in sober
    assert "buried" not in sober
    assert cli.run(["show", str(book), "--notes", "--passages"]) == 0
    assert "They buried the old man" in capsys.readouterr().out


def test_a_name_that_nobody_has_gets_a_hint(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", str(book), "--character", "Ruht"]) == 2
    assert "did you mean Ruth" in capsys.readouterr().err


@pytest.mark.parametrize("flags", [["--ties", "--notes"], ["--passages"], ["--moods", "--passages"]])
def test_flags_that_do_not_go_together_are_refused(flags: list[str], book: Path) -> None:
    assert cli.run(["show", str(book), *flags]) == 2


def test_the_summary_is_json_too(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", str(book), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "The Vances"


def test_a_character_is_found_in_any_case_and_by_any_name() -> None:
    story = tiny_story()
    assert story.character("ADA").name == story.character(" ada  finch ").name == "Ada Finch"
    with pytest.raises(UnknownCharacter, match="nobody"):
        story.character("Zebulon")
