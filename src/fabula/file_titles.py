"""A title for a work whose source gives none: what its file is called, as a person would write it."""

from __future__ import annotations

import re

_SUFFIX = re.compile(r"\.(?:txt|text|md|markdown|mkd|html?|xhtml|epub|docx|fabula)$", re.IGNORECASE)
_CATALOGUE_NUMBER = re.compile(r"^(?:pg)?\d+[_\- ]+(?=\D)", re.IGNORECASE)
_SMALL_WORDS = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "nor",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    )
)


def title_of(name: str) -> str:
    """The title in a file's name; any other name is given back as it is.

    >>> title_of("113_the_secret_garden.txt"), title_of("My Story - Part 2.docx"), title_of("the text")
    ('The Secret Garden', 'My Story - Part 2', 'the text')
    """
    if not _SUFFIX.search(name):
        return name
    words = re.sub(r"[_\s]+", " ", _CATALOGUE_NUMBER.sub("", _SUFFIX.sub("", name))).strip()
    if words != words.lower():
        return words
    if " " not in words:
        words = words.replace("-", " ")
    return " ".join(
        word if place and word in _SMALL_WORDS else word[:1].upper() + word[1:]
        for place, word in enumerate(words.split(" "))
    )
