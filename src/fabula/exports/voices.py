"""A story cut into the pieces that are read aloud: each with one voice, every character of the text in exactly one.

A piece ends where a quotation, a letter, a paragraph or a piece of furniture begins or ends; the white space after it
belongs to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fabula.story import Story

NARRATION, LETTER = "narration", "letter"
OF_QUOTES = {"speech": "speech", "thought": "thought", "writing": LETTER}


@dataclass(frozen=True)
class Piece:
    """A stretch of the text in one voice.

    ``kind``: ``narration``, ``speech``, ``thought`` or ``letter``; ``speaker`` is an entity, of narration who tells it,
    -1 for nobody in the story or unknown; ``quote`` is a row of quotes or -1; ``is_story``: not furniture.
    """

    start: int
    end: int
    kind: str
    speaker: int
    quote: int
    confidence: float | None
    chapter: int
    scene: int
    is_story: bool


def pieces_of(story: Story) -> list[Piece]:
    """The pieces in the order of the text; they tile it."""
    length = len(story.text)
    if not length:
        return []
    quote_of, letter_of, furniture_of = (np.full(length, -1, np.int32) for _ in range(3))
    for of, table, rows in (
        (furniture_of, "furniture", range(len(story.furniture))),
        (letter_of, "layers", np.flatnonzero(story.column("layers", "kind") == LETTER).tolist()),
    ):
        starts, ends = story.column(table, "start"), story.column(table, "end")
        for row in rows:
            of[starts[row] : ends[row]] = row
    for quote, start, end in zip(
        *(story.column("quote_spans", name).tolist() for name in ("quote", "start", "end")), strict=True
    ):
        quote_of[start:end] = quote
    first = np.zeros(length, bool)
    first[0] = True
    for of in (quote_of, letter_of, furniture_of):
        first[1:] |= of[1:] != of[:-1]
    for table in ("paragraphs", "chapters"):
        starts = story.column(table, "start")
        first[starts[starts < length]] = True
    borders = [*np.flatnonzero(first).tolist(), length]
    starts = [start for start, end in pairwise(borders) if start == 0 or not story.text[start:end].isspace()]
    return [
        _piece(story, start, end, int(quote_of[start]), int(letter_of[start]), int(furniture_of[start]))
        for start, end in pairwise([*starts, length])
    ]


def _piece(story: Story, start: int, end: int, quote: int, letter: int, furniture: int) -> Piece:
    kind, speaker, confidence = NARRATION, _row_value(story, "narration", "narrator", start), None
    if quote >= 0:
        kind = OF_QUOTES[str(story.column("quotes", "kind")[quote])]
        speaker = int(story.column("quotes", "speaker")[quote])
        sure = float(story.column("quotes", "speaker_confidence")[quote])
        confidence = 0.0 if speaker < 0 or sure != sure else round(sure, 3)
    elif letter >= 0:
        kind, speaker = LETTER, int(story.column("layers", "owner")[letter])
    return Piece(
        start,
        end,
        kind,
        speaker,
        quote,
        confidence,
        _row_at(story, "chapters", start),
        _row_at(story, "scenes", start),
        furniture < 0,
    )


def _row_value(story: Story, table: str, column: str, position: int) -> int:
    row = _row_at(story, table, position)
    return int(story.column(table, column)[row]) if row >= 0 else -1


def _row_at(story: Story, table: str, position: int) -> int:
    """The row of a table of stretches in order that holds a position, or -1."""
    row = int(np.searchsorted(story.column(table, "start"), position, side="right")) - 1
    return row if row >= 0 and position < story.column(table, "end")[row] else -1
