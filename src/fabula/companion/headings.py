"""A chapter's heading as a page shows it: number and name apart, and no shouting."""

from __future__ import annotations

import re

_NUMBERED = re.compile(
    r"^((?:chapter|book|part|letter|stave|volume|canto|act|scene|section|episode)\s+[\w-]+"
    r"|[ivxlc]+(?=[.:]|$)|\d{1,4}(?=[.:]|$))\s*[.:—–-]*\s*(.*)$",
    re.I,
)
_BARE_NUMBER = re.compile(r"^([IVXLC]+|\d{1,4})\.?$")
_ROMAN = re.compile(r"^[IVXLC]+$")
_SMALL = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}


def split_heading(heading: str) -> tuple[str, str]:
    """The number and the name of a heading; either may be empty.

    >>> split_heading("CHAPTER IX. There Is Nobody Left")
    ('CHAPTER IX', 'There Is Nobody Left')
    >>> split_heading("The End")
    ('', 'The End')
    """
    numbered = _NUMBERED.match(heading)
    return (numbered[1], numbered[2]) if numbered else ("", heading)


def spoken(heading: str) -> str:
    """A heading as one would name the chapter to somebody: a bare number after the word *Chapter*.

    >>> spoken("XIV."), spoken("3"), spoken("THE END")
    ('Chapter XIV', 'Chapter 3', 'The End')
    """
    bare = _BARE_NUMBER.match(heading)
    return f"Chapter {bare[1]}" if bare else calm(heading)


def calm(heading: str) -> str:
    """A heading in capitals as a title in capitals and small letters; others as they are.

    >>> calm("CHAPTER II: MISTRESS MARY AND THE DON'T-CARES")
    "Chapter II: Mistress Mary and the Don't-cares"
    """
    if not heading.isupper():
        return heading
    words = heading.split()
    return " ".join(_calm_word(word, number == 0 or words[number - 1][-1] in ":.") for number, word in enumerate(words))


def _calm_word(word: str, is_first: bool) -> str:
    core = re.search(r"[^\W\d_].*", word)
    if core is None or _ROMAN.match(word.strip(".,:;!?\"'“”()")):
        return word
    if word.lower() in _SMALL and not is_first:
        return word.lower()
    return word[: core.start() + 1] + word[core.start() + 1 :].lower()
