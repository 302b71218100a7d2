"""Words that stand before a name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from fabula.lexicon.lists import word_list

PARTICLES = frozenset("of de von van la du le da di della del der den ter al el ibn d'".split())


@cache
def titles() -> frozenset[str]:
    """Words that stand before a name as a title, in lower case and without a full stop."""
    return (
        word_list("people", "male_titles")
        | word_list("people", "female_titles")
        | word_list("people", "neutral_titles")
    )


SPELLINGS = {
    "mister": "mr",
    "mester": "mr",
    "mistah": "mr",
    "mistuh": "mr",
    "missus": "mrs",
    "missis": "mrs",
    "marse": "master",
    "massa": "master",
    "doctor": "dr",
    "professor": "prof",
    "capt": "captain",
    "col": "colonel",
    "gen": "general",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "reverend": "rev",
}
"""Titles that are one title, among them those of dialects."""

TITLE_NOUNS = {
    "dr": ("doctor", "physician", "surgeon"),
    "doctor": ("doctor", "physician", "surgeon"),
    "father": ("priest",),
    "rev": ("clergyman", "vicar", "rector", "parson", "minister", "curate"),
    "reverend": ("clergyman", "vicar", "rector", "parson", "minister", "curate"),
    "prof": ("professor",),
    "capt": ("captain",),
    "col": ("colonel",),
    "gen": ("general",),
    "lt": ("lieutenant",),
    "sgt": ("sergeant",),
    "judge": ("judge", "magistrate"),
    "nurse": ("nurse",),
    "coach": ("coach",),
}
OWN_NOUNS = frozenset(
    "captain colonel major general lieutenant sergeant corporal professor inspector detective constable bishop vicar "
    "parson judge king queen prince princess duke duchess count countess baron baroness earl marquis president "
    "governor mayor senator minister ambassador commander admiral emperor empress marchioness viscount abbot abbess "
    "archbishop cardinal".split()
)


def nouns_of_titles(words: Iterable[str]) -> set[str]:
    """The common nouns by which the bearer of a name may be meant: the captain, for Captain Okafor.

    >>> sorted(nouns_of_titles(["father", "keane"]))
    ['priest']
    """
    plain = [word.rstrip(".") for word in words]
    found = {word for word in plain if word in OWN_NOUNS}
    return found.union(*(TITLE_NOUNS.get(word, ()) for word in plain))
