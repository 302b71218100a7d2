"""The extent of a noun phrase."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.language.syntax import Syntax

PREMODIFIER_TAGS = ("PRP$", "POS", "HYPH", "VBN", "VBG", "NN", "NNP")


def left_edge(syntax: Syntax, noun: int) -> int:
    """The first word of the noun's phrase: its determiner, possessor or adjectives."""
    edge = noun
    while edge > 0 and syntax.sentence[edge - 1] == syntax.sentence[noun]:
        before = edge - 1
        may_modify = (
            syntax.pos[before] in ("DET", "ADJ", "NUM", "NOUN", "PROPN", "ADV")
            or syntax.tag[before] in PREMODIFIER_TAGS
        )
        if not (may_modify and _depends_on(syntax, before, noun)):
            break
        edge = before
    return edge


def _depends_on(syntax: Syntax, token: int, ancestor: int) -> bool:
    for _ in range(6):
        if token == ancestor:
            return True
        token, below = syntax.head[token], token
        if token == below:
            return False
    return token == ancestor


def head_word(heads: Sequence[int], first: int, last: int) -> int:
    """The word of [first, last] whose head, in ``heads``, is outside or itself; the last one if there are several.

    >>> head_word([1, 2, 2, 4, 2], 0, 1)
    1
    """
    for token in range(last, first - 1, -1):
        if not first <= heads[token] <= last or heads[token] == token:
            return token
    return last
