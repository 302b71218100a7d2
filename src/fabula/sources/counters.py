"""Counts of readers, votes and comments at the head of a copied page, and the name of the user with them.

    The Attic            ★ 87                 1,204 reads · 87 votes
    2.3K 87 12           Reads 2.3K           by saltandpaper
    by saltandpaper
The problem: "12" on a line of its own may be a chapter; it is a counter only beside a sure one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.sources.document import Furniture
from fabula.sources.lines import Line, next_line

_COUNT = r"\d[\d,.]*\s?[KkMm]?"
_WHAT = r"(?:reads?|views?|votes?|comments?|likes?|kudos|hits|stars?|favou?rites?|follow(?:er)?s|parts|bookmarks)"
_ICON = r"[★☆⭐✩✪👁💬❤♥🗨📖👀️⍟]"
_ONE = rf"(?:{_ICON}+ ?)?(?:{_WHAT}:? )?{_COUNT}(?: ?{_WHAT})?(?: ?{_ICON}+)?"
_COUNTERS = re.compile(rf"(?:{_ONE}(?:[ |·•,/-]+|\Z)){{1,8}}\Z|(?:{_ICON} ?)+\Z", re.IGNORECASE)
_SURE = re.compile(rf"\d[\d.,]*[KkMm]\b|{_ICON}|{_WHAT}|{_COUNT} +{_COUNT} +{_COUNT}", re.IGNORECASE)
_BARE = re.compile(rf"{_COUNT}\Z")
_BY_USER = re.compile(r"[Bb]y @?[\w.-]{2,40}\Z")
_N_LINES = 8
_LONGEST = 120


def find_counters(flat_text: str, start: int) -> list[Furniture]:
    """Lines of counts among the first lines from ``start`` on, and the user's name under them."""
    lines: list[Line] = []
    line = next_line(flat_text, start)
    while line is not None and len(lines) < _N_LINES and len(line.text) <= _LONGEST:
        lines.append(line)
        line = next_line(flat_text, line.end)
    found: list[Furniture] = []
    for at, line in enumerate(lines):
        if _is_counter(lines, at):
            found.append(Furniture(line.start, line.end, "counter"))
        elif found and found[-1].end == lines[at - 1].end and _BY_USER.match(line.text):
            found.append(Furniture(line.start, line.end, "credit"))
    return found


def _is_counter(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text
    if _is_sure(text):
        return True
    near = [lines[place].text for place in range(max(0, at - 2), min(len(lines), at + 3)) if place != at]
    return _BARE.match(text) is not None and any(_is_sure(text) for text in near)


def _is_sure(text: str) -> bool:
    return _COUNTERS.match(text) is not None and _SURE.search(text) is not None
