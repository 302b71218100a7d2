"""Ties that follow from others that are sure: children of one parent are siblings, a spouse's brother is an in-law.

    sibling + parent of one          parent of the other
    two children of one parent       siblings
    spouse of a parent               parent (or step: less sure)
    parent of a parent               grandparent
    sibling of a parent              aunt or uncle; their child: cousin
    spouse's parent or sibling       in-law
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations

from fabula.reading.ties.people import People
from fabula.reading.ties.sign import Sign

SURE = 0.8  # strength of statements from which on others may follow
SHARE = 0.5  # of all statements of the one in this role
FOLLOWS, MAY_FOLLOW = 0.7, 0.4
USED = ("parent", "sibling", "married", "aunt or uncle")
Fact = tuple[int, int]


def composed(signs: Sequence[Sign], people: People) -> list[Sign]:
    """The signs of what follows, each at the words of one that it follows from."""
    best, facts = _facts(signs, people)
    found: list[Sign] = []
    for (source, target), role, (base_role, base), share in _following(facts):
        if source == target or (source, target) in facts["parent"] or (target, source) in facts["parent"]:
            continue
        shown = best[base_role, base]
        strength = share * min(1.0, shown.strength)
        found.append(Sign(source, target, "family", role, "statement", shown.start, shown.end, strength))
    return list({(sign.source, sign.target, sign.role): sign for sign in found}.values())


def _facts(signs: Sequence[Sign], people: People) -> tuple[dict[tuple[str, Fact], Sign], dict[str, dict[Fact, None]]]:
    """The sure ties by role, each with the sign that shows it best."""
    sums: dict[tuple[str, Fact], float] = defaultdict(float)
    votes: dict[tuple[str, int], float] = defaultdict(float)
    best: dict[tuple[str, Fact], Sign] = {}
    for sign in signs:
        if sign.role not in USED or sign.form not in ("statement", "address", "name"):
            continue
        facts = [(sign.source, sign.target)]
        if sign.role in ("sibling", "married"):
            facts.append((sign.target, sign.source))
        for fact in facts:
            key = (sign.role, fact)
            sums[key] += sign.strength
            if sign.strength > 0:
                votes[sign.role, fact[1]] += sign.strength
                if key not in best or sign.strength > best[key].strength:
                    best[key] = sign
    facts_of: dict[str, dict[Fact, None]] = {role: {} for role in USED}
    for (role, fact), total in sums.items():
        is_most = role == "sibling" or total >= SHARE * votes[role, fact[1]] or best_is_beside(best, role, fact)
        if total >= SURE and is_most:
            facts_of[role][fact] = None
    return best, facts_of


def best_is_beside(best: dict[tuple[str, Fact], Sign], role: str, fact: Fact) -> bool:
    """Whether the best statement names its bearer."""
    return (role, fact) in best and best[role, fact].is_beside


def _following(facts: dict[str, dict[Fact, None]]) -> Iterator[tuple[Fact, str, tuple[str, Fact], float]]:
    """What follows: who to whom, role, the tie it follows from, and how surely."""
    children: dict[int, list[int]] = defaultdict(list)
    parents: dict[int, list[int]] = defaultdict(list)
    siblings: dict[int, list[int]] = defaultdict(list)
    for parent, child in facts["parent"]:
        children[parent].append(child)
        parents[child].append(parent)
    for one, other in facts["sibling"]:
        siblings[one].append(other)
    for one, other in facts["sibling"]:
        for parent in parents[one]:
            yield (parent, other), "parent", ("parent", (parent, one)), FOLLOWS
    for parent, some in children.items():
        for one, other in permutations(some, 2):
            if one < other:
                yield (one, other), "sibling", ("parent", (parent, one)), FOLLOWS
        for child in some:
            for grandchild in children.get(child, ()):
                yield (parent, grandchild), "grandparent", ("parent", (child, grandchild)), FOLLOWS
            for sibling in siblings[parent]:
                yield (sibling, child), "aunt or uncle", ("sibling", (sibling, parent)), FOLLOWS
    for one, other in facts["married"]:
        for child in children.get(one, ()):
            yield (other, child), "parent", ("parent", (one, child)), MAY_FOLLOW
        for parent in parents[one]:
            yield (parent, other), "in-law", ("married", (one, other)), FOLLOWS
        for sibling in siblings[one]:
            yield (sibling, other), "in-law", ("married", (one, other)), FOLLOWS
    for elder, younger in facts["aunt or uncle"]:
        for child in children.get(elder, ()):
            yield (child, younger), "cousin", ("aunt or uncle", (elder, younger)), FOLLOWS
