"""The paragraphs of a text as lines that may be of a letter: their marks, what stands before them, heads of letters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pyarrow as pa

from fabula.reading import letter_cues as cues
from fabula.reading import letter_forms as forms
from fabula.reading.letter_people import People
from fabula.schema import zip_columns

MOST_HEAD_LINES = 6
LEAD, LONGEST_LEAD = 200, 20  # characters before a letter that may speak of it; words of a line with one before it
FIRST_PERSON = 0.012  # of the words of a diary, at least
_I = re.compile(r"\b(?:I|me|my|My)\b")
_WORD = re.compile(r"\w+")


@dataclass
class Letter:
    """A stretch of writing: where it is, what opens it, how sure that is, and whom its own words name."""

    start: int
    end: int
    opened: tuple[int, int]
    confidence: float
    writer: int | None = None
    readers: list[int] = field(default_factory=list)
    writer_name: str | None = None  # of somebody whom the cast does not know


@dataclass(frozen=True)
class Head:
    """The first lines of a letter, paragraphs ``first`` to ``last``; ``start`` is where it begins in the text."""

    first: int
    last: int
    start: int
    opened: tuple[int, int]
    greeting: str
    is_alone: bool  # the greeting is a line of its own
    is_dated: bool
    is_addressed: bool
    heading: str  # of an editor, on the same line


class Page:
    """The paragraphs of one text, by number, and the people whom they may name."""

    def __init__(self, text: str, paragraphs: pa.Table, people: People) -> None:
        self.text = text
        self.people = people
        self.spans: list[tuple[int, int]] = list(zip_columns(paragraphs, "start", "end"))
        self.kinds: list[str] = paragraphs["kind"].to_pylist()
        self.chapter: list[int] = paragraphs["chapter"].to_pylist()
        self.raw = [text[start:end] for start, end in self.spans]
        self.lines = [forms.one_line(raw) for raw in self.raw]
        self.marks = [_mark(raw) for raw in self.raw]  # with which each opens, "" without one

    def __len__(self) -> int:
        return len(self.lines)

    def closes(self, paragraph: int, mark: str = "") -> bool:
        """Whether a paragraph ends in a closing quotation mark: in that of ``mark`` if given."""
        last = self.raw[paragraph].rstrip(forms.EMPHASIS + " \t\n")[-1:]
        return last in tuple(forms.closing_marks(mark) if mark else forms.CLOSING_MARKS)

    def is_in_italics(self, paragraph: int) -> bool:
        """Whether a paragraph is all in italics; what is written in them is found by them (see ``messages``)."""
        raw = self.raw[paragraph].strip()
        return raw[:1] in tuple(forms.EMPHASIS) and raw[-1:] == raw[:1]

    def before(self, paragraph: int) -> int | None:
        """The last paragraph of prose before this one, under the same heading."""
        while paragraph and self.kinds[paragraph - 1] == "break":
            paragraph -= 1
        return paragraph - 1 if paragraph and self.kinds[paragraph - 1] == "prose" else None

    def is_led_in(self, paragraph: int) -> bool:
        """Whether what stands shortly before speaks of something written."""
        before = self.before(paragraph)
        if before is None:
            return False
        earlier = self.before(before)
        first = before if earlier is None or len(self.lines[before].split()) > LONGEST_LEAD else earlier
        return bool(cues.WRITTEN.search(self.text[self.spans[first][0] : self.spans[before][1]][-LEAD:]))

    def encloses(self, paragraph: int) -> bool:
        """Whether what stands before says that another letter follows."""
        before = self.before(paragraph)
        return before is not None and bool(cues.ENCLOSES.search(self.lines[before][-LEAD:]))

    def is_told_by_i(self, first: int, last: int) -> bool:
        """Whether the paragraphs from ``first`` to ``last`` say "I" outside dialogue."""
        numbers = range(first, last + 1)
        told = [self.lines[number] for number in numbers if not self.marks[number]]
        told = told or [self.lines[number] for number in numbers]
        words = sum(len(_WORD.findall(line)) for line in told)
        return sum(len(_I.findall(line)) for line in told) > FIRST_PERSON * words

    def head(self, first: int) -> Head:
        """The lines from paragraph ``first`` on as those that a letter begins with."""
        line, heading, start = self._under_heading(first)
        last, opened = first, start + 1
        is_dated = is_addressed = False
        for paragraph in range(first, min(first + MOST_HEAD_LINES, len(self))):
            line = line if paragraph == first else self.lines[paragraph]
            if self.kinds[paragraph] == "break" or self.chapter[paragraph] != self.chapter[first]:
                break
            if greeting := forms.greeting(line):
                at, end = self.spans[paragraph]
                is_alone = not line[len(greeting) :].strip(forms.SET_OFF + " ")
                shown = at, min(at + len(greeting) + 2, end)
                return Head(first, paragraph, start, shown, greeting, is_alone, is_dated, is_addressed, heading)
            is_date, is_to = forms.is_dateline(line), forms.is_address(line)
            if not is_date and not is_to and not (forms.is_place(line) and self._is_above_head(paragraph)):
                break
            is_dated, is_addressed = is_dated or is_date, is_addressed or is_to
            last, opened = paragraph, self.spans[paragraph][1]
        return Head(first, last, start, (start, opened), "", False, is_dated, is_addressed, heading)

    def _under_heading(self, paragraph: int) -> tuple[str, str, int]:
        """A line without the heading in capitals before a date or place, that heading, and where the rest begins."""
        line, start = self.lines[paragraph], self.spans[paragraph][0]
        shouted = forms.SHOUTED_HEADING.match(line)
        rest = line[shouted.end() :] if shouted else ""
        if shouted is None or not (forms.is_dateline(rest) or forms.is_place(rest)):
            return line, "", start
        raw = self.raw[paragraph].rstrip()
        return rest, shouted.group(), start + raw.index(rest.split()[0], len(raw) - len(rest) - 4)

    def _is_above_head(self, paragraph: int) -> bool:
        """Whether the next line is a date or a greeting."""
        following = self.lines[paragraph + 1] if paragraph + 1 < len(self) else ""
        return forms.is_dateline(following) or bool(forms.greeting(following))


def _mark(raw: str) -> str:
    """The quotation mark with which a paragraph opens; nothing without one."""
    first = raw.lstrip(forms.EMPHASIS + " \t\n")[:1]
    return first if first in tuple(forms.OPENING_MARKS) else ""
