"""Written words that stand within the telling: messages in italics, quotations that are read, inscriptions.

The problem. They have no greeting and no signature; what shows them is the words beside them:
    Her phone buzzed. *Where are you?*
    The next sentence read: "How little did I dream that he would make me cry!"
    Across the cake: BON VOYAGE ELLIS.
Italics are more often thought or stressed than written, so that they count only after such words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from fabula.reading import letter_cues as cues
from fabula.reading import letter_forms as forms
from fabula.reading.letter_ends import end_of_reading
from fabula.reading.letter_page import Letter, Page
from fabula.reading.letter_people import People
from fabula.schema import zip_columns

REACH, NEAR = 240, 100  # characters before italics, and before other words, in which something must be written
GAP = 40  # characters of telling between two pieces of one message
FEWEST_WORDS = 3  # of a quotation that is read, of an inscription
FEWEST_WORDS_READ_OUT = 10  # of one that only the sentence before tells of
LONGEST_INSCRIPTION = 25  # words of a paragraph that is one as a whole
_STARRED = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*]*?(?<=[^\s*])\*(?![\w*])")
_UNDERSCORED = re.compile(r"(?<!\w)_(?=[^\s_])[^_]*?(?<=[^\s_])_(?!\w)")
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ’'/&-]"
_SHOUTED = re.compile(rf"(?<![\w’'-]){_CAPITALS}+(?:[,:;]?\s+(?:{_CAPITALS}*|\d+)(?!\w)){{2,}}[.!?]*")
_SHOUTED_ON = re.compile(r"\s*[A-ZÀ-Þ][A-ZÀ-Þ’' ,-]+[.!?](?=\s|$)")
_DIALOGUE = re.compile(r"[“\"][^”\"]{1,80}[,?!.][”\"] (?:\w+ ){0,2}(?:said|asked|says|asks)\b")
_FIRST_CLOSING = re.compile(r"[”\"»]|['’](?!\w)")

Span = tuple[int, int]


@dataclass(frozen=True)
class _Italics:
    """Words in italics in their paragraph, and the telling before them."""

    start: int
    end: int
    paragraph: Span
    lead: str
    is_whole: bool  # there is nothing else in the paragraph
    opens: bool  # they begin it


def messages_in_italics(
    text: str, paragraphs: pa.Table, emphasis: pa.Table, taken: Sequence[Span], people: People
) -> list[Letter]:
    """Italics after words that say that something was written or came in; several paragraphs in a row are one."""
    spans = {match.span() for form in (_STARRED, _UNDERSCORED) for match in form.finditer(text)}
    spans |= set(zip_columns(emphasis, "start", "end"))
    free = [span for span in sorted(spans) if not _is_inside(span[0], taken) and text[slice(*span)].strip("*_ ")]
    found: list[Letter] = []
    for italics in _in_paragraphs(text, paragraphs, free):
        if found and _goes_on(text, found[-1], italics):
            found[-1].end = italics.end
        elif _is_message(text, italics, found[-1].end if found else None):
            found.append(Letter(italics.start, italics.end, (italics.start, italics.end), 0.7))
    for letter in found:
        signature = re.split(r"[.!?,]\s", text[letter.start : letter.end].strip("*_ ."))[-1]
        letter.writer = people.called(signature)
        if letter.writer is None:
            letter.writer = people.writer_before(text, max(0, letter.start - REACH), letter.start)
    return found


def _in_paragraphs(text: str, paragraphs: pa.Table, spans: Sequence[Span]) -> list[_Italics]:
    rows = list(zip_columns(paragraphs, "start", "end", "kind"))
    starts = [start for start, _, _ in rows]
    found = []
    for start, end in spans:
        number = bisect_right(starts, start) - 1
        if number < 0:
            continue
        begin, finish, _ = rows[number]
        is_after_prose = number > 0 and rows[number - 1][2] == "prose"
        lead = text[max(rows[number - 1][0] if is_after_prose else begin, start - REACH) : start]
        opens = not text[begin:start].strip()
        found.append(_Italics(start, end, (begin, finish), lead, opens and not text[end:finish].strip(), opens))
    return found


def _goes_on(text: str, letter: Letter, italics: _Italics) -> bool:
    """Whether italics are of the message before: the next paragraph, or after "says your sister"."""
    gap = text[letter.end : italics.start]
    return (italics.is_whole and not gap.strip()) or (len(gap) < GAP and italics.paragraph[0] <= letter.start)


def _is_message(text: str, italics: _Italics, last_end: int | None) -> bool:
    start, end = italics.start, italics.end
    if text[start + 1] in forms.OPENING_MARKS or _DIALOGUE.search(text, start, end):
        return False
    if italics.opens and cues.WRITES_AFTER.match(text, end, min(end + GAP, italics.paragraph[1])):
        return True
    if _is_introduced(text, start) or cues.PHONE_SOUNDS.search(italics.lead):
        return True
    is_cued = bool(cues.RECEIVES.search(italics.lead))
    if not italics.is_whole:
        answers = italics.opens and last_end is not None and start - last_end < REACH
        return answers and is_cued
    line = forms.one_line(text[start:end])
    return is_cued or bool(forms.CALENDAR_DATE.search(line[:80]) or forms.greeting(line) or forms.is_address(line))


def words_read(page: Page, quotes: pa.Table) -> list[Letter]:
    """Quotations that are written: introduced by the name of what holds them, or tagged by one who writes."""
    text, found = page.text, list[Letter]()
    for start, end, kind in zip_columns(quotes, "start", "end", "kind"):
        if kind == "thought" or text[start] in forms.EMPHASIS or (found and start < found[-1].end):
            continue
        is_given = text[max(0, start - NEAR) : start].rstrip()[-1:] in forms.EMPHASIS  # it said. *where ARE you*
        is_introduced = not is_given and (_is_introduced(text, start) or _is_read_out(text, start, end))
        if is_introduced or _is_read_after(text, start, end):
            end = max(end, end_of_reading(page, start)) if is_introduced else end
            if len(text[start:end].split()) >= FEWEST_WORDS:
                writer = page.people.writer_before(text, max(0, start - REACH), start)
                found.append(Letter(start, end, (start, min(end, start + 1)), 0.75, writer))
    return found


def _is_introduced(text: str, start: int) -> bool:
    """Whether the words before say that something written follows, and name nobody who speaks."""
    near = max(0, start - NEAR)
    found = cues.INTRODUCES.search(text, near, start)
    if found is None and cues.FOLLOWS.search(text, near, start):
        found = cues.WRITTEN.search(text, max(0, start - REACH), start)
    said = cues.SPOKEN.finditer(text, _sentence_start(text, start), start)
    return found is not None and not any(match["spoken"] for match in said)


def _is_read_out(text: str, start: int, end: int) -> bool:
    """Whether a sentence says that something is read out, and the quotation after it is long and has no tag."""
    is_whole = text[start:end].rstrip("”\"’'»")[-1:] in ".!?…" and not text[end : end + 2].strip().islower()
    is_long = len(text[start:end].split()) >= FEWEST_WORDS_READ_OUT
    return is_whole and is_long and cues.READ_OUT.search(text, max(0, start - NEAR), start) is not None


def _sentence_start(text: str, position: int) -> int:
    """Where the sentence before a position begins, or what is near."""
    near = max(0, position - 2 * NEAR)
    ends = [match.end() for match in cues.SENTENCE_END.finditer(text, near, max(position - 3, near))]
    return max([near, *ends])


def _is_read_after(text: str, start: int, end: int) -> bool:
    """Whether the first stretch of a quotation is followed by who writes it or on what it stands."""
    close = _FIRST_CLOSING.search(text, start + 1, end + 1)
    return close is not None and bool(cues.READ_AFTER.match(text, close.end(), min(close.end() + NEAR, len(text))))


def inscriptions(text: str, paragraphs: pa.Table, taken: Sequence[Span]) -> list[Letter]:
    """Words in capitals after words that say that something is written.

    They are a sentence of their own; a short paragraph that they begin is an inscription as a whole.
    """
    found: list[Letter] = []
    for start, end, kind in zip_columns(paragraphs, "start", "end", "kind"):
        if kind != "prose" or forms.SHOUTED_HEADING.match(text, start, end):
            continue
        is_short = len(text[start:end].split()) <= LONGEST_INSCRIPTION
        for match in _SHOUTED.finditer(text, start, end):
            begin, stop = match.span()
            before = text[max(0, begin - REACH) : begin]
            is_apart = before.rstrip()[-1:] in tuple('.:!?”"') and (begin > start or is_short)
            is_cued = _is_introduced(text, begin) or bool(cues.RECEIVES.search(before))
            if is_apart and is_cued and not _is_inside(begin, taken) and not (found and begin < found[-1].end):
                stop = end if begin == start else _end_of_capitals(text, stop)
                found.append(Letter(begin, stop, match.span(), 0.7))
    return found


def _end_of_capitals(text: str, end: int) -> int:
    """Where the sentences in capitals that follow one another end."""
    while rest := _SHOUTED_ON.match(text, end, min(end + 2 * NEAR, len(text))):
        end = rest.end()
    return end


def _is_inside(position: int, spans: Sequence[Span]) -> bool:
    return any(start <= position < end for start, end in spans)
