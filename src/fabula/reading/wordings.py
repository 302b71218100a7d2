"""What to call somebody who has no name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import PERSONAL
from fabula.reading.discourse import PRONOUN, Reference

SUBJECT_FORMS = frozenset("i we you he she they".split())
ARTICLES = frozenset("the a an this that these those".split())


def wordings(syntax: Syntax, seen: Sequence[tuple[Reference, int]]) -> list[tuple[str, int]]:
    """What somebody is called, up to the head word, and how often; the wording to show comes first.

    That is the most used one, if possible with an article; no relation to somebody ("my cousin") and no form of address
    ("sir") where there is another. Of "one of the men" nothing is left out.

    Takes   seen: mentions with the tokens that are their heads
    """
    described = [(one, head) for one, head in seen if one.form != PRONOUN] or list(seen)
    counts = Counter(syntax.phrase(one.first, one.last if _is_part(syntax, head) else head) for one, head in described)
    return sorted(counts.items(), key=lambda item: (_awkwardness(item[0]), -item[1]))


def with_article(phrase: str) -> str:
    """ "a tall man" as "the tall man"; "one of the men" as it is, and "He" as "he"."""
    if phrase.lower() in SUBJECT_FORMS - {"i"}:
        return phrase.lower()
    return re.sub(r"^(?:an?|this|that|one|another)\s+(?!of\b)", "the ", phrase, flags=re.IGNORECASE)


def _is_part(syntax: Syntax, head: int) -> bool:
    """Whether a head word means some of many: one of the men."""
    return head + 1 < len(syntax) and syntax.lower[head + 1] == "of" and syntax.pos[head] in ("NUM", "DET", "PRON")


def _awkwardness(phrase: str) -> int:
    """How ill a phrase does for a name: an article well, an owner less, a bare noun or "he" ill, "his" worst."""
    first = phrase.split()[0].lower()
    if phrase.lower() in PERSONAL - SUBJECT_FORMS:
        return 3
    if first in ARTICLES or phrase.lower().startswith("one of"):
        return 0
    return 1 if first in PERSONAL and first != phrase.lower() else 2
