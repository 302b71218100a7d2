"""Headings that say who tells what stands under them: TADEO; Anna's POV; Chapter 3: Birgit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pyarrow as pa

from fabula.lexicon.given_names import is_given_name, share_of_men
from fabula.schema import zip_columns

POINT_OF_VIEW = re.compile(r"\b(?:pov|point of view)\b", re.IGNORECASE)
LONGEST_NAME_LINE = 5  # words of a line that only names who tells
LONGEST_LINE = 60  # characters of one
LONGEST_NEW_NAME = 3  # words of the name of somebody whom only headings name
LEAST_WORDS, LEAST_BELOW_CAPITALS = 20, 8  # of the paragraph below a name that stands alone
_NUMBER = re.compile(
    r"^(?:(?:chapter|part|book)\b)?\s*(?:\d+|[ivxlc]+\b|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)?\s*[:.—–-]*\s*",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:prologue|epilogue|interlude|preface|introduction|contents|the|a|an|part|book|chapter|letter|note|end|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|"
    r"november|december|then|now|before|after|day|week|year|night|morning|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)


def name_lines(text: str, paragraphs: pa.Table) -> list[str]:
    """For each paragraph its line if it is a heading, or prose that says who tells or repeats a heading; else ""."""
    rows = [
        (" ".join(text[start:end].split()).strip("*_#~-—–=[] "), kind)
        for start, end, kind in zip_columns(paragraphs, "start", "end", "kind")
    ]
    headings = {line for line, kind in rows if kind == "heading" and line}
    times = Counter(line for line, _ in rows if len(line) < LONGEST_LINE)
    alone = _names_alone(text, [line for line, _ in rows])
    return [
        line if kind == "heading" or line in alone or _names_teller(line, headings, times[line]) else ""
        for line, kind in rows
    ]


def _names_alone(text: str, lines: Sequence[str]) -> set[str]:
    """The words in capitals, or names, that stand on a line of their own above prose, if two of them are names."""
    alone = {
        line
        for line, after in pairwise(lines)
        if line.isalpha()
        and (line.isupper() or line.istitle())
        and len(after.split()) >= (LEAST_BELOW_CAPITALS if line.isupper() else LEAST_WORDS)
    }
    names = {line for line in alone if is_given_name(line) or re.search(rf"[a-z,] {line.title()}\b", text) is not None}
    return {line for line in alone if line in names or line.isupper()} if len(names) > 1 else set()


def _names_teller(line: str, headings: set[str], times: int) -> bool:
    """Whether a line of prose says who tells, repeats a heading, or is a name in capitals that stands there often."""
    n_words = len(line.split())
    is_name = times > 1 and n_words <= LONGEST_NEW_NAME and line.isupper() and line.replace(" ", "").isalpha()
    return n_words <= LONGEST_NAME_LINE and (is_name or line in headings or bool(POINT_OF_VIEW.search(line)))


def tellers_by_heading(headings: Sequence[str], called: Mapping[str, int]) -> dict[int, int | str]:
    """Who tells each stretch, by its heading or the last one before it that names anybody.

    Headings count if one says so ("Anna's POV") or if they name at least two people. Those whom the cast does not know
    count if they head more than one stretch or bear a common given name.

    Takes   headings: of each stretch in the first person, empty where it has none of its own
            called: people of the cast by their names in small letters
    Gives   number of the stretch -> an entity, or the name of somebody to be added to the cast
    """
    bare = [_bare(heading) for heading in headings]
    times = Counter(name.casefold() for name in bare if name)
    named: dict[int, int | str] = {}
    for number, name in enumerate(bare):
        if name and len(name.split()) <= LONGEST_NAME_LINE:
            known = _known(name, called)
            if known is not None:
                named[number] = known
            elif _could_be_new(name, times):
                named[number] = name.title() if name.isupper() else name
    is_told = any(POINT_OF_VIEW.search(headings[number]) for number in named)
    if not is_told and len(set(named.values())) < 2:
        return {}
    found: dict[int, int | str] = {}
    for number, heading in enumerate(headings):
        if number in named:
            found[number] = named[number]
        elif not heading and number - 1 in found:
            found[number] = found[number - 1]
    return found


def _bare(heading: str) -> str:
    """A heading without its number and "POV"."""
    words = re.sub(r"['’]s\b", "", POINT_OF_VIEW.sub("", heading)).strip(" :.-—–()")
    return _NUMBER.sub("", words).strip()


def _known(name: str, called: Mapping[str, int]) -> int | None:
    """Who bears the name, or alone bears one that ends in it: Birgit of Aunt Birgit."""
    wanted = name.casefold()
    if wanted in called:
        return called[wanted]
    bearers = {entity for known, entity in called.items() if wanted in (known.split()[0], known.split()[-1])}
    return min(bearers) if len(bearers) == 1 else None


def _could_be_new(name: str, times: Counter[str]) -> bool:
    words = name.split()
    is_name_like = len(words) <= LONGEST_NEW_NAME and all(word[0].isupper() and word.isalpha() for word in words)
    is_known = times[name.casefold()] > 1 or share_of_men(words[0]) is not None
    return is_name_like and is_known and not _NO_NAME.search(name)
