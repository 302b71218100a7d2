"""Which of the lines that may be headings are: those that the book uses throughout.

The problem: "I." is a chapter in one book and a section within a chapter in another; "CHAPTER II:" may be quoted
in a talk about a novel; "ADVENTURE VI." may be followed by "VII." alone. Numbers that follow one another, with
prose between them, are what headings have and nothing else.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise, zip_longest

from fabula.sources.heading_lines import Candidate

_LONGEST_TITLE_PAGE = 600
_LEAST_PROSE = 150  # characters between two headings, for both to head something
_LEAST_CHAPTER = 800  # characters in the middling chapter of a series of bare numbers
_LEAST_STORY = 2_000  # characters of a story under a title in capitals


def choose_headings(candidates: list[Candidate], flat_text: str) -> list[Candidate]:
    """The candidates that head chapters, by what the book as a whole does."""
    length = len(flat_text)
    chapters = _main_series([found for found in candidates if found.kind in ("chapter", "hashes")])
    parts = _followed_by_prose([found for found in candidates if found.kind == "part"], length)
    alone = [found for found in candidates if found.kind == "alone"]
    if chapters:
        continued = _continued(chapters, candidates)
        return sorted([*chapters, *continued, *parts, *alone], key=_start)
    series = _numbered_series(candidates)
    if series:
        others = _apart(candidates, series, length)
        return sorted([*series, *parts, *alone, *others, *_bare_parts(candidates, series, flat_text)], key=_start)
    if parts:
        return sorted([*parts, *alone], key=_start)
    return sorted([*alone, *_stories(candidates, flat_text)], key=_start)


def _start(candidate: Candidate) -> int:
    return candidate.line.start


def _main_series(chapters: list[Candidate]) -> list[Candidate]:
    """Chapters whose numbers go on; those under another word only outside the stretch of the main word.

    The letters before the chapters of Frankenstein count, a letter quoted within a chapter does not; nor does
    "Chapter II:" in a talk about a novel in chapter XXVI.
    """
    if not chapters:
        return []
    words = [chapter.word for chapter in chapters]
    main = max(set(words), key=words.count)
    first, last = words.index(main), len(words) - 1 - words[::-1].index(main)
    outer = [one for at, one in enumerate(chapters) if one.word == main or not first < at < last]
    kept: list[Candidate] = []
    highest = 0
    for one, after in zip_longest(outer, outer[1:]):
        number = one.number
        if number is not None:
            goes_on = after is not None and after.number == number + 1
            if not (highest < number <= highest + 20 or number in (0, 1) or goes_on or not kept or number == highest):
                continue
            highest = number or highest
        kept.append(one)
    return kept


def _continued(chapters: list[Candidate], candidates: list[Candidate]) -> list[Candidate]:
    """Numbered titles that go on after the last chapter: "ADVENTURE VI. ..." and then "VII. THE ADVENTURE OF ..."."""
    end, number = chapters[-1].line.start, chapters[-1].number or 0
    found = []
    for one in candidates:
        if one.kind == "titled" and one.line.start > end and one.number == number + 1:
            found.append(one)
            number += 1
    return found


def _followed_by_prose(parts: list[Candidate], length: int) -> list[Candidate]:
    return [part for part, end in zip(parts, _ends(parts, length), strict=True) if end - part.line.end > _LEAST_PROSE]


def _ends(candidates: list[Candidate], length: int) -> list[int]:
    """Where what each of them heads ends."""
    return [after.line.start for after in candidates[1:]] + [length] * bool(candidates)


def _numbered_series(candidates: list[Candidate]) -> list[Candidate]:
    """The longest series of bare numbers written alike, or of numbered titles; empty without one."""
    manners = {(found.kind, found.word) for found in candidates if found.kind in ("bare", "titled")}
    return max((_series(candidates, kind, word) for kind, word in sorted(manners)), key=len, default=[])


def _series(candidates: list[Candidate], kind: str, word: str) -> list[Candidate]:
    """Those whose numbers follow one another: 1, 2, 3, and again from 1 in a new part."""
    chain: list[Candidate] = []
    for one in candidates:
        if (one.kind, one.word) != (kind, word) or one.number is None:
            continue
        last = (chain[-1].number or 0) if chain else 0
        if last < one.number <= last + 2 or (one.number == 1 and chain):
            chain.append(one)
    gaps = sorted(after.line.start - before.line.end for before, after in pairwise(chain))
    if len(chain) < 2 or gaps[len(gaps) // 2] < _LEAST_CHAPTER:
        return []
    return [one for one, after in zip_longest(chain, chain[1:]) if not after or _is_apart(one, after)]


def _is_apart(one: Candidate, after: Candidate) -> bool:
    return after.line.start - one.line.end > _LEAST_PROSE


def _bare_parts(candidates: list[Candidate], series: list[Candidate], flat_text: str) -> list[Candidate]:
    """Numbers written in another way right before one of the series: "— I —" and then "[ 1 ]"."""
    starts = [one.line.start for one in series]
    found = []
    for one in candidates:
        if one.kind == "bare" and one.word != series[0].word:
            at = bisect_right(starts, one.line.start)
            if at < len(starts) and not flat_text[one.line.end : starts[at]].strip():
                found.append(one)
    return found


def _apart(candidates: list[Candidate], series: list[Candidate], length: int) -> list[Candidate]:
    """Titles in capitals after the numbered chapters have ended: of other stories in the same book."""
    end = series[-1].line.start
    capitals = [found for found in candidates if found.kind == "capitals" and found.line.start > end]
    kept = [
        one for one, stop in zip(capitals, _ends(capitals, length), strict=True) if stop - one.line.end > _LEAST_STORY
    ]
    return kept if len(kept) >= 3 else []


def _stories(candidates: list[Candidate], flat_text: str) -> list[Candidate]:
    """Titles in capitals, used from the beginning: those of the stories in a collection."""
    capitals = [found for found in candidates if found.kind == "capitals"]
    ends = _ends(capitals, len(flat_text))
    kept = [one for one, end in zip(capitals, ends, strict=True) if end - one.line.end > _LEAST_STORY]
    return kept if len(kept) >= 2 and kept[0].line.start < _LONGEST_TITLE_PAGE else []
