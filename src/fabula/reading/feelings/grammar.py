"""Whose a verb, a state or a face is: the subject of a verb and the owner of a part of somebody."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.lists import word_list
from fabula.reading.clause_words import ClauseWords

DEEPEST = 5
RELATIVE_TAGS = ("WP", "WDT")
SHARED_SUBJECT = ("conj", "xcomp", "advcl", "dep")
LETTING = frozenset(
    "make let see hear watch feel find leave keep render drive set get have force help cause send bid".split()
)
VERBS = ("VERB", "AUX")
NOBODY = frozenset("nobody none nothing anything something everything it itself".split())
OWNERS = frozenset("my your his her our their whose".split())


class Grammar(ClauseWords):
    """A parse asked for the people behind its words; all answers are tokens, or None."""

    def __init__(self, syntax: Syntax, entities: pa.Table, mentions: pa.Table) -> None:
        super().__init__(syntax, entities, mentions)
        self.bearers = word_list("feelings", "bearers")

    def who(self, token: int | None) -> int | None:
        """The word itself where it means a person, or whose it is where it means a part of one: "her face"."""
        if token is None:
            return None
        if self.syntax.lower[token] in NOBODY:
            return None
        if self.is_person(token) or self.syntax.lower[token] in OWNERS:
            return token
        return self.owner(token) if self.syntax.lower[token] in self.bearers else None

    def owner(self, noun: int) -> int | None:
        """Who has something: "his", "Tom's", "of the boy"."""
        syntax = self.syntax
        for child in syntax.children[noun]:
            if syntax.dep[child] == "poss":
                return self.who(child)
        for child in syntax.children[noun]:
            if syntax.lower[child] == "of":
                of = (g for g in syntax.children[child] if syntax.dep[g] == "pobj" and self.is_person(g))
                return next((g for g in of if g in self.mention_of or syntax.lower[g] not in self.bearers), None)
        return None

    def subject(self, verb: int, depth: int = 0) -> int | None:
        """The word that is the subject of a verb, or of the verb with which it shares one."""
        syntax, above, dep = self.syntax, self.syntax.head[verb], self.syntax.dep[verb]
        own = self.child(verb, SUBJECTS)
        if own is not None:
            is_relative = syntax.tag[own] in RELATIVE_TAGS or syntax.lower[own] == "that"
            return above if is_relative and dep == "relcl" else own
        if depth == DEEPEST or above == verb:
            return None
        if dep in ("acl", "relcl") and syntax.pos[above] not in VERBS:
            return above if syntax.tag[verb] in ("VBG", "VBN") else None
        if dep in ("xcomp", "ccomp") and syntax.lemma[above] in LETTING:
            made = self.child(above, ("dobj",))
            if made is not None:
                return made
        if dep in SHARED_SUBJECT:
            return self.subject(above, depth + 1)
        if dep == "pcomp":
            verb = syntax.head[above]
            return self.subject(verb, depth + 1) if syntax.pos[verb] in VERBS else None
        return None

    def child(self, token: int, labels: tuple[str, ...]) -> int | None:
        """The first dependent with one of these labels."""
        return next((c for c in self.syntax.children[token] if self.syntax.dep[c] in labels), None)

    def objects(self, token: int, prepositions: frozenset[str]) -> Iterator[int]:
        """The objects of these prepositions behind a word."""
        syntax = self.syntax
        for child in syntax.children[token]:
            if syntax.lower[child] in prepositions and syntax.dep[child] in ("prep", "agent", "dative"):
                yield from (g for g in syntax.children[child] if syntax.dep[g] == "pobj")

    def clause(self, token: int) -> int:
        """The verb of a word's clause; the topmost word where there is none."""
        syntax, steps = self.syntax, 0
        while syntax.pos[token] not in VERBS and syntax.head[token] != token and steps < 2 * DEEPEST:
            token, steps = syntax.head[token], steps + 1
        return token
