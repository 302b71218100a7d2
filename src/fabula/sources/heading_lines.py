"""Lines that may be the heading of a chapter, each told by itself and by the blank lines around it.

The problem: "Chapter 3 was the worst of them" begins a sentence, and "CHAPTER 3" a chapter; "[ 1 ]", "_One_",
"XII" and "— I —" are all numbers of chapters. What a line really is, the book as a whole decides
(``heading_choice``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

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

_SIGNS = "\u2022\u00b7\u2190-\u2bff\ufe0f\U0001f300-\U0001faff"  # bullets, arrows, stars, emoji
_DECORATION = rf"[_*#~=\[\]({{<>|:.\-–—\s{_SIGNS}]*"
_CHAPTER_WORDS = r"chapter|chap\.?|ch\.|chapitre|letter|adventure|canto|stave|episode|tale|fit|entry"
_PART_WORDS = r"part|book|volume|vol\.?|phase|act|section|period|narrative"
NUMBERED = re.compile(
    rf"{_DECORATION}(?P<word>{_CHAPTER_WORDS}|{_PART_WORDS})[ .:#]*(?:the )?(?P<number>{NUMERAL})(?P<rest>.*)\Z",
    re.IGNORECASE,
)
_ORDINAL_FIRST = re.compile(
    rf"{_DECORATION}(?:the )?(?P<number>{NUMERAL}) (?P<word>{_CHAPTER_WORDS}|{_PART_WORDS})(?P<rest>\W.*|)\Z",
    re.IGNORECASE,
)
BARE = re.compile(rf"{_DECORATION}(?P<number>{NUMERAL})(?P<rest>{_DECORATION}[\])}}]*{_DECORATION})\Z", re.IGNORECASE)
_TITLED = re.compile(
    r"(?P<number>\d{1,3}|[IVXLC]+)(?P<mark>[.):]|\s?[—–-]{1,2}|(?=\s))\s*(?P<rest>[\"'“‘]?[A-Z0-9].{1,90})\Z"
)
_ALONE = re.compile(
    rf"{_DECORATION}(?P<word>prologue|epilogue|preface|introduction|introductory|foreword|afterword|conclusion|"
    rf"interlude|prelude|postscript|finale|appendix|etymology|extracts|envoi|coda)\b(?P<rest>.*)\Z",
    re.IGNORECASE,
)
CAPITALS = re.compile(r"[^a-z\n]*[A-Z][^a-z\n]*[A-Z][^a-z\n]*\Z")
_HASHES = re.compile(r"#{1,3} +(?P<rest>\S.*)\Z")
_SEPARATED = re.compile(rf"[ _*]*[.:\-–—)\]{_SIGNS}]")
_SIGNS_AROUND = re.compile(rf"\A[{_SIGNS}\s]+|[{_SIGNS}\s]+\Z")
_LONGEST_LINE = 260
_LONG_LINE = 90
SENTENCE_END = (".", ",", ";", "!", "?", '."', ".”", ',"', ",”", '?"', "?”", '!"', "!”")


@dataclass(frozen=True)
class Candidate:
    """A line that may be a heading: what kind of one, and the number it gives."""

    line: Line
    kind: str  # "chapter", "part", "alone", "bare", "titled", "capitals", "hashes"
    word: str  # the keyword, or for a bare number how it is written
    number: int | None
    has_title: bool


def heading_lines(flat_text: str, is_left_out: Callable[[int], bool]) -> list[Candidate]:
    """Every line that may be a heading, in order.

    Takes   is_left_out: whether an offset lies in what is not story; a heading may follow it without a blank line
    """
    wrapped = is_wrapped(flat_text)
    spaced = wrapped or has_blank_lines(flat_text)
    found: list[Candidate] = []
    for line in short_lines(flat_text, longest=_LONGEST_LINE):
        candidate = _classify(line)
        if candidate is None:
            continue
        follows = (bool(found) and found[-1].line.end + 3 >= line.start) or is_left_out(line.start - 2)
        if _stands_apart(flat_text, candidate, wrapped, needs_blank=spaced and not follows):
            found.append(candidate)
    return found


def _stands_apart(flat_text: str, candidate: Candidate, wrapped: bool, needs_blank: bool) -> bool:
    line = candidate.line
    before, after = blank_lines_before(flat_text, line.start), blank_lines_after(flat_text, line.end)
    if needs_blank and not before:
        return False
    if not needs_blank and not wrapped and not after and candidate.kind in ("titled", "capitals"):
        return _is_above_paragraph(flat_text, line)
    if candidate.kind == "titled":
        return bool(before and after)
    if candidate.kind == "capitals":
        return bool(before and after and (before >= 2 or not wrapped))
    if wrapped and candidate.has_title and not after:
        return _block_height(flat_text, line) <= (5 if before >= 2 else 3)
    return after > 0 or not line.text.endswith(",")


def _is_above_paragraph(flat_text: str, line: Line) -> bool:
    """Whether a long line follows at once: where no blank lines part the paragraphs, that is all there is to go by."""
    follower = next_line(flat_text, line.end)
    return follower is not None and len(follower.text) > _LONG_LINE


def _block_height(flat_text: str, line: Line) -> int:
    """Lines of the block that begins with ``line``, up to 9."""
    end = block_end(flat_text, line.end)
    return 9 if end is None else min(flat_text.count("\n", line.start, end) + 1, 9)


def _classify(line: Line) -> Candidate | None:
    text = line.text
    if text[0].islower() and not text[:4].lower().startswith(("chap", "part", "book", "i", "v", "x")):
        return None
    for pattern in (NUMBERED, _ORDINAL_FIRST):
        match = pattern.match(text)
        if match and _may_follow(match["rest"], text):
            is_part = re.fullmatch(_PART_WORDS, match["word"], re.IGNORECASE)
            kind, word = "part" if is_part else "chapter", match["word"].lower()[:4]
            return Candidate(line, kind, word, value_of(match["number"]), has_letter(match["rest"]))
    if len(text) <= 30 and (match := BARE.match(text)) and not text.startswith("."):
        return Candidate(line, "bare", _manner(text, match["number"]), value_of(match["number"]), False)
    if len(text) <= 80 and (match := _ALONE.match(text)) and _may_follow(match["rest"], text):
        return Candidate(line, "alone", match["word"].lower(), None, has_letter(match["rest"]))
    if match := _HASHES.match(text):
        return Candidate(line, "hashes", "#", None, True)
    if (match := _TITLED.match(text)) and not text.endswith((",", ";")):
        return Candidate(line, "titled", "", value_of(match["number"]), True)
    if len(text) <= 70 and CAPITALS.match(text) and not text.endswith((",", ";")):
        return Candidate(line, "capitals", "", None, True)
    return None


def has_letter(text: str) -> bool:
    """Whether there is a letter in ``text``."""
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
    if len(line) > _LONGEST_LINE or line.endswith(";") or ".--" in title:
        return False
    if title.isupper() or _SEPARATED.match(rest):
        return True
    return (title[0].isupper() or title[0] in "[(") and not line.endswith(SENTENCE_END)


def is_chapter(title: str) -> bool:
    """Whether ``title`` names a chapter or part by number, or by a word such as "Prologue"."""
    return any(pattern.match(title) for pattern in (NUMBERED, _ORDINAL_FIRST, BARE, _ALONE, _TITLED))


def title_of(text: str) -> str:
    """The title that a marked heading shows: "Chapter 1" and "The Attic" under each other are joined by a colon."""
    first, _, rest = text.partition("\n")
    if rest.strip() and (NUMBERED.match(first) or BARE.match(first)) and not NUMBERED.match(rest):
        return f"{one_line(first).rstrip('.:')}: {one_line(rest)}"
    return one_line(text)


def one_line(text: str) -> str:
    """``text`` as a title: on one line, without marks of emphasis and decoration around it."""
    joined = " ".join(_SIGNS_AROUND.sub("", text.replace("_", "")).split()).strip("*#=~|<>[]{} ")
    return joined.strip("-–— ") if joined[:1] in "-–—" else joined
