"""The part of a question that says of which time it asks: "when Tom came in", "in chapter 3", "at the end"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fabula.sources.numerals import NUMERAL, value_of

_CHAPTER = re.compile(
    rf"\s*,?\s*\b(?P<relation>in|during|by|before|after|until|from|at the (?:end|beginning|start) of)\s+(?:the\s+)?"
    rf"(?:chapter\s+(?P<number>{NUMERAL})|(?P<ordinal>{NUMERAL}|\d+(?:st|nd|rd|th))\s+chapter)\s*",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s*,?\s*\b(?:(?:at|in|by|near|towards?)\s+the\s+(?:very\s+)?(?P<edge>end|beginning|start|close)"
    r"(?:\s+of\s+(?:the\s+)?(?:book|story|novel|tale))?|(?P<finally>finally|in the last scene)|(?P<first>at first))\s*",
    re.IGNORECASE,
)
_NOW = re.compile(r"\s*,?\s*\b(?:at this point|so far|by now|by then|at that point)\s*", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?<=\w)\s*,?\s+(?P<word>when|while|as soon as|before|after|until|till|by the time|during|once)\s+(?P<clause>.+)$",
    re.IGNORECASE,
)
_RELATIONS = {
    "before": "before",
    "after": "after",
    "until": "before",
    "till": "before",
    "by": "before",
    "by the time": "before",
}


@dataclass(frozen=True)
class Time:
    """A time by its words; one of ``clause``, ``chapter`` (its number; 0 the last) and ``edge`` is given."""

    relation: str
    clause: str = ""
    chapter: int = -1
    edge: str = ""


def split_time(question: str) -> tuple[str, Time | None]:
    """The question without its time, and the time.

    >>> split_time("Where was Tom when Eva left him")
    ('Where was Tom', Time(relation='at', clause='Eva left him', chapter=-1, edge=''))
    >>> split_time("what did Tom know in the third chapter")
    ('what did Tom know', Time(relation='within', clause='', chapter=3, edge=''))
    """
    chapter = _CHAPTER.search(question)
    if chapter:
        number = value_of(re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", chapter["number"] or chapter["ordinal"]))
        relation = _RELATIONS.get(chapter["relation"].lower(), "within")
        return _without(question, chapter), Time(relation, chapter=number if number is not None else -1)
    end = _END.search(question)
    if end:
        edge = "end" if end["finally"] or (end["edge"] or "").lower() in ("end", "close") else "start"
        return _without(question, end), Time("within", edge=edge)
    clause = _CLAUSE.search(question)
    if clause:
        relation = _RELATIONS.get(clause["word"].lower(), "at")
        return question[: clause.start()], Time(relation, clause=clause["clause"])
    return _NOW.sub(" ", question).strip(), None


def _without(question: str, time: re.Match[str]) -> str:
    return f"{question[: time.start()]} {question[time.end() :]}".strip()
