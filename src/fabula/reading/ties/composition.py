"""Ties that follow from others that are sure: children of one parent are siblings, a spouse's brother is an in-law.

sibling + parent of one          parent of the other
two children of one parent       siblings, as are two siblings of one
two parents of one child         married (less sure)
spouse of a parent               parent (or step: less sure)
parent of a parent               grandparent
sibling of a parent              aunt or uncle; their child: cousin; their spouse: aunt or uncle
spouse's parent or sibling       in-law
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations

from fabula.reading.ties.evidence import Evidence
from fabula.reading.ties.sign import Sign

BESIDE, OFTEN = 0.8, 2.0  # strength of statements from which on others may follow: those with a name, and all
SHARE = 0.6  # of all statements of the one in this role
FOLLOWS, MAY_FOLLOW = 0.7, 0.4
SHOWING = ("statement", "address", "name")
USED = ("parent", "sibling", "married", "step", "aunt or uncle")
Fact = tuple[int, int]


def composed(evidence: Evidence) -> list[Sign]:
    """The signs of what follows, each at the words of one that it follows from."""
    shown_by = _facts(evidence)
    facts: dict[str, dict[Fact, None]] = {role: {} for role in USED}
    for role, fact in shown_by:
        facts[role][fact] = None
    found: list[Sign] = []
    for (source, target), role, base, share in _following(facts):
        if source == target or (source, target) in facts["parent"] or (target, source) in facts["parent"]:
            continue
        shown, kind = shown_by[base], "romance" if role == "married" else "family"
        found.append(Sign(source, target, kind, role, "statement", shown.start, shown.end, share, follows=True))
    return list({(sign.source, sign.target, sign.role): sign for sign in found}.values())


def _facts(evidence: Evidence) -> dict[tuple[str, Fact], Sign]:
    """The sure ties by role, each with the sign that shows it best."""
    found: dict[tuple[str, Fact], Sign] = {}
    for pair, signs in evidence.signs.items():
        told = [sign for sign in signs if sign.role in USED and _shows(sign)]
        for role in {sign.role for sign in told}:
            for fact in (pair, pair[::-1]):
                some = [s for s in told if s.role == role and (s.source == fact[0] or role in ("sibling", "married"))]
                beside = sum(sign.strength for sign in some if sign.is_beside or sign.form == "action")
                total = sum(sign.strength for sign in some)
                share, _ = evidence.claim((*fact, str(some[0].kind), role)) if some else (0.0, 0.0)
                is_sure = beside >= BESIDE or (total >= OFTEN and share >= SHARE)
                if is_sure and total >= BESIDE:
                    found[str(role), fact] = max(some, key=lambda sign: (sign.is_beside, sign.strength))
    return found


def _shows(sign: Sign) -> bool:
    """Whether others may follow from it: it is said, or they marry."""
    return (sign.form in SHOWING or (sign.form, sign.role) == ("action", "married")) and not sign.is_near


def _following(facts: dict[str, dict[Fact, None]]) -> Iterator[tuple[Fact, str, tuple[str, Fact], float]]:
    """What follows: who to whom, role, the tie it follows from, and how surely."""
    children: dict[int, list[int]] = defaultdict(list)
    parents: dict[int, list[int]] = defaultdict(list)
    siblings: dict[int, list[int]] = defaultdict(list)
    nephews: dict[int, list[int]] = defaultdict(list)
    for parent, child in facts["parent"]:
        children[parent].append(child)
        parents[child].append(parent)
    for one, other in facts["sibling"]:
        siblings[one].append(other)
    for elder, younger in facts["aunt or uncle"]:
        nephews[elder].append(younger)
    for one, other in facts["sibling"]:
        for parent in parents[one]:
            yield (parent, other), "parent", ("parent", (parent, one)), FOLLOWS
        for third in siblings[other]:
            yield (min(one, third), max(one, third)), "sibling", ("sibling", (one, other)), FOLLOWS
    for parent, some in children.items():
        for one, other in permutations(some, 2):
            if one < other:
                yield (one, other), "sibling", ("parent", (parent, one)), FOLLOWS
        for child in some:
            for grandchild in children.get(child, ()):
                yield (parent, grandchild), "grandparent", ("parent", (child, grandchild)), FOLLOWS
            for sibling in siblings[parent]:
                yield (sibling, child), "aunt or uncle", ("sibling", (sibling, parent)), FOLLOWS
    for child, own in parents.items():
        two = sorted({*own, *(elder for elder, younger in facts["step"] if younger == child)})
        if len(two) == 2:
            yield (two[0], two[1]), "married", ("parent", (own[0], child)), MAY_FOLLOW
    for one, other in facts["married"]:
        for child in children.get(one, ()):
            yield (other, child), "parent", ("parent", (one, child)), MAY_FOLLOW
        for parent in parents[one]:
            yield (parent, other), "in-law", ("married", (one, other)), FOLLOWS
        for sibling in siblings[one]:
            yield (sibling, other), "in-law", ("married", (one, other)), FOLLOWS
        for nephew in nephews[one]:
            yield (other, nephew), "aunt or uncle", ("married", (one, other)), FOLLOWS
    for elder, younger in facts["aunt or uncle"]:
        for child in children.get(elder, ()):
            yield (child, younger), "cousin", ("aunt or uncle", (elder, younger)), FOLLOWS
