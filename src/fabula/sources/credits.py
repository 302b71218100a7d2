"""Who made the copy: translators, illustrators, transcribers, readers of the draft; and pictures left out.

Produced by Mina Harker and the proofreading team      [Illustration: She found the key]
Translated by C. J. Hogarth                            Cover by saltandpaper
"""

from __future__ import annotations

import re

from fabula.sources.document import Furniture
from fabula.sources.lines import Line, block_end, short_lines

_MADE = (
    "produced|prepared|transcribed|digiti[sz]ed|scanned|proofread|proofed|translated|illustrated|edited|typed|"
    "converted|formatted|designed|betaed|beta'?d|beta[- ]read"
)
_CREDITS = (
    rf"(?:this e-?book |e-?text |etext )?(?:was )?(?:{_MADE})(?: and \w+)?(?: from the [^\n]{{1,80}})?"
    r"(?: for [^\n]{1,60})? by\b",
    r"with (?:\w+ )?illustrations by\b",
    r"(?:illustrations|translation) by\b",
    r"cover (?:art |design |image |illustration )?(?:by|made by)\b",
    r"e-?text prepared by\b",
    r"html version by\b",
    r"(?:beta(?: reader)?|translator|illustrator):",
    r"transcriber['’]?s['’]? notes?:?",
)
_CREDIT = re.compile(rf"[_*({{\[]*(?:{'|'.join(_CREDITS)})", re.IGNORECASE)
_TRANSCRIBER = re.compile(r"[_*({\[]*transcriber['’]?s['’]? notes?\b", re.IGNORECASE)
_BRACKETED = re.compile(
    r"\[ ?(?:Illustration|Frontispiece|Picture|Transcriber['’]?s? note|Editor['’]s note)\b[^\]]{0,1500}\]|"
    r"\[\[musical notes[^\]]{0,80}\]\]",
    re.IGNORECASE,
)
_REACH = 5_000  # from either end of the text
_LONGEST = 160
_MOST_LINES = 5


def find_credits(flat_text: str) -> list[Furniture]:
    """Credits near either end of the text, and bracketed pictures anywhere."""
    found = [Furniture(match.start(), match.end(), "credit") for match in _BRACKETED.finditer(flat_text)]
    middle = max(_REACH, len(flat_text) - _REACH)
    for start, end in ((0, min(_REACH, len(flat_text))), (middle, len(flat_text))):
        for line in short_lines(flat_text, start, end, longest=_LONGEST):
            if _CREDIT.match(line.text) and '"' not in line.text:
                found.append(Furniture(line.start, _end(flat_text, line), "credit"))
    return found


def _end(flat_text: str, line: Line) -> int:
    """Where the credit that ``line`` begins ends: with its block; a transcriber's last notes with the text."""
    if _TRANSCRIBER.match(line.text) and line.start > max(_REACH, len(flat_text) - _REACH):
        return len(flat_text.rstrip())
    end = block_end(flat_text, line.end, 600)
    return line.end if end is None or flat_text.count("\n", line.end, end) > _MOST_LINES else max(end, line.end)
