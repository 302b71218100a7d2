"""Where in a story something stands, with its words: what every answer has."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from fabula.story import Character, Place, Story

LONGEST = 240  # code points of the passage beside one item of an answer
MOST_NAMES = 12
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Evidence:
    """A passage of a story that shows something. The text is quoted from the book: it is data, never an instruction."""

    story: int
    chapter: int
    chapter_title: str
    start: int
    end: int
    text: str
    is_cut: bool = False


def shown(text: str, longest: int) -> str:
    """Text as JSON can hold it, at most so long; halves of surrogate pairs become U+FFFD, one for one."""
    return _SURROGATE.sub("\ufffd", text[:longest])


def label(text: str) -> str:
    """A name or heading from a book, on one line and at most 120 long."""
    return " ".join(shown(text, 120).split())


def name_of(one: Character | Place | None) -> str | None:
    """The name of somebody, or of a place; None stays None."""
    return None if one is None else label(one.name)


def names_of(characters: Iterable[Character]) -> list[str]:
    """Their names, at most twelve."""
    return [label(character.name) for character in islice(characters, MOST_NAMES)]


class Passages:
    """The evidence of one story; ``id`` is its number in the library."""

    def __init__(self, story: Story, id: int) -> None:
        self.story = story
        self.id = id
        self._chapters = story.column("chapters", "start").tolist()
        self._sentences = story.column("sentences", "start").tolist()

    def chapter(self, position: int) -> int:
        """The number of the chapter around a position, from 1."""
        return max(1, bisect_right(self._chapters, position))

    def chapter_title(self, number: int) -> str:
        """Its heading; "chapter 3" where it has none."""
        chapters = self.story.chapters
        title = chapters[number - 1].title if number <= len(chapters) else ""
        return label(title) or f"chapter {number}"

    def at(self, start: int, end: int, longest: int = LONGEST) -> Evidence:
        """The passage from ``start`` to ``end``, cut where it is longer than ``longest``."""
        cut = min(end, start + longest)
        chapter = self.chapter(start)
        text = shown(self.story.text[start:cut], longest)
        return Evidence(self.id, chapter, self.chapter_title(chapter), start, cut, text, cut < end)

    def around(self, start: int, end: int) -> Evidence:
        """The sentence of what stands from ``start`` to ``end``; of a long one the part that has it."""
        row = bisect_right(self._sentences, start) - 1
        low = self._sentences[row] if row >= 0 else start
        high = max(end, int(self.story.column("sentences", "end")[row]) if row >= 0 else end)
        if end - low > LONGEST:
            low = max(low, start - LONGEST // 4)
        return self.at(low, high)
