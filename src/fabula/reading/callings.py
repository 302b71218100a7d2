"""Give those who have no name the one that the text says they have, or that only dialogue gives them.

The problem. In modern stories a name is often said once, by its bearer or to their face, and never told:
    "Len. I'm Chidi," the passenger said.     "I'm Mal," I said. "Ottilie," said the woman.
A first look at who speaks tells who "I" is, and whose turn comes before and after a call. Somebody without a name is
who says that they bear one that nothing names before, or whom others call so, if the narration never mentions that
person (see ``narrator``).
Not tried: names of those who have another name already.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from fabula.anchors import words_of
from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.lexicon.titles import titles
from fabula.reading.changing_cast import ChangingCast, moved
from fabula.reading.identities import identities
from fabula.reading.narrator import Naming
from fabula.schema import zip_columns

SURE = 0.5  # of a supposed speaker, from which on a quotation counts
SURELY_TOLD = 0.7  # of a mention in the narration
FEWEST_LINES, MOST_MENTIONS = 3, 20  # of somebody whom only others name; who is told of more would have a name
OF_THE_SPEAKER = 0.5  # lines of somebody with a name, against those of whom they might be


def find_callings(
    syntax: Syntax,
    quote_spans: pa.Table,
    tags: pa.Table,
    supposed_speakers: pa.Table,
    names: pa.Table,
    mentions: pa.Table,
    entities: pa.Table,
    entity_names: pa.Table,
    profiles: pa.Table,
    letters: pa.Table,
    letter_readers: pa.Table,
    tellers: pa.Table,
    guesses: pa.Table,
    tales: pa.Table,
) -> dict[str, pa.Table]:
    """The tables about entities, those without a name one with whom dialogue names.

    Gives   entities, entity_names, profiles: those merged in one row
            names, mentions, and the tables of POINTING: their entities by the new rows
    """
    cast = ChangingCast(entities, entity_names, profiles)
    callings = _Callings(syntax, quote_spans, tags, supposed_speakers, names, mentions, entities, tellers, cast)
    readers = Counter[int](letter_readers["entity"].to_pylist())
    for described, named in identities(syntax, mentions, tags, quote_spans):
        callings.identify(described, named)
    for entity in callings.without_a_name():
        name = callings.name_of(entity, readers)
        if name is not None:
            cast.merge(name, entity)
    tables = {
        "names": names,
        "mentions": mentions,
        "letters": letters,
        "letter_readers": letter_readers,
        "tellers": tellers,
        "guesses": guesses,
        "tales": tales,
    }
    if not cast.has_changed:
        return {**tables, "entities": entities, "entity_names": entity_names, "profiles": profiles}
    return {**moved(tables, cast.numbers()), **cast.tables()}


class _Callings:
    """Who says what, as far as it is supposed, and whom that may name."""

    def __init__(
        self,
        syntax: Syntax,
        quote_spans: pa.Table,
        tags: pa.Table,
        supposed_speakers: pa.Table,
        names: pa.Table,
        mentions: pa.Table,
        entities: pa.Table,
        tellers: pa.Table,
        cast: ChangingCast,
    ) -> None:
        self.syntax, self.cast = syntax, cast
        self.naming = Naming(syntax, names, entities, tags, quote_spans)
        self.said: dict[int, set[int]] = defaultdict(set)
        for quote, entity, sure in zip_columns(supposed_speakers, "quote", "entity", "confidence"):
            if sure >= SURE:
                self.said[entity].add(quote)
        self.tellers = tellers
        self.tells = {who: person for who, person in zip_columns(tellers, "narrator", "person") if who is not None}
        quote_of = self.naming.quote_of
        told = zip_columns(mentions, "head_token", "entity", "entity_confidence")
        self.narrated = {entity for head, entity, sure in told if quote_of[head] < 0 and (sure or 0) >= SURELY_TOLD}
        self.given: set[int] = set()

    def without_a_name(self) -> list[int]:
        """Those who speak, or tell, and have no name, who says most first."""
        speaking = sorted(self.said.keys() | self.tells.keys(), key=lambda entity: -len(self.said[entity]))
        return [
            row
            for row in speaking
            if self.cast.kinds[row] == "person" and self.cast.row_of(row) == row and not self._has_name(row)
        ]

    def identify(self, described: int, named: int) -> None:
        """Make two whom the text says to be one a single person, if the first is somebody without a name."""
        described, named = self.cast.row_of(described), self.cast.row_of(named)
        kinds = self.cast.kinds[described], self.cast.kinds[named]
        genders = {self.cast.genders[described], self.cast.genders[named]}
        is_new = described != named and not self._has_name(described) and self._has_name(named)
        if is_new and kinds == ("person", "person") and genders != {"man", "woman"}:
            self.cast.merge(named, described)

    def name_of(self, entity: int, readers: Counter[int]) -> int | None:
        """The entity of the name that dialogue gives somebody without one, None for none that is free."""
        said = self.said[entity]
        name = None if entity in self.tells else self.naming.introduced(said)
        if name is None:
            name = self._called(entity, said, readers)
        genders = set() if name is None else {self.cast.genders[name], self.cast.genders[entity]}
        if name is None or name in self.given or not self._has_name(name) or genders == {"man", "woman"}:
            return None
        self.given.add(name)
        return name

    def _called(self, entity: int, said: set[int], readers: Counter[int]) -> int | None:
        """Whom others call somebody to their face, if the narration never mentions that person."""
        if entity in self.tells:
            is_told = self.syntax.flags(self.tellers.filter(pc.equal(self.tellers["narrator"], entity)))
            pronoun = "you" if self.tells[entity] == "second" else "i"
            name = self.naming.narrator(is_told, readers, pronoun, said)
        elif len(said) >= FEWEST_LINES and self.cast.forms[entity].total() <= MOST_MENTIONS:
            name = self.naming.narrator([True] * len(self.syntax), {}, "", said)
            if name is not None and len(self.said[name]) > OF_THE_SPEAKER * len(said):
                return None  # two who speak
        else:
            return None
        return None if name in self.narrated else name

    def _has_name(self, entity: int) -> bool:
        """Whether more than pronouns, kin and titles stand for somebody."""
        forms = self.cast.forms[entity]
        return self.cast.is_named[entity] and any(set(words_of(form)) - _nameless_words() for form in forms)


@cache
def _nameless_words() -> frozenset[str]:
    lists = ("kin", "address", "endearments", "male_nouns", "female_nouns", "neutral_nouns")
    articles = "the a an my his her their our your".split()
    return titles().union(articles, *(word_list("people", name) for name in lists))
