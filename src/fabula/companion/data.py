"""What the page's script knows: one compact JSON document, read when a reader first asks for something.

The guard against spoilers decides in the page what is shown, so nothing here is a total: whatever could tell of what is
to come has its place in the text, in code points, and the page counts what lies before the reader's. Places stand as
steps from one to the next (``steps``); ids are rows of the story's tables.

    book, length      which text this is; how many code points it has
    chapters          name and start of each
    people            see ``facts.people``
    quotes            see ``facts.quotes``
    scenes, layers, places, order    see ``facts.scenes``
    sheets            see ``facts.sheets``
    ties, pairs       see ``facts.ties``
    moods, feelings   see ``facts.feelings``
    notes             see ``facts.notes``
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from fabula.companion.blocks import Section
from fabula.companion.cast import Portrait
from fabula.companion.facts.feelings import feelings_of, moods_of
from fabula.companion.facts.notes import notes_of
from fabula.companion.facts.people import people_of
from fabula.companion.facts.quotes import quotes_of
from fabula.companion.facts.scenes import layers_of, order_of, places_of, scenes_of
from fabula.companion.facts.sheets import descriptions_of, sheets_of
from fabula.companion.facts.steps import steps
from fabula.companion.facts.ties import pairs_of, ties_of
from fabula.companion.prose import safe_text
from fabula.story import Story

_UNSAFE_IN_SCRIPT = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def page_data(story: Story, cast: Sequence[Portrait], chapters: Sequence[Section], names: Sequence[str]) -> str:
    """The JSON document, safe to stand inside a script element."""
    main = [portrait.id for portrait in cast]
    data: dict[str, Any] = {
        "book": book_key(story),
        "length": len(story.text),
        "chapters": {"name": list(names), "start": steps([chapter.start for chapter in chapters])},
        "people": people_of(story, cast),
        "quotes": quotes_of(story),
        "scenes": scenes_of(story),
        "layers": layers_of(story),
        "places": places_of(story),
        "order": order_of(story),
        "descriptions": descriptions_of(story),
        "sheets": sheets_of(story, main),
        "ties": ties_of(story),
        "pairs": pairs_of(story),
        "moods": moods_of(story, main),
        "feelings": feelings_of(story, main),
        "notes": notes_of(story),
    }
    return safe_text(json.dumps(data, ensure_ascii=False, separators=(",", ":"))).translate(_UNSAFE_IN_SCRIPT)


def book_key(story: Story) -> str:
    """A name for this text under which the page remembers how far it has been read; another text, another name."""
    return hashlib.sha256(story.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
