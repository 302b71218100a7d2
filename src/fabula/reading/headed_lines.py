"""Find lines that begin with the name of whoever says or writes them: chats, scripts, messages one below the other.

The problem. Such lines have no quotation marks and no verb of speech, and other lines begin like them:
    **taeo:** who took my left shoe          ANNA: Where were you?          Pros: it has a roof.
    <min> define left                        MARK: At my sister's.          Subject: the hedge
Lines are taken for it in runs, by heads that come again: a list names each thing once. Heads in bold or in brackets
need less, and a head that is known counts everywhere. Such lines are written where the words before tell of a screen,
or most of them begin small as people type; else they are spoken.
Not tried: lines whose head stands on a line of its own above them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.schema import table_of, zip_columns

HOUR = r"(?:[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?[\])]?\s*[-–—]?\s*)?"
NAME = r"[^\W\d_][\w.'’-]{0,23}(?: [^\W_][\w.'’-]{0,15}){0,2}"
ASIDE = r"(?: \([^()\n]{1,20}\))?"  # who writes and their pronouns, how it is said
MARKED = (
    rf"\*\*@?(?P<bold>{NAME}){ASIDE}(?::\*\*|\*\*:|\*\* ?[-–—](?=\s))",
    rf"__@?(?P<strong>{NAME}){ASIDE}(?::__|__:)",
    rf"<@?(?P<angle>{NAME})>:?",
    rf"(?P<mark>[*_])(?P<slanted>{NAME}):(?=[^*_\n]+(?P=mark)\s*$)",
)
PLAIN = (rf"(?P<plain>{NAME}){ASIDE}:", rf"\[@?(?P<square>{NAME})\]:?")
LINE = re.compile(rf"\s*{HOUR}(?:{'|'.join((*MARKED, *PLAIN))})(?:\s+(?=\S)|(?=[_*(]))")
NO_HEADS = frozenset(
    "from to cc bcc subject re date sent time place where when who what why how note notes item ps p.s warning summary "
    "warnings rating tags pairing pairings title author chapter part scene act day night int ext monday tuesday sunday "
    "wednesday thursday friday saturday today tomorrow yesterday answer question pros cons example conclusion".split()
)
SCREEN = re.compile(
    r"\b(?:phone|laptop|chat|text(?:s|ed|ing)?|message[ds]|messaging|online|offline|typing|DMs?|discord|whatsapp|snapchat|"
    r"buzz(?:ed|es|ing)|ping(?:ed|s))\b",
    re.IGNORECASE,
)
BEFORE = 400  # characters before a run, in which words may tell of a screen
FEWEST_PLAIN, FEWEST_MARKED = 3, 2  # lines of a run
OFTEN = 3  # lines with the same head
LEAST_SMALL = 0.6  # share of a run's lines that begin small, if they are typed


@dataclass(frozen=True)
class _Line:
    """A line that begins with a name: where the line, the name and the words are."""

    begins: int
    name: tuple[int, int]
    words: tuple[int, int]
    called: str
    is_marked: bool
    is_closed: bool  # the line is in italics as a whole


def find_headed_lines(paragraphs: pa.Table, syntax: Syntax) -> dict[str, pa.Table]:
    """One row per line, in reading order.

    Gives   headed_lines: start, end int32 [n_lines] (of its words), line_start, head_start, head_end (of the name),
            run, is_written
    """
    text = syntax.source
    known = _known(_runs(text, paragraphs, frozenset()))
    runs = ([line for line in run if line.called in known] for run in _runs(text, paragraphs, known))
    kept = [run for run in runs if run]
    typed = {line.called for run in kept if _is_written(text, run) for line in run}
    rows = [
        (*line.words, line.begins, *line.name, number, line.called in typed)
        for number, run in enumerate(kept)
        for line in run
    ]
    columns = ("start", "end", "line_start", "head_start", "head_end", "run", "is_written")
    return {
        "headed_lines": table_of("headed_lines", {name: [row[k] for row in rows] for k, name in enumerate(columns)})
    }


def _runs(text: str, paragraphs: pa.Table, known: Set[str]) -> list[list[_Line]]:
    """Lines with heads that follow one another; see ``_lines``."""
    runs: list[list[_Line]] = [[]]
    for start, end, kind in zip_columns(paragraphs, "start", "end", "kind"):
        lines = _lines(text, start, end, known) if kind == "prose" else []
        if not lines and runs[-1]:
            runs.append([])
        runs[-1] += lines
    return [run for run in runs if run]


def _lines(text: str, start: int, end: int, known: Set[str]) -> list[_Line]:
    """The lines of a paragraph that begins with a head: those with known heads, all if each has one, else the first.

    Other lines go on with the words of the one before, for books break their lines anywhere.
    """
    found, position = [], start
    for piece in text[start:end].splitlines(keepends=True):
        found.append(_line(text, position, position + len(piece.rstrip())))
        position += len(piece)
    if not found or found[0] is None:
        return []
    is_each = None not in found
    heads = [one for n, one in enumerate(found) if one is not None and (n == 0 or is_each or one.called in known)]
    ends = [*(following.begins for following in heads[1:]), end]
    return [one if one.is_closed else _up_to(text, one, last) for one, last in zip(heads, ends, strict=True)]


def _up_to(text: str, line: _Line, end: int) -> _Line:
    begin = line.words[0]
    return replace(line, words=(begin, begin + len(text[begin:end].rstrip())))


def _line(text: str, start: int, end: int) -> _Line | None:
    """The line in [start, end), if it has a head."""
    found = LINE.match(text, start, end)
    if found is None:
        return None
    group = next(name for name, value in found.groupdict().items() if value is not None and name != "mark")
    if found[group].lower() in NO_HEADS:
        return None
    is_closed = found["mark"] is not None
    is_marked = group not in ("plain", "square")
    words = found.end(), end - is_closed
    return _Line(found.start(), found.span(group), words, found[group].lower(), is_marked, is_closed)


def _known(runs: Sequence[Sequence[_Line]]) -> set[str]:
    """The heads of runs that are dialogue, and those of several who come often: others may act between their lines."""
    often = {head for head, count in Counter(line.called for run in runs for line in run).items() if count >= OFTEN}
    return {line.called for run in runs if _is_dialogue(run) for line in run} | (often if len(often) > 1 else set())


def _is_dialogue(run: Sequence[_Line]) -> bool:
    """Whether a run is long enough, and its heads are those of several who come again."""
    called = Counter(line.called for line in run)
    if all(line.is_marked for line in run):
        return len(run) >= FEWEST_MARKED
    return len(run) >= FEWEST_PLAIN and len(called) > 1 and len(called) < len(run)


def _is_written(text: str, run: Sequence[_Line]) -> bool:
    small = sum(text[slice(*line.words)].lstrip("*_ \"“'‘")[:1].islower() for line in run)
    begins = run[0].begins
    is_script = all(text[slice(*line.name)].isupper() for line in run)
    is_screen = not is_script and SCREEN.search(text, max(begins - BEFORE, 0), begins) is not None
    return is_screen or small >= LEAST_SMALL * len(run)
