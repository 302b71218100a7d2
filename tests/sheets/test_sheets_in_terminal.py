"""A sheet fits into a terminal of 80 columns and begins with who somebody is."""

from __future__ import annotations

from io import StringIO

from rich.cells import cell_len

from fabula import read_text
from fabula.terminal import console_for
from fabula.terminal.sheets import print_sheet
from fabula.testing import tiny_story


def printed(story: object, number: int = 0) -> list[str]:
    """The lines of the sheet of one of a story's characters."""
    file = StringIO()
    print_sheet(story.sheet(story.characters[number]), console_for(file))  # type: ignore[attr-defined]
    return file.getvalue().splitlines()


def test_the_most_telling_things_come_first() -> None:
    lines = printed(read_text('Anne Weiss was a doctor. Anne Weiss had green eyes. "Well," said Anne Weiss.\n'))
    shown = [line.split() for line in lines if line]
    assert shown[0][:2] == ["Anne", "Weiss"]
    assert shown[1:3] == [["role", "doctor"], ["eyes", "green"]]
    assert ["says", "1", "line", "·", "1", "word"] in shown


def test_what_somebody_says_of_them_is_no_fact_of_the_narration() -> None:
    lines = printed(read_text('"I am a doctor," said Anne Weiss. Anne Weiss laughed.\n'))
    assert any("doctor (says Anne Weiss)" in line for line in lines)


def test_it_stays_under_eighty_columns() -> None:
    story = tiny_story()
    for number in range(len(story.characters)):
        assert max(cell_len(line) for line in printed(story, number)) < 80


def test_long_parts_are_cut_with_an_ellipsis() -> None:
    verbs = "whistled jumped coughed sneezed shouted knelt bowed danced yawned stumbled wept sang climbed swam rowed"
    story = read_text(" ".join(f"Anne Weiss {verb} beside the enormous harbour wall." for verb in verbs.split()))
    lines = printed(story)
    assert max(cell_len(line) for line in lines) < 80
    assert sum("Anne" in line for line in lines) < 5
