"""What a reader may want to know of a story first: counts and places, and no word of it unless asked for."""

from __future__ import annotations

import io

import pytest

from fabula.note_summary import DEATH, NON_CON, VIOLENCE, summarize_notes
from fabula.schema import table_of
from fabula.story import Story
from fabula.terminal import console_for
from fabula.terminal.notes import print_notes
from fabula.testing import tiny_story

Row = tuple[str, str, int | None, int | None, float]  # kind, standing, by, to, confidence


def noted(*rows: Row) -> Story:
    """The tiny story with a note on each of its first sentences."""
    story = tiny_story()
    starts, ends = story.column("paragraphs", "start"), story.column("paragraphs", "end")
    spans = [(int(starts[place % len(starts)]), int(ends[place % len(starts)])) for place in range(2, 2 + len(rows))]
    columns = {
        "start": [start for start, _ in spans],
        "end": [end for _, end in spans],
        "kind": [row[0] for row in rows],
        "standing": [row[1] for row in rows],
        "by": [row[2] for row in rows],
        "to": [row[3] for row in rows],
        "confidence": [row[4] for row in rows],
        "decided_by": ["model"] * len(rows),
        "evidence_start": [start for start, _ in spans],
        "evidence_end": [start + 1 for start, _ in spans],
    }
    tables = {**story.tables, "notes": table_of("notes", columns)}
    return Story(story.text, tables, story.metadata, story.provenance)


def printed(story: Story, passages: bool = False) -> str:
    out = io.StringIO()
    print_notes(story, passages, console_for(out))
    return out.getvalue()


def test_kinds_are_counted_with_their_standing_place_and_people() -> None:
    story = noted(
        ("violence", "actual", 0, 1, 0.6), ("violence", "feared", 0, 1, 0.7), ("grief", "actual", 1, None, 0.5)
    )
    violence, grief = summarize_notes(story).kinds
    assert (violence.kind, violence.passages, violence.actual, violence.confidence) == (
        "violence",
        2,
        1,
        pytest.approx(0.7),
    )
    names = story.tables["entities"]["name"].to_pylist()
    assert violence.people == ((names[0], names[1]),)
    assert grief.people == ((names[1], None),)
    assert 0 < violence.share < 1
    assert violence.first


def test_warnings_come_from_what_happens_and_is_likely() -> None:
    story = noted(
        *[("violence", "actual", None, None, 0.6)] * 3,
        ("death", "actual", None, 0, 0.9),
        ("sexual violence", "reported", None, None, 0.9),
        ("sexual violence", "actual", None, None, 0.2),
    )
    found = {warned.warning: warned.notes for warned in summarize_notes(story).warnings}
    assert found == {VIOLENCE: (0, 1, 2), DEATH: (3,)}
    assert NON_CON not in found
    assert "Underage" in summarize_notes(story).left_out


def test_the_story_is_quoted_only_when_asked_for() -> None:
    story = noted(("violence", "actual", 0, 1, 0.6))
    words = " ".join(story.notes[0].text.split())[:30]
    assert words not in printed(story)
    assert words in printed(story, passages=True)
    assert "violence, actual" in printed(story, passages=True)
    assert max(map(len, printed(story, passages=True).splitlines())) < 80


def test_a_story_without_notes_says_so() -> None:
    assert "No passages found" in printed(noted())
