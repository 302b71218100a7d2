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
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest

from fabula.sources.lines import Line, blank_lines_after, blank_lines_before, is_wrapped, next_line, short_lines
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
_BARE = re.compile(rf"{_DECORATION}(?P<number>{NUMERAL})(?P<rest>{_DECORATION}[\])}}]*{_DECORATION})\Z", re.IGNORECASE)
_TITLED = re.compile(
    r"(?P<number>\d{1,3}|[IVXLC]+)(?P<mark>[.):]|\s?[—–-]{1,2}|\s(?=\s))?\s*(?P<rest>[\"'“‘]?[A-Z0-9].{1,90})\Z"
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
_LEAST_PROSE = 150  # characters between two headings, for both to head something


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
    number: int | None
    has_title: bool


def find_headings(flat_text: str, is_left_out: Callable[[int], bool] = lambda _: False) -> list[Heading]:
    """The headings of chapters and parts, in order; none where the text has none.

    Takes   flat_text: from ``lines.flat``; is_left_out: whether an offset lies in a contents list or licence

    >>> [heading.title for heading in find_headings("CHAPTER I\\n\\nHome\\n\\nIt rained for a week.\\n")]
    ['CHAPTER I: Home']
    """
    candidates = [found for found in _candidates(flat_text) if not is_left_out(found.line.start)]
    chosen = _choose(candidates, len(flat_text))
    return _with_titles(flat_text, chosen)


def one_line(text: str) -> str:
    """``text`` as a title: on one line, without marks of emphasis and decoration around it."""
    joined = " ".join(text.replace("_", "").split())
    return joined.strip("*#=~|<>_ ").strip("-–—[]{} ").strip()


def _candidates(flat_text: str) -> list[_Candidate]:
    wrapped = is_wrapped(flat_text)
    spaced = wrapped or flat_text.count("\n\n") > 0.3 * flat_text.count("\n")
    found = []
    for line in short_lines(flat_text):
        candidate = _classify(line)
        if candidate is None:
            continue
        before, after = blank_lines_before(flat_text, line.start), blank_lines_after(flat_text, line.end)
        if spaced and not before and not (found and found[-1].line.end + 3 >= line.start):
            continue
        if candidate.kind == "titled" and not (before and after):
            continue
        if candidate.kind == "capitals" and not (before and after and (before >= 2 or not wrapped)):
            continue
        found.append(candidate)
    return found


def _classify(line: Line) -> _Candidate | None:
    text = line.text
    first = text[0]
    if first.islower() and not text[:4].lower().startswith(("chap", "part", "book", "i", "v", "x")):
        return None
    for pattern in (_NUMBERED, _ORDINAL_FIRST):
        match = pattern.match(text)
        if match and _may_follow(match["rest"], text):
            is_part = re.fullmatch(_PART_WORDS, match["word"], re.IGNORECASE)
            has_title = any(letter.isalpha() for letter in match["rest"])
            return _Candidate(line, "part" if is_part else "chapter", value_of(match["number"]), has_title)
    if len(text) <= 30 and (match := _BARE.match(text)) and not text.startswith("."):
        return _Candidate(line, "bare", value_of(match["number"]), has_title=False)
    if len(text) <= 80 and (match := _ALONE.match(text)) and _may_follow(match["rest"], text):
        return _Candidate(line, "alone", None, has_title=any(letter.isalpha() for letter in match["rest"]))
    if match := _HASHES.match(text):
        return _Candidate(line, "hashes", None, has_title=True)
    match = _TITLED.match(text)
    if match and (match["mark"] or match["number"].isdecimal()) and not text.endswith((",", ";")):
        return _Candidate(line, "titled", value_of(match["number"]), has_title=True)
    if len(text) <= 70 and _CAPITALS.match(text) and not text.endswith((",", ";")):
        return _Candidate(line, "capitals", None, has_title=True)
    return None


def _may_follow(rest: str, line: str) -> bool:
    """Whether ``rest`` may stand after the number: nothing, a title behind a mark, or capitals.

    "Chapter 3 was the worst of them" is the beginning of a sentence.
    """
    rest_words = rest.strip(" _*#~=.:-–—)]")
    if not rest_words:
        return True
    if len(line) > 160 or line.endswith((",", ";")):
        return False
    if _SEPARATED.match(rest):
        return True
    return rest_words[0].isupper() and not line.endswith(_SENTENCE_END)


def _choose(candidates: list[_Candidate], length: int) -> list[_Candidate]:
    """The candidates that head chapters, by what the book as a whole does."""
    chapters = [found for found in candidates if found.kind in ("chapter", "hashes")]
    parts = _followed_by_prose([found for found in candidates if found.kind == "part"], length)
    alone = [found for found in candidates if found.kind == "alone"]
    if chapters:
        return sorted([*chapters, *parts, *alone], key=_start)
    numbered = _series(candidates, "bare") or []
    titled = _series(candidates, "titled") or []
    best = max((numbered, titled), key=len)
    if best:
        return sorted([*best, *parts, *alone, *_apart(candidates, best)], key=_start)
    if parts:
        return sorted([*parts, *alone], key=_start)
    return sorted([*alone, *_stories(candidates, length)], key=_start)


def _start(candidate: _Candidate) -> int:
    return candidate.line.start


def _followed_by_prose(parts: list[_Candidate], length: int) -> list[_Candidate]:
    return [part for part, end in zip(parts, _ends(parts, length), strict=True) if end - part.line.end > _LEAST_PROSE]


def _ends(candidates: list[_Candidate], length: int) -> list[int]:
    """Where what each of them heads ends."""
    return [after.line.start for after in candidates[1:]] + [length] * bool(candidates)


def _series(candidates: list[_Candidate], kind: str) -> list[_Candidate]:
    """The candidates of ``kind`` whose numbers follow one another (1, 2, 3, and again from 1 in a new part)."""
    chain: list[_Candidate] = []
    for candidate in candidates:
        if candidate.kind != kind or candidate.number is None:
            continue
        last = chain[-1].number if chain else 0
        follows = last is not None and last < candidate.number <= last + 2
        if follows or (candidate.number == 1 and chain):
            chain.append(candidate)
    gaps = sorted(after.line.start - before.line.end for before, after in zip(chain, chain[1:], strict=False))
    if len(chain) < 2 or gaps[len(gaps) // 2] < 800:
        return []
    return [one for one, after in _with_next(chain) if after is None or after.line.start - one.line.end > _LEAST_PROSE]


def _with_next(chain: list[_Candidate]) -> list[tuple[_Candidate, _Candidate | None]]:
    return list(zip_longest(chain, chain[1:]))


def _apart(candidates: list[_Candidate], numbered: list[_Candidate]) -> list[_Candidate]:
    """Titles in capitals of other stories in the same book: those after the numbers have ended or begin anew."""
    return []


def _stories(candidates: list[_Candidate], length: int) -> list[_Candidate]:
    """Titles in capitals, used throughout: those of the stories in a collection."""
    capitals = [found for found in candidates if found.kind == "capitals"]
    kept = [one for one, end in zip(capitals, _ends(capitals, length), strict=True) if end - one.line.end > 2000]
    return kept if len(kept) >= 2 else []


def _with_titles(flat_text: str, chosen: list[_Candidate]) -> list[Heading]:
    """Headings from the chosen lines, with the title lines that belong to them; parts joined to chapters."""
    found = [_heading(flat_text, one, after) for one, after in _with_next(chosen)]
    return _joined(flat_text, found)


def _heading(flat_text: str, candidate: _Candidate, after: _Candidate | None) -> Heading:
    line = candidate.line
    stop = after.line.start if after else len(flat_text)
    titles, end = [one_line(line.text)], line.end
    follower = next_line(flat_text, end, stop)
    while follower is not None and len(titles) < 4:
        gap = flat_text.count("\n", end, follower.start) - 1
        is_continued = gap == 0 and len(titles) > (0 if candidate.has_title else 1)
        if gap > 4 or not _is_title(flat_text, follower, is_continued):
            break
        if is_continued:
            titles[-1] += " " + one_line(follower.text)
        elif len(titles) == 1 and not candidate.has_title:
            titles.append(one_line(follower.text))
        else:
            break
        end = follower.end
        follower = next_line(flat_text, end, stop)
    level = 0 if candidate.kind == "part" else 1
    return Heading(line.start, end, ": ".join(title.rstrip(".:") for title in titles), level, candidate.number)


def _is_title(flat_text: str, line: Line, is_continued: bool) -> bool:
    text = line.text
    if len(text) > _LONGEST_TITLE or not any(letter.isalpha() for letter in text):
        return False
    is_capital = _CAPITALS.match(text) is not None
    after = blank_lines_after(flat_text, line.end)
    if not after and not (is_capital or is_continued):
        follower = next_line(flat_text, line.end)
        if follower is None or len(follower.text) <= 2 * len(text):
            return False
    if is_capital:
        return True
    return not text.endswith(_SENTENCE_END) and text[0] not in _OPENERS and (text[0].isupper() or is_continued)


def _joined(flat_text: str, headings: Iterable[Heading]) -> list[Heading]:
    """Headings with no prose between them made one: "BOOK I: MISS BROOKE / CHAPTER I"."""
    joined: list[Heading] = []
    for heading in headings:
        if joined and not flat_text[joined[-1].end : heading.start].strip():
            before = joined.pop()
            title = before.title if before.title == heading.title else f"{before.title} / {heading.title}"
            heading = replace(heading, start=before.start, title=title)
        joined.append(heading)
    return joined
