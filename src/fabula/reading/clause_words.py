"""What the words of a clause are: people by name, noun or pronoun, places, negations, the verb and its subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.lists import word_list
from fabula.schema import zip_columns

NEGATIONS = frozenset("not n't n’t never no nobody none neither".split())
FIRST_OR_SECOND = frozenset("i you we".split())
PRONOUNS = frozenset("i you we he she they me us him her them who".split())
SHORTENED = {"s": "be", "re": "be", "m": "be", "ve": "have", "d": "have", "ll": "will"}
ENDS = frozenset(".!?")


class ClauseWords:
    """The parse of a text with the people and places that its words mean."""

    def __init__(self, syntax: Syntax, entities: pa.Table, mentions: pa.Table) -> None:
        self.syntax = syntax
        is_person = [kind in ("person", "group") for kind in entities["kind"].to_pylist()]
        self.mention_of: dict[int, tuple[int, str]] = {}
        self.places: set[int] = set()
        for head, entity, form in zip_columns(mentions, "head_token", "entity", "form"):
            if entity is not None and is_person[entity]:
                self.mention_of[head] = (entity, form)
            elif entity is not None and form == "proper":
                self.places.add(head)
        self.person_nouns = frozenset().union(
            *(word_list("people", name) for name in ("male_nouns", "female_nouns", "neutral_nouns", "kin"))
        )

    def people(self, token: int) -> list[int]:
        """The entities that a noun phrase names, with those joined to it."""
        found = [self.mention_of[token][0]] if token in self.mention_of else []
        for child in self.syntax.children[token]:
            if self.syntax.dep[child] == "conj":
                found += self.people(child)
        return found

    def owners(self, token: int) -> list[int]:
        """The entities whose something is: "his wife", "the wife of the Marquis"."""
        syntax = self.syntax
        owners = [c for c in syntax.children[token] if syntax.dep[c] == "poss"]
        owners += [g for c in syntax.children[token] if syntax.lower[c] == "of" for g in syntax.children[c]]
        return [entity for c in owners for entity in self.people(c)]

    def is_owned(self, token: int) -> bool:
        """Whether something is said to be somebody's."""
        return any(self.syntax.dep[c] == "poss" for c in self.syntax.children[token])

    def is_person(self, token: int) -> bool:
        """Whether a word means a person: by a mention, as a noun, as a pronoun."""
        syntax = self.syntax
        is_noun = syntax.lemma[token].lower() in self.person_nouns
        return token in self.mention_of or is_noun or syntax.lower[token] in PRONOUNS

    def is_third(self, token: int) -> bool:
        """Whether a word is neither who speaks nor who is spoken to."""
        return self.syntax.lower[token] not in FIRST_OR_SECOND

    def is_third_person(self, token: int) -> bool:
        """Whether a word means a person other than those who speak to each other."""
        return self.is_third(token) and self.is_person(token)

    def is_name(self, token: int) -> bool:
        """Whether a word is a name, and not of a place."""
        syntax = self.syntax
        return syntax.tag[token] == "NNP" and token not in self.places and syntax.lower[token] not in self.person_nouns

    def is_elsewhere(self, token: int) -> bool:
        """Whether a noun is a place by name, or somebody's: "he is in Leeds, at his sister's"."""
        return token in self.places or any(self.syntax.tag[c] == "POS" for c in self.syntax.children[token])

    def is_called_to(self, name: int) -> bool:
        """Whether a name is only called out behind a comma: "as you are, Tom"."""
        syntax = self.syntax
        first = name
        while (
            first > 0
            and syntax.head[first - 1] == name
            and syntax.dep[first - 1] in ("compound", "det", "poss", "amod")
        ):
            first -= 1
        return first > 0 and syntax.lower[first - 1] == ","

    def is_denied(self, token: int) -> bool:
        """Whether a word has a "no" or "not" to itself."""
        return any(self.syntax.lower[c] in NEGATIONS for c in self.syntax.children[token])

    def has_object(self, preposition: int, words: Sequence[str]) -> bool:
        """Whether a preposition leads one of these words."""
        syntax = self.syntax
        return any(syntax.dep[c] == "pobj" and syntax.lower[c] in words for c in syntax.children[preposition])

    def below(self, token: int) -> Iterator[int]:
        """All that hangs on a word, from above."""
        for child in self.syntax.children[token]:
            yield child
            yield from self.below(child)

    def lemma(self, verb: int) -> str:
        """The lemma; the tagger has none for verbs shortened behind a curly mark."""
        is_shortened = self.syntax.lower[verb][:1] in ("'", "’")
        return SHORTENED.get(self.syntax.lower[verb][1:], "") if is_shortened else self.syntax.lemma[verb].lower()

    def asks(self, verb: int) -> bool:
        """Whether the first mark after a verb that ends a sentence asks."""
        words = self.syntax.lower
        end = next((words[t] for t in range(verb, min(verb + 200, len(words))) if words[t][:1] in ENDS), "")
        return end.startswith("?")

    def subject_above(self, verb: int) -> int | None:
        """The subject of the verb on which a verb without one hangs: "he is going to marry her"."""
        syntax = self.syntax
        if syntax.dep[verb] not in ("xcomp", "conj") or syntax.head[verb] == verb:
            return None
        above = syntax.head[verb]
        if syntax.dep[verb] == "xcomp" and syntax.lemma[above] not in ("go", "be", "get"):
            return None
        return next((c for c in syntax.children[above] if syntax.dep[c] in SUBJECTS), None)

    def is_doubted(self, verb: int) -> bool:
        """Whether somebody only wishes or asks that it be so."""
        above = self.syntax.head[verb]
        return self.syntax.dep[verb] == "ccomp" and self.syntax.lemma[above].lower() in word_list("claims", "doubting")
