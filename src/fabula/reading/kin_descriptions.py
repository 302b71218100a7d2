"""Descriptions by kinship: once it is said who somebody's brother is, "her brother" is known.

The problem. A family is called by what each is to another, and a name comes once, or late:
    Her elder brother Henri had taught her to ride. ... Marguerite, Henri's wife, ... asked about her husband.
Where two are known to be somebody's brother, the description alone does not say which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.lists import word_list
from fabula.reading.disjoint import owners

ALIKE = ("fathers", "mothers", "grandfathers", "grandmothers", "aunts")  # lists of words that mean the same
LIST_OF = {word: name for name in ALIKE for word in word_list("people", name)}
SPOUSES = {"husband": "wife", "wife": "husband"}
KIN = word_list("people", "kin") | LIST_OF.keys()


def kin_described(syntax: Syntax, head: int) -> tuple[int, str] | None:
    """Whose kin the noun names, and which: the owner's token and "mother" for "Tom's mamma"; None for other nouns."""
    noun = _kin_noun(syntax, head)
    owner = None if noun is None else next(owners(syntax, head), None)
    return None if noun is None or owner is None else (owner, noun)


def kin_said_of(syntax: Syntax, head: int) -> Iterator[tuple[int, str]]:
    """What a name is said to be to whom: "her brother Tom", "Tom, her brother", "Tom was her brother"."""
    dep, governor = syntax.dep[head], syntax.head[head]
    described = [child for child in syntax.children[head] if syntax.dep[child] in ("appos", "compound")]
    if dep == "appos":
        described.append(governor)
    if dep in SUBJECTS:
        described += [child for child in syntax.children[governor] if syntax.dep[child] == "attr"]
    for token in described:
        noun = _kin_noun(syntax, token)
        owner = next(owners(syntax, head if syntax.dep[token] == "compound" else token), None)
        if noun is not None and owner not in (None, head):
            yield owner, noun


def is_other_kin(noun: str, heads: Set[str]) -> bool:
    """Whether somebody whom only words of kinship describe is never called by one like ``noun``, which is one too.

    >>> [is_other_kin("mother", heads) for heads in ({"sister"}, {"mamma"}, {"sister", "lady"})]
    [True, False, False]
    """
    return noun in KIN and bool(heads) and heads <= KIN and _alike(noun) not in map(_alike, heads)


def _alike(noun: str) -> str:
    return LIST_OF.get(noun, noun)


def _kin_noun(syntax: Syntax, token: int) -> str | None:
    """The noun by which alike ones are known, if it is singular and one of kinship: "sister-in-law" is no sister."""
    noun, words = syntax.lemma[token].lower(), syntax.lower
    if syntax.tag[token] in ("NNS", "NNPS") or noun not in KIN or words[max(token - 1, 0)].endswith("-"):
        return None
    return f"{noun}-in-law" if words[token + 1 : token + 3] == ["-", "in"] else _alike(noun)


class Kindred:
    """Who is known to be which kin of whom; people are numbers."""

    def __init__(self) -> None:
        self._described: dict[tuple[int, str], int] = {}
        self._named = defaultdict[tuple[int, str], set[int]](set)

    def of(self, owner: int, noun: str) -> int | None:
        """The one whom a name says to be so, or else whom the description was first given to; None where two are."""
        named = self._named.get((owner, noun))
        if named:
            return next(iter(named)) if len(named) == 1 else None
        return self._described.get((owner, noun))

    def describe(self, owner: int, noun: str, kin: int) -> None:
        """Somebody was called by the description."""
        self._described.setdefault((owner, noun), kin)

    def name(self, owner: int, noun: str, kin: int) -> None:
        """Somebody with a name was said to be so; a wife's husband is known with her."""
        self._named[owner, noun].add(kin)
        if noun in SPOUSES:
            self._named[kin, SPOUSES[noun]].add(owner)

    def described(self) -> Iterator[tuple[int, int]]:
        """Owners, and whom they were described by as kin."""
        return ((owner, kin) for (owner, _), kin in self._described.items())
