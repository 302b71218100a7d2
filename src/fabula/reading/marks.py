"""Find the stretches that quotation marks set off, paragraph by paragraph.

The problem. Marks are straight or curly, double or single, guillemets or a dash; a single mark is also an
apostrophe; a mark is missing or typed twice; a speech of several paragraphs opens each of them and closes only the
last. A mark's role is told from the characters on both sides of it, and whatever went wrong is over at the end of
the paragraph:
    "I was born in this house.
    "My father built it."
Source: after the idea of electing one mark for a book (BookNLP), but marks pair by shape and place, so that one
missing mark costs one quotation. Not tried: speech without any mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.schema import zip_columns

DOUBLE = re.compile(r"[“”\"„‟″«»]|``|''")
SINGLE = re.compile(r"[‘’'‚‛]")
BOTH = re.compile(r"[“”\"„‟″«»‘’'‚‛]|``|''")
PARAGRAPH_DASH = re.compile(r"[—–―-]{1,3}\s?(?=[\w“\"'‘¿¡_*(…])")
CONTRACTION = re.compile(
    r"['’‘](?:[Tt](?:is|was|were|will|would|il|ill)|[Ee]m|[Cc]ause|[Bb]out|[Nn]uff|[Cc]ept|[Rr]ound|\d\ds?)\b"
)
DROPPED = re.compile(  # letters that a dialect drops: 'im, 'ere, o' the
    r"['’](?:im|er|ere|ear|ave|ad|as|is|it|ow|un|uns|n|ud|less|scuse|spect|fraid|gainst|mongst|midst|neath|nother|op|and|"
    r"ead|ouse|ome|ope|ard|e|s|t|d|m|ll|re|ve)\b"
)
DASHES = "—–―-"
ENDS_UTTERANCE = '.,!?;:…—–-―*)]”"_'
SHORTEST_OPEN_SPEECH = 60


@dataclass(frozen=True)
class Stretch:
    """A marked stretch of one paragraph, marks included.

    ``continues`` says that it goes on with the stretch before it (a speech of several paragraphs); ``dash`` that a
    dash opens it and nothing closes it; ``repaired`` that a mark is missing.
    """

    start: int
    end: int
    paragraph: int
    continues: bool = False
    dash: bool = False
    repaired: bool = False


@dataclass(frozen=True)
class MarkStyle:
    """Which marks a text uses for speech."""

    single: bool
    dash: bool


def find_stretches(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Stretch]:
    """The marked stretches of the text, in order; none overlap.

    >>> [(s.start, s.end) for s in find_stretches('"Yes," said Anne. "No', [(0, 21)])]
    [(0, 6), (18, 21)]
    """
    style = elect_style(text, paragraphs)
    found: list[Stretch] = []
    is_open = False
    for number, (start, end) in enumerate(paragraphs):
        dash = PARAGRAPH_DASH.match(text, start, end) if style.dash else None
        if dash is not None:
            found.append(Stretch(start, end, number, dash=True))
            is_open = False
            continue
        stretches, still_open = _scan(text, start, end, number, style)
        if is_open and stretches and stretches[0].start == start:
            first = stretches[0]
            stretches[0] = Stretch(first.start, first.end, number, continues=True, repaired=first.repaired)
        elif is_open and found:
            last = found[-1]
            found[-1] = Stretch(last.start, last.end, last.paragraph, last.continues, repaired=True)
        is_open = still_open and end - stretches[-1].start >= SHORTEST_OPEN_SPEECH
        found += stretches
    return found


def words_in_double_marks(syntax: Syntax, quote_spans: pa.Table) -> list[str]:
    """The words of a text, each single mark around a quotation as a double one, which the reader model knows better."""
    words = list(syntax.text)
    for start, end in zip_columns(quote_spans, "start", "end"):
        for place in (start, end - 1):
            token = syntax.token_at(place)
            if token >= 0 and SINGLE.fullmatch(words[token]):
                words[token] = '"'
    return words


def elect_style(text: str, paragraphs: Sequence[tuple[int, int]]) -> MarkStyle:
    """The marks that open most paragraphs of speech."""
    double = single = dash = 0
    for start, end in paragraphs:
        if DOUBLE.match(text, start, end):
            double += 1
        elif SINGLE.match(text, start, end) and not CONTRACTION.match(text, start, end):
            single += 1
        elif PARAGRAPH_DASH.match(text, start, end):
            dash += 1
    if double == single == 0 and dash < 3:
        singles = len(re.findall(r"(?<!\w)[‘'] ?(?=\w)[^‘’']{1,400}[.,!?…—-] ?[’'](?!\w)", text))
        doubles = len(re.findall(r"[“\"«]", text))
        return MarkStyle(single=singles > doubles, dash=False)
    return MarkStyle(single=single > double, dash=dash >= 3 and dash > (double + single) / 2)


def _scan(text: str, start: int, end: int, number: int, style: MarkStyle) -> tuple[list[Stretch], bool]:
    """The stretches of one paragraph, and whether the last is still open at its end."""
    found: list[Stretch] = []
    opened: int | None = None
    weak: int | None = None
    family = ""
    boundary = start
    for mark in (BOTH if style.single else DOUBLE).finditer(text, start, end):
        mark_family = "single" if SINGLE.match(mark.group()) and len(mark.group()) == 1 else "double"
        if opened is not None and mark_family != family:
            continue
        role = _role(text, mark, start, end, opened is not None, mark_family)
        if role == "weak":
            weak = mark.end() if opened is not None else None
        elif role == "open":
            if opened is not None:
                if mark.start() - opened <= 1:
                    continue
                close = weak or _missing_close(text, opened, mark.start())
                found.append(Stretch(opened, close, number, repaired=weak is None))
            opened, family, weak = mark.start(), mark_family, None
        elif role == "close" and opened is not None:
            found.append(Stretch(opened, mark.end(), number))
            opened, weak, boundary = None, None, mark.end()
        elif role == "close" and mark_family == "double" and mark.start() > boundary:
            repaired = _missing_open(text, boundary, mark.start())
            if repaired is not None:
                found.append(Stretch(repaired, mark.end(), number, repaired=True))
            boundary = mark.end()
    if opened is None:
        return found, False
    if weak is not None and weak - opened < 80:
        return [*found, Stretch(opened, weak, number)], False
    return [*found, Stretch(opened, end, number, repaired=False)], True


def _role(text: str, mark: re.Match[str], start: int, end: int, is_open: bool, family: str) -> str:
    """``open``, ``close``, ``weak`` (perhaps a close, perhaps an apostrophe) or ``none``."""
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    if family == "single":
        return _single_role(text, mark, before, after, is_open)
    if before == mark.group()[0] and mark.start() > start:
        return "none"
    left_free = before.isspace() or before in "([{—–―-*_"
    right_free = after.isspace() or after in ")]}.,;:!?—–―-*_…"
    shape = {"“": "open", "„": "open", "«": "open", "``": "open", "”": "close", "»": "close", "''": "close"}.get(
        mark.group()
    )
    if before in DASHES and not after.isspace() and after.isalnum():
        context = "open" if not is_open else ""
    elif left_free == right_free:
        context = ""
    else:
        context = "open" if left_free else "close"
    if mark.group() == "“" and is_open and after.isspace() and not before.isspace():
        return "close"  # what a word processor makes of the mark after a dash
    if shape and context and shape != context:
        return context if _is_bare(before, after) else shape
    return shape or context or ("close" if is_open else "open")


def _is_bare(before: str, after: str) -> bool:
    """White space on one side and a letter on the other: the mark's shape is a slip of the typist."""
    return (before.isspace() and after.isalnum()) or (after.isspace() and before in ".,!?…")


def _single_role(text: str, mark: re.Match[str], before: str, after: str, is_open: bool) -> str:
    if before.isalnum() and after.isalnum():
        return "none"
    if before.isspace() and after.isspace():  # words set apart by a tokenizer
        return "close" if is_open else "open"
    starts_word = (before.isspace() or before in '([—–―-“"_*') and not after.isspace() and after not in ".,!?;:)"
    if starts_word:
        follows_comma = mark.start() > 1 and text[mark.start() - 2] in ",:—-"
        if CONTRACTION.match(text, mark.start()) or (DROPPED.match(text, mark.start()) and not follows_comma):
            return "none"
        if mark.group() == "’" and not after.isupper():
            return "none"
        if is_open and before in DASHES and not after.isalnum():
            return "close"
        return "open" if not is_open or mark.group() == "‘" or after.isupper() else "none"
    if mark.group() in "‘‚":
        return "open"
    if before in ENDS_UTTERANCE:
        return "close"
    return "weak" if before.isalnum() else "none"


def _missing_close(text: str, opened: int, limit: int) -> int:
    """Where a quotation that was never closed probably ends: before a speech tag, or before the next quotation."""
    tag = re.compile(r"[,.!?…—-](?=\s+(?:(?:he|she|they|I|we)\s+\w+|\w+ed\s+\w+|said\s+\w+))")
    found = tag.search(text, opened, limit)
    if found:
        return found.end()
    return opened + len(text[opened:limit].rstrip())


def _missing_open(text: str, boundary: int, close: int) -> int | None:
    """Where a quotation without an opening mark begins, if it looks like one."""
    if text[close - 1] not in ".,!?…—-":
        return None
    stretch = text[boundary:close]
    begin = boundary + len(stretch) - len(stretch.lstrip())
    return begin if text[begin : begin + 1].isupper() else None
