"""Nouns that say what one is to another: "father", "ex-wife", "brother-in-law", "rival"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.schema import TIE_ROLES

COPULAS = frozenset("be become remain seem".split())
ELLIPTIC = frozenset("eldest youngest".split())  # children, if they are somebody's
WARMTH = {"friendship": 0.5, "enmity": -0.7, "rivalry": -0.3, "alliance": 0.3, "romance": 0.6}
"""How warm a statement of each kind is."""


@dataclass(frozen=True)
class Relation:
    """What the bearer of a noun is to its owner; ``is_turned``: what the owner is to the bearer."""

    kind: str
    role: str | None
    is_turned: bool = False


@cache
def relations() -> dict[str, Relation]:
    """Each noun that says what one is to another."""
    found: dict[str, Relation] = {}
    for kind, roles in TIE_ROLES.items():
        for role in roles or (None,):
            for turned in ("", " to"):
                name = f"{kind}, {role}{turned}" if role else kind
                for word in listed(name):
                    found.setdefault(word, Relation(kind, role, bool(turned)))
    return found


def listed(name: str) -> frozenset[str]:
    """A list of the lexicon of ties; empty where it has none of that name."""
    try:
        return word_list("ties", name)
    except KeyError:
        return frozenset()


def relation_at(syntax: Syntax, noun: int) -> Relation | None:
    """What a noun says, with what is joined to it by hyphens: step-, ex-, half-, god-, -in-law."""
    word = syntax.lower[noun]
    relation = relations().get(word) or relations().get(syntax.lemma[noun].lower())
    if relation is None or (word in ELLIPTIC and not _is_owned(syntax, noun)):
        return None
    lower = syntax.lower
    if relation.kind == "family" and lower[noun + 1 : noun + 5] == ["-", "in", "-", "law"]:
        return Relation("family", "in-law")
    before = lower[noun - 1] if noun else ""
    joined = lower[noun - 2] if before == "-" and noun > 1 else before
    if relation.kind == "romance" and joined in ("ex", "former"):
        return Relation("romance", "broken")
    if relation.kind == "family" and joined == "step":
        return Relation("family", "sibling" if relation.role == "sibling" else "step", relation.is_turned)
    if relation.kind == "family" and joined in ("foster", "god", "adoptive", "adopted"):
        if relation.role == "sibling":
            return relation
        return Relation("family", "guardian", relation.is_turned)
    if relation.kind == "family" and joined in ("grand", "great"):
        return Relation("family", "grandparent", relation.is_turned)
    return relation


def _is_owned(syntax: Syntax, noun: int) -> bool:
    return any(syntax.dep[child] == "poss" for child in syntax.children[noun])
