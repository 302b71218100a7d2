"""Who is married by name: Mr. and Mrs. Weston, Sir William and Lady Lucas."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from fabula.reading.ties.people import People
from fabula.reading.ties.sign import Sign

WIVES = {"mrs": ("mr",), "lady": ("sir", "lord"), "madame": ("monsieur", "m")}  # titles, with those of their husbands
SHARE = 0.75  # of all who are called by a title and surname, that one must have to be meant
BY_NAME = 0.7  # how much two such names show


def couple_signs(people: People) -> Iterator[Sign]:
    """A sign for each two whose titles and surname are those of a couple, at the first mention of hers."""
    called: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    first: dict[tuple[str, str], tuple[int, int]] = {}
    for head in sorted(people.starting.values()):
        if head not in people.at or people.at[head].form != "proper":
            continue
        person = people.at[head]
        words = people.syntax.source[person.start : person.end].lower().split()
        if len(words) == 2:
            styled = words[0].strip("."), words[1]
            called[styled][person.entity] += 1
            first.setdefault(styled, (person.start, person.end))
    for (title, name), wives in called.items():
        for husband_title in WIVES.get(title, ()):
            wife, husband = _the_one(wives), _the_one(called.get((husband_title, name), Counter()))
            if wife is not None and husband is not None and wife != husband:
                yield Sign(husband, wife, "romance", "married", "name", *first[title, name], BY_NAME)


def _the_one(bearers: Counter[int]) -> int | None:
    entity, count = next(iter(bearers.most_common(1)), (None, 0))
    return entity if count >= SHARE * bearers.total() else None
