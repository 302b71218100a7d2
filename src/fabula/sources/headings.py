"""Find the headings of chapters in a text that has no markup.

The problem: the same thing is written in a hundred ways,
    CHAPTER I                Chapter 12: The Title       XII            — I —
    THERE IS NO ONE LEFT     _Chapter I_                 [ 1 ]          PART ONE--The Old Buccaneer
    I. THE PRISON DOOR       01 My Early Home            LETTER IV      Phase the First: The Maiden
and a line that looks like one may be a section within a chapter, an item of a list, or the first words of
a wrapped sentence ("Chapter and verse he gave her"). What decides is the whole book: headings stand on
lines of their own, their numbers follow one another, and there is prose between them.

Not tried: headings without number, keyword or capitals. On 97 novels of Project Gutenberg (November 2026) every
chapter is found that has a number, a keyword or a title in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from fabula.sources.document import Furniture
from fabula.sources.heading_choice import choose_headings
from fabula.sources.heading_lines import (
    BARE,
    CAPITALS,
    SENTENCE_END,
    Candidate,
    has_letter,
    heading_lines,
    is_chapter,
    one_line,
)
from fabula.sources.lines import Line, blank_lines_after, is_wrapped, next_line

_OPENERS = "\"'“‘«—"
_NOTE = re.compile(
    r"\W*(?:a/n\b|author['’]?s['’]? note|disclaimer|(?:an|notes?|summary|rating|warnings?|pairing)\s?:)", re.IGNORECASE
)
_LONGEST_TITLE = 90
_LONGEST_HEADING = 400
_LONGEST_MOTTO = 250
_MOST_JOINED = 4


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


def find_headings(flat_text: str, is_left_out: Callable[[int], bool] = lambda _: False) -> list[Heading]:
    """The headings of chapters and parts, in order; none where the text has none.

    Takes   flat_text: from ``lines.flat``; is_left_out: whether an offset lies in a contents list or licence

    >>> [heading.title for heading in find_headings("CHAPTER I\\n\\nHOME\\n\\nIt rained for a week.\\n")]
    ['CHAPTER I: HOME']
    """
    candidates = [found for found in heading_lines(flat_text, is_left_out) if not is_left_out(found.line.start)]
    chosen = choose_headings(candidates, flat_text)
    return _with_titles(flat_text, chosen, is_left_out)


def _with_titles(flat_text: str, chosen: list[Candidate], is_left_out: Callable[[int], bool]) -> list[Heading]:
    """Headings from the chosen lines, with the title lines that belong to them; parts joined to chapters."""
    habit, wrapped = _has_title_habit(flat_text, chosen), is_wrapped(flat_text)
    found = []
    for one, after in zip_longest(chosen, chosen[1:]):
        end = after.line.start if after else len(flat_text)
        stop = _first_left_out(flat_text, one.line.end, end, is_left_out)
        found.append(_heading(flat_text, one, stop, habit, wrapped))
    return join_headings(flat_text, found)


def _first_left_out(flat_text: str, start: int, end: int, is_left_out: Callable[[int], bool]) -> int:
    """Where, among the few lines after a heading, furniture begins; ``end`` if it does not."""
    line = next_line(flat_text, start, end)
    while line is not None and line.start < start + _LONGEST_HEADING:
        if is_left_out(line.start):
            return line.start
        line = next_line(flat_text, line.end, end)
    return end


def _has_title_habit(flat_text: str, chosen: list[Candidate]) -> bool:
    """Whether nearly every chapter has a short line of its own after the number, so that it is a title.

    "If Love Were All!" may then be one, though it ends as a sentence does.
    """
    untitled = [one for one in chosen if not one.has_title]
    short = 0
    for one in untitled:
        line = next_line(flat_text, one.line.end)
        short += line is not None and len(line.text) <= 70 and _is_alone(flat_text, line) and line.text[0] not in "“"
    return len(untitled) >= 4 and short >= 0.8 * len(untitled)


def _heading(flat_text: str, candidate: Candidate, stop: int, habit: bool, wrapped: bool) -> Heading:
    """The heading that ``candidate`` begins, with the lines before ``stop`` that are its title."""
    line = candidate.line
    titles, end = [line.text], line.end
    follower = next_line(flat_text, end, stop)
    while follower is not None and follower.start - line.start < _LONGEST_HEADING:
        gap = flat_text.count("\n", end, follower.start) - 1
        is_second = gap == 0 and (candidate.has_title or len(titles) > 1)
        continues = is_second and ((wrapped and candidate.has_title) or _continues(flat_text, follower))
        begins = len(titles) == 1 and not candidate.has_title and gap <= 4 and _is_title(flat_text, follower, habit)
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
    return _is_alone(flat_text, line) or CAPITALS.match(line.text) is not None


def _is_title(flat_text: str, line: Line, habit: bool) -> bool:
    text = line.text
    if not has_letter(text) or BARE.match(text) or _NOTE.match(text):
        return False
    if CAPITALS.match(text) and text[0] not in "“" and len(text) <= _LONGEST_MOTTO:
        return True
    if len(text) > _LONGEST_TITLE:
        return False
    if not _is_alone(flat_text, line):
        return False
    if habit:
        return True
    return not text.endswith(SENTENCE_END) and text[0] not in _OPENERS and text[0].isupper()


def _is_alone(flat_text: str, line: Line) -> bool:
    """Whether a blank line follows, or a line so long that it is a paragraph."""
    if blank_lines_after(flat_text, line.end):
        return True
    follower = next_line(flat_text, line.end)
    return follower is None or len(follower.text) > max(90, 2 * len(line.text))


def join_headings(flat_text: str, headings: Iterable[Heading], furniture: Sequence[Furniture] = ()) -> list[Heading]:
    """Headings with nothing but furniture between them made one: "BOOK I: MISS BROOKE / CHAPTER I".

    What a title page shows in large letters above the first chapter is joined to it too, and leaves no title.
    """
    joined: list[Heading] = []
    for heading in headings:
        if joined and _belongs_to(flat_text, joined[-1], heading, furniture, is_first=len(joined) == 1):
            heading = _join(joined.pop(), heading)
        joined.append(heading)
    return joined


def _join(before: Heading, heading: Heading) -> Heading:
    is_same = before.title.casefold() == heading.title.casefold()
    between = " / " if before.level < heading.level else ": "
    has_title = bool(before.title) and not is_same and not (is_chapter(heading.title) and not is_chapter(before.title))
    is_list = before.title.count(": ") + before.title.count(" / ") >= _MOST_JOINED
    title = before.title + between + heading.title if has_title and not is_list else heading.title
    return replace(heading, start=before.start, title=title, level=max(before.level, heading.level))


def _belongs_to(
    flat_text: str, before: Heading, heading: Heading, furniture: Sequence[Furniture], is_first: bool
) -> bool:
    """Whether ``before`` heads nothing but ``heading``: no prose between them, below a part a motto at most."""
    gap = _without_furniture(flat_text, before.end, heading.start, furniture)
    if not gap.strip():
        return True
    is_short = len(gap.strip()) <= _LONGEST_MOTTO and all(len(line) <= _LONGEST_TITLE for line in gap.split("\n"))
    is_title_page = is_first and not is_chapter(before.title)
    return is_short and (before.level < heading.level or is_title_page)


def _without_furniture(flat_text: str, start: int, end: int, furniture: Sequence[Furniture]) -> str:
    """What stands between ``start`` and ``end``, without the furniture in it."""
    kept = []
    for piece in furniture:
        if start < piece.end and piece.start < end:
            kept.append(flat_text[start : piece.start])
            start = piece.end
    return "".join([*kept, flat_text[start:end]])
