"""Chats and e-mails: lines that say in so many words who writes, and to whom.

21:14 Dilwyn: whose is the fish
From: Anna Weiss <anna@example.org>
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyarrow as pa

from fabula.reading import letter_forms as forms
from fabula.reading.letter_page import Letter
from fabula.reading.letter_people import People
from fabula.schema import zip_columns

FEWEST_LINES = 3  # of a chat
CHAT_LINE = re.compile(
    r"[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?[\])]?\s*[-–—]?\s*"
    r"(?P<writer>[\w@][\w .'’-]{0,30}?)(?::\s|\s+\w)"
    r"|[\w@][\w.'’-]{0,20}(?:\s[\w.'’-]{1,20})?:\s+\S"
)
HEADER = re.compile(r"(?P<field>from|to|cc|bcc|subject|re|date|sent)\s*:\s*(?P<value>\S.*)", re.IGNORECASE)

Row = tuple[int, int, str]


def chats(text: str, paragraphs: pa.Table, people: People) -> list[Letter]:
    """Runs of lines with the hour and the writer of each, and the date above them."""
    rows: list[Row] = list(zip_columns(paragraphs, "start", "end", "kind"))
    found: list[Letter] = []
    number = 0
    while number < len(rows):
        run = list(_chat_lines(text, rows, number))
        timed = [match for match in run if match["writer"]]
        if len(run) < FEWEST_LINES or 2 * len(timed) < len(run):
            number += 1
            continue
        is_dated = number > 0 and forms.is_dateline(forms.one_line(text[slice(*rows[number - 1][:2])]))
        start, end = rows[number - is_dated][0], rows[number + len(run) - 1][1]
        readers = dict.fromkeys(people.called(match["writer"]) for match in timed)
        found.append(Letter(start, end, rows[number][:2], 0.9, readers=[one for one in readers if one is not None]))
        number += len(run)
    return found


def _chat_lines(text: str, rows: Sequence[Row], first: int) -> Iterator[re.Match[str]]:
    for number in range(first, len(rows)):
        start, end, kind = rows[number]
        found = CHAT_LINE.match(text, start, end) if kind == "prose" else None
        if found is None:
            return
        yield found


def e_mails(text: str, paragraphs: pa.Table, people: People) -> list[Letter]:
    """What stands under header lines ("From: ... To: ... Subject: ..."), up to the next ones or a break."""
    rows: list[Row] = list(zip_columns(paragraphs, "start", "end", "kind"))
    heads = _heads(text, rows)
    limits = [*(first for first, _, _ in heads[1:]), len(rows)][: len(heads)]
    found = []
    for (first, last, fields), limit in zip(heads, limits, strict=True):
        end = last
        while end + 1 < limit and rows[end + 1][2] == "prose":
            end += 1
        letter = Letter(rows[first][0], rows[end][1], (rows[first][0], rows[last][1]), 0.9)
        letter.writer, reader = (people.called(_name_in(fields.get(field, ""))) for field in ("from", "to"))
        letter.readers = [reader] if reader is not None else []
        found.append(letter)
    return found


def _heads(text: str, rows: Sequence[Row]) -> list[tuple[int, int, dict[str, str]]]:
    """First and last paragraph, and the fields, of runs of header lines with at least two fields, "from" among them."""
    blocks: list[tuple[int, int, dict[str, str]]] = []
    for number, (start, end, kind) in enumerate(rows):
        matches = [HEADER.match(line.strip(forms.SET_OFF)) for line in text[start:end].splitlines()]
        fields = {match["field"].lower(): match["value"] for match in matches if match}
        if kind == "break" or None in matches or not fields:
            continue
        if blocks and blocks[-1][1] == number - 1:
            first, _, before = blocks.pop()
            blocks.append((first, number, before | fields))
        else:
            blocks.append((number, number, fields))
    return [block for block in blocks if len(block[2]) > 1 and "from" in block[2]]


def _name_in(field: str) -> str:
    """The name in a header field: Anna Weiss <anna@example.org>"""
    return re.sub(r"[<(\[].*", "", field).strip(" \"'_*")
