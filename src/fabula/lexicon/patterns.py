"""Patterns of words: several ways to say one thing."""

from __future__ import annotations

import re


def one_of(*patterns: str) -> re.Pattern[str]:
    """A pattern that is found where any of these is, whatever the case of the letters.

    >>> bool(one_of(r"\\bhung up\\b", r"\\brang off\\b").search("Then he rang off."))
    True
    """
    return re.compile("|".join(patterns), re.IGNORECASE)
