"""Pictures say what the tables say, and are the same each time they are drawn."""

import re
import struct
import sys
from pathlib import Path
from typing import Any

import pytest

from fabula.cli import run
from fabula.errors import CannotWrite, PackageMissing
from fabula.plots import KINDS, network, write_plot
from fabula.plots.timeline import out_of_order
from fabula.schema import TABLES, empty_table
from fabula.story import Story
from fabula.testing import tiny_story

pytest.importorskip("matplotlib")
EMPTY = Story("Nothing.", {name: empty_table(name) for name in TABLES})


def drawn(kind: str, story: Story, folder: Path) -> str:
    """The SVG of a picture."""
    path = folder / f"{kind}.svg"
    write_plot(KINDS[kind](story), path)
    return path.read_text("utf-8")


def words_of(svg: str) -> list[str]:
    """The words in a picture, in the order in which they are drawn."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_story_gives_the_same_picture_without_a_date(kind: str, tmp_path: Path) -> None:
    once, again = (drawn(kind, tiny_story(), tmp_path) for _ in range(2))
    assert once == again
    assert "dc:date" not in once


@pytest.mark.parametrize("kind", KINDS)
def test_a_story_in_which_nothing_was_found_has_a_picture_that_says_so(kind: str, tmp_path: Path) -> None:
    words = words_of(drawn(kind, EMPTY, tmp_path))
    assert len(words) == 1
    assert re.match("nobody|no scene|too few", words[0])


def test_dialogue_counts_the_words_of_each_speaker(tmp_path: Path) -> None:
    words = words_of(drawn("dialogue", tiny_story(), tmp_path))
    assert "Ada Finch" in words
    assert "18  (23%)" in words


def test_speakers_have_the_colours_of_the_page(tmp_path: Path) -> None:
    from fabula.plots.paper import cast_of, colour_of

    svg = drawn("dialogue", tiny_story(), tmp_path)
    colours = [colour_of(who) for who in cast_of(tiny_story()) if who.n_words]
    assert len(set(colours)) == 6
    assert all(colour in svg for colour in colours)


def test_presence_has_a_row_for_each_character_and_a_mark_for_each_chapter(tmp_path: Path) -> None:
    words = words_of(drawn("presence", tiny_story(), tmp_path))
    assert words[:4] == ["1", "2", "3", "chapter"]
    assert {"Ada Finch", "Tom", "Captain Morrow", "Mrs. Bell", "Wren", "the Finches"} <= set(words)


def test_a_network_names_those_who_are_tied(tmp_path: Path) -> None:
    path = tmp_path / "talk.svg"
    write_plot(network(tiny_story(), "dialogue"), path)
    words = words_of(path.read_text("utf-8"))
    assert {"Ada Finch", "Tom", "Captain Morrow", "Mrs. Bell", "the Finches"} <= set(words)
    with pytest.raises(IndexError):
        network(tiny_story(), chapter=7)


def test_the_timeline_tells_apart_what_is_out_of_order(tmp_path: Path) -> None:
    words = words_of(drawn("timeline", tiny_story(), tmp_path))
    assert "scenes (3)" in words
    assert "told out of order (0)" in words
    assert out_of_order([]) == set()
    assert out_of_order([3, 0, 1, 2]) == {0}


def test_a_mood_has_curves_only_of_those_of_whom_enough_is_told(tmp_path: Path, example_story: Story) -> None:
    words = words_of(drawn("mood", example_story, tmp_path))
    assert "the telling" in words
    assert "Joe Tarrant" not in words


def test_the_command_draws_beside_the_book_or_where_it_is_told(
    tmp_path: Path, example_story: Story, capsys: Any
) -> None:
    book = tmp_path / "old.fabula"
    example_story.save(book)
    assert run(["plot", str(book), "dialogue"]) == 0
    assert "Mina" in (tmp_path / "old.dialogue.svg").read_text("utf-8")
    assert run(["plot", str(book), "presence", "-o", str(tmp_path / "p.png")]) == 0
    picture = (tmp_path / "p.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">I", picture[16:20])[0] == 2100  # 7 inches of 300 dots
    assert "wrote" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["plot", "BOOK", "pie"], "no picture called 'pie'"),
        (["plot", "BOOK", "mood", "-o", "mood.gif"], "a picture is .svg or .png"),
        (["plot", "no such book", "mood"], "no such book"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_line(
    arguments: list[str], complaint: str, tmp_path: Path, capsys: Any
) -> None:
    book = tmp_path / "tiny.fabula"
    tiny_story().save(book)
    assert run([str(book) if argument == "BOOK" else argument for argument in arguments]) == 2
    said = capsys.readouterr().err
    assert complaint in said
    assert said.count("\n") == 1


def test_without_matplotlib_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(PackageMissing, match=r"pip install 'fabula\[plot\]'"):
        KINDS["mood"](tiny_story())


def test_another_ending_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"\.svg or \.png"):
        write_plot(KINDS["dialogue"](tiny_story()), tmp_path / "picture.bmp")
    assert not (tmp_path / "picture.bmp").exists()
