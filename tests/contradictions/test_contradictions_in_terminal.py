"""How contradictions are printed."""

from __future__ import annotations

import pytest
from little_stories import CONTRADICTORY
from rich.cells import cell_len

from fabula import read_text
from fabula.terminal.contradictions import print_contradictions


def test_both_passages_stand_under_what_does_not_fit(capsys: pytest.CaptureFixture[str]) -> None:
    print_contradictions(read_text(CONTRADICTORY["eyes"][1]))
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == " Greta: attribute, eyes"
    assert "green eyes" in lines[2]
    assert "brown eyes" in lines[3]
    assert lines[4].endswith("· sure")
    assert lines[-1] == " 1 place to look at"


@pytest.mark.parametrize("what", ["tense", "another head", "given name"])
def test_nothing_is_wider_than_the_terminal_or_an_offset(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = "CHAPTER I. The First of Them\n\n" + CONTRADICTORY[what][1] + "\nCHAPTER II. The Other\n\nIt rained.\n"
    print_contradictions(read_text(text))
    out = capsys.readouterr().out
    assert max(cell_len(line) for line in out.splitlines()) < 80
    assert "CHAPTER I. The First of Them" in out


def test_a_story_in_which_all_fits_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    print_contradictions(read_text("It rained. Nobody came.\n"))
    assert capsys.readouterr().out.strip() == "Nothing found that does not fit."
