"""Where in a story's page a passage stands: the one place that knows how that page is addressed.

A quotation has an anchor of its own. Any other place is named by its first words, which browsers look for and mark
(https://wicg.github.io/scroll-to-text-fragment/); one that does not know such links opens the page at its beginning.
"""

from __future__ import annotations

from bisect import bisect_right
from urllib.parse import quote as percent

from fabula.library import Found
from fabula.story import Story

WORDS = 7
HIDDEN = "_*"  # marks of italics, which the page does not show


def page_of(story: int) -> str:
    """The address of a story's page."""
    return f"/stories/{story}/read"


def link_to_found(found: Found) -> str:
    """The address of what a search has found."""
    place = found.marks[0][0] if found.marks else 0
    return page_of(found.story) + _fragment(found.passage, place, found.quote)


def link_to_place(story_id: int, story: Story, start: int) -> str:
    """The address of an offset in a story."""
    starts, ends = story.column("quote_spans", "start"), story.column("quote_spans", "end")
    row = bisect_right(starts, start) - 1
    is_said = row >= 0 and start < ends[row]
    return page_of(story_id) + _fragment(
        story.text, start, int(story.column("quote_spans", "quote")[row]) if is_said else None
    )


def _fragment(text: str, place: int, quote: int | None) -> str:
    if quote is not None:
        return f"#q{quote}"
    words = _words_at(text, place)
    return f"#:~:text={percent(words, safe='').replace('-', '%2D')}" if words else ""


def _words_at(text: str, place: int) -> str:
    """Some whole words of the line around ``place``, at and after it where there are enough."""
    low = text.rfind("\n", 0, place) + 1
    high = text.find("\n", place)
    line = text[low : high if high >= 0 else len(text)]
    before = len(line[: place - low].split())
    if place > low and not line[place - low - 1].isspace() and before:
        before -= 1  # in the middle of a word
    words = line.split()
    first = max(0, min(before, len(words) - WORDS))
    chosen = words[first : first + WORDS]
    plain = [word for word in chosen if not any(mark in word for mark in HIDDEN)]
    return " ".join(chosen) if len(plain) == len(chosen) else (plain[0] if plain else "")
