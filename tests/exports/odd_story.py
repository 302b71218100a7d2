"""The tiny story with names and text that break careless formats."""

from __future__ import annotations

from fabula.schema import with_columns
from fabula.story import Story
from fabula.testing import tiny_story

ODD_NAMES = [
    'Ada "The\tLamp"\nFinch',
    "Tom/../../etc",
    "<Captain> & 'Morrow'",
    "\u05d1\u05dc \U0001f56f \u202eBell",
    "[voice:Wren]; DROP, TABLE",
    "the\u2028Finches\x07",
    "=HYPERLINK(1)",
]


def odd_story() -> Story:
    """Same spans, other names and a few other characters."""
    story = tiny_story()
    entities = with_columns("entities", story.tables["entities"], {"name": ODD_NAMES})
    text = story.text.replace("It burns!", "It<b>\x00]\t&")
    return Story(text, {**story.tables, "entities": entities})
