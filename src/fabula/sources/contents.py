"""Tables of contents and lists of illustrations: titles in a row, with no prose between them.

The problem: "CHAPTER I" in the contents is not where chapter I begins. The list stands under a line
"CONTENTS", or it is told by its entries coming back later as the headings themselves.
"""

from __future__ import annotations

import re
from itertools import pairwise

from fabula.sources.document import Furniture
from fabula.sources.lines import Line, next_line, short_lines
from fabula.sources.numerals import NUMERAL

_TITLE = re.compile(
    r"[_*#~=\[ ]*(?:table of contents|contents|(?:list of )?(?:illustrations|chapters))[_*~=\]:. ]*\Z",
    re.IGNORECASE,
)
_HEADING = re.compile(
    rf"[_*#\[(—\s-]{{0,4}}(?:(?:chapter|chap\.?|part|book|letter|act|volume)\W{{0,3}}(?:the )?{NUMERAL}|"
    rf"\d{{1,3}}(?:[.):\s—-]|\Z)|(?-i:[IVXLC]+)(?:[.):—-]| (?= )|\Z)|{NUMERAL}[\])_*.—\s-]*\Z|prologue\b|preface\b)",
    re.IGNORECASE,
)
_FULL_LINE = 45
_LONG_SENTENCE = 60
_SPEECH = '“"—'
_REACH = 60_000  # a contents list begins within these first characters
_LONGEST_ENTRY = 160
_MOST_ENTRIES = 800
_MOST_TITLE_LINES = 6
_PARTS = ("part", "book", "volume", "act")
_PAGE = re.compile(r"(?:[. ]{2,}|\s)(?:\d{1,4}|[ivxlc]+)\Z", re.IGNORECASE)
_WORDS = re.compile(r"\w+")


def find_contents(flat_text: str) -> list[Furniture]:
    """The lists under a line such as "CONTENTS" near the beginning, and one without such a line."""
    found: list[Furniture] = []
    for line in short_lines(flat_text, 0, min(len(flat_text), _REACH)):
        if (found and line.start < found[-1].end) or not _TITLE.match(line.text):
            continue
        end = _list_end(flat_text, line)
        if end is not None:
            found.append(Furniture(line.start, end, "contents"))
    return found or _untitled_list(flat_text)


def _list_end(flat_text: str, title: Line) -> int | None:
    """Where the list under ``title`` ends; None if no list is there.

    It ends before one of its first entries comes back (as a heading), or before the first paragraph of
    prose; in the second case what stands close above the prose is its heading, and no part of the list.
    """
    entries: list[Line] = []
    first_keys: set[str] = set()
    line = next_line(flat_text, title.end)
    while line is not None and len(entries) < _MOST_ENTRIES:
        if len(entries) > 1 and _comes_back(line, entries[0], first_keys) and _heads_prose(flat_text, line):
            return _without_heading(flat_text, entries)
        if _is_prose(flat_text, line) or _TITLE.match(line.text):
            return _before_gap(flat_text, entries, line)
        entries.append(line)
        if len(entries) <= 3:
            first_keys |= {_key(line.text), _key(_PAGE.sub("", line.text))}
        line = next_line(flat_text, line.end)
    return None


def _comes_back(line: Line, first: Line, first_keys: set[str]) -> bool:
    """Whether ``line`` is one of the first entries again, or the first without its title: "PROLOGUE"."""
    key = _key(line.text)
    return key in first_keys or (_HEADING.match(line.text) is not None and _key(first.text).startswith(f"{key} "))


def _heads_prose(flat_text: str, line: Line) -> bool:
    """Whether prose comes before the next heading: "CHAPTER I" of the second volume in the list has none."""
    follower = next_line(flat_text, line.end)
    n_bare = 0
    for _ in range(_MOST_TITLE_LINES):
        if follower is None or _is_prose(flat_text, follower):
            return True
        n_bare += _is_bare(follower.text)
        if _HEADING.match(follower.text) and (n_bare > 1 or not _is_bare(follower.text)):
            break
        follower = next_line(flat_text, follower.end)
    else:
        return True
    is_part = _key(line.text).split(" ")[0] in _PARTS
    return is_part and not _key(follower.text).startswith(tuple(_PARTS)) and _heads_prose(flat_text, follower)


def _is_bare(text: str) -> bool:
    """Whether ``text`` is a number and nothing else, as that of a section under the heading of a chapter."""
    return len(_WORDS.findall(text)) == 1 and _HEADING.match(text) is not None


def _without_heading(flat_text: str, entries: list[Line]) -> int:
    """The end of the last entry; "CHAPTER I", set off from the list by a wider gap, heads the title that came back."""
    gaps = [flat_text.count("\n", one.end, after.start) for one, after in pairwise(entries)]
    usual = sorted(gaps)[len(gaps) // 2]
    last = len(entries) - 1
    while last > 1 and gaps[last - 1] > usual and _HEADING.match(entries[last].text):
        last -= 1
    return entries[last].end


def _untitled_list(flat_text: str) -> list[Furniture]:
    """Headings in a row before any prose, of which the first comes back: "Chapter 1", "Chapter 2", "Chapter 1"."""
    lines: list[Line] = []
    places: dict[str, int] = {}
    line = next_line(flat_text, 0)
    while line is not None and len(lines) < _MOST_ENTRIES and not _is_prose(flat_text, line):
        begin = places.get(_key(line.text))
        if begin is not None and _HEADING.match(line.text):
            return [Furniture(lines[begin].start, lines[-1].end, "contents")] if _is_row(lines[begin:]) else []
        places.setdefault(_key(line.text), len(lines))
        lines.append(line)
        line = next_line(flat_text, line.end)
    return []


def _is_row(lines: list[Line]) -> bool:
    """Whether these are headings, three or more, with here and there a line between them."""
    return len(lines) >= 3 and 2 * sum(_HEADING.match(line.text) is not None for line in lines) >= len(lines)


def _key(text: str) -> str:
    """``text`` without case and punctuation, to be compared with a heading."""
    return " ".join(_WORDS.findall(text.casefold())) or text


def _is_prose(flat_text: str, line: Line) -> bool:
    """Whether ``line`` begins a paragraph: a long or spoken one, or a full line with others right under it."""
    longest = 2 * _LONGEST_ENTRY if _HEADING.match(line.text) else _LONGEST_ENTRY
    if len(line.text) > longest or _is_talk(flat_text, line):
        return True
    if len(line.text) > _LONG_SENTENCE and line.text[-1] in ".!?”" and not _HEADING.match(line.text):
        return True
    if len(line.text) < _FULL_LINE or _PAGE.search(line.text):
        return False
    follower = next_line(flat_text, line.end)
    if follower is None or flat_text.count("\n", line.end, follower.start) > 1:
        return False
    if _HEADING.match(line.text) or _HEADING.match(follower.text):
        return False
    third = next_line(flat_text, follower.end)
    is_third = third is not None and flat_text.count("\n", follower.end, third.start) == 1
    return len(follower.text) >= _FULL_LINE and not _PAGE.search(follower.text) and is_third


def _is_talk(flat_text: str, line: Line) -> bool:
    """Whether this line and the next one are spoken; a title such as "IT'S MOTHER!" stands alone."""
    follower = next_line(flat_text, line.end)
    if line.text[0] not in _SPEECH or line.text.isupper() or _PAGE.search(line.text):
        return False
    return follower is not None and follower.text[0] in _SPEECH


def _before_gap(flat_text: str, entries: list[Line], prose: Line) -> int | None:
    """The end of the last entry that is not the heading of the ``prose`` that ends the list."""
    if not entries:
        return None
    followers = [*entries[1:], prose]
    gaps = [flat_text.count("\n", one.end, after.start) for one, after in zip(entries, followers, strict=True)]
    usual = sorted(gaps[:-1])[len(gaps) // 2 - 1] if len(gaps) > 2 else 1
    for at in range(len(entries) - 2, max(len(entries) - 6, 0), -1):
        if gaps[at] > max(usual, 2):
            return entries[at].end
    return entries[-1].end if len(entries) >= 3 and gaps[-1] > 2 else None
