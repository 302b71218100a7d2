"""Nouns of a tie itself: "her marriage to Mark", "the feud between Anna and Mark", "their wedding"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations

from fabula.reading.ties.people import People
from fabula.reading.ties.relations import WARMTH, listed
from fabula.reading.ties.sign import Sign
from fabula.schema import TIE_ROLES

TO_THE_OTHER = ("to", "with", "against", "from")
ROLES = (None, *TIE_ROLES["romance"])  # of which the lexicon lists nouns
HAVING = frozenset("have begin start end make form call declare".split())


@cache
def bonds() -> Mapping[str, tuple[str, str | None]]:
    """Each noun that is a tie, with its kind and role."""
    names = {f"nouns of {kind}" + (f", {role}" if role else ""): (kind, role) for kind in TIE_ROLES for role in ROLES}
    found: dict[str, tuple[str, str | None]] = {}
    for name, bond in names.items():
        found |= dict.fromkeys(listed(name), bond)
    return found


def bond_signs(people: People, noun: int) -> Iterator[Sign]:
    """What a noun says of the two whom it ties."""
    syntax = people.syntax
    kind, role = bonds()[syntax.lemma[noun].lower()]
    total = people.reality(noun) * max(people.weight(noun), 0.0)
    warmth = WARMTH.get(kind, 0.0)
    for one, other, sure in _tied(people, noun):
        if one != other and total:
            span = people.span(noun, *syntax.children[noun])
            yield Sign(one, other, kind, role, "statement", *span, sure * total, warmth, True)


def _tied(people: People, noun: int) -> Iterator[tuple[int, int, float]]:
    """The two, and how surely: an owner and another, two owners, two between whom it is, or two who have it."""
    syntax = people.syntax
    owners = [o for c in syntax.children[noun] if syntax.dep[c] == "poss" for o in people.possessor(c)]
    head = syntax.head[noun]
    bases = (noun, head) if syntax.dep[noun] == "dobj" and syntax.lemma[head] in HAVING else (noun,)
    if not owners and len(bases) == 2:
        owners = [(person.entity, person.sure) for person in people.subjects(head)]
    after = {syntax.lower[c]: c for base in bases for c in syntax.children[base] if syntax.dep[c] == "prep"}
    others = [
        p for word in TO_THE_OTHER if word in after for c in syntax.children[after[word]] for p in people.meant(c)
    ]
    if "between" in after:
        owners = [(p.entity, p.sure) for c in syntax.children[after["between"]] for p in people.meant(c)]
    if others:
        yield from ((one, p.entity, sure * p.sure) for one, sure in owners for p in others)
    elif len(owners) == 2:
        yield from ((one, other, sure * also) for (one, sure), (other, also) in combinations(owners, 2))
