"""What stands on a page and is not story, in any format; each kind is found by a file of its own.

Whatever is marked is not read, so a rule marks too little before it marks a sentence of the story.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fabula.sources.contents import find_contents
from fabula.sources.counters import find_counters
from fabula.sources.credits import find_credits
from fabula.sources.document import Furniture
from fabula.sources.headings import Heading
from fabula.sources.navigation import find_navigation
from fabula.sources.notes import find_notes
from fabula.sources.running_heads import find_running_heads
from fabula.sources.sites.gutenberg import find_licence
from fabula.sources.slogans import find_slogans


def find_page_furniture(flat_text: str, titles: Sequence[str] = ()) -> list[Furniture]:
    """What is furniture wherever it stands: licence, contents, credits and the like.

    Takes   titles: of the work and its chapters, as far as known: what a slogan may be stuck to
    """
    return [
        *find_licence(flat_text),
        *find_contents(flat_text),
        *find_running_heads(flat_text),
        *find_slogans(flat_text, titles),
        *find_credits(flat_text),
        *find_navigation(flat_text),
        *find_counters(flat_text, 0),
    ]


def find_chapter_furniture(flat_text: str, headings: Sequence[Heading], known: Sequence[Furniture]) -> list[Furniture]:
    """Authors' notes and counters at the edges of the chapters that ``headings`` begin."""
    counters = [piece for heading in headings for piece in find_counters(flat_text, heading.end)]
    return [*find_notes(flat_text, headings, known), *counters]


def merged(pieces: Iterable[Furniture]) -> list[Furniture]:
    """``pieces`` in order, without overlap: of two that overlap the first keeps its stretch."""
    kept: list[Furniture] = []
    for piece in sorted(pieces, key=lambda piece: (piece.start, -piece.end)):
        if kept and piece.start < kept[-1].end:
            if piece.end <= kept[-1].end:
                continue
            piece = Furniture(kept[-1].end, piece.end, piece.kind)
        if piece.end > piece.start:
            kept.append(piece)
    return kept


def united(flat_text: str, pieces: Sequence[Furniture]) -> list[Furniture]:
    """Sorted ``pieces`` with neighbours of one kind, and nothing but white space between them, made one."""
    kept: list[Furniture] = []
    for piece in pieces:
        if kept and kept[-1].kind == piece.kind and not flat_text[kept[-1].end : piece.start].strip():
            piece = Furniture(kept.pop().start, piece.end, piece.kind)
        kept.append(piece)
    return kept
