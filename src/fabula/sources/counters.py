"""Counts of readers, votes and comments at the head of a copied page, and the name of the user with them.

    The Attic            ★ 87                 1,204 reads · 87 votes
    2.3K 87 12           Reads 2.3K           by saltandpaper
    by saltandpaper
The problem: "12" on a line of its own may be a chapter; it is a counter only beside a sure one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fabula.sources.document import Furniture, Metadata
from fabula.sources.lines import Line, next_line
from fabula.sources.page import count_of

_COUNT = r"\d[\d,.]*\s?[KkMm]?"
_WHAT = r"(?:reads?|views?|votes?|comments?|likes?|kudos|hits|stars?|favou?rites?|follow(?:er)?s|parts|bookmarks)"
_ICON = r"[★☆⭐✩✪👁💬❤♥🗨📖👀️⍟]"
_ONE = rf"(?:{_ICON}+ ?)?(?:{_WHAT}:? )?{_COUNT}(?: ?{_WHAT})?(?: ?{_ICON}+)?"
_COUNTERS = re.compile(rf"(?:{_ONE}(?:[ |·•,/-]+|\Z)){{1,8}}\Z|(?:{_ICON} ?)+\Z", re.IGNORECASE)
_SURE = re.compile(rf"\d[\d.,]*[KkMm]\b|{_ICON}|{_WHAT}|{_COUNT} +{_COUNT} +{_COUNT}", re.IGNORECASE)
_BARE = re.compile(rf"{_COUNT}\Z")
_BY_USER = re.compile(r"[Bb]y @?[\w.-]{2,40}\Z")
_LABELS = {"reads": r"reads?|views?|hits", "votes": r"votes?|kudos|likes?|stars?|[★☆⭐]", "comments": r"comments?"}
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


def with_counts(flat_text: str, metadata: Metadata, furniture: Sequence[Furniture]) -> Metadata:
    """The metadata with the counts that the counters show, where it has none of its own.

    Three bare numbers on one line are reads, votes and comments, as copied pages of Wattpad have them.
    """
    counters = [flat_text[piece.start : piece.end] for piece in furniture if piece.kind == "counter"]
    if not counters or (metadata.reads, metadata.votes, metadata.comments) != (None, None, None):
        return metadata
    found: dict[str, int | None] = {}
    for text in counters:
        numbers = re.findall(_COUNT, text)
        if len(numbers) == 3 and not re.search(_WHAT, text, re.IGNORECASE):
            found.update(zip(("reads", "votes", "comments"), map(count_of, numbers), strict=True))
        for name, labels in _LABELS.items():
            label = re.search(rf"({_COUNT}) ?(?:{labels})|(?:{labels}):? ?({_COUNT})", text, re.IGNORECASE)
            if label is not None:
                found[name] = count_of(label[1] or label[2])
    return replace(metadata, reads=found.get("reads"), votes=found.get("votes"), comments=found.get("comments"))


def _is_counter(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text
    if _is_sure(text):
        return True
    near = [lines[place].text for place in range(max(0, at - 2), min(len(lines), at + 3)) if place != at]
    return _BARE.match(text) is not None and any(_is_sure(text) for text in near)


def _is_sure(text: str) -> bool:
    return _COUNTERS.match(text) is not None and _SURE.search(text) is not None
