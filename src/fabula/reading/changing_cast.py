"""The cast while it changes: who is called what, and who turns out to be one or two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache

import pyarrow as pa

from fabula.anchors import words_of
from fabula.lexicon.given_names import share_of_men
from fabula.lexicon.nouns import noun_gender, pronoun_gender
from fabula.schema import table_of, with_columns, zip_columns

CLEARLY = 0.9  # of the bearers of a given name, or of the pronouns, are of one gender
SEEN_OFTEN = 3  # pronouns from which they count
PEOPLE = ("person", "group")
POINTING = {
    "letters": "writer",
    "letter_readers": "entity",
    "tellers": "narrator",
    "guesses": "entity",
    "tales": "teller",
}
"""Tables that point to entities, besides names and mentions, and the column that does."""


@lru_cache(1 << 16)
def key_of(name: str) -> str:
    """A name as names are compared: "the King" and "king" are one.

    >>> key_of("The  Major’s wife"), key_of("Mr. Darcy")
    ("major's wife", 'mr darcy')
    """
    words = words_of(name)
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


class ChangingCast:
    """Entities by the rows in which they were found; new ones are added at the end, merged ones point to another."""

    def __init__(self, entities: pa.Table, entity_names: pa.Table, profiles: pa.Table) -> None:
        self.kinds: list[str] = entities["kind"].to_pylist()
        self.names: list[str] = entities["name"].to_pylist()
        self.is_named: list[bool] = entities["is_named"].to_pylist()
        self.genders: list[str] = profiles["gender"].to_pylist()
        self.sure: list[float] = profiles["confidence"].to_pylist()
        self.is_narrator: list[bool] = profiles["is_narrator"].to_pylist()
        self.forms: list[Counter[str]] = [Counter() for _ in self.names]
        for row, name, count in zip_columns(entity_names, "entity", "name", "count"):
            self.forms[row][name] += count
        self.former = list(self.names)
        self.into = list(range(len(self.names)))

    def row_of(self, row: int) -> int:
        """Who ``row`` is now."""
        while self.into[row] != row:
            row = self.into[row]
        return row

    @property
    def has_changed(self) -> bool:
        """Whether any two have become one."""
        return self.into != list(range(len(self.into)))

    def called(self, name: str) -> list[int]:
        """Who is called ``name``: as shown; else shown in other letters, or before; else in some form. People first."""
        key = key_of(name)
        rows = range(len(self.names))
        for found in (
            {row for row in rows if self.into[row] == row and self.names[row] == name},
            {self.row_of(row) for row in rows if key in (key_of(self.names[row]), key_of(self.former[row]))},
            {self.row_of(row) for row in rows if any(key_of(form) == key for form in self.forms[row])},
        ):
            people = {row for row in found if self.kinds[row] in PEOPLE}
            if found:
                return sorted(people or found)
        return []

    def nearest(self, name: str) -> str | None:
        """The name that is most like ``name``, None if none is much like it."""
        uses = sorted((count, form) for forms in self.forms for form, count in forms.items())
        keys = {key_of(form): form for _, form in uses}
        keys |= {key_of(shown): shown for shown in self.names}
        near = get_close_matches(key_of(name), keys, n=1, cutoff=0.85)
        return keys[near[0]] if near else None

    def add(self, name: str, pronouns: Sequence[str] = ()) -> int:
        """The row of somebody new, to whom these pronouns refer."""
        row = len(self.names)
        gender, sure = gender_of(name, pronouns)
        self.kinds.append("person")
        self.names.append(name)
        self.former.append(name)
        self.is_named.append(True)
        self.genders.append(gender)
        self.sure.append(sure)
        self.is_narrator.append(False)
        self.forms.append(Counter())
        self.into.append(row)
        return row

    def merge(self, kept: int, other: int) -> None:
        """Make two one, who keeps the name of the first."""
        self.into[other] = kept
        self.forms[kept] += self.forms[other]
        self.is_named[kept] |= self.is_named[other]
        self.is_narrator[kept] |= self.is_narrator[other]
        if self.kinds[kept] not in PEOPLE:
            self.kinds[kept] = self.kinds[other]
        if self.genders[kept] == "unknown":
            self.genders[kept], self.sure[kept] = self.genders[other], self.sure[other]

    def move_forms(self, row: int, to: int, surfaces: Iterable[str]) -> None:
        """Note that so many uses of names are not ``row``'s; whose name was one of them is shown under another."""
        moved = Counter(surfaces)
        self.forms[to] += moved
        self.forms[row] -= moved
        if self.forms[row] and self.names[row] not in self.forms[row] and self.names[row] in moved:
            self.names[row] = self.forms[row].most_common(1)[0][0]

    def numbers(self) -> list[int]:
        """The row of each entity in the tables that are made of this: those merged have one."""
        kept = [row for row in range(len(self.into)) if self.into[row] == row]
        number = {row: place for place, row in enumerate(kept)}
        return [number[self.row_of(row)] for row in range(len(self.into))]

    def tables(self) -> dict[str, pa.Table]:
        """``entities``, ``entity_names`` and ``profiles`` as they are now."""
        kept = [row for row in range(len(self.into)) if self.into[row] == row]
        forms = [(place, *use) for place, row in enumerate(kept) for use in self.forms[row].items()]
        return {
            "entities": table_of(
                "entities",
                {
                    "kind": [self.kinds[row] for row in kept],
                    "name": [self.names[row] for row in kept],
                    "is_named": [self.is_named[row] for row in kept],
                },
            ),
            "entity_names": table_of(
                "entity_names",
                {
                    "entity": [entity for entity, _, _ in forms],
                    "name": [name for _, name, _ in forms],
                    "count": [count for _, _, count in forms],
                },
            ),
            "profiles": table_of(
                "profiles",
                {
                    "gender": [self.genders[row] for row in kept],
                    "confidence": [self.sure[row] for row in kept],
                    "is_narrator": [self.is_narrator[row] for row in kept],
                },
            ),
        }


def moved(tables: Mapping[str, pa.Table], numbers: Sequence[int]) -> dict[str, pa.Table]:
    """Names, mentions and tables of POINTING, with their entities by the rows that ``ChangingCast.numbers`` gives."""
    columns = {name: POINTING.get(name, "entity") for name in tables}
    return {
        name: with_columns(name, table, {columns[name]: renumbered(table[columns[name]].to_pylist(), numbers)})
        for name, table in tables.items()
    }


def renumbered(entities: Sequence[int | None], numbers: Sequence[int]) -> list[int | None]:
    """Entities by the rows that ``ChangingCast.numbers`` gives."""
    return [None if entity is None else numbers[entity] for entity in entities]


def gender_of(name: str, pronouns: Sequence[str] = ()) -> tuple[str, float]:
    """The gender that a title or a given name shows, or else the pronouns, and how sure it is.

    >>> gender_of("Mrs. Bennet"), gender_of("Lydia Bennet"), gender_of("the ghost")
    (('woman', 0.95), ('woman', 1.0), ('unknown', 0.0))
    """
    words = words_of(name)
    for word in words:
        gender = noun_gender(word)
        if gender != "unknown":
            return gender, 0.95
    share = share_of_men(words[0]) if words else None
    if share is None or 1 - CLEARLY < share < CLEARLY:
        votes = Counter(pronoun_gender(pronoun.lower()) for pronoun in pronouns)
        total = votes["man"] + votes["woman"]
        share = votes["man"] / total if total >= SEEN_OFTEN else 0.5
    if 1 - CLEARLY < share < CLEARLY:
        return "unknown", 0.0
    return ("man", share) if share > 0.5 else ("woman", round(1 - share, 3))
