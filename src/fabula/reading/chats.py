"""Chats and e-mails: lines that say in so many words who writes, and to whom.

21:14 Dilwyn: whose is the fish
From: Anna Weiss <anna@example.org>
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

import pyarrow as pa

from fabula.reading import letter_forms as forms
from fabula.reading.letter_page import Letter
from fabula.reading.letter_people import People
from fabula.schema import zip_columns

HEADER = re.compile(r"(?P<field>from|to|cc|bcc|subject|re|date|sent)\s*:\s*(?P<value>\S.*)", re.IGNORECASE)

Row = tuple[int, int, str]


def chats(text: str, paragraphs: pa.Table, headed_lines: pa.Table, people: People) -> list[Letter]:
    """Runs of written lines by several writers, and the date above them; a message for itself is a quotation."""
    columns = ("run", "line_start", "end", "head_start", "head_end", "is_written")
    lines = [row[:-1] for row in zip_columns(headed_lines, *columns) if row[-1]]
    rows: list[Row] = list(zip_columns(paragraphs, "start", "end", "kind"))
    number_of = {start: number for number, (start, _, _) in enumerate(rows)}
    found: list[Letter] = []
    for _, run in groupby(lines, key=itemgetter(0)):
        _, starts, ends, *heads = zip(*run, strict=True)
        start, spans = starts[0], list(zip(*heads, strict=True))
        above = number_of.get(start, 0) - 1
        if above >= 0 and forms.is_dateline(forms.one_line(text[slice(*rows[above][:2])])):
            start = rows[above][0]
        writers = {text[slice(*span)].lower(): people.called(text[slice(*span)]) for span in spans}
        if len(writers) > 1:
            readers = dict.fromkeys(one for one in writers.values() if one is not None)
            found.append(Letter(start, ends[-1], spans[0], 0.9, readers=list(readers)))
    return found


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
