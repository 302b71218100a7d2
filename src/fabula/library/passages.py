"""The text of a story in passages: pieces of about a paragraph that are searched and shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from fabula.story import Story

LONGEST_JOINED = 600  # code points: paragraphs are joined up to here, since a line of talk alone says little


@dataclass(frozen=True)
class Passage:
    """A piece of the text; all pieces together are the whole text, in order.

    ``kind`` is that of its paragraph (prose, heading, break), or furniture; ``chapter`` and ``scene`` are rows of the
    story's tables.
    """

    start: int
    end: int
    kind: str
    chapter: int
    scene: int | None


def passages_of(story: Story) -> list[Passage]:
    """The passages of a story, in order.

    A long paragraph is one passage; short ones are joined as long as chapter, scene and layer are the same.
    """
    borders = _layer_borders(story)
    joined: list[Passage] = []
    for piece in _pieces(story):
        last = joined[-1] if joined else None
        if last and _belong_together(last, piece, borders):
            joined[-1] = replace(last, end=piece.end)
        else:
            joined.append(piece)
    return joined


def _pieces(story: Story) -> Iterator[Passage]:
    """Paragraphs with the white space after them, and what stands between paragraphs."""
    text = story.text
    starts, ends = (story.column("paragraphs", name).tolist() for name in ("start", "end"))
    kinds = story.column("paragraphs", "kind").tolist()
    spans: list[tuple[int, str]] = []
    position = 0
    for start, end, kind in zip(starts, ends, kinds, strict=True):
        if text[position:start].strip():
            spans.append((position, "furniture"))
            position = start
        spans.append((position if not spans else start, kind))
        position = end
    if text[position:].strip() or not spans:
        spans.append((position, "furniture"))
    chapters = story.column("chapters", "start").tolist()
    scenes = list(zip(*(story.column("scenes", name).tolist() for name in ("start", "end")), strict=True))
    scene_starts = [start for start, _ in scenes]
    for (start, kind), (end, _) in pairwise([*spans, (len(text), "")]):
        scene = bisect_right(scene_starts, start) - 1
        is_in_scene = scene >= 0 and start < scenes[scene][1] and kind != "furniture"
        chapter = max(0, bisect_right(chapters, start) - 1)
        yield Passage(start, end, kind, chapter, scene if is_in_scene else None)


def _layer_borders(story: Story) -> list[int]:
    ends = [story.column("layers", name) for name in ("start", "end")]
    return sorted(np.concatenate(ends).tolist())


def _belong_together(last: Passage, piece: Passage, borders: list[int]) -> bool:
    if last.kind != "prose" or piece.kind != "prose":
        return False
    if (last.chapter, last.scene) != (piece.chapter, piece.scene) or piece.end - last.start > LONGEST_JOINED:
        return False
    return bisect_right(borders, last.start) == bisect_right(borders, piece.start)
