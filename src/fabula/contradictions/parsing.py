"""Whose a thing is and of whom a clause tells, from the parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fabula.contradictions.own_bodies import OWN, OWN_DEEDS
from fabula.contradictions.pages import Pages
from fabula.language.syntax import SUBJECTS
from fabula.lexicon.nouns import noun_kind

RARE = ("side of", "handedness", "kicking foot", "number of eye", "number of arm", "number of leg", "years married")
"""What so few people have that two who have it, in a short story, are one."""
NO = frozenset("no not n't never neither nor without".split())


@dataclass(frozen=True)
class Fact:
    """That somebody is so: what of them, how, and the token that says it."""

    entity: int
    what: str
    value: str
    token: int


def owner(pages: Pages, noun: int) -> int:
    """Whose a part of the body, a beard or a thing like that is, or -1."""
    syntax = pages.syntax
    for _ in range(4):
        possessor = pages.child(noun, "poss")
        if possessor >= 0 and syntax.lemma[syntax.head[noun]] in ("inherit", "get") and syntax.dep[noun] == "dobj":
            return bearer(pages, pages.subject(syntax.head[noun]))
        head, dep = syntax.head[noun], syntax.dep[noun]
        if possessor >= 0:
            is_own = dep == "dobj" and syntax.lower[noun] in OWN and syntax.lemma[head] in OWN_DEEDS
            is_pronoun = pages.is_short and syntax.lower[possessor] in ("his", "her")
            by = bearer(pages, pages.subject(head)) if is_own and is_pronoun else -1
            return by if by >= 0 else pages.certain_person(possessor)
        if dep == "pobj" and syntax.lower[head] == "of" and syntax.lemma[syntax.head[head]] in PIECES_OF:
            noun = syntax.head[head]
            continue
        if pages.is_short and dep in ("npadvmod", "dobj", "nsubj", "dep", "conj", "appos") and _is_loose(pages, noun):
            return of_clause(pages, next((t for t in pages.sentence_tokens(noun) if syntax.dep[t] == "ROOT"), noun))
        if (dep == "dobj" and syntax.lemma[head] in ("have", "'ve", "wear", "get", "own")) or syntax.lower[
            head
        ] == "'d":
            return bearer(pages, pages.subject(head))
        if dep == "pobj" and syntax.lower[head] in ("with", "of", "in"):
            return phrase_bearer(pages, syntax.head[head])
        if dep == "conj" and head != noun:
            noun = head
            continue
        return sole_of_sentence(pages, noun)
    return -1


PIECES_OF = frozenset("strand lock wisp mop shock tangle pair mass cloud halo head".split())


def _is_loose(pages: Pages, noun: int) -> bool:
    """Whether a noun with its adjectives alone begins after a comma: "she stared at him, blue eyes wide"."""
    first = min((t for t in pages.syntax.children[noun] if t < noun), default=noun)
    return first > 1 and pages.syntax.text[first - 1] == "," and pages.syntax.tag[first] == "JJ"


def sole_of_sentence(pages: Pages, token: int) -> int:
    """In a short story the one person whom a sentence tells of, for a word that hangs on nobody; or -1."""
    if not pages.is_short:
        return -1
    tokens = pages.sentence_tokens(token)
    mentions = [t for t in tokens if t in pages.referents and (pages.quote[t] >= 0) == (pages.quote[token] >= 0)]
    people = {pages.certain_person(t) for t in mentions}
    return people.pop() if len(people) == 1 else -1


def below(pages: Pages, token: int) -> list[int]:
    """What hangs on a word, but for clauses with a subject of their own."""
    syntax = pages.syntax
    found: list[int] = []
    for t in syntax.children[token]:
        if syntax.dep[t] in CLAUSES and any(syntax.dep[c] in SUBJECTS for c in syntax.children[t]):
            continue
        found += [t, *below(pages, t)]
    return found


CLAUSES = ("conj", "ccomp", "advcl", "relcl", "parataxis")


def bearer(pages: Pages, token: int) -> int:
    """The person that a subject is; of "who" the noun before it."""
    if token < 0:
        return -1
    syntax = pages.syntax
    if syntax.lower[token] in ("who", "that", "which"):
        verb = syntax.head[token]
        while syntax.dep[verb] == "conj":
            verb = syntax.head[verb]
        return _told_by_clause(pages, syntax.head[verb]) if syntax.dep[verb] in ("relcl", "ccomp") else -1
    return noun_bearer(pages, token)


def phrase_bearer(pages: Pages, head: int) -> int:
    """Whom a phrase with "with" describes: the noun it hangs on, or the subject of the verb."""
    syntax = pages.syntax
    if syntax.pos[head] in ("NOUN", "PROPN", "PRON"):
        return noun_bearer(pages, head)
    if syntax.pos[head] in ("VERB", "AUX"):
        return bearer(pages, pages.subject(head))
    return -1


def of_clause(pages: Pages, token: int) -> int:
    """The person that is the subject of the clause around a word."""
    syntax = pages.syntax
    for _ in range(6):
        subject = pages.subject(token) if syntax.pos[token] in ("VERB", "AUX", "ADJ") else -1
        entity = bearer(pages, subject)
        if entity >= 0 or (subject >= 0 and not pages.is_short):
            return entity
        token = syntax.head[token]
    return -1


def noun_bearer(pages: Pages, noun: int) -> int:
    """The person that a noun is: itself, what it stands beside, or the subject of which it says what they are."""
    syntax = pages.syntax
    for _ in range(4):
        head, dep = syntax.head[noun], syntax.dep[noun]
        if dep == "attr":
            is_still = syntax.tag[head] == "VBN" and pages.is_short
            return bearer(pages, pages.subject(head)) if syntax.tag[head] in ("VBD", "VBZ", "VBP") or is_still else -1
        is_loose = dep in LOOSE and pages.is_short and _is_anyone(pages, noun) and _follows_comma(pages, noun)
        if is_loose and (dep != "appos" or pages.certain_person(head) < 0):
            return of_clause(pages, head)
        if dep == "appos" and head != noun:
            noun = head
            continue
        if pages.certain_person(noun) >= 0:
            return pages.certain_person(noun)
        is_beside = (
            dep == "dobj"
            and noun_kind(syntax.lower[noun], syntax.lemma[noun]) == "person"
            and _follows_comma(pages, noun)
        )
        return bearer(pages, pages.subject(head)) if is_beside else pages.by_role(noun)
    return -1


LOOSE = ("appos", "npadvmod", "dep", "conj")


def _is_anyone(pages: Pages, noun: int) -> bool:
    """Whether a noun is a man, a woman, a girl, of whom nothing more is said."""
    return pages.syntax.lemma[noun] in ANYONE


ANYONE = frozenset("man woman girl boy lad lass person fellow figure lady gentleman creature thing".split())


def _follows_comma(pages: Pages, noun: int) -> bool:
    """Whether a noun with its article and adjectives begins after a comma: "she saw herself, a broad woman"."""
    first = min((t for t in pages.syntax.children[noun] if t < noun), default=noun)
    return first > 0 and pages.syntax.text[first - 1] == "," and pages.syntax.lower[first] in ("a", "an")


def _told_by_clause(pages: Pages, noun: int) -> int:
    """The person that a relative clause tells of: its noun, or the one that this hangs on; of "it was X who" X."""
    syntax = pages.syntax
    if syntax.lemma[noun] == "be":
        noun = next((t for t in syntax.children[noun] if syntax.dep[t] == "attr"), noun)
    entity = pages.certain_person(noun)
    if entity < 0 and syntax.dep[noun] == "pobj":
        return noun_bearer(pages, syntax.head[syntax.head[noun]])
    return entity if entity >= 0 else noun_bearer(pages, noun)


def is_denied(pages: Pages, token: int) -> bool:
    """Whether a word stands under a no, an if or a may."""
    syntax = pages.syntax
    for _ in range(6):
        for t in syntax.children[token]:
            if syntax.lower[t] in NO or (syntax.tag[t] == "MD" and syntax.lower[t] not in ("could", "can")):
                return True
        is_subject = syntax.dep[token] in SUBJECTS and syntax.lemma[syntax.head[token]] != "be"
        if pages.is_short and (syntax.dep[token] == "appos" or is_subject):
            return False  # what stands beside a noun, or is told of, is taken for granted
        if syntax.dep[token] in ("ROOT", "relcl", "conj", "advcl", "ccomp") and syntax.pos[token] in ("VERB", "AUX"):
            return syntax.dep[token] == "advcl" and any(
                syntax.dep[t] in ("mark", "advmod") and syntax.lower[t] in ("if", "though", "unless", "whether")
                for t in syntax.children[token]
            )
        token = syntax.head[token]
    return False


def predicates(pages: Pages, noun: int) -> list[int]:
    """The adjectives of a noun: before it, or after "was" and its like."""
    syntax = pages.syntax
    found = [t for t in syntax.children[noun] if syntax.dep[t] in ("amod", "nummod", "compound", "det")]
    verb = syntax.head[noun]
    if syntax.dep[noun] in SUBJECTS and syntax.lemma[verb] == "be":
        found += [t for t in syntax.children[verb] if syntax.dep[t] in ("acomp", "attr")]
    for clause in syntax.children[noun]:  # "his hair, which was black"
        if syntax.dep[clause] == "relcl" and syntax.lemma[clause] == "be":
            found += [t for t in syntax.children[clause] if syntax.dep[t] in ("acomp", "attr")]
    return [t for one in found for t in (one, *(c for c in syntax.children[one] if syntax.dep[c] == "conj"))]


def fact(entity: int, what: str, value: str, token: int) -> Iterator[Fact]:
    """The fact, if it is known of whom; of what few people have, also if not."""
    if entity >= 0 or what.startswith(RARE):
        yield Fact(entity, what, value, token)
