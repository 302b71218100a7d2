"""Find the headings of chapters in a text that has no markup.

The problem: the same thing is written in a hundred ways,
    CHAPTER I                Chapter 12: The Title       XII            — I —
    THERE IS NO ONE LEFT     _Chapter I_                 [ 1 ]          PART ONE--The Old Buccaneer
    I. THE PRISON DOOR       01 My Early Home            LETTER IV      Phase the First: The Maiden
and a line that looks like one may be a section within a chapter, an item of a list, or the first words of
a wrapped sentence ("Chapter and verse he gave her"). What decides is the whole book: headings stand on
lines of their own, their numbers follow one another, and there is prose between them.

Not tried: headings without number, keyword or capitals. Score (November 2026): see tests/sources.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from fabula.sources.document import Furniture
from fabula.sources.lines import (
    Line,
    blank_lines_after,
    blank_lines_before,
    block_end,
    has_blank_lines,
    is_wrapped,
    next_line,
    short_lines,
)
from fabula.sources.numerals import NUMERAL, value_of

_DECORATION = r"[_*#~=\[\]({<>|:.\-–—\s•·]*"
_CHAPTER_WORDS = r"chapter|chap\.?|ch\.|chapitre|letter|adventure|canto|stave|episode|tale|fit|entry"
_PART_WORDS = r"part|book|volume|vol\.?|phase|act|section|period|narrative"
_NUMBERED = re.compile(
    rf"{_DECORATION}(?P<word>{_CHAPTER_WORDS}|{_PART_WORDS})[ .:#]*(?:the )?(?P<number>{NUMERAL})(?P<rest>.*)\Z",
    re.IGNORECASE,
)
_ORDINAL_FIRST = re.compile(
    rf"{_DECORATION}(?:the )?(?P<number>{NUMERAL}) (?P<word>{_CHAPTER_WORDS}|{_PART_WORDS})(?P<rest>\W.*|)\Z",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"{_DECORATION}(?P<number>{NUMERAL})(?P<rest>{_DECORATION}[\])}}]*{_DECORATION})\Z", re.IGNORECASE
)
_TITLED = re.compile(
    r"(?P<number>\d{1,3}|[IVXLC]+)(?P<mark>[.):]|\s?[—–-]{1,2}|(?=\s))\s*(?P<rest>[\"'“‘]?[A-Z0-9].{1,90})\Z"
)
_ALONE = re.compile(
    rf"{_DECORATION}(?P<word>prologue|epilogue|preface|introduction|introductory|foreword|afterword|conclusion|"
    rf"interlude|prelude|postscript|finale|appendix|etymology|extracts|envoi|coda)\b(?P<rest>.*)\Z",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"[^a-z\n]*[A-Z][^a-z\n]*[A-Z][^a-z\n]*\Z")
_HASHES = re.compile(r"#{1,3} +(?P<rest>\S.*)\Z")
_SEPARATED = re.compile(r"[ _*]*[.:\-–—)\]]")
_SENTENCE_END = (".", ",", ";", "!", "?", '."', ".”", ',"', ",”", '?"', "?”", '!"', "!”")
_OPENERS = "\"'“‘«—"
_LONGEST_TITLE = 90
_LONGEST_HEADING = 400
_LONGEST_MOTTO = 250
_LONGEST_TITLE_PAGE = 600
_LEAST_PROSE = 150  # characters between two headings, for both to head something
_LEAST_CHAPTER = 800  # characters in the middling chapter of a series of bare numbers


@dataclass(frozen=True)
class Heading:
    """A heading: where it stands, its title on one line, and its place in the hierarchy.

    ``level`` is 0 for a part, 1 for a chapter or its like. ``number`` is None without one.
    """

    start: int
    end: int
    title: str
    level: int
    number: int | None = None


@dataclass(frozen=True)
class _Candidate:
    line: Line
    kind: str  # "chapter", "part", "alone", "bare", "titled", "capitals", "hashes"
    word: str  # the keyword, or for a bare number how it is written
    number: int | None
    has_title: bool


def find_headings(flat_text: str, is_left_out: Callable[[int], bool] = lambda _: False) -> list[Heading]:
    """The headings of chapters and parts, in order; none where the text has none.

    Takes   flat_text: from ``lines.flat``; is_left_out: whether an offset lies in a contents list or licence

    >>> [heading.title for heading in find_headings("CHAPTER I\\n\\nHOME\\n\\nIt rained for a week.\\n")]
    ['CHAPTER I: HOME']
    """
    candidates = [found for found in _candidates(flat_text) if not is_left_out(found.line.start)]
    chosen = _choose(candidates, flat_text)
    return _with_titles(flat_text, chosen)


def one_line(text: str) -> str:
    """``text`` as a title: on one line, without marks of emphasis and decoration around it."""
    joined = " ".join(text.replace("_", "").split()).strip("*#=~|<>[]{} ")
    return joined.strip("-–— ") if joined[:1] in "-–—" else joined


def _candidates(flat_text: str) -> list[_Candidate]:
    wrapped = is_wrapped(flat_text)
    spaced = wrapped or has_blank_lines(flat_text)
    found: list[_Candidate] = []
    for line in short_lines(flat_text):
        candidate = _classify(line)
        if candidate is None:
            continue
        follows = bool(found) and found[-1].line.end + 3 >= line.start
        if _stands_apart(flat_text, candidate, wrapped, needs_blank=spaced and not follows):
            found.append(candidate)
    return found


def _stands_apart(flat_text: str, candidate: _Candidate, wrapped: bool, needs_blank: bool) -> bool:
    line = candidate.line
    before, after = blank_lines_before(flat_text, line.start), blank_lines_after(flat_text, line.end)
    if needs_blank and not before:
        return False
    if candidate.kind == "titled":
        return bool(before and after)
    if candidate.kind == "capitals":
        return bool(before and after and (before >= 2 or not wrapped))
    if wrapped and candidate.has_title and not after:
        return _block_height(flat_text, line) <= (5 if before >= 2 else 3)
    return after > 0 or not line.text.endswith(",")


def _block_height(flat_text: str, line: Line) -> int:
    """Lines of the block that begins with ``line``, up to 9."""
    end = block_end(flat_text, line.end)
    return 9 if end is None else min(flat_text.count("\n", line.start, end) + 1, 9)


def _classify(line: Line) -> _Candidate | None:
    text = line.text
    if text[0].islower() and not text[:4].lower().startswith(("chap", "part", "book", "i", "v", "x")):
        return None
    for pattern in (_NUMBERED, _ORDINAL_FIRST):
        match = pattern.match(text)
        if match and _may_follow(match["rest"], text):
            is_part = re.fullmatch(_PART_WORDS, match["word"], re.IGNORECASE)
            kind, word = "part" if is_part else "chapter", match["word"].lower()[:4]
            return _Candidate(line, kind, word, value_of(match["number"]), _has_letter(match["rest"]))
    if len(text) <= 30 and (match := _BARE.match(text)) and not text.startswith("."):
        return _Candidate(line, "bare", _manner(text, match["number"]), value_of(match["number"]), False)
    if len(text) <= 80 and (match := _ALONE.match(text)) and _may_follow(match["rest"], text):
        return _Candidate(line, "alone", match["word"].lower(), None, _has_letter(match["rest"]))
    if match := _HASHES.match(text):
        return _Candidate(line, "hashes", "#", None, True)
    if (match := _TITLED.match(text)) and not text.endswith((",", ";")):
        return _Candidate(line, "titled", "", value_of(match["number"]), True)
    if len(text) <= 70 and _CAPITALS.match(text) and not text.endswith((",", ";")):
        return _Candidate(line, "capitals", "", None, True)
    return None


def _has_letter(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _manner(text: str, number: str) -> str:
    """How a bare number is written: "[ 1 ]" and "[ 2 ]" alike, "— I —" another way."""
    form = "1" if number.isdecimal() else "I" if number.isupper() else "i"
    return text.replace(number, form).replace(" ", "")


def _may_follow(rest: str, line: str) -> bool:
    """Whether ``rest`` may stand after the number: nothing, a title behind a mark, or capitals.

    "Chapter 3 was the worst of them" is the beginning of a sentence; so is "BOOK II, CHAPTER V. (Thrasher).--This
    gentleman is famous for his tail".
    """
    title = rest.strip(" _*#~=.:-–—)]")
    if not title:
        return True
    if len(line) > 160 or line.endswith(";") or ".--" in title:
        return False
    if title.isupper() or _SEPARATED.match(rest):
        return True
    return (title[0].isupper() or title[0] in "[(") and not line.endswith(_SENTENCE_END)


def _choose(candidates: list[_Candidate], flat_text: str) -> list[_Candidate]:
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
        return sorted(
            [*series, *parts, *alone, *others, *_bare_parts(candidates, series, flat_text)], key=_start
        )
    if parts:
        return sorted([*parts, *alone], key=_start)
    return sorted([*alone, *_stories(candidates, flat_text)], key=_start)


def _start(candidate: _Candidate) -> int:
    return candidate.line.start


def _main_series(chapters: list[_Candidate]) -> list[_Candidate]:
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
    kept: list[_Candidate] = []
    highest = 0
    for one, after in zip_longest(outer, outer[1:]):
        number = one.number
        if number is not None:
            goes_on = after is not None and after.number == number + 1
            if not (
                highest < number <= highest + 20
                or number in (0, 1)
                or goes_on
                or not kept
                or number == highest
            ):
                continue
            highest = number or highest
        kept.append(one)
    return kept


def _continued(chapters: list[_Candidate], candidates: list[_Candidate]) -> list[_Candidate]:
    """Numbered titles that go on after the last chapter: "ADVENTURE VI. ..." and then "VII. THE ADVENTURE OF ..."."""
    end, number = chapters[-1].line.start, chapters[-1].number or 0
    found = []
    for one in candidates:
        if one.kind == "titled" and one.line.start > end and one.number == number + 1:
            found.append(one)
            number += 1
    return found


def _followed_by_prose(parts: list[_Candidate], length: int) -> list[_Candidate]:
    return [
        part
        for part, end in zip(parts, _ends(parts, length), strict=True)
        if end - part.line.end > _LEAST_PROSE
    ]


def _ends(candidates: list[_Candidate], length: int) -> list[int]:
    """Where what each of them heads ends."""
    return [after.line.start for after in candidates[1:]] + [length] * bool(candidates)


def _numbered_series(candidates: list[_Candidate]) -> list[_Candidate]:
    """The longest series of bare numbers written alike, or of numbered titles; empty without one."""
    manners = {(found.kind, found.word) for found in candidates if found.kind in ("bare", "titled")}
    return max((_series(candidates, kind, word) for kind, word in sorted(manners)), key=len, default=[])


def _series(candidates: list[_Candidate], kind: str, word: str) -> list[_Candidate]:
    """Those whose numbers follow one another: 1, 2, 3, and again from 1 in a new part."""
    chain: list[_Candidate] = []
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


def _is_apart(one: _Candidate, after: _Candidate) -> bool:
    return after.line.start - one.line.end > _LEAST_PROSE


def _bare_parts(candidates: list[_Candidate], series: list[_Candidate], flat_text: str) -> list[_Candidate]:
    """Numbers written in another way right before one of the series: "— I —" and then "[ 1 ]"."""
    starts = [one.line.start for one in series]
    found = []
    for one in candidates:
        if one.kind == "bare" and one.word != series[0].word:
            at = bisect_right(starts, one.line.start)
            if at < len(starts) and not flat_text[one.line.end : starts[at]].strip():
                found.append(one)
    return found


def _apart(candidates: list[_Candidate], series: list[_Candidate], length: int) -> list[_Candidate]:
    """Titles in capitals after the numbered chapters have ended: of other stories in the same book."""
    end = series[-1].line.start
    capitals = [found for found in candidates if found.kind == "capitals" and found.line.start > end]
    kept = [
        one for one, stop in zip(capitals, _ends(capitals, length), strict=True) if stop - one.line.end > 2000
    ]
    return kept if len(kept) >= 3 else []


def _stories(candidates: list[_Candidate], flat_text: str) -> list[_Candidate]:
    """Titles in capitals, used from the beginning: those of the stories in a collection."""
    capitals = [found for found in candidates if found.kind == "capitals"]
    ends = _ends(capitals, len(flat_text))
    kept = [one for one, end in zip(capitals, ends, strict=True) if end - one.line.end > 2000]
    return kept if len(kept) >= 2 and kept[0].line.start < _LONGEST_TITLE_PAGE else []


def _with_titles(flat_text: str, chosen: list[_Candidate]) -> list[Heading]:
    """Headings from the chosen lines, with the title lines that belong to them; parts joined to chapters."""
    habit, wrapped = _has_title_habit(flat_text, chosen), is_wrapped(flat_text)
    found = [
        _heading(flat_text, one, after, habit, wrapped) for one, after in zip_longest(chosen, chosen[1:])
    ]
    return join_headings(flat_text, found)


def _has_title_habit(flat_text: str, chosen: list[_Candidate]) -> bool:
    """Whether nearly every chapter has a short line of its own after the number, so that it is a title.

    "If Love Were All!" may then be one, though it ends as a sentence does.
    """
    untitled = [one for one in chosen if not one.has_title]
    short = 0
    for one in untitled:
        line = next_line(flat_text, one.line.end)
        short += (
            line is not None
            and len(line.text) <= 70
            and _is_alone(flat_text, line)
            and line.text[0] not in "“"
        )
    return len(untitled) >= 4 and short >= 0.8 * len(untitled)


def _heading(
    flat_text: str, candidate: _Candidate, after: _Candidate | None, habit: bool, wrapped: bool
) -> Heading:
    line = candidate.line
    stop = after.line.start if after else len(flat_text)
    titles, end = [line.text], line.end
    follower = next_line(flat_text, end, stop)
    while follower is not None and follower.start - line.start < _LONGEST_HEADING:
        gap = flat_text.count("\n", end, follower.start) - 1
        is_second = gap == 0 and (candidate.has_title or len(titles) > 1)
        continues = is_second and ((wrapped and candidate.has_title) or _continues(flat_text, follower))
        begins = (
            len(titles) == 1
            and not candidate.has_title
            and gap <= 4
            and _is_title(flat_text, follower, habit)
        )
        if continues:
            titles[-1] += " " + follower.text
        elif begins:
            titles.append(follower.text)
        else:
            break
        end = follower.end
        follower = next_line(flat_text, end, stop)
    level = 0 if candidate.kind == "part" else 1
    title = ": ".join(one_line(part).rstrip(".:") for part in titles)
    return Heading(line.start, end, title, level, candidate.number)


def _continues(flat_text: str, line: Line) -> bool:
    """Whether ``line``, right under a title, is its next line."""
    if len(line.text) > _LONGEST_TITLE:
        return False
    return _is_alone(flat_text, line) or _CAPITALS.match(line.text) is not None


def _is_title(flat_text: str, line: Line, habit: bool) -> bool:
    text = line.text
    if len(text) > _LONGEST_TITLE or not _has_letter(text) or _BARE.match(text):
        return False
    if _CAPITALS.match(text) and text[0] not in "“":
        return True
    if not _is_alone(flat_text, line):
        return False
    if habit:
        return True
    return not text.endswith(_SENTENCE_END) and text[0] not in _OPENERS and text[0].isupper()


def _is_alone(flat_text: str, line: Line) -> bool:
    """Whether a blank line follows, or a line so long that it is a paragraph."""
    if blank_lines_after(flat_text, line.end):
        return True
    follower = next_line(flat_text, line.end)
    return follower is None or len(follower.text) > max(90, 2 * len(line.text))


def join_headings(
    flat_text: str, headings: Iterable[Heading], furniture: Sequence[Furniture] = ()
) -> list[Heading]:
    """Headings with nothing but furniture between them made one: "BOOK I: MISS BROOKE / CHAPTER I"."""
    joined: list[Heading] = []
    for heading in headings:
        if joined and _belongs_to(flat_text, joined[-1], heading, furniture):
            before = joined.pop()
            between = " / " if before.level < heading.level else ": "
            is_same = before.title.casefold() == heading.title.casefold() or not before.title
            title = heading.title if is_same else before.title + between + heading.title
            heading = replace(
                heading, start=before.start, title=title, level=max(before.level, heading.level)
            )
        joined.append(heading)
    return joined


def _belongs_to(flat_text: str, before: Heading, heading: Heading, furniture: Sequence[Furniture]) -> bool:
    """Whether ``before`` heads nothing but ``heading``: no prose between them, below a part a motto at most."""
    if not _is_anything(flat_text, before.end, heading.start, furniture):
        return True
    gap = flat_text[before.end : heading.start]
    is_short = len(gap) <= _LONGEST_MOTTO and all(len(line) <= _LONGEST_TITLE for line in gap.split("\n"))
    return before.level < heading.level and is_short


def _is_anything(flat_text: str, start: int, end: int, furniture: Sequence[Furniture]) -> bool:
    for piece in furniture:
        if piece.end <= start:
            continue
        if piece.start >= end:
            break
        if flat_text[start : piece.start].strip():
            return True
        start = piece.end
    return bool(flat_text[start:end].strip()) if start < end else False
