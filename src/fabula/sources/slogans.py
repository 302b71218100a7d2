"""Slogans that a site has stuck to the end of a copied chapter.

    ... and that was the end.The Lost Key - Where stories live. Discover now
The problem: the slogan has the work's title in front of it, and neither is parted from the last sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.sources.document import Furniture
from fabula.sources.lines import next_line

_SLOGAN = re.compile(r"Where stories live\b\.?(?: ?Discover now\b\.?)?| [-–—|] Wattpad(?=\s*\Z)")
_DASH = re.compile(r" ?[-–—|] ?\Z")
_GLUE_TO_MARK = re.compile(r"(?<=[.!?…\"”’'*~)\]])(?=[A-Z0-9])")
_GLUE_TO_LETTER = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")
_SENTENCE_ENDS = (".", "!", "?", "…", '"', "”", "*", "~")
_LONGEST_TITLE = 80
_REACH = 200


def find_slogans(flat_text: str, titles: Sequence[str]) -> list[Furniture]:
    """Each slogan with the title in front of it.

    Takes   titles: of the work and its chapters, as far as known; the first line is always one that may be
    """
    found = []
    for match in _SLOGAN.finditer(flat_text):
        far = max(0, match.start() - _REACH)
        before = flat_text[max(flat_text.rfind("\n", far, match.start()) + 1, far) : match.start()]
        dash = _DASH.search(before)
        before = before[: dash.start()] if dash is not None else before
        is_stuck = dash is not None or not before.endswith(" ")
        stuck = _title_length(before, _titles_at_hand(flat_text, titles)) if is_stuck else 0
        found.append(Furniture(match.start() - (len(dash[0]) if dash else 0) - stuck, match.end(), "slogan"))
    return found


def _titles_at_hand(flat_text: str, titles: Sequence[str]) -> list[str]:
    first = next_line(flat_text, 0)
    own = [first.text] if first is not None and len(first.text) <= _LONGEST_TITLE else []
    return sorted({*titles, *own} - {""}, key=len, reverse=True)


def _title_length(before: str, titles: Sequence[str]) -> int:
    """How many characters at the end of ``before`` are the work's title."""
    for title in titles:
        if before.casefold().endswith(title.casefold()):
            return len(title)
    if before.endswith(_SENTENCE_ENDS):
        return 0
    for glue in (_GLUE_TO_MARK, _GLUE_TO_LETTER):
        ends = [match.end() for match in glue.finditer(before)]
        if ends and _may_be_title(before[ends[-1] :]):
            return len(before) - ends[-1]
    return len(before) if _may_be_title(before) else 0


def _may_be_title(text: str) -> bool:
    """Whether ``text`` is written as a title: short, most of its longer words with a capital."""
    words = [word for word in text.split() if len(word) > 3]
    n_capital = sum(not word[0].islower() for word in words)
    return len(text) <= _LONGEST_TITLE and text[:1] != " " and n_capital >= 0.6 * len(words)
