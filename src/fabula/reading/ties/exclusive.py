"""A person has one father and one mother: of two who may be it, the likelier takes from the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

from fabula.reading.ties.evidence import Evidence
from fabula.reading.ties.weighing import LIKELY, Tie


def without_rivals(evidence: Evidence, ties: Sequence[Tie]) -> list[Tie]:
    """The ties that are still likely; a parent is taken to be so only if the likeliest other is not."""
    parents: dict[Hashable, list[Tie]] = defaultdict(list)
    for tie in ties:
        parents[_place(evidence, tie)].append(tie)
    found = []
    for tie in ties:
        place = _place(evidence, tie)
        likelier = max((other.chance for other in parents[place] if other.chance > tie.chance), default=0.0)
        left = tie._replace(chance=tie.chance * (1 - likelier)) if place is not None else tie
        if left is tie or left.chance >= LIKELY or not likelier:
            found.append(left)
    return found


def _place(evidence: Evidence, tie: Tie) -> Hashable:
    """The place of a father or a mother in the life of a child; None for every other tie."""
    source, target, kind, role = tie.key
    is_parent = kind == "family" and role == "parent" and evidence.genders[source] != "?"
    return (target, evidence.genders[source]) if is_parent else None
