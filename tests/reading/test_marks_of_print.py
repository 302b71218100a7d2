"""A story reads the same with the marks of a typewriter and with those of print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fabula.reading import read_text
from fabula.story import Story

STORIES = Path(__file__).resolve().parents[1] / "stories"
NAMES = ("kettle", "night_desk", "ferry", "last_train", "hide_glue", "free_port")
COLUMNS = {
    "tokens": ("start", "end", "tag", "lemma"),
    "mentions": ("start", "end", "entity"),
    "quotes": ("speaker",),
    "layers": ("start", "end", "kind", "owner"),
    "narration": ("start", "end", "person", "narrator", "focal", "tense"),
    "presence": ("scene", "entity"),
    "notes": ("start", "end", "kind", "standing"),
    "claims": ("start", "end"),
}


def straight(text: str) -> str:
    return re.sub("[‘’]", "'", re.sub("[“”]", '"', text))


def printed(text: str) -> str:
    """Straight marks and apostrophes as a word processor sets them: it takes a mark after a dash for an opening one."""
    text = re.sub(r'(^|[\s(\[—–-])"', r"\1“", text, flags=re.MULTILINE)
    text = re.sub(r"(^|[\s(\[—–“])'(?=\w)", r"\1‘", text, flags=re.MULTILINE)
    return text.replace('"', "”").replace("'", "’")


def told_by(story: Story) -> dict[str, list[str]]:
    """The columns of the tables as text, with straight marks."""
    return {
        f"{table}.{name}": [straight(str(value)) for value in story.column(table, name).tolist()]
        for table, names in COLUMNS.items()
        for name in names
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_story_reads_the_same_with_curly_marks(name: str) -> None:
    text = straight((STORIES / f"{name}.txt").read_text(encoding="utf-8"))
    curly = printed(text)
    assert len(curly) == len(text)
    assert curly.count("’") > 5
    assert told_by(read_text(curly, title=name)) == told_by(read_text(text, title=name))
