"""Written words that stand within the telling: chats, e-mails, messages in italics, quotations read, inscriptions.

The problem. They have no greeting and no signature; what shows them is their form or the words before them:
    21:14 Dilwyn: whose is the fish
    Her phone buzzed. *Where are you?*
    The next sentence read: "How little did I dream that he would make me cry!"
    Across the cake: BON VOYAGE ELLIS.
Italics are more often thought or stressed than written, so that those count only after such words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa

from fabula.reading import letter_forms as forms
from fabula.reading.letter_people import People
from fabula.reading.set_letters import Letter, SetLetters
from fabula.schema import zip_columns

FEWEST_CHAT_LINES = 3
CUE_REACH = 240  # characters before italics in which something must be written or received
NEAR = 100  # characters before quoted or shouted words
FEWEST_SHOUTED = 3  # words of an inscription
_STARRED = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*]*?(?<=[^\s*])\*(?![\w*])")
_UNDERSCORED = re.compile(r"(?<!\w)_(?=[^\s_])[^_]*?(?<=[^\s_])_(?!\w)")
_SHOUTED = re.compile(
    r"(?<![\w’'-])[A-ZÀ-Þ][A-ZÀ-Þ’'/&-]+(?:[,:;]?\s+(?:[A-ZÀ-Þ][A-ZÀ-Þ’'/&-]*|\d+)(?![\w])){2,}[.!?]*"
)
_WRITES_AFTER = re.compile(
    r"[,\s]*(?:\w+\s+){1,3}?(?:writes?|wrote|types?|typed|texts?|texted|answers?|replies|replied)\b", re.IGNORECASE
)
_RECEIVES = re.compile(
    r"\b(?:phone|text|texts|message|note|pad|postcard|card|letter|envelope|cutting|paper|e-?mail|screen|diary|page|"
    r"wrote|writes|writing|written|writ|typed|types|read it|reads?|scrawl\w*|scribbl\w+|handwriting|puts underneath)\b",
    re.IGNORECASE,
)


def chats(text: str, paragraphs: pa.Table, people: People) -> list[Letter]:
    """Runs of lines that each say who writes, with the date above them and what the program says in between."""
    rows = list(zip_columns(paragraphs, "start", "end", "kind"))
    found: list[Letter] = []
    number = 0
    while number < len(rows):
        run = list(_chat_lines(text, rows, number))
        timed = [match for match in run if match["writer"]]
        if len(run) < FEWEST_CHAT_LINES or 2 * len(timed) < len(run):
            number += 1
            continue
        last = number + len(run) - 1
        first = number - 1 if number and forms.is_dateline(forms.one_line(text[slice(*rows[number - 1][:2])])) else number
        readers = [people.called(match["writer"] or "") for match in timed]
        found.append(
            Letter(
                rows[first][0],
                rows[last][1],
                (rows[number][0], rows[number][1]),
                0.9,
                readers=list(dict.fromkeys(reader for reader in readers if reader is not None)),
            )
        )
        number = last + 1
    return found


def _chat_lines(text: str, rows: list[tuple[int, int, str]], first: int) -> Iterator[re.Match[str]]:
    for start, end, kind in rows[first:]:
        found = forms.CHAT_LINE.match(text, start, end) if kind == "prose" else None
        if found is None:
            return
        yield found


def e_mails(text: str, paragraphs: pa.Table, people: People) -> list[Letter]:
    """What stands under header lines ("From: ... To: ... Subject: ..."), up to the next ones or a break."""
    rows = list(zip_columns(paragraphs, "start", "end", "kind"))
    heads = _header_blocks(text, rows)
    found = []
    for place, (first, last, fields) in enumerate(heads):
        limit = heads[place + 1][0] if place + 1 < len(heads) else len(rows)
        end = last
        while end + 1 < limit and rows[end + 1][2] == "prose":
            end += 1
        letter = Letter(rows[first][0], rows[end][1], (rows[first][0], rows[last][1]), 0.9)
        letter.writer = people.called(_person_of(fields.get("from", "")))
        reader = people.called(_person_of(fields.get("to", "")))
        letter.readers = [reader] if reader is not None else []
        found.append(letter)
    return found


def _header_blocks(text: str, rows: list[tuple[int, int, str]]) -> list[tuple[int, int, dict[str, str]]]:
    """Paragraphs ``first`` to ``last`` whose lines are header fields, among them "from" or "to"; the fields."""
    blocks: list[tuple[int, int, dict[str, str]]] = []
    for number, (start, end, kind) in enumerate(rows):
        fields = [forms.HEADER.match(line.strip(forms.SET_OFF)) for line in text[start:end].splitlines()]
        if kind == "break" or not fields or not all(fields):
            continue
        known = {match["field"].lower(): match["value"] for match in fields if match}
        if blocks and blocks[-1][1] == number - 1:
            first, _, before = blocks[-1]
            blocks[-1] = first, number, before | known
        else:
            blocks.append((number, number, known))
    return [block for block in blocks if len(block[2]) > 1 and {"from", "to"} & set(block[2])]


def _person_of(field: str) -> str:
    """The name in a header field: Anna Weiss <anna@example.org>"""
    return re.sub(r"[<(\[].*", "", field).strip(" \"'_*")


def messages_in_italics(
    text: str, paragraphs: pa.Table, emphasis: pa.Table, taken: list[tuple[int, int]], people: People
) -> list[Letter]:
    """Italics after words that say that something was written or came in; several paragraphs in a row are one."""
    spans = sorted(
        {match.span() for form in (_STARRED, _UNDERSCORED) for match in form.finditer(text)}
        | set(zip_columns(emphasis, "start", "end"))
    )
    bounds = list(zip_columns(paragraphs, "start", "end"))
    kinds = paragraphs["kind"].to_pylist()
    found: list[Letter] = []
    paragraph = 0
    for start, end in spans:
        while paragraph < len(bounds) - 1 and bounds[paragraph][1] <= start:
            paragraph += 1
        if any(low <= start < high for low, high in taken) or not text[start:end].strip("*_ ") or not bounds:
            continue
        begin, finish = bounds[paragraph]
        lead = max(bounds[paragraph - 1][0] if paragraph and kinds[paragraph - 1] == "prose" else begin, start - CUE_REACH)
        is_whole = not text[begin:start].strip() and not text[end:finish].strip()
        gap = text[found[-1].end : start] if found else "x"
        if found and (not gap.strip() and is_whole or (len(gap) < 40 and begin <= found[-1].start)):
            found[-1].end = end
        elif _is_message(text, (start, end), (begin, finish), text[lead:start], is_whole, found[-1].end if found else -1):
            found.append(Letter(start, end, (start, end), 0.7))
    for letter in found:
        signature = text[letter.start : letter.end].strip("*_ .").rpartition(". " if ". " in text[letter.start:letter.end] else ", ")[2]
        letter.writer = people.called(signature)
        if letter.writer is None:
            letter.writer = people.writer_before(text, max(0, letter.start - CUE_REACH), letter.start)
    return found


_SENTENCE_END = re.compile(r"[.!?]\W*\s")
_DIALOGUE = re.compile(r"[“\"][^”\"]{1,80}[,?!.][”\"] (?:\w+ ){0,2}(?:said|asked|says|asks)\b")
_CLOSED = re.compile(r"[”\"»]|['’](?!\w)")


def _is_message(
    text: str, span: tuple[int, int], paragraph: tuple[int, int], lead: str, is_whole: bool, last_end: int
) -> bool:
    start, end = span
    if text[start + 1] in forms.OPENING_MARKS or _DIALOGUE.search(text, start, end):
        return False
    opens = not text[paragraph[0] : start].strip()
    if opens and (_WRITES_AFTER.match(text[end : min(end + 40, paragraph[1])])):
        return True
    if _is_introduced(text, start):
        return True
    if is_whole:
        line = forms.one_line(text[start:end])
        has_form = bool(forms.CALENDAR_DATE.search(line[:80]) or forms.greeting(line) or forms.is_address(line))
        return has_form or bool(_RECEIVES.search(lead))
    answers = opens and 0 <= last_end and start - last_end < CUE_REACH
    return (answers and bool(_RECEIVES.search(lead))) or (
        start == _after_sentence(text, start) and bool(re.search(r"\b(?:phone|text|message)\b[^.!?]*(?:[.!?][^.!?]{0,40})?[.!?:]\s*$", lead))
    )


def _after_sentence(text: str, position: int) -> int:
    """``position`` if a sentence has ended before it, -1 otherwise."""
    return position if text[:position][-40:].rstrip()[-1:] in ".!?:" else -1


def words_read(page: SetLetters, quotes: pa.Table) -> list[Letter]:
    """Quotations that are written: introduced by the name of what holds them, or tagged by one who writes."""
    text, found = page.text, list[Letter]()
    for start, end, kind in zip_columns(quotes, "start", "end", "kind"):
        if kind == "thought" or text[start] in forms.EMPHASIS or (found and start < found[-1].end):
            continue
        is_introduced = _is_introduced(text, start)
        if is_introduced or _is_read_after(text, start, end):
            end = max(end, page.end_of_reading(start))
            if len(text[start:end].split()) >= FEWEST_SHOUTED:
                writer = page.people.writer_before(text, max(0, start - CUE_REACH), start)
                found.append(Letter(start, end, (start, min(end, start + 1)), 0.75, writer))
    return found


def _is_introduced(text: str, start: int) -> bool:
    """Whether the words before say that something written follows, and nobody who speaks."""
    found = forms.INTRODUCES.search(text, max(0, start - NEAR), start)
    return found is not None and not forms.SPOKEN.search(text, _sentence_start(text, start), start)


def _sentence_start(text: str, position: int) -> int:
    """Where the sentence before a position begins, or what is near."""
    near = max(0, position - 2 * NEAR)
    return max([near, *(match.end() for match in _SENTENCE_END.finditer(text, near, max(position - 3, near)))])


def _is_read_after(text: str, start: int, end: int) -> bool:
    """Whether the first stretch of a quotation is followed by who writes it or on what it stands."""
    close = _CLOSED.search(text, start + 1, end + 1)
    return close is not None and bool(forms.READ_AFTER.match(text, close.end(), min(close.end() + 60, len(text))))


def inscriptions(text: str, paragraphs: pa.Table, taken: list[tuple[int, int]]) -> list[Letter]:
    """Words in capitals after words that say that something is written; a short paragraph that they begin is of them."""
    found = []
    for start, end, kind in zip_columns(paragraphs, "start", "end", "kind"):
        if kind != "prose" or forms.SHOUTED_HEADING.match(text, start, end):
            continue
        spans = [match.span() for match in _SHOUTED.finditer(text, start, end)]
        for begin, finish in spans:
            lead = text[max(0, begin - CUE_REACH) : begin]
            follows = text[:begin][-30:].rstrip()[-1:]
            if follows not in tuple(".:!?”\"") or any(low <= begin < high for low, high in taken):
                continue
            is_whole = begin == start and len(text[start:end].split()) <= 25
            if not (forms.INTRODUCES.search(lead[-NEAR:]) or _RECEIVES.search(lead)) or begin == start and not is_whole:
                continue
            stop = end if is_whole else _to_end_of_capitals(finish, spans, text)
            if found and begin < found[-1].end:
                continue
            found.append(Letter(begin, stop, (begin, finish), 0.7))
    return found


def _to_end_of_capitals(end: int, spans: list[tuple[int, int]], text: str) -> int:
    """Where the sentences in capitals that follow one another end."""
    while True:
        rest = re.match(r"\s*([A-ZÀ-Þ][A-ZÀ-Þ’' ,-]+[.!?])(?=\s|$)", text[end : end + 200])
        if not rest:
            return end
        end += rest.end()
