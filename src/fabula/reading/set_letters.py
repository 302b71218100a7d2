"""Letters and entries of a diary that are paragraphs of their own: where each begins and where it ends.

The problem. A letter may stand without marks, in quotation marks, as a chapter; another letter may be inside it:
    EVELINA TO MISS MIRVAN.  Berry Hill, July 21st.
    You accuse me of mystery, ... This note,--but let it speak for itself.
    "To Miss Anville.
    "With transport, most charming of thy sex, did I read the letter ... "ORVILLE."
    What a letter!
It is opened by a heading, a place and date, a greeting, or a sentence that says that something written follows; it is
ended by its signature, the end of its marks, the next letter, the end of its chapter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import pyarrow as pa

from fabula.reading import letter_forms as forms
from fabula.reading.letter_people import People
from fabula.schema import zip_columns

MOST_HEAD_LINES = 6
LEAD, LONGEST_LEAD = 200, 20  # characters before a letter that may speak of it; words of a line with one before it
LONGEST_BREAK = 4  # paragraphs between two pieces of a letter that is read out
ENDLESS = 12  # paragraphs of a letter within a story, without an end that shows
FIRST_PERSON = 0.012  # of the words of a diary, at least
_NUMBER = re.compile(r"^(?:(?:chapter|letter)\s+)?(?:\d+|[ivxlc]+)\b[\s.:—–-]*", re.IGNORECASE)
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


@dataclass(frozen=True)
class _Head:
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


@dataclass(frozen=True)
class _Section:
    """Paragraphs ``first`` to ``last`` under one heading; whose letter or diary that says it is."""

    first: int
    last: int
    is_headed: bool
    writer: int | None = None
    reader: int | None = None


class SetLetters:
    """The paragraphs of one text, read for letters."""

    def __init__(self, text: str, paragraphs: pa.Table, people: People) -> None:
        self.text = text
        self.people = people
        self.spans = list(zip_columns(paragraphs, "start", "end"))
        self.kinds: list[str] = paragraphs["kind"].to_pylist()
        self.chapter: list[int] = paragraphs["chapter"].to_pylist()
        self.raw = [text[start:end] for start, end in self.spans]
        self.lines = [forms.one_line(raw) for raw in self.raw]
        self.marks = [self._mark(raw) for raw in self.raw]

    def letters(self) -> list[Letter]:
        """All of them."""
        found: list[Letter] = []
        for section in self.sections:
            found += self._of_section(section)
        return found

    # sections -----------------------------------------------------------------------------------------------------

    @cached_property
    def sections(self) -> list[_Section]:
        """Runs of paragraphs between headings; the lines of an editor head them too."""
        found: list[_Section] = []
        headed, writer, reader = False, None, None
        first: int | None = None
        for paragraph, kind in enumerate(self.kinds):
            heading = self._heading(paragraph)
            if kind == "heading" and not self._is_head_of_letter(paragraph) or heading:
                if first is not None:
                    found.append(_Section(first, paragraph - 1, headed, writer, reader))
                    headed, writer, reader, first = False, None, None, None
                headed = headed or bool(heading)
                if isinstance(heading, re.Match):
                    writer, reader = self._named_by(heading)
            elif first is None and kind != "break":
                first = paragraph
        if first is not None:
            found.append(_Section(first, len(self.kinds) - 1, headed, writer, reader))
        return found

    def _heading(self, paragraph: int) -> re.Match[str] | bool:
        """A line above a letter that is not of it: LETTER I; Mina Harker's Journal; WALTON, in continuation."""
        line = self.lines[paragraph]
        if self.kinds[paragraph] == "heading":
            title = _NUMBER.sub("", line)
            shouted = forms.SHOUTED_HEADING.match(title)
            named = forms.editors_heading(shouted.group() if shouted else title)
            return named or bool(forms.NUMBERED.match(line))
        if self.marks[paragraph] or self.kinds[paragraph] != "prose":
            return False
        found = forms.editors_heading(line)
        return found if found and (line.isupper() or self._names_somebody(found)) else False

    def _named_by(self, heading: re.Match[str]) -> tuple[int | None, int | None]:
        """Writer and reader by a heading."""
        groups = heading.groupdict()
        writer, reader = (self.people.called(groups.get(name) or "") for name in ("writer", "reader"))
        return writer, reader

    def _names_somebody(self, heading: re.Match[str]) -> bool:
        return any(self.people.called(name) is not None for name in heading.groups() if name)

    def _is_head_of_letter(self, paragraph: int) -> bool:
        """Whether what was taken for a heading is a date above a letter."""
        return forms.is_dateline(self.lines[paragraph]) and bool(forms.CALENDAR_DATE.search(self.lines[paragraph]))

    # one section --------------------------------------------------------------------------------------------------

    def _of_section(self, section: _Section) -> list[Letter]:
        found: list[Letter] = []
        first = section.first
        entries = self._entries(section)
        if entries:
            found += self._diary(section, entries)
            first = self._head(first).last + 1
        elif section.is_headed and self._is_told_by_i(section):
            head = self._head(first)
            found.append(self._letter(head, section.last, 0.95, section))
            first = head.last + 1
        paragraph = first
        while paragraph <= section.last:
            paragraph = self._read_on(paragraph, section, found)
        return found

    def _read_on(self, paragraph: int, section: _Section, found: list[Letter]) -> int:
        """Take the letter that begins here, if one does, and those inside it; the paragraph to read on from."""
        if self.kinds[paragraph] != "prose":
            return paragraph + 1
        head = self._head(paragraph)
        sure = self._sureness(head, section)
        if not sure:
            return paragraph + 1
        place = len(found)
        last = self._end(head, section, found)
        if last is None:
            del found[place:]
            return paragraph + 1
        found.insert(place, self._letter(head, last, sure, None))
        return last + 1 if last > head.last else head.last + 1

    def _head(self, first: int) -> _Head:
        """The lines at ``first`` as those a letter begins with."""
        start = self.spans[first][0]
        line, heading = self.lines[first], ""
        if shouted := forms.SHOUTED_HEADING.match(line):
            rest = line[shouted.end() :]
            if forms.is_dateline(rest) or forms.is_place(rest):
                start += self.raw[first].index(rest.split()[0], len(self.raw[first].rstrip()) - len(rest) - 4)
                line, heading = rest, shouted.group()
        last, dated, addressed, opened = first, False, False, start
        for paragraph in range(first, min(first + MOST_HEAD_LINES, len(self.lines))):
            line = line if paragraph == first else self.lines[paragraph]
            if self.kinds[paragraph] == "break" or self.chapter[paragraph] != self.chapter[first]:
                break
            if words := forms.greeting(line):
                at, end = self.spans[paragraph]
                is_alone = not line[len(words) :].strip(forms.SET_OFF + " ")
                return _Head(
                    first, paragraph, start, (at, min(at + len(words) + 2, end)), words, is_alone, dated, addressed, heading
                )
            is_date, is_to = forms.is_dateline(line), forms.is_address(line)
            if not is_date and not is_to and not (forms.is_place(line) and self._is_above_head(paragraph)):
                break
            dated, addressed = dated or is_date, addressed or is_to
            last, opened = paragraph, self.spans[paragraph][1]
        return _Head(first, last, start, (start, max(opened, start + 1)), "", False, dated, addressed, heading)

    def _is_above_head(self, paragraph: int) -> bool:
        """Whether the next line is a date or a greeting."""
        following = paragraph + 1
        if following >= len(self.lines):
            return False
        line = self.lines[following]
        return forms.is_dateline(line) or bool(forms.greeting(line))

    def _sureness(self, head: _Head, section: _Section) -> float:
        """How sure it is that a letter begins with these lines, 0 if it is not likely."""
        if not (head.greeting or head.is_dated or head.is_addressed) or self._is_in_italics(head.last):
            return 0.0
        mark = self.marks[head.first]
        closes = bool(mark) and self._closes(head.last)
        is_cued = self._is_led_in(head.first)
        if head.greeting and head.is_dated:
            return 0.95
        if head.greeting and head.is_alone:
            if mark and not closes and len(head.greeting.split()) > 1:
                return 0.9  # speech has no line of its own for whom it calls
            if closes or not head.greeting.rstrip().endswith((",", ":", ";", "-", "—", "–", ".")):
                return 0.0
            return 0.9 if is_cued or not mark else 0.0
        if head.greeting:
            is_shouted = re.split("[,;:.]", head.greeting)[0].isupper() and len(head.greeting) > 6
            has_dash = bool(re.search("--|—|–", head.greeting))
            if closes and not is_cued:
                return 0.0
            if is_shouted or (has_dash and is_cued) or (is_cued and not mark and len(head.greeting.split()) > 1):
                return 0.75
            return 0.0
        if head.is_addressed and (head.is_dated or (is_cued and mark)):
            return 0.8
        if head.is_dated and head.first == section.first and not mark:
            has_day = bool(forms.CALENDAR_DATE.search(" ".join(self.lines[head.first : head.last + 1])))
            return 0.7 if has_day and self._is_told_by_i(section) else 0.0
        return 0.0

    def _is_in_italics(self, paragraph: int) -> bool:
        """Whether a paragraph is all in italics; what is written in them is found by them (see ``messages``)."""
        raw = self.raw[paragraph].strip()
        return raw[:1] in tuple(forms.EMPHASIS) and raw[-1:] == raw[:1]

    def _is_led_in(self, paragraph: int) -> bool:
        """Whether what stands shortly before speaks of something written."""
        before = self._before(paragraph)
        if before is None:
            return False
        earlier = self._before(before)
        first = before if earlier is None or len(self.lines[before].split()) > LONGEST_LEAD else earlier
        return bool(forms.WRITTEN_CUE.search(self.text[self.spans[first][0] : self.spans[before][1]][-LEAD:]))

    def _before(self, paragraph: int) -> int | None:
        """The last paragraph of prose before this one, within its chapter."""
        while paragraph and self.kinds[paragraph - 1] == "break":
            paragraph -= 1
        return paragraph - 1 if paragraph and self.kinds[paragraph - 1] == "prose" else None

    # ends ---------------------------------------------------------------------------------------------------------

    def _end(self, head: _Head, section: _Section, found: list[Letter]) -> int | None:
        """The last paragraph of the letter with this head; letters inside it are added to ``found``."""
        if self.marks[head.first]:
            return self._end_of_marks(head.first, head.last)
        if head.is_alone and head.last < section.last and self.marks[head.last + 1]:
            return self._end_of_marks(head.last + 1, head.last + 1)
        paragraph = head.last if head.greeting and not head.is_alone else head.last + 1
        while paragraph <= section.last:
            if self.kinds[paragraph] == "prose":
                if self._is_signed(paragraph):
                    return self._tail(paragraph)
                if paragraph > head.last:
                    inner = self._head(paragraph)
                    if self._sureness(inner, section):
                        if not self.marks[paragraph] and not self._encloses(paragraph):
                            return self._without_breaks(paragraph - 1)
                        paragraph = self._read_on(paragraph, section, found)
                        continue
            paragraph += 1
        before = self._before(head.first)
        if before is None or before < section.first or self.kinds[head.first - 1] == "break":
            return self._without_breaks(section.last)
        return self._until_talk(head, section)

    def _encloses(self, paragraph: int) -> bool:
        before = self._before(paragraph)
        return before is not None and bool(forms.ENCLOSES.search(self.lines[before][-200:]))

    def _until_talk(self, head: _Head, section: _Section) -> int | None:
        """Of a letter in a story without any end: up to the first line of dialogue or break, if that is near."""
        for paragraph in range(head.last + 1, min(head.last + ENDLESS, section.last) + 1):
            if self.kinds[paragraph] != "prose" or self.marks[paragraph]:
                return paragraph - 1
        return None if section.last > head.last + ENDLESS else section.last

    def _without_breaks(self, paragraph: int) -> int:
        while self.kinds[paragraph] == "break":
            paragraph -= 1
        return paragraph

    def _end_of_marks(self, first: int, last: int) -> int | None:
        """Where a letter in quotation marks ends: each of its paragraphs opens with the mark of the first."""
        mark = self.marks[first]
        for paragraph in range(first, len(self.lines)):
            if self.kinds[paragraph] != "prose":
                return paragraph - 1
            following = paragraph + 1
            goes_on = following < len(self.lines) and (
                self.marks[following] == mark or self.raw[following].lstrip()[:1].islower()
            )
            if not goes_on:
                return paragraph
            if self._closes(paragraph, mark) and paragraph >= last and not self._is_tail(following):
                return paragraph
        return len(self.lines) - 1

    def end_of_reading(self, start: int) -> int:
        """Where a quotation that is read out ends: it may run over paragraphs, or be broken by those who hear it.

        Gives   0 if it does not begin a paragraph
        """
        paragraph = bisect_right(self.spans, (start, len(self.text))) - 1
        if paragraph < 0 or self.spans[paragraph][0] != start:
            return 0
        opening = self.raw[paragraph][:2]
        last = paragraph if self._closes(paragraph, opening[0]) else self._end_of_marks(paragraph, paragraph)
        if opening[1] in forms.OPENING_MARKS:
            place = last
            while place + 1 < len(self.lines) and place - last < LONGEST_BREAK and self.kinds[place + 1] == "prose":
                place += 1
                last = place if self.raw[place][:2] == opening else last
        return self.spans[last][1]

    def _is_tail(self, paragraph: int) -> bool:
        """Whether a paragraph after the last one of a letter is still of it."""
        line = self.lines[paragraph]
        if not line or self.kinds[paragraph] != "prose":
            return False
        is_name = forms.is_name_line(line) and (line.isupper() or self.people.called(line) is not None)
        return is_name or forms.is_farewell(line) or bool(forms.AFTERTHOUGHT.match(line)) or forms.is_dateline(line)

    def _is_signed(self, paragraph: int) -> bool:
        """Whether a paragraph of a letter without marks is its signature or ends in one."""
        if self.marks[paragraph]:
            return False
        line = self.lines[paragraph]
        if forms.greeting(line):
            return bool(forms.signature_in(self.raw[paragraph]))
        if forms.is_farewell(line) or forms.signature_in(self.raw[paragraph]):
            return True
        is_initials = bool(forms.INITIALS.fullmatch(line)) and line != "I"
        return forms.is_name_line(line) and (
            line.isupper() or is_initials or self.people.called(line) is not None or line.startswith("Your ")
        )

    def _tail(self, signed: int) -> int:
        """The last paragraph of a letter signed here: further lines of the signature, an afterthought, a date."""
        last = signed
        while last + 1 < len(self.lines) and not self.marks[last + 1] and self._is_tail(last + 1):
            if forms.is_dateline(self.lines[last + 1]) and self._begins_next(last + 1):
                break
            last += 1
        return last

    def _begins_next(self, paragraph: int) -> bool:
        """Whether a date opens another letter."""
        head = self._head(paragraph)
        return bool(head.greeting)

    # diaries ------------------------------------------------------------------------------------------------------

    def _entries(self, section: _Section) -> list[int]:
        """Paragraphs that open the dated entries of a diary, if the section has one."""
        entries = [paragraph for paragraph in range(section.first, section.last + 1) if self._is_entry(paragraph)]
        if not entries or not self._is_told_by_i(section):
            return []
        if section.is_headed or (len(entries) > 1 and entries[0] == section.first):
            return entries
        return entries if len(entries) > 1 or self._is_led_in(entries[0]) else []

    def _is_entry(self, paragraph: int) -> bool:
        if self.kinds[paragraph] == "break" or self.marks[paragraph]:
            return False
        line = self.lines[paragraph]
        if forms.RUN_IN_DATE.match(line):
            return True
        head = forms.is_dateline(line) and forms.CALENDAR_DATE.search(line) and paragraph + 1 < len(self.lines)
        return bool(head) and not forms.greeting(self.lines[paragraph + 1]) and not forms.is_address(self.lines[paragraph + 1])

    def _diary(self, section: _Section, entries: list[int]) -> list[Letter]:
        """Entries up to the next one if the section is a diary; one paragraph each where a story cites them."""
        is_diary = section.is_headed or entries[0] == section.first
        starts = [section.first, *entries] if is_diary and entries[0] != section.first else entries
        found = []
        for first, following in pairwise([*starts, section.last + 1]):
            head = self._head(first)
            last = self._without_breaks(following - 1) if is_diary else max(head.last, first)
            if not is_diary and forms.is_dateline(self.lines[first]):
                last = min(head.last + 1, section.last)
            found.append(self._letter(head, last, 0.9 if is_diary else 0.8, section))
        return found

    # whose --------------------------------------------------------------------------------------------------------

    def _letter(self, head: _Head, last: int, sure: float, section: _Section | None) -> Letter:
        letter = Letter(head.start, self.spans[max(last, head.last)][1], head.opened, sure)
        writer, reader = (section.writer, section.reader) if section is not None else (None, None)
        if head.heading and (heading := forms.editors_heading(head.heading)):
            writer, reader = self._named_by(heading)
        letter.writer = writer
        letter.readers = [reader] if reader is not None else []
        if letter.writer is None:
            letter.writer = self._signer(head.last, last)
        begin = self.spans[head.first][0]
        if not letter.readers:
            named = self.people.named(begin, head.opened[1]) if head.greeting or head.is_addressed else []
            letter.readers = list(dict.fromkeys(entity for entity in named if entity != letter.writer))
        before = self._before(head.first)
        if letter.writer is None and before is not None:
            letter.writer = self.people.writer_before(self.text, max(self.spans[before][0], begin - 400), begin)
            letter.readers = [entity for entity in letter.readers if entity != letter.writer]
        return letter

    def _signer(self, greeted: int, last: int) -> int | None:
        """Whose signature stands in the last lines of a letter."""
        for paragraph in range(last, max(last - 4, greeted - 1), -1):
            raw, line = self.raw[paragraph], self.lines[paragraph]
            name = forms.signature_in(raw)
            if not name and paragraph > greeted and (forms.is_farewell(line) or forms.is_name_line(line)):
                name = line
            parts = [name, *name.split(",")] if name else []
            for part in parts:
                if (found := self.people.called(part)) is not None:
                    return found
            start = self.spans[paragraph][0] + max(raw.rfind(name[:3]), 0)
            named = self.people.named(start, self.spans[paragraph][1]) if name else []
            if named:
                return named[0]
        return None

    # lines --------------------------------------------------------------------------------------------------------

    def _is_told_by_i(self, section: _Section) -> bool:
        """Whether a section says "I" outside dialogue."""
        told = [
            self.lines[number] for number in range(section.first, section.last + 1) if not self.marks[number]
        ] or self.lines[section.first : section.last + 1]
        words = sum(len(_WORD.findall(line)) for line in told)
        return sum(len(_I.findall(line)) for line in told) > FIRST_PERSON * words

    def _mark(self, raw: str) -> str:
        """The quotation mark with which a paragraph opens, straight or curly alike; nothing without one."""
        bare = raw.lstrip(forms.EMPHASIS + " \t\n")
        return bare[:1] if bare[:1] in forms.OPENING_MARKS and bare else ""

    def _closes(self, paragraph: int, mark: str = "") -> bool:
        """Whether a paragraph ends in a closing mark: that of ``mark`` if given."""
        closing = forms.CLOSING_MARKS if not mark else forms.CLOSING_MARKS[forms.OPENING_MARKS.index(mark) // 2 * 2 :][:2]
        return self.raw[paragraph].rstrip(forms.EMPHASIS + " \t\n")[-1:] in tuple(closing)
