"""The tiny story with names and text that break careless formats."""

from __future__ import annotations

from fabula.schema import with_columns
from fabula.sources.document import Metadata
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
ODD_TITLE = 'The "Lamp"\t<1> & (2); \u202eBell/..\n]]>\x01'


def odd_story() -> Story:
    """Same spans, other names and title, and a few other characters."""
    story = tiny_story()
    entities = with_columns("entities", story.tables["entities"], {"name": ODD_NAMES})
    text = story.text.replace("It burns!", "It<b>\x00]\t&")
    return Story(text, {**story.tables, "entities": entities}, Metadata(title=ODD_TITLE, author="A </title> 'B' \x02"))
