"""The number that a heading gives: ``XIV``, ``14``, ``Fourteen``, ``the Fourteenth``."""

from __future__ import annotations

import re

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_UNITS += " seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
_ORDINALS += " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"

_WORDS = {word: value for value, word in enumerate(_UNITS.split(), 1)}
_WORDS |= {word: 10 * value for value, word in enumerate(_TENS.split(), 2)}
_WORDS |= {word: value for value, word in enumerate(_ORDINALS.split(), 1)}
_WORDS |= {word[:-1] + "ieth": 10 * value for value, word in enumerate(_TENS.split(), 2)}
_WORDS |= {"hundred": 100, "last": 0}

_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
ROMAN = r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
NUMERAL = rf"(?:\d{{1,4}}|{ROMAN}|(?:{_WORD})(?:(?:[ -]| and )(?:{_WORD}))*)(?![A-Za-z0-9'’])"
"""A numeral in any of these forms, for patterns that ignore case."""

_IS_ROMAN = re.compile(rf"{ROMAN}\Z", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def value_of(numeral: str) -> int | None:
    """The number that ``numeral`` writes; None if it writes none.

    >>> [value_of(numeral) for numeral in ("XIV", "14", "twenty-first", "Mary")]
    [14, 14, 21, None]
    """
    numeral = numeral.strip().lower()
    if numeral.isdecimal():
        return int(numeral)
    if numeral and _IS_ROMAN.match(numeral):
        return _roman(numeral)
    parts = [part for part in re.split(r"[ -]+", numeral) if part != "and"]
    if not parts or any(part not in _WORDS for part in parts):
        return None
    return _spelled(parts)


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _spelled(parts: list[str]) -> int:
    total = 0
    for part in parts:
        total = max(total, 1) * 100 if part == "hundred" else total + _WORDS[part]
    return total
