"""By what name others call somebody who tells the story.

The problem. A narrator's name is spoken by others, to their face, and hardly ever by themselves:
    "Come here, Tom," said she. I went. ... "I, Jane Eyre" ... "My name is Ishmael."
Whom the narration itself names is somebody else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import pyarrow as pa

from fabula.language.address import is_address
from fabula.language.syntax import Syntax
from fabula.schema import zip_columns

MOSTLY = 0.6  # the narrator is named to their face and seldom in the narration; others are spoken of
OWN_WORD = 4  # what "my name is" weighs against once being called by a name
ADDRESSED, LETTER_TO, FEWEST_CALLS = 0.4, 1.0, 3  # called by name anywhere; a letter to them; least of such calls
CALLED_BY_ME = 2.0  # what it weighs against somebody that "I" call them by name
ENOUGH, CLEAR = 2.0, 1.3  # votes that decide; against the next one
ONE_CALL = 1.0
SELDOM = 0.25  # in the narration, against in quotations
OWN_WORDS = ("name is", "name was", "call me", "called me", "calls me", "calling me", "name 's")


class Naming:
    """Who is named where, and how."""

    def __init__(
        self, syntax: Syntax, names: pa.Table, entities: pa.Table, tags: pa.Table, quote_spans: pa.Table
    ) -> None:
        self.syntax = syntax
        kinds = entities["kind"].to_pylist()
        self.names = [
            (first, last, entity)
            for first, last, entity in zip_columns(names, "first_token", "last_token", "entity")
            if entity is not None and kinds[entity] == "person"
        ]
        self.said_by: dict[str, set[int]] = defaultdict(set)
        for quote, subject in zip_columns(tags, "quote", "subject_token"):
            self.said_by[syntax.lower[subject]].add(quote)
        self.quote_of = syntax.rows_of_tokens(quote_spans, "quote")

    def narrator(self, is_told: Sequence[bool], readers: Mapping[int, int], pronoun: str = "i") -> int | None:
        """Whom others call by name next to what the narrator says, and whom the narration hardly names.

        Takes   is_told: for each token whether it stands in what the narrator tells, quotations in it included
                readers: how many letters are addressed to whom
                pronoun: what the narration calls the narrator; "you" in the second person
        """
        mine = self.said_by[pronoun]
        taking_turns = {quote + 2 * step for quote in mine for step in (-1, 1)}
        votes: dict[int, float] = defaultdict(float)
        outside, quoted, addressed = Counter[int](), Counter[int](), Counter[int]()
        own_word: set[int] = set()
        for first, last, entity in self.names:
            if not is_told[first]:
                continue
            quote = self.quote_of[first]
            outside[entity] += quote < 0
            quoted[entity] += quote >= 0
            if (quote < 0 or quote in mine) and self._is_own_word(first, pronoun):
                votes[entity] += OWN_WORD
                own_word.add(entity)
            elif quote >= 0 and is_address(self.syntax, first, last) and not self._acts(last):
                addressed[entity] += 1
                if quote in mine:
                    votes[entity] -= CALLED_BY_ME
                else:
                    beside = {quote - 1, quote + 1}
                    votes[entity] += len(beside & mine) + 0.5 * len(beside & taking_turns - mine)
        for entity, count in addressed.items():
            if count >= FEWEST_CALLS and outside[entity] <= SELDOM * quoted[entity]:
                votes[entity] += ADDRESSED * count
        for entity, count in readers.items():
            if entity not in own_word and outside[entity] < 2 and outside[entity] + quoted[entity]:
                votes[entity] += LETTER_TO * count
        return _elected(
            {
                entity: count
                for entity, count in votes.items()
                if outside[entity] <= MOSTLY * (outside[entity] + quoted[entity])
                and (entity in own_word or entity in readers or addressed[entity] >= MOSTLY * quoted[entity])
            },
            {entity for entity in votes if outside[entity] <= SELDOM * quoted[entity]},
        )

    def times_named(self, tokens: Sequence[int], entity: int) -> int:
        """How often some tokens of narration name somebody."""
        own = set(tokens)
        return sum(named == entity and first in own for first, _, named in self.names)

    def _acts(self, last: int) -> bool:
        """Whether a name is the subject of what is told: "Tom, who is my brother, has gone." """
        syntax = self.syntax
        verb = syntax.head[last]
        helpers = [child for child in syntax.children[verb] if syntax.dep[child] in ("aux", "auxpass")]
        return syntax.dep[last] == "nsubj" and any(syntax.tag[word] in ("VBZ", "VBD") for word in (verb, *helpers))

    def _is_own_word(self, first: int, pronoun: str) -> bool:
        """My name is Ishmael; they called me Tom; I, Jane Eyre."""
        lower = self.syntax.lower
        before = " ".join(lower[max(first - 3, 0) : first])
        if pronoun != "i":
            return before.endswith(("your name is", "calls you", "called you"))
        return before.endswith(OWN_WORDS) or (first > 1 and lower[first - 2 : first] == ["i", ","])


def _elected(votes: Mapping[int, float], hardly_named: set[int]) -> int | None:
    """Who has clearly most votes; a single call is enough for the only one, if the narration hardly names them."""
    ranked = sorted(((count, entity) for entity, count in votes.items() if count > 0), reverse=True)
    if not ranked:
        return None
    most, entity = ranked[0]
    is_alone = len(ranked) == 1 and most >= ONE_CALL and entity in hardly_named
    if is_alone or (most >= ENOUGH and (len(ranked) == 1 or most > CLEAR * ranked[1][0])):
        return entity
    return None
