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
from dataclasses import dataclass, replace
from itertools import pairwise

from fabula.reading import letter_forms as forms
from fabula.reading.letter_ends import end_of_marks, is_signed, signer, tail
from fabula.reading.letter_page import LEAD, Head, Letter, Page

LONG_ENTRY = 3  # paragraphs
ENDLESS = 12  # paragraphs of a letter within a story, without an end that shows
FEWEST_SHOUTED = 6  # letters of a greeting in capitals
_NUMBER = re.compile(r"^(?:(?:chapter|letter)\s+)?(?:\d+|[ivxlc]+)\b[\s.:—–-]*", re.IGNORECASE)


@dataclass(frozen=True)
class _Section:
    """Paragraphs ``first`` to ``last`` under one heading; whose letter or diary that says it is."""

    first: int
    last: int = -1
    is_headed: bool = False
    writer: int | None = None
    reader: int | None = None
    writer_name: str | None = None


def set_letters(page: Page) -> list[Letter]:
    """All letters and entries that are paragraphs of their own, outer before inner."""
    sections = _sections(page)
    keeps_diary = any(_opens_diary(section, _entries(page, section)) for section in sections)
    return [letter for section in sections for letter in _Reader(page, section, keeps_diary).letters()]


def _sections(page: Page) -> list[_Section]:
    """Runs of paragraphs between headings; the lines of an editor head them too."""
    found: list[_Section] = []
    under = _Section(-1)  # what the last headings say
    first: int | None = None
    for paragraph, kind in enumerate(page.kinds):
        heading = _heading(page, paragraph)
        if (kind == "heading" and not _is_date_of_letter(page, paragraph)) or heading:
            if first is not None:
                found.append(replace(under, first=first, last=paragraph - 1))
                under, first = _Section(-1), None
            if isinstance(heading, re.Match):
                writer, reader = _named_by(page, heading)
                name = heading.groupdict().get("writer")
                under = replace(under, writer=writer, reader=reader, writer_name=name)
            under = replace(under, is_headed=under.is_headed or bool(heading))
        elif first is None and kind != "break":
            first = paragraph
    return found if first is None else [*found, replace(under, first=first, last=len(page) - 1)]


def _heading(page: Page, paragraph: int) -> re.Match[str] | bool:
    """A line above a letter that is not of it: LETTER I; Mina Harker's Journal; WALTON, in continuation."""
    line = page.lines[paragraph]
    if page.kinds[paragraph] == "heading":
        title = _NUMBER.sub("", line)
        shouted = forms.SHOUTED_HEADING.match(title)
        found = forms.editors_heading(shouted.group() if shouted else title)
        if found and _is_about_somebody(page, found):
            found = None
        return found or bool(forms.NUMBERED.match(line))
    if page.marks[paragraph] or page.kinds[paragraph] != "prose":
        return False
    found = forms.editors_heading(line)
    is_named = found is not None and any(page.people.called(name) is not None for name in found.groups() if name)
    return found if found and (line.isupper() or is_named) else False


def _is_about_somebody(page: Page, heading: re.Match[str]) -> bool:
    """Whether "A to B" is no letter from A, whom the cast does not know: Lying to George."""
    writer = heading.groupdict().get("writer")
    return (
        "reader" in heading.re.groupindex and heading.start("writer") == 0 and page.people.called(writer or "") is None
    )


def _named_by(page: Page, heading: re.Match[str]) -> tuple[int | None, int | None]:
    """Writer and reader by a heading."""
    groups = heading.groupdict()
    writer, reader = (page.people.called(groups.get(name) or "") for name in ("writer", "reader"))
    return writer, reader


def _is_date_of_letter(page: Page, paragraph: int) -> bool:
    """Whether what was taken for a heading is a date above a letter."""
    return forms.is_dateline(page.lines[paragraph]) and bool(forms.CALENDAR_DATE.search(page.lines[paragraph]))


def _entries(page: Page, section: _Section) -> list[int]:
    """Paragraphs that open what may be dated entries of a diary."""
    entries = [number for number in range(section.first, section.last + 1) if _is_entry(page, number)]
    return entries if entries and page.is_told_by_i(section.first, section.last) else []


def _is_entry(page: Page, paragraph: int) -> bool:
    if page.kinds[paragraph] == "break" or page.marks[paragraph]:
        return False
    line = page.lines[paragraph]
    if forms.RUN_IN_DATE.match(line):
        return True
    if not _is_date_of_letter(page, paragraph) or paragraph + 1 >= len(page):
        return False
    following = page.lines[paragraph + 1]
    return not forms.greeting(following) and not forms.is_address(following)


def _opens_diary(section: _Section, entries: list[int]) -> bool:
    """Whether a section as a whole is a diary: by its heading, or since it begins with the first of several dates."""
    return bool(entries) and (section.is_headed or (len(entries) > 1 and entries[0] == section.first))


class _Reader:
    """One section, read for letters."""

    def __init__(self, page: Page, section: _Section, keeps_diary: bool) -> None:
        self.page = page
        self.section = section
        self.keeps_diary = keeps_diary  # whether other sections are a diary
        self.found: list[Letter] = []

    def letters(self) -> list[Letter]:
        """All of them."""
        page, section = self.page, self.section
        paragraph = section.first
        entries = _entries(page, section)
        if entries and (self._is_diary(entries) or page.is_led_in(entries[0])):
            self._read_entries(entries)
            paragraph = page.head(paragraph).last + 1
        elif section.is_headed and page.is_told_by_i(section.first, section.last):
            head = page.head(paragraph)
            self.found.append(self._letter(head, section.last, 0.95, is_headed=True))
            paragraph = head.last + 1
        while paragraph <= section.last:
            paragraph = self._read_on(paragraph)
        return self.found

    def _read_on(self, paragraph: int) -> int:
        """Take the letter that begins here, if one does, and those inside it; the paragraph to read on from."""
        head = self.page.head(paragraph)
        sure = self._sureness(head) if self.page.kinds[paragraph] == "prose" else 0.0
        if not sure:
            return paragraph + 1
        place = len(self.found)
        last = self._end(head)
        if last is None:
            del self.found[place:]
            return paragraph + 1
        self.found.insert(place, self._letter(head, last, sure))
        return max(last, head.last) + 1

    def _sureness(self, head: Head) -> float:
        """How sure it is that a letter begins with these lines, 0 if it is not likely."""
        page = self.page
        if not (head.greeting or head.is_dated or head.is_addressed) or page.is_in_italics(head.last):
            return 0.0
        if head.greeting and head.is_dated:
            return 0.95
        if head.greeting:
            return self._sureness_of_greeting(head)
        mark = page.marks[head.first]
        if head.is_addressed and (head.is_dated or (mark and page.is_led_in(head.first))):
            return 0.8
        if head.is_dated and head.first == self.section.first and not mark:
            has_day = any(_is_date_of_letter(page, number) for number in range(head.first, head.last + 1))
            return 0.7 if has_day and page.is_told_by_i(self.section.first, self.section.last) else 0.0
        return 0.0

    def _sureness_of_greeting(self, head: Head) -> float:
        """A greeting may also be spoken, which has no line of its own for it."""
        mark = self.page.marks[head.first]
        is_cued = self.page.is_led_in(head.first)
        is_closed = bool(mark) and self.page.closes(head.last)
        several_words = len(head.greeting.split()) > 1
        if head.is_alone:
            ends_well = head.greeting.rstrip()[-1] in ",:;-—–."
            return 0.9 if not is_closed and ((mark and several_words) or (ends_well and (is_cued or not mark))) else 0.0
        if is_closed and not is_cued:
            return 0.0
        name = re.split("[,;:.]", head.greeting)[0]
        is_shouted = name.isupper() and len(name) >= FEWEST_SHOUTED
        has_dash = bool(re.search("--|—|–", head.greeting))
        return 0.75 if is_shouted or (is_cued and (has_dash or (several_words and not mark))) else 0.0

    def _end(self, head: Head) -> int | None:
        """The last paragraph of the letter with this head, None if nothing shows it; letters inside it are taken."""
        page, section = self.page, self.section
        if page.marks[head.first]:
            return end_of_marks(page, head.first, head.last)
        if head.is_alone and head.last < section.last and page.marks[head.last + 1]:
            return end_of_marks(page, head.last + 1, head.last + 1)
        paragraph = head.last if head.greeting and not head.is_alone else head.last + 1
        while paragraph <= section.last:
            if page.kinds[paragraph] == "prose" and is_signed(page, paragraph):
                return tail(page, paragraph)
            is_inner = page.kinds[paragraph] == "prose" and paragraph > head.last
            if is_inner and self._sureness(page.head(paragraph)):
                if not page.marks[paragraph] and not page.encloses(paragraph):
                    return self._without_breaks(paragraph - 1)
                paragraph = self._read_on(paragraph)
            else:
                paragraph += 1
        before = page.before(head.first)
        if before is None or before < section.first or page.kinds[head.first - 1] == "break":
            return self._without_breaks(section.last)
        return self._until_talk(head)

    def _until_talk(self, head: Head) -> int | None:
        """Of a letter in a story without any end: up to the first line of dialogue or break, if that is near."""
        page, last = self.page, self.section.last
        for paragraph in range(head.last + 1, min(head.last + ENDLESS, last) + 1):
            if page.kinds[paragraph] != "prose" or page.marks[paragraph]:
                return paragraph - 1
        return None if last > head.last + ENDLESS else last

    def _without_breaks(self, paragraph: int) -> int:
        while self.page.kinds[paragraph] == "break":
            paragraph -= 1
        return paragraph

    def _is_diary(self, entries: list[int]) -> bool:
        """Whether the section is a diary, not a story that cites one.

        It is if it goes on from another one or from before the text begins, and nothing speaks of writing before its
        first date; or if much stands between its dates.
        """
        if _opens_diary(self.section, entries) or (entries[-1] - entries[0] > LONG_ENTRY * (len(entries) - 1) > 0):
            return True
        goes_on = self.keeps_diary or len(entries) > 1 or self.section.first == 0
        return goes_on and not self.page.is_led_in(entries[0])

    def _read_entries(self, entries: list[int]) -> None:
        """Take the entries: up to the next one if the section is a diary, one paragraph each where a story cites it."""
        page, section = self.page, self.section
        is_diary = self._is_diary(entries)
        starts = [section.first, *entries] if is_diary and entries[0] != section.first else entries
        for first, following in pairwise([*starts, section.last + 1]):
            head = page.head(first)
            last = max(head.last, first)
            if is_diary:
                last = self._without_breaks(following - 1)
            elif forms.is_dateline(page.lines[first]):
                last = min(head.last + 1, section.last)
            self.found.append(self._letter(head, last, 0.9 if is_diary else 0.8, is_headed=True))

    def _letter(self, head: Head, last: int, sure: float, is_headed: bool = False) -> Letter:
        """The letter; its writer is named by the heading, the signature or the words before, its readers greeted."""
        page = self.page
        letter = Letter(head.start, page.spans[max(last, head.last)][1], head.opened, sure)
        writer, reader = (self.section.writer, self.section.reader) if is_headed else (None, None)
        if head.heading and (heading := forms.editors_heading(head.heading)):
            writer, reader = _named_by(page, heading)
        if writer is None:
            writer = signer(page, head.last, last)
        begin, before = page.spans[head.first][0], page.before(head.first)
        if writer is None and before is not None:
            writer = page.people.writer_before(page.text, max(page.spans[before][0], begin - 2 * LEAD), begin)
        named = page.people.named(begin, head.opened[1]) if head.greeting or head.is_addressed else []
        letter.writer = writer
        letter.writer_name = self.section.writer_name if is_headed and writer is None else None
        letter.readers = [reader] if reader is not None else [one for one in dict.fromkeys(named) if one != writer]
        return letter
