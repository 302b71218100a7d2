"""Tables and names fit into a terminal of 80 columns."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from fabula.terminal import join_names, print_table, print_timeline, printable, shorten
from fabula.timeline import Moment, Timeline


def test_a_table_of_figures_is_aligned_by_its_last_digit(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("novel", "quotes", "cast"), [("Emma", "1", "0.345"), ("  step", "10,000", "–")], ["a note"])
    assert capsys.readouterr().out.splitlines() == [
        "",
        " novel  quotes   cast",
        " Emma        1  0.345",
        " step   10,000      –",
        " a note",
    ]


def test_a_wide_table_is_drawn_closer(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("name", *"abcdefg"), [("x" * 18, *(["0.12345"] * 7))])
    assert max(cell_len(line) for line in capsys.readouterr().out.splitlines()) < 80


@pytest.mark.parametrize("width", [2, 5, 6, 7, 40])
@pytest.mark.parametrize("name", ["Alexander", "源氏物語源氏物語", "e\u0301" * 30, "👩‍👩‍👧‍👦 family of four", ""])
def test_a_name_never_takes_more_columns_than_it_may(name: str, width: int) -> None:
    assert cell_len(shorten(name, width)) <= width


def test_names_are_left_out_whole() -> None:
    assert join_names(["Lizzy", "Eliza", "Miss Bennet"], 18) == "Lizzy, Eliza, …"
    assert join_names(["Lizzy", "Eliza"], 18) == "Lizzy, Eliza"
    assert join_names(["Fitzwilliam Darcy of Pemberley"], 18) == "Fitzwilliam Darcy…"
    assert join_names([], 18) == ""


def test_what_moves_the_cursor_is_not_printed() -> None:
    assert printable("Ada\x1b[2J\n\tFinch\u202e\x07") == "Ada[2J Finch"


def test_the_timeline_shows_the_telling_and_the_world_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = Moment(1, "the kitchen: Anna"), Moment(2, "(memory) the garden: Anna")
    print_timeline(Timeline("A Day", (one, other), (other, one)))
    lines = capsys.readouterr().out.splitlines()
    assert [line.rstrip() for line in lines if "Anna" in line] == [
        " 1 the kitchen: Anna                     2 (memory) the garden: Anna",
        " 2 (memory) the garden: Anna             1 the kitchen: Anna",
    ]
