"""Two or more at once: "Tom and Eva were cousins", "the two brothers", "three children"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from fabula.language.syntax import Syntax
from fabula.reading.ties.people import People
from fabula.reading.ties.relations import COPULAS, WARMTH, Relation
from fabula.reading.ties.sign import Sign

NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
UNEQUAL = ("parent", "grandparent", "aunt or uncle", "guardian", "step")
OF_THE_TWO = 0.5  # how much is shown by "the two brothers", which says not who they are


def mutual_signs(people: People, noun: int, relation: Relation) -> Iterator[Sign]:
    """Both at once: "Tom and Eva were cousins", "she was friends with Eva", "the two brothers"."""
    syntax = people.syntax
    if syntax.tag[noun] not in ("NNS", "NNPS") or people.owners(noun) or not _is_equal(relation):
        return
    yield from _of_the_two(people, noun, relation)
    head, dep = syntax.head[noun], syntax.dep[noun]
    is_sworn = dep in ("dobj", "oprd") and any(syntax.dep[child] == "auxpass" for child in syntax.children[head])
    is_copula = is_sworn or (dep == "attr" and syntax.lemma[head] in COPULAS)
    is_made = dep == "dobj" and syntax.lemma[head] == "make"
    if not (is_copula or is_made):
        return
    subjects = people.subjects(head)
    partners = [
        p
        for base in (noun, head)
        for c in syntax.children[base]
        if syntax.lower[c] == "with"
        for g in syntax.children[c]
        for p in people.meant(g)
    ]
    pairs = [(a, b) for a in subjects for b in partners] if partners else list(combinations(subjects, 2))
    weight = people.weight(head) if people.weight(noun) > 0 else -1.0
    for one, other in pairs:
        if one.entity != other.entity:
            total = one.sure * other.sure * weight * people.reality(noun)
            warmth = WARMTH.get(relation.kind, 0.0) if total > 0 else 0.0
            span = people.span(head, noun)
            yield Sign(one.entity, other.entity, relation.kind, relation.role, "statement", *span, total, warmth, True)


def _is_equal(relation: Relation) -> bool:
    """Whether each of two may be the same to the other."""
    return relation.kind != "authority" and relation.role not in UNEQUAL


def _of_the_two(people: People, noun: int, relation: Relation) -> Iterator[Sign]:
    """The two whom a plural means with an article or a number, named before it or first named near it."""
    syntax = people.syntax
    children = syntax.children[noun]
    is_definite = any(
        syntax.lower[c] in ("the", "these", "both") for c in children if syntax.dep[c] in ("det", "predet")
    )
    if not is_definite or syntax.dep[noun] == "attr":
        return
    two = [entity for entity, _ in people.both(noun)]
    if not two:
        two = [entity for entity in people.introduced_near(noun) if people.may_be(entity, noun)]
    if len(two) == 2:
        one, other = two
        total, span = OF_THE_TWO * people.reality(noun), people.span(noun, *children)
        warmth = WARMTH.get(relation.kind, 0.0)
        yield Sign(one, other, relation.kind, relation.role, "statement", *span, total, warmth)


def number_of(syntax: Syntax, noun: int) -> int:
    """How many bear a noun: 1 for a singular, as many as it says for "three children", else 2."""
    if syntax.tag[noun] not in ("NNS", "NNPS"):
        return 1
    return next((NUMBERS[syntax.lower[c]] for c in syntax.children[noun] if syntax.lower[c] in NUMBERS), 2)
