"""Whom the words of a description are about, and whether the text asserts them at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from fabula.language.noun_phrases import left_edge
from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import IT, noun_gender, pronoun_gender
from fabula.reading.clause_words import NEGATIONS, ClauseWords
from fabula.schema import zip_columns

FORM_SURENESS = {"proper": 1.0, "pronoun": 0.88, "common": 0.85}  # links of pronouns are surer of themselves than right
UNKNOWN = 0.5  # of mentions whose link has no confidence
DOUBTS = frozenset(
    "if whether would could should may might must can ca will wo shall 'll wish hope unless lest".split()
)
RELATIVES = frozenset("who that which whose whom".split())
GENDERS = {"he/him": "man", "she/her": "woman"}
BEING = ("be", "become", "remain")
FAR = 14  # tokens between a name and its apposition
SEEMING = ("look", "seem", "appear", "sound")
PAST = frozenset("then when while since until till before after once yesterday".split())
TIMES = frozenset("time day year moment age summer winter".split())  # "by the time she was six"
PASSING = frozenset(
    "now then suddenly today again once when while since until till before after yesterday momentarily soon".split()
)
MODIFIERS = ("amod", "advmod", "compound", "npadvmod", "conj", "punct", "nummod", "cc", "neg", "nmod", "quantmod")
Whose = tuple[tuple[int, float], ...]  # entities and how sure the mention of each is, 0 to 1


@dataclass(frozen=True)
class Described:
    """A description by its first and last token; ``sureness`` is that of the pattern, 0 to 1.

    ``is_name`` where somebody is called so each time anew: "the doctor", "old Tom"; it tells something once.
    """

    first: int
    last: int
    bearers: Whose  # entity and how sure the mention is
    kind: str
    value: str
    sureness: float
    is_name: bool = False


class Bearers(ClauseWords):
    """People by the words that stand for them, with how sure that is."""

    def __init__(self, syntax: Syntax, entities: pa.Table, mentions: pa.Table) -> None:
        super().__init__(syntax, entities, mentions)
        is_person = [kind == "person" for kind in entities["kind"].to_pylist()]
        self.gender_of = [GENDERS.get(pronouns, "unknown") for pronouns in entities["pronouns"].to_pylist()]
        self.sure_of: dict[int, tuple[int, float]] = {}
        columns = ("head_token", "entity", "form", "entity_confidence")
        for head, entity, form, confidence in zip_columns(mentions, *columns):
            if entity is not None and is_person[entity] and not self._differs(head, entity, form):
                self.sure_of[head] = (entity, (UNKNOWN if confidence is None else confidence) * FORM_SURENESS[form])

    def bearers(self, token: int | None, depth: int = 4) -> Whose:
        """Who a noun phrase is: itself a mention, or what it is said to be or stands beside."""
        if token is None or depth == 0:
            return ()
        syntax = self.syntax
        if token in self.sure_of:
            return () if self._owns_itself(token) else (self.sure_of[token],)
        dep, head = syntax.dep[token], syntax.head[token]
        if syntax.lower[token] in RELATIVES:
            return self.bearers(self._antecedent(token), depth - 1)
        if dep == "appos":
            return self.bearers(head, depth - 1) if self.stands_beside(token) else ()
        beside = [c for c in syntax.children[token] if syntax.dep[c] == "appos" and c in self.sure_of]
        if beside:
            return (self.sure_of[beside[0]],)
        top = self.first_joined(token)
        if syntax.dep[top] == "attr" and self.lemma(syntax.head[top]) in BEING and self.is_said(top):
            return self.bearers(self.subject(syntax.head[top]), depth - 1)
        return self.bearers(top, depth - 1) if top != token and syntax.dep[top] == "appos" else ()

    def owner(self, token: int) -> Whose:
        """Whose something is: "her eyes", "Mara's eyes", "the eyes of Mara", "whose eyes"."""
        syntax = self.syntax
        for child in syntax.children[token]:
            if syntax.dep[child] == "poss":
                return self.bearers(child)
        for child in syntax.children[token]:
            if syntax.lower[child] == "of":
                for owner in syntax.children[child]:
                    if syntax.dep[owner] == "pobj" and owner in self.sure_of:
                        return self.bearers(owner)
        return ()

    def is_somebody(self, noun: int) -> bool:
        """Whether a noun names a person: by a mention, as a name, or as such a noun."""
        syntax = self.syntax
        is_noun = syntax.lower[noun] in self.person_nouns or syntax.lower[noun] in word_list("descriptions", "roles")
        return noun in self.sure_of or is_noun or syntax.tag[noun] == "NNP"

    def first_joined(self, token: int) -> int:
        """The first of a chain of words joined by "and" or a comma."""
        while self.syntax.dep[token] == "conj" and self.syntax.head[token] != token:
            token = self.syntax.head[token]
        return token

    def verb_over(self, token: int) -> int:
        """The verb of the clause in which a word stands, or the word at its top."""
        syntax = self.syntax
        while syntax.pos[token] not in ("VERB", "AUX") and syntax.head[token] != token:
            token = syntax.head[token]
        return token

    def subject(self, verb: int) -> int | None:
        """The subject of a verb, or of the verb that it is joined to."""
        syntax = self.syntax
        for _ in range(4):
            found = next((c for c in syntax.children[verb] if syntax.dep[c] in SUBJECTS), None)
            if found is not None:
                has_there = any(syntax.dep[c] == "expl" for c in syntax.children[verb])
                return None if has_there else found
            if syntax.tag[verb] == "VB" and self.lemma(verb) == "be":  # "so be honest"
                return None
            if syntax.dep[verb] != "conj" or syntax.head[verb] == verb or self._is_turned(verb):
                return None
            verb = syntax.head[verb]
        return None

    def is_said(self, token: int) -> bool:
        """Whether the clause around a word asserts it: it denies, asks, wishes and supposes nothing."""
        syntax = self.syntax
        if any(syntax.lower[t] in NEGATIONS for t in range(left_edge(syntax, token), token)) or self.is_denied(token):
            return False
        verb = self.verb_over(token)
        if syntax.tag[verb] == "VBG" or self.asks(verb) or self.is_doubted(verb) or self._is_supposed(verb):
            return False
        for _ in range(4):
            words = [c for c in syntax.children[verb] if c != token and not self._is_complement(c)]
            if any(syntax.lower[c] in NEGATIONS or syntax.lower[c] in DOUBTS or syntax.tag[c] == "TO" for c in words):
                return False
            if any(syntax.lower[c] == "though" and syntax.lower[c - 1] == "as" for c in words):
                return False
            is_joined = syntax.dep[verb] == "conj" and not any(syntax.dep[c] in SUBJECTS for c in syntax.children[verb])
            if not (is_joined or syntax.dep[verb] == "ccomp") or syntax.head[verb] == verb:
                return True
            verb = syntax.head[verb]
        return True

    def is_passing(self, verb: int) -> bool:
        """Whether a clause tells of a time other than that of the telling, or of a moment."""
        syntax = self.syntax
        words = {
            syntax.lower[c] for c in syntax.children[verb] if syntax.dep[c] in ("advmod", "npadvmod", "aux", "mark")
        }
        return bool(words & PASSING)

    def is_another_time(self, verb: int) -> bool:
        """Whether a clause tells of another time: "when she was nine", "he was twelve then"."""
        syntax = self.syntax
        for _ in range(3):
            words = {syntax.lower[c] for c in syntax.children[verb] if syntax.dep[c] in ("advmod", "npadvmod", "mark")}
            if words & PAST or (syntax.dep[verb] in ("relcl", "acl") and syntax.lower[syntax.head[verb]] in TIMES):
                return True
            if syntax.dep[verb] != "conj":
                return False
            verb = syntax.head[verb]
        return False

    def had_been(self, verb: int) -> bool:
        """Whether a clause tells of what was so before: "he had been a sailor", "he used to be one"."""
        syntax = self.syntax
        return syntax.tag[verb] == "VBN" and any(
            syntax.lower[c] in ("had", "'d") or syntax.lemma[c] == "have" for c in syntax.children[verb]
        )

    def tokens_of(self, token: int) -> list[int]:
        """A word with its modifiers and what is joined to it, in order, prepositions and clauses left out."""
        syntax = self.syntax
        kept = [token]
        for child in syntax.children[token]:
            if syntax.dep[child] in MODIFIERS and abs(child - token) < 8:
                kept += self.tokens_of(child)
        return sorted(kept)

    def _differs(self, head: int, entity: int, form: str) -> bool:
        """Whether a pronoun or noun is of the other gender than whom it is linked to: the link must be wrong."""
        if form == "proper" or self.gender_of[entity] == "unknown":
            return False
        lower = self.syntax.lower[head]
        if lower in IT:
            return True
        gender = pronoun_gender(lower) if form == "pronoun" else noun_gender(lower)
        return gender not in ("unknown", self.gender_of[entity])

    def _owns_itself(self, token: int) -> bool:
        """Whether a mention is linked to its own possessor, as "her sister" to her: one of them must be wrong."""
        entity = self.sure_of[token][0]
        owners = [c for c in self.syntax.children[token] if self.syntax.dep[c] == "poss" and c in self.sure_of]
        return any(self.sure_of[c][0] == entity for c in owners)

    def _antecedent(self, relative: int) -> int | None:
        """The noun that a relative clause is about."""
        syntax = self.syntax
        token = relative
        for _ in range(6):
            if syntax.dep[token] == "relcl":
                return self._person_over(syntax.head[token])
            if syntax.head[token] == token:
                return None
            token = syntax.head[token]
        return None

    def _person_over(self, noun: int) -> int:
        """The noun itself, or the person before it: "the man at the mill, who had one eye"."""
        syntax = self.syntax
        if self.is_person(noun):
            return noun
        before = (t for t in range(noun - 1, max(noun - FAR, -1), -1) if syntax.sentence[t] == syntax.sentence[noun])
        return next((t for t in before if t in self.sure_of and syntax.pos[t] != "PRON"), noun)

    def _is_supposed(self, verb: int) -> bool:
        """Whether a clause without "if" only supposes: "had he been handsome, I should have run"."""
        syntax = self.syntax
        subject = next((c for c in syntax.children[verb] if syntax.dep[c] in SUBJECTS), None)
        first = next((c for c in (*syntax.children[verb], verb) if syntax.pos[c] in ("AUX", "VERB")), verb)
        return subject is not None and first < subject and syntax.lower[first] in ("had", "were", "should")

    def _is_turned(self, verb: int) -> bool:
        """Whether the subject of a verb comes behind it: "there was a doctor, and with him was a nurse"."""
        syntax = self.syntax
        is_prep = self.lemma(verb) == "be" and any(syntax.dep[c] == "prep" and c < verb for c in syntax.children[verb])
        return is_prep or any(syntax.dep[c] == "expl" for c in syntax.children[verb])

    def stands_beside(self, noun: int) -> bool:
        """Whether an apposition follows what it belongs to, and is no member of a later list."""
        syntax = self.syntax
        head = syntax.head[noun]
        between = range(head + 1, noun)
        others = (c for c in (*syntax.children[head], *syntax.children[noun]) if c > noun)
        is_list = any(syntax.dep[c] in ("conj", "appos") and syntax.tag[c] == "NNP" for c in others)
        is_clause = any(syntax.pos[t] in ("VERB", "AUX", "SCONJ") for t in between)
        return len(between) < FAR and not is_list and not is_clause

    def _is_complement(self, token: int) -> bool:
        return self.syntax.dep[token] in ("nsubj", "attr", "acomp", "dobj", "ccomp", "conj", "relcl", "advcl")


def phrases(syntax: Syntax, tokens: list[int]) -> Iterator[tuple[str, list[int]]]:
    """Words, those joined by hyphens as one, with their tokens."""
    unit: list[int] = []
    for token in tokens:
        joins = unit and token == unit[-1] + 1 and syntax.start[token] == syntax.end[unit[-1]]
        if unit and not (joins and "-" in (syntax.lower[token], syntax.lower[unit[-1]])):
            yield "".join(syntax.lower[t] for t in unit), unit
            unit = []
        unit = [*unit, token]
    if unit:
        yield "".join(syntax.lower[t] for t in unit), unit
