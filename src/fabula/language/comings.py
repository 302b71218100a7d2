"""Comings and goings: verbs that say that whoever does it enters the scene, or leaves it.

The problem. Most verbs of motion stay in the room: "he came to the table", "she left the letter there".
    The door opened and Tom came in. ... Anne left the room. ... He went out without a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list

ENTERING, LEAVING = frozenset("enter arrive reappear".split()), frozenset("depart withdraw vanish disappear".split())
MOVING = frozenset(
    "come go walk step run rush burst slip march stride stroll hurry sweep stagger storm tiptoe dash hasten steal "
    "stalk return wander glide creep".split()
)
IN, BACK = frozenset(("in", "inside")), frozenset(("come", "return"))
OUT = frozenset(("out", "outside", "away", "off", "home"))
AWAY = frozenset(("go", "walk", "run", "hurry", "slip", "steal"))


def is_coming(syntax: Syntax, verb: int) -> bool:
    """Whether whoever is the subject of ``verb`` enters by it: Tom came in, burst into the room, arrived."""
    lemma = syntax.lemma[verb]
    if lemma in ENTERING:
        return True
    if lemma not in MOVING:
        return False
    if lemma in BACK and any(syntax.lower[token] == "back" for token in syntax.children[verb]):
        return True
    return any(
        (word in IN and place is None) or (word == "into" and _is_room(syntax, place))
        for word, place in _ways(syntax, verb)
    )


def is_going(syntax: Syntax, verb: int) -> bool:
    """Whether whoever is the subject of ``verb`` leaves by it: Anne left, left the room, went out, walked away."""
    lemma = syntax.lemma[verb]
    if lemma in LEAVING:
        return True
    if lemma == "leave":
        objects = [token for token in syntax.children[verb] if syntax.dep[token] == "dobj"]
        return all(_is_room(syntax, token) for token in objects) and not _is_passive(syntax, verb)
    if lemma not in MOVING:
        return False
    ways = list(_ways(syntax, verb))
    return any(word == "out" for word, _ in ways) or (
        lemma in AWAY and any(word in OUT and place is None for word, place in ways)
    )


def _ways(syntax: Syntax, verb: int) -> Iterator[tuple[str, int | None]]:
    """The particles and prepositions of a verb, each with the word that it governs."""
    for token in syntax.children[verb]:
        if syntax.dep[token] in ("prt", "advmod", "prep"):
            governed = (child for child in syntax.children[token] if syntax.dep[child] == "pobj")
            yield syntax.lower[token], next(governed, None)


def _is_room(syntax: Syntax, token: int | None) -> bool:
    return token is not None and syntax.lemma[token] in word_list("places", "facility_words")


def _is_passive(syntax: Syntax, verb: int) -> bool:
    return any(syntax.dep[token] in ("auxpass", "nsubjpass") for token in syntax.children[verb])
