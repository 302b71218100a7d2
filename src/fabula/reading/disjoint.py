"""Whom a mention cannot mean, because its own sentence has them in another place.

The problem. Of two mentions in one clause the grammar often says that they are two:
    Boyd hit him. She kissed Anne. Boyd is his boss. He and Tom went. Her brother's wife. He knew that Tom was ill.
A pronoun is no other member of its clause ("himself" would be), an owner is not what is owned, and a subject pronoun
is nobody whom its sentence names later on. In LitBank's train documents 97 to 98 in 100 such pairs are two.
Source: the binding conditions of Chomsky 1981, as in the syntactic filter of Lappin and Leass 1994.
"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.nouns import HE, SHE

OBJECTS = ("dobj", "dative")
TOWARDS = frozenset("to at into for from by after of".split())  # after a verb; "about him" may be about oneself
SAME = ("attr", "oprd", "appos")  # he was Tom; they called him Tom
RELATIVES = frozenset("who whom which that".split())
MOST_CLAUSES = 5  # that share a subject


def disjoint_from(syntax: Syntax, head: int) -> Iterator[int]:
    """The tokens whose mentions are not the same as the mention with head ``head``, as far as its sentence tells."""
    if syntax.lower[head].endswith(("self", "selves")):
        return
    dep, governor = syntax.dep[head], syntax.head[head]
    if dep in SUBJECTS:
        yield from objects(syntax, governor)
        for complement in _children(syntax, governor, ("attr",)):
            yield from owners(syntax, complement)
        if syntax.lower[head] in HE | SHE:
            yield from _named_later(syntax, head, governor)
    elif dep in OBJECTS:
        yield from subjects(syntax, governor)
        yield from (token for token in objects(syntax, governor) if token != head)
    elif dep == "pobj" and syntax.lower[governor] in TOWARDS and syntax.pos[syntax.head[governor]] in ("VERB", "AUX"):
        verb = syntax.head[governor]
        yield from subjects(syntax, verb)
        yield from _children(syntax, verb, OBJECTS)
    elif dep == "conj":
        yield governor
    yield from _owned(syntax, head)
    yield from owners(syntax, head)
    yield from _children(syntax, head, ("conj",))


def subjects(syntax: Syntax, verb: int, most: int = MOST_CLAUSES) -> Iterator[int]:
    """Who does what a verb tells: its own subject, or that of the clause which it shares one with."""
    own = _children(syntax, verb, SUBJECTS)
    governor = syntax.head[verb]
    if own:
        is_relative = syntax.dep[verb] == "relcl"
        yield from (governor if is_relative and syntax.lower[token] in RELATIVES else token for token in own)
    elif most and _shares_subject(syntax, verb, governor):
        yield from subjects(syntax, governor, most - 1)


def _shares_subject(syntax: Syntax, verb: int, governor: int) -> bool:
    """He rose and left; he wanted to leave; seeing her, he left."""
    dep = syntax.dep[verb]
    return (
        dep == "conj"
        or (dep == "xcomp" and not _children(syntax, governor, ("dobj",)))
        or (dep == "advcl" and syntax.tag[verb] == "VBG")
    )


def objects(syntax: Syntax, verb: int) -> Iterator[int]:
    """Whom or what a verb is done to."""
    yield from _children(syntax, verb, OBJECTS)
    for preposition in _children(syntax, verb, ("prep", "agent", "dative")):
        if syntax.lower[preposition] in TOWARDS:
            yield from _children(syntax, preposition, ("pobj",))


def owners(syntax: Syntax, noun: int) -> Iterator[int]:
    """Whose a noun is: "his father", "the father of Tom"; and whose the owner is."""
    of = [child for child in _children(syntax, noun, ("prep",)) if syntax.lower[child] == "of"]
    owning = _children(syntax, noun, ("poss",)) + [
        token for child in of for token in _children(syntax, child, ("pobj",))
    ]
    for owner in owning:
        yield owner
        yield from owners(syntax, owner)


def _owned(syntax: Syntax, token: int) -> Iterator[int]:
    """What is the token's: of "her brother's wife" brother and wife are hers; with "Boyd is his boss" Boyd is his."""
    dep, governor = syntax.dep[token], syntax.head[token]
    if dep == "pobj" and syntax.lower[governor] == "of" and syntax.pos[syntax.head[governor]] in ("NOUN", "PROPN"):
        noun = syntax.head[governor]
    elif dep == "poss":
        noun = governor
    else:
        return
    yield noun
    if syntax.dep[noun] == "attr":
        yield from subjects(syntax, syntax.head[noun])
    yield from _owned(syntax, noun)


def _named_later(syntax: Syntax, pronoun: int, verb: int) -> Iterator[int]:
    """The names further on among what depends on the verb of a subject pronoun: he knew that Tom was ill."""
    left = [child for child in syntax.children[verb] if child > pronoun]
    while left:
        token = left.pop()
        if syntax.dep[token] in SAME or syntax.lower[token] == "as":
            continue
        if syntax.pos[token] == "PROPN":
            yield token
        left += syntax.children[token]


def _children(syntax: Syntax, token: int, deps: tuple[str, ...]) -> list[int]:
    return [child for child in syntax.children[token] if syntax.dep[child] in deps]
