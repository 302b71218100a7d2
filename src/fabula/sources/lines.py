"""Lines and blocks of a text, by offset, whatever its line ends and however long its lines.

The problem: a text may end its lines with ``\\n``, ``\\r\\n`` or ``\\r``, be wrapped at 70 characters or hold
a whole chapter on one line, and must not be changed. So the rules look at a *flat* copy of equal length,
in which every line end is a ``\\n`` and every blank a space: an offset into one is an offset into the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

_BLANKS = "\t\x0b\xa0\u2002\u2003\u2009\u200b\u3000\ufeff"
_LINE = re.compile(r"[^\n]+")
_BLANK_LINE = re.compile(r"\n *\n")
_WRAP_SAMPLE = 60_000
_BLANK_SAMPLE = 500_000


def flat(text: str) -> str:
    """``text`` with each line end turned into ``\\n`` and each blank into a space, of equal length."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for mark in "\x0c\u2028\u2029\x85":
        if mark in text:
            text = text.replace(mark, "\n")
    for blank in _BLANKS:
        if blank in text:
            text = text.replace(blank, " ")
    return text


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the blanks around it."""

    start: int
    end: int
    text: str


def short_lines(flat_text: str, start: int = 0, end: int | None = None, longest: int = 200) -> Iterator[Line]:
    """Each line of at most ``longest`` characters that is not blank, in order."""
    for match in _LINE.finditer(flat_text, start, len(flat_text) if end is None else end):
        first, last = match.span()
        if last - first > longest + 100:
            continue
        content = match[0].rstrip(" ")
        text = content.lstrip(" ")
        if text and len(text) <= longest:
            begin = first + len(content) - len(text)
            yield Line(begin, begin + len(text), text)


def next_line(flat_text: str, position: int, end: int | None = None) -> Line | None:
    """The first line with something on it that begins at or after ``position`` (a line's end or start)."""
    stop = len(flat_text) if end is None else end
    for match in _LINE.finditer(flat_text, position, stop):
        content = match[0]
        if not content.isspace():
            start = match.start() + len(content) - len(content.lstrip())
            return Line(start, start + len(content.strip()), content.strip())
    return None


def blank_lines_before(flat_text: str, position: int, most: int = 9) -> int:
    """Number of blank lines before the line that holds ``position``; ``most`` at the start of the text."""
    breaks = 0
    at = flat_text.rfind("\n", 0, position) if position else -1
    if at < 0 or flat_text[at + 1 : position].strip():
        return most if at < 0 else 0
    while at >= 0 and (flat_text[at] == "\n" or flat_text[at] == " "):
        breaks += flat_text[at] == "\n"
        if breaks > most:
            return most
        at -= 1
    return most if at < 0 else breaks - 1


def blank_lines_after(flat_text: str, position: int, most: int = 9) -> int:
    """Number of blank lines after the line that ends at ``position``; ``most`` at the end of the text."""
    breaks, at = 0, position
    while at < len(flat_text) and (flat_text[at] == "\n" or flat_text[at] == " "):
        breaks += flat_text[at] == "\n"
        if breaks > most:
            return most
        at += 1
    return most if at == len(flat_text) else max(breaks - 1, 0)


def is_wrapped(flat_text: str) -> bool:
    """Whether lines are broken at a width, so that a paragraph takes several of them."""
    sample = flat_text[:_WRAP_SAMPLE]
    lengths = sorted(len(line.strip()) for line in sample.split("\n") if len(line.strip()) > 25)
    if len(lengths) < 8:
        return False
    ninth = lengths[len(lengths) * 9 // 10]
    return ninth <= 100 and bisect_left(lengths, ninth * 0.75) < len(lengths) * 0.75


def block_end(flat_text: str, position: int, most: int = 1000) -> int | None:
    """Where the block that holds ``position`` ends: before a blank line or the end of the text.

    None if it goes on for more than ``most`` characters.
    """
    match = _BLANK_LINE.search(flat_text, position, position + most)
    if match is not None:
        return match.start()
    return len(flat_text.rstrip()) if position + most >= len(flat_text) else None


def has_blank_lines(flat_text: str) -> bool:
    """Whether paragraphs are parted by blank lines."""
    sample = flat_text[:_BLANK_SAMPLE]
    return len(_BLANK_LINE.findall(sample)) > 0.15 * sample.count("\n")
