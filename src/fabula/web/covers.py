"""A cover for every story, drawn from its own figures and nothing else: the same story has the same cover.

Down the cover runs the story, from its first line to its last, a gap between two chapters. Each thread is a piece of
it, as wide as the share of it that is spoken, in the colours of those who speak there: the cast's, as in the story's
page. The cloth is one of eight, by the hash of the book. No word of the book is on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.companion.colours import SLOTS
from fabula.library import Outline

WIDTH, HEIGHT = 300, 420
MARGIN, HINGE = 44, 22
THREADS = 42
MOST_GAPS = 21
CLOTHS = ("#1d2b45", "#3f1d24", "#1d3a30", "#38233f", "#40301c", "#22373f", "#2b2d33", "#46291c")
UNKNOWN = "#b0aca3"
BARE = 0.055  # how wide a thread of bare narration is


def cover_svg(outline: Outline) -> str:
    """The cover as an SVG without text, script, or anything from outside."""
    cloth = CLOTHS[int(outline.hash[:8] or "0", 16) % len(CLOTHS)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{cloth}"/>',
        f'<rect width="{HINGE}" height="{HEIGHT}" fill="#000" opacity=".22"/>',
        f'<rect x="{HINGE}" width="1.5" height="{HEIGHT}" fill="#fff" opacity=".10"/>',
        *_threads(outline),
        "</svg>",
    ]
    return "".join(parts)


def _threads(outline: Outline) -> Iterator[str]:
    pieces = _pieces(outline)
    gaps = sum(is_first for _, _, is_first in pieces[1:])
    gap = 7.0 if gaps <= MOST_GAPS else 0.0
    pitch = (HEIGHT - 2 * MARGIN - gap * gaps) / max(len(pieces), 1)
    thick = pitch * 0.62
    middle, widest = (WIDTH + HINGE) / 2, (WIDTH - HINGE) - 1.4 * MARGIN
    y = float(MARGIN)
    for number, (start, end, is_first) in enumerate(pieces):
        y += gap if is_first and number else 0
        shares = _shares(outline, start, end)
        width = widest * max(BARE, sum(share for _, share in shares))
        x = middle - width / 2
        if not shares:
            yield _line(x, y, width, thick, "#fff", 0.38)
        total = sum(share for _, share in shares)
        for voice, share in shares:
            part = width * share / total
            yield _line(x, y, part, thick, UNKNOWN if voice is None else SLOTS[voice].dark, 1.0)
            x += part
        y += pitch


def _line(x: float, y: float, width: float, height: float, colour: str, opacity: float) -> str:
    faint = f' opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"{faint}/>'


def _pieces(outline: Outline) -> list[tuple[float, float, bool]]:
    """Start, end, and whether a chapter begins there, of about ``THREADS`` pieces, each within one chapter."""
    chapters = [(start, end) for start, end in outline.chapters if end > start] or [(0, max(outline.length, 1))]
    if len(chapters) > THREADS:
        step = outline.length / THREADS
        return [(number * step, (number + 1) * step, False) for number in range(THREADS)]
    size = sum(end - start for start, end in chapters) / THREADS
    pieces = []
    for start, end in chapters:
        count = max(1, round((end - start) / size))
        step = (end - start) / count
        pieces += [(start + step * number, start + step * (number + 1), number == 0) for number in range(count)]
    return pieces


def _shares(outline: Outline, start: float, end: float) -> list[tuple[int | None, float]]:
    """Voice and share of a piece, those of the main cast first, each in its place."""
    said: dict[int | None, float] = {}
    for low, high, voice in outline.speech:
        common = min(high, end) - max(low, start)
        if common > 0:
            said[voice] = said.get(voice, 0.0) + common / (end - start)
    return sorted(said.items(), key=lambda one: len(SLOTS) if one[0] is None else one[0])
