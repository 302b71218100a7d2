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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
LINE = re.compile(rf"\s*{HOUR}(?:{'|'.join((*MARKED, *PLAIN))})\s+(?=\S)", re.MULTILINE)
NO_HEADS = frozenset(
    "from to cc bcc subject re date sent time place where when who what why how note notes item ps p.s warning summary "
    "warnings rating tags pairing pairings title author chapter part scene act day night int ext monday tuesday sunday "
    "wednesday thursday friday saturday today tomorrow yesterday answer question pros cons example conclusion".split()
)
SCREEN = re.compile(
    r"\b(?:phone|chat|text(?:s|ed|ing)?|messag\w+|group|thread|server|channel|online|offline|typing|screen|DMs?|discord|whatsapp|"
    r"snap(?:chat)?|buzz\w*|ping\w*|laptop|keyboard|forum|comments?|joined|logged)\b",
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


def find_headed_lines(paragraphs: pa.Table, syntax: Syntax) -> dict[str, pa.Table]:
    """One row per line, in reading order.

    Gives   headed_lines: start, end int32 [n_lines] (of its words), line_start, head_start, head_end (of the name),
            run, is_written
    """
    text = syntax.source
    runs = _runs(text, paragraphs)
    known = _known(runs)
    kept = [run for run in runs if known.issuperset(line.called for line in run)]
    typed = {run[0].begins for run in kept if _is_written(text, run)}
    writers = {line.called for run in kept if run[0].begins in typed for line in run}
    rows = [
        (*line.words, line.begins, *line.name, number, run[0].begins in typed or line.called in writers)
        for number, run in enumerate(kept)
        for line in run
    ]
    columns = ("start", "end", "line_start", "head_start", "head_end", "run", "is_written")
    return {
        "headed_lines": table_of("headed_lines", {name: [row[k] for row in rows] for k, name in enumerate(columns)})
    }


def _runs(text: str, paragraphs: pa.Table) -> list[list[_Line]]:
    """Lines with heads that follow one another."""
    runs: list[list[_Line]] = [[]]
    for start, end, kind in zip_columns(paragraphs, "start", "end", "kind"):
        for line in _lines(text, start, end) if kind == "prose" else [None]:
            if line is not None:
                runs[-1].append(line)
            elif runs[-1]:
                runs.append([])
    return [run for run in runs if run]


def _lines(text: str, start: int, end: int) -> Iterator[_Line | None]:
    """The lines of a paragraph that have heads; None for the others."""
    position = start
    for piece in text[start:end].splitlines(keepends=True):
        found = LINE.match(text, position, position + len(piece.rstrip()))
        yield _line(found, position + len(piece.rstrip())) if found else None
        position += len(piece)


def _line(found: re.Match[str], end: int) -> _Line | None:
    group = next(name for name, value in found.groupdict().items() if value is not None and name != "mark")
    if found[group].lower() in NO_HEADS:
        return None
    words = found.end(), end - (found["mark"] is not None)
    return _Line(found.start(), found.span(group), words, found[group].lower(), group not in ("plain", "square"))


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
    small = sum(text[line.words[0] : line.words[1]].lstrip("*_ \"“'‘")[:1].islower() for line in run)
    begins = run[0].begins
    return small >= LEAST_SMALL * len(run) or bool(SCREEN.search(text, max(begins - BEFORE, 0), begins))
