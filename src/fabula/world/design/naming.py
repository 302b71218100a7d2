"""Names and keys for what stands in a design."""

from __future__ import annotations

import re
import unicodedata

from fabula.world.wording import LONGEST_NAME, LONGEST_TEXT, PUNCTUATION, cleaned, fault_of_name

ARTICLES = re.compile(r"^(?:the|a|an|th['’]|this|that)\s+", re.IGNORECASE)
STUDS = re.compile(r"^_+|_+$|\*+")


class Keys:
    """Keys that nothing else in their section has."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, name: str, otherwise: str) -> str:
        """A key made of a name, ``otherwise`` where the name has no Latin letters; numbered if it is taken."""
        plain = unicodedata.normalize("NFKD", ARTICLES.sub("", name)).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’.]", "", plain)).strip("-")[:48].strip("-") or otherwise
        key, number = stem, 2
        while key in self._taken:
            key, number = f"{stem}-{number}", number + 1
        self._taken.add(key)
        return key


def shown_name(name: str) -> str | None:
    """A name as the design shows it, on one line; None where nothing of it can be shown."""
    kept = "".join(
        letter if unicodedata.category(letter)[0] in "LMN" or letter in PUNCTUATION else " " for letter in name
    )
    name = " ".join(kept.split())[:LONGEST_NAME].strip(" -–—,;:")
    article = ARTICLES.match(name)
    if article:
        name = article[0].lower() + name[article.end() :]
    return None if fault_of_name(name) else name


def shown_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """A stretch of the book on one line, without what steers a screen, cut at a word where it is too long."""
    text = cleaned(" ".join(text.split()))
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def likened(name: str) -> str:
    """What two names of one thing have in common: no article, case or possessor's dialect.

    >>> likened("The moor") == likened("th' moor")
    True
    """
    return ARTICLES.sub("", name.replace("’", "'")).casefold().strip(" -")
