"""Ties that others exclude: a person has one father and one mother, and who kisses a son is no lover for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence, Set

from fabula.reading.ties.evidence import Evidence, Pair
from fabula.reading.ties.weighing import LIKELY, Tie

KIN = ("parent", "sibling", "grandparent", "aunt or uncle")


def without_rivals(evidence: Evidence, ties: Sequence[Tie]) -> list[Tie]:
    """The ties that are still likely; a parent is taken to be so only if the likeliest other is not."""
    kin = {tie.pair: tie for tie in ties if tie.kind == "family" and tie.key[3] in KIN}
    couples = {tie.pair: tie for tie in ties if tie.kind == "romance"}
    rivals = {tie.pair for tie in ties if tie.kind == "rivalry"}
    ties = [tie for tie in ties if not _is_explained(evidence, tie, kin, couples, rivals)]
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


def _is_explained(
    evidence: Evidence, tie: Tie, kin: Mapping[Pair, Tie], couples: Mapping[Pair, Tie], rivals: Set[Pair]
) -> bool:
    """Whether another tie explains what shows this one: a kiss between kin, a captain's title at home."""
    forms = {sign.form for sign in evidence.signs.get(tie.pair, ()) if sign.kind == tie.kind and sign.strength > 0}
    if tie.kind == "enmity":
        return tie.pair in rivals and not forms
    nearer = [ties[tie.pair].chance for ties in (kin, couples) if tie.pair in ties and ties[tie.pair] is not tie]
    is_likelier = max(nearer, default=0.0) > tie.chance
    return is_likelier and ((tie.kind == "romance" and forms <= {"action"}) or (tie.kind == "authority" and not forms))


def _place(evidence: Evidence, tie: Tie) -> Hashable:
    """The place of a father or a mother in the life of a child; None for every other tie."""
    source, target, kind, role = tie.key
    is_parent = kind == "family" and role == "parent" and evidence.genders[source] != "?"
    return (target, evidence.genders[source]) if is_parent else None
