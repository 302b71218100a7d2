"""How old somebody sounds: child, young, adult or old, from the words that a story has for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

AGES = ("child", "young", "adult", "old")
BELOW = (13, 25, 55)  # from which age in years the next one begins
NUMBERS = {
    word: number
    for number, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        ).split()
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
DECADES = {"teens": 15, "twenties": 23} | {
    word.removesuffix("y") + "ies": years + 5 for word, years in TENS.items() if years > 20
}
WORDS = {
    "child": "child little baby infant toddler boy girl kid lad lass schoolboy schoolgirl childish",
    "young": "young youth youthful teenage teenager teenaged adolescent student boyish girlish",
    "adult": "middle-aged adult grown grown-up",
    "old": "old elderly aged ancient grandmother grandfather granny grandma grandpa gran greybeard crone",
}
_AGE_OF_WORD = {word: age for age, words in WORDS.items() for word in words.split()}


def age_of(words: Sequence[str]) -> str | None:
    """The age that most of the words give; years count before other words; None where none says anything.

    >>> age_of(["forty-two"]), age_of(["old"]), age_of(["six years old"]), age_of(["in her thirties"]), age_of(["tall"])
    ('adult', 'old', 'child', 'adult', None)
    """
    years = next((found for word in words if (found := _years(word)) is not None), None)
    if years is not None:
        return AGES[sum(years >= border for border in BELOW)]
    told = [_AGE_OF_WORD[part] for word in words for part in re.findall(r"[\w-]+", word) if part in _AGE_OF_WORD]
    return max(AGES, key=told.count) if told else None


def _years(words: str) -> int | None:
    parts = re.findall(r"[a-z]+|\d+", words.lower())
    total, found = 0, False
    for part in parts:
        if part in DECADES:
            return DECADES[part]
        value = int(part) if part.isdigit() and len(part) <= 3 else NUMBERS.get(part, TENS.get(part))
        if value is not None:
            total, found = total + value, True
        elif found:
            break
    return total if found else None
