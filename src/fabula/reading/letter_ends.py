"""Where a letter ends: at its signature and what follows that, or at the end of its quotation marks."""

from __future__ import annotations

from bisect import bisect_right

from fabula.reading import letter_forms as forms
from fabula.reading.letter_page import Page

LONGEST_BREAK = 4  # paragraphs between two pieces of a letter that is read out


def end_of_marks(page: Page, first: int, last: int) -> int:
    """The last paragraph of a letter in quotation marks: each of its paragraphs opens with the mark of the first.

    Takes   last: the last paragraph of its head, before which it does not end
    """
    mark = page.marks[first]
    for paragraph in range(first, len(page)):
        if page.kinds[paragraph] != "prose":
            return paragraph - 1
        following = paragraph + 1
        goes_on = following < len(page) and (
            page.marks[following] == mark or page.raw[following].lstrip()[:1].islower()
        )
        is_closed = page.closes(paragraph, mark) and paragraph >= last
        if not goes_on or (is_closed and not is_tail(page, following)):
            return paragraph
    return len(page) - 1


def end_of_reading(page: Page, start: int) -> int:
    """Where in the text a quotation that is read out ends: it may run over paragraphs, or be broken by its hearers.

    Gives   0 if it does not begin a paragraph, or with no mark of quotation
    """
    paragraph = bisect_right(page.spans, (start, len(page.text))) - 1
    if paragraph < 0 or page.spans[paragraph][0] != start:
        return 0
    opening = page.raw[paragraph][:2]
    if opening[:1] not in tuple(forms.OPENING_MARKS):
        return 0
    last = paragraph if page.closes(paragraph, opening[0]) else end_of_marks(page, paragraph, paragraph)
    if opening[1:] in tuple(forms.OPENING_MARKS):
        place = last
        while place + 1 < len(page) and place - last < LONGEST_BREAK and page.kinds[place + 1] == "prose":
            place += 1
            last = place if page.raw[place][:2] == opening else last
    return page.spans[last][1]


def is_signed(page: Page, paragraph: int) -> bool:
    """Whether a paragraph of a letter without marks is its signature or ends in one."""
    if page.marks[paragraph]:
        return False
    line = page.lines[paragraph]
    if forms.signature_in(page.raw[paragraph]) or forms.greeting(line):
        return not forms.greeting(line) or bool(forms.signature_in(page.raw[paragraph]))
    is_initials = bool(forms.INITIALS.fullmatch(line)) and line != "I"
    is_name = line.isupper() or is_initials or page.people.called(line) is not None or line.startswith("Your ")
    return forms.is_farewell(line) or (forms.is_name_line(line) and is_name)


def tail(page: Page, signed: int) -> int:
    """The last paragraph of a letter signed here: further lines of the signature, an afterthought, a date."""
    last = signed
    while last + 1 < len(page) and not page.marks[last + 1] and is_tail(page, last + 1):
        if forms.is_dateline(page.lines[last + 1]) and page.head(last + 1).greeting:
            break  # the date of the next letter
        last += 1
    return last


def is_tail(page: Page, paragraph: int) -> bool:
    """Whether a paragraph after the last one of a letter is still of it."""
    line = page.lines[paragraph]
    if not line or page.kinds[paragraph] != "prose":
        return False
    is_name = forms.is_name_line(line) and (line.isupper() or page.people.called(line) is not None)
    return is_name or forms.is_farewell(line) or bool(forms.AFTERTHOUGHT.match(line)) or forms.is_dateline(line)


def signer(page: Page, greeted: int, last: int) -> int | None:
    """Whose signature stands in the last lines of a letter."""
    for paragraph in range(last, max(last - 4, greeted - 1), -1):
        raw, line = page.raw[paragraph], page.lines[paragraph]
        name = forms.signature_in(raw)
        if not name and paragraph > greeted and (forms.is_farewell(line) or forms.is_name_line(line)):
            name = line
        if name:
            called = [page.people.called(part) for part in (name, *name.split(","))]
            start = page.spans[paragraph][0] + max(raw.rfind(name[:3]), 0)
            found = [one for one in (*called, *page.people.named(start, page.spans[paragraph][1])) if one is not None]
            if found:
                return found[0]
    return None
