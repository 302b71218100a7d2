"""What formats with a word a line share: mentions by their words, and the brackets around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fabula.exports.visible import visible_word
from fabula.story import Story


@dataclass(frozen=True)
class WordSpan:
    """A mention: its words [first, end), the number of what it refers to, and its row in ``mentions``."""

    first: int
    end: int
    cluster: int
    row: int


def sentences_of(story: Story) -> list[tuple[int, int]]:
    """The words [first, end) of each sentence that has any, in order."""
    sentence = story.column("tokens", "sentence")
    borders = [0, *(np.flatnonzero(np.diff(sentence)) + 1).tolist(), len(sentence)]
    return [(first, end) for first, end in pairwise(borders) if first < end]


def words_of(story: Story) -> list[str]:
    """Every word, on one line and without white space."""
    starts, ends = (story.column("tokens", name).tolist() for name in ("start", "end"))
    return [visible_word(story.text[start:end]) for start, end in zip(starts, ends, strict=True)]


def document_name(story: Story) -> str:
    """The title as one word, without what ends a name in these formats."""
    return visible_word("".join("_" if mark in "();#" else mark for mark in story.title)) or "_"


def mention_spans(story: Story) -> list[WordSpan]:
    """Every mention, by first word and the longer first; one that refers to nothing else is a cluster of its own."""
    starts, ends, entities = (story.column("mentions", name) for name in ("start", "end", "entity"))
    firsts = np.searchsorted(story.column("tokens", "end"), starts, side="right").tolist()
    lasts = np.searchsorted(story.column("tokens", "start"), ends, side="left").tolist()
    alone = len(story.tables["entities"])
    spans = []
    for row, (first, end, entity) in enumerate(zip(firsts, lasts, entities.tolist(), strict=True)):
        if first < end:
            spans.append(WordSpan(first, end, entity if entity >= 0 else alone, row))
            alone += entity < 0
    return sorted(spans, key=lambda span: (span.first, -span.end, span.row))


def bracketed(
    spans: Sequence[WordSpan], opening: Callable[[WordSpan], str], closing: Callable[[WordSpan], str]
) -> dict[int, list[str]]:
    """Word -> the brackets at it: ``(opening`` and ``closing)`` of long mentions, ``(opening)`` of one word.

    Inner mentions are closed before those around them.
    """
    cells: dict[int, list[str]] = defaultdict(list)
    ends: dict[int, list[WordSpan]] = defaultdict(list)
    for span in spans:
        is_word = span.end == span.first + 1
        cells[span.first].append(f"({opening(span)}{')' if is_word else ''}")
        if not is_word:
            ends[span.end - 1].append(span)
    for word, ended in ends.items():
        cells[word] += [f"{closing(span)})" for span in reversed(ended)]
    return dict(cells)
