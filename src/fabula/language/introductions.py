"""Introductions: a name that those who say it bear themselves ("I'm Tom.", "My name is Anne.", "Call me Ishmael.")."""

from __future__ import annotations

from fabula.language.syntax import Syntax

I_AM = ("i am", "i 'm", "i ’m", "i m")
MY_NAME_IS = ("name is", "name 's", "name ’s", "name s", "name was", "call me", "called me", "calls me", "calling me")
KNOWN_AS = ("i was called", "i am called", "i 'm called", "i ’m called", "named me", "christened me", "baptised me")
OTHERS = ("his", "her", "your", "their", "whose", "its", "'s", "’s")
POSSESSIVE = ("'s", "’s")


def is_introduction(syntax: Syntax, first: int, last: int) -> bool:
    """Whether the words before the name from token ``first`` to ``last`` make it the name of whoever says them."""
    before = " ".join(syntax.lower[max(first - 3, 0) : first])
    if before.endswith(MY_NAME_IS):
        return not before.endswith(tuple(f"{whose} {words}" for whose in OTHERS for words in MY_NAME_IS[:5]))
    if before.endswith(KNOWN_AS):
        return True
    is_whole = last + 1 >= len(syntax) or syntax.lower[last + 1] not in POSSESSIVE
    return is_whole and before.endswith(I_AM)
