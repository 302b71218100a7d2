"""By what name others call somebody who tells the story.

The problem. A narrator's name is spoken by others, to their face, and hardly ever by themselves:
    "Come here, Tom," said she. I went. ... "I, Jane Eyre" ... "My name is Ishmael."
Whom the narration itself names is somebody else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set

import pyarrow as pa

from fabula.language.address import is_address
from fabula.language.introductions import is_introduction
from fabula.language.syntax import Syntax
from fabula.reading.disjoint import objects
from fabula.schema import zip_columns

MOSTLY = 0.6  # the narrator is named to their face and seldom in the narration; others are spoken of
OWN_WORD = 4  # what "my name is" weighs against once being called by a name
ADDRESSED, LETTER_TO, FEWEST_CALLS = 0.4, 1.0, 3  # called by name anywhere; a letter to them; least of such calls
CALLED_BY_ME = 2.0  # what it weighs against somebody that "I" call them by name
SURELY, ENOUGH, CLEAR = 4.0, 2.0, 1.3  # votes that decide; where it is supposed who speaks; against the next one
ONE_CALL = 1.0
SAID_TO_ME = 4.0  # what a call weighs in what somebody "said to me"
ANSWER = 2.0  # what "it's Tom" weighs
FEW_WORDS, FEW_MARKS = 9, 3  # of a quotation besides the name: with "it's", bare
SHORT = 6_000  # tokens told, in which the only one who is called by name and never told of tells it
IT_IS = ("it 's", "it ’s", "it is", "this is")
WHO = ("your name", "who are you", "who is this", "who's this", "who’s this", "who is it", "who's there", "who’s there")
NESTED = frozenset("“‘\"'")
SELDOM = 0.25  # in the narration, against in quotations


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
        self.said_to: dict[str, set[int]] = defaultdict(set)
        for quote, subject, verb in zip_columns(tags, "quote", "subject_token", "verb_token"):
            self.said_by[syntax.lower[subject]].add(quote)
            for hearer in objects(syntax, verb):
                self.said_to[syntax.lower[hearer]].add(quote)
        self.quote_of = syntax.rows_of_tokens(quote_spans, "quote")
        self.bounds: dict[int, tuple[int, int]] = {}
        for quote, start, end in zip_columns(quote_spans, "quote", "start", "end"):
            self.bounds[quote] = (min(start, self.bounds.get(quote, (start, end))[0]), end)
        self.opening = set(quote_spans["start"].to_pylist())

        self.introducing = {
            self.quote_of[first] for first, last, _ in self.names if is_introduction(syntax, first, last)
        }

    def narrator(
        self,
        is_told: Sequence[bool],
        readers: Mapping[int, int],
        pronoun: str = "i",
        said: Set[int] | None = None,
    ) -> int | None:
        """Whom others call by name next to what the narrator says, and whom the narration hardly names.

        Takes   is_told: for each token whether it stands in what the narrator tells, quotations in it included
                readers: how many letters are addressed to whom
                pronoun: what the narration calls the narrator; "you" in the second person
                said: quotations that are supposed to be the narrator's, besides those with "said I", if that is known
        """
        mine = self.said_by[pronoun] | (said or set())
        not_mine = set().union(*self.said_by.values()) - mine
        by_others: set[int] = set()
        taking_turns = {quote + 2 * step for quote in mine for step in (-1, 1)}
        votes = defaultdict[int, float](float)
        outside, quoted, addressed = Counter[int](), Counter[int](), Counter[int]()
        own_word: set[int] = set()
        for first, last, entity in self.names:
            if not is_told[first]:
                continue
            quote = self.quote_of[first]
            is_own_word = (quote < 0 or quote in mine) and self._is_own_word(first, last, pronoun)
            outside[entity] += quote < 0 and not is_own_word
            quoted[entity] += quote >= 0 or is_own_word
            if is_own_word:
                votes[entity] += OWN_WORD
                own_word.add(entity)
            elif said is not None and quote in mine and self._answers(first, last, quote):
                votes[entity] += ANSWER
            elif self._is_inside_another(first, quote):
                continue
            elif quote >= 0 and is_address(self.syntax, first, last) and not self._acts(last):
                if self._is_all_said(first, last, quote):
                    quoted[entity] += 1  # "Butter?" may be butter
                addressed[entity] += 1
                if quote in not_mine:
                    by_others.add(entity)
                if quote in mine:
                    votes[entity] -= CALLED_BY_ME
                else:
                    beside = {quote - 1, quote + 1}
                    votes[entity] += len(beside & mine) + 0.5 * len(beside & taking_turns - mine)
                    votes[entity] += SAID_TO_ME * (pronoun == "i" and quote in self.said_to["me"])
        for entity, count in addressed.items():
            if count >= FEWEST_CALLS and outside[entity] <= SELDOM * quoted[entity]:
                votes[entity] += ADDRESSED * count
        for entity, count in readers.items():
            if entity not in own_word and outside[entity] < 2 and outside[entity] + quoted[entity]:
                votes[entity] += LETTER_TO * count
        if said is not None and own_word:
            votes = defaultdict(float, {entity: votes[entity] for entity in own_word})
        elected = _elected(
            {
                entity: count
                for entity, count in votes.items()
                if outside[entity] <= MOSTLY * (outside[entity] + quoted[entity])
                and (entity in own_word or entity in readers or addressed[entity] >= MOSTLY * quoted[entity])
            },
            {entity for entity in votes if outside[entity] <= SELDOM * quoted[entity]},
            said is not None,
        )
        if elected is not None or pronoun != "i" or sum(is_told) > SHORT:
            return elected
        unseen = [one for one, count in addressed.items() if not outside[one] and count >= MOSTLY * quoted[one]]
        is_clear = len(unseen) == 1 and votes[unseen[0]] >= 0
        return unseen[0] if is_clear and (said is not None or unseen[0] in by_others) else None

    def introduced(self, said: Set[int]) -> int | None:
        """Whom somebody who says these quotations calls themselves, if that is one name, which nothing names before."""
        votes = defaultdict[int, float](float)
        known: set[int] = set()
        for first, last, entity in self.names:
            quote = self.quote_of[first]
            if quote in said and entity not in known:
                is_own = is_introduction(self.syntax, first, last)
                votes[entity] += OWN_WORD if is_own else ANSWER * self._answers(first, last, quote)
            known.add(entity)
        ranked = sorted(((count, entity) for entity, count in votes.items() if count > 0), reverse=True)
        return ranked[0][1] if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]) else None

    def own_name(self, tokens: Sequence[int]) -> int | None:
        """Whom somebody who tells these tokens calls themselves first."""
        told = set(tokens)
        own = (entity for first, last, entity in self.names if first in told and self._is_own_word(first, last, "i"))
        return next(own, None)

    def times_named(self, tokens: Sequence[int], entity: int) -> int:
        """How often some tokens of narration name somebody."""
        own = set(tokens)
        return sum(named == entity and first in own for first, _, named in self.names)

    def _answers(self, first: int, last: int, quote: int) -> bool:
        """It's Tom; this is Tom; "Tom." where the quotation before asks for a name, or gives one."""
        words = len(self.syntax.tokens_in(*self.bounds[quote])) - (last - first + 1)
        if words <= FEW_WORDS and " ".join(self.syntax.lower[max(first - 2, 0) : first]) in IT_IS:
            return True
        asked = self.syntax.source[slice(*self.bounds[quote - 1])].casefold() if quote else ""
        return words <= FEW_MARKS and (quote - 1 in self.introducing or any(question in asked for question in WHO))

    def _is_all_said(self, first: int, last: int, quote: int) -> bool:
        """Whether a name is all that a quotation says."""
        said = self.syntax.tokens_in(*self.bounds[quote])
        return not any(self.syntax.text[token][0].isalnum() for token in said if not first <= token <= last)

    def _is_inside_another(self, first: int, quote: int) -> bool:
        """Whether a name opens a quotation inside a quotation: he told me: “Tom, be quick.”"""
        is_opened = first > 0 and self.syntax.text[first - 1] in NESTED
        return quote >= 0 and is_opened and int(self.syntax.start[first - 1]) not in self.opening

    def _acts(self, last: int) -> bool:
        """Whether a name is the subject of what is told: "Tom, who is my brother, has gone." """
        syntax = self.syntax
        verb = syntax.head[last]
        if self.quote_of[verb] != self.quote_of[last]:
            return False
        helpers = [child for child in syntax.children[verb] if syntax.dep[child] in ("aux", "auxpass")]
        return (
            syntax.dep[last] == "nsubj"
            and verb > last
            and any(syntax.tag[word] in ("VBZ", "VBD") for word in (verb, *helpers))
        )

    def _is_own_word(self, first: int, last: int, pronoun: str) -> bool:
        """My name is Ishmael; they called me Tom; I, Jane Eyre."""
        lower = self.syntax.lower
        if pronoun == "you":
            return " ".join(lower[max(first - 3, 0) : first]).endswith(("your name is", "calls you", "called you"))
        return is_introduction(self.syntax, first, last) or (first > 1 and lower[first - 2 : first] == ["i", ","])


def _elected(votes: Mapping[int, float], hardly_named: set[int], is_heard: bool) -> int | None:
    """Who has clearly most votes.

    Where it is supposed who says what fewer decide, and one call for the only one, whom the narration hardly names.
    """
    ranked = sorted(((count, entity) for entity, count in votes.items() if count > 0), reverse=True)
    if not ranked:
        return None
    most, entity = ranked[0]
    is_alone = is_heard and len(ranked) == 1 and most >= ONE_CALL and entity in hardly_named
    if is_alone or (most >= (ENOUGH if is_heard else SURELY) and (len(ranked) == 1 or most > CLEAR * ranked[1][0])):
        return entity
    return None
