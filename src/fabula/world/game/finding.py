"""Finding what somebody means by a few words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from fabula.world.game.telling import Refused

ARTICLE = re.compile(r"^(?:the|a|an|th['’])\s+", re.IGNORECASE)


def find(words: str, among: Iterable[Any], what: str) -> Any:
    """The one of ``among`` that is called so, or has these words in its name.

    Raises  Refused: none is, or several are
    """
    wanted = _plain(words)
    if not wanted:
        raise Refused(f"Which {what}?")
    found = list(among)
    called = {one.id: [_plain(name) for name in names_of(one)] for one in found}
    for fits in (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: all(word in name.split() for word in wanted.split()),
    ):
        best = [one for one in found if any(fits(name) for name in called[one.id])]
        if len(best) == 1:
            return best[0]
        if best:
            names = {str(one.key) for one in best}
            if len(names) == 1:
                return best[0]
            raise Refused(f"Which {what}: {', '.join(sorted(names)[:8])}?")
    raise Refused(f"There is no {what} {words[:60]!r} here.")


def names_of(one: Any) -> list[str]:
    """What something is called, its own name first."""
    part = getattr(one, "part", None)
    names = [str(one.key), *(getattr(part, "names", None) or ())]
    if person := one.db.person:
        names.append(str(person.key))
    if one.destination:
        names = [str(one.destination.key), *([one.db.through] if one.db.through else [])]
    return names


def _plain(name: str) -> str:
    return ARTICLE.sub("", " ".join(re.sub(r"[.,;:!?()\"“”]", " ", name).split()).casefold()).replace("’", "'")
